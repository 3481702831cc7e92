package hsds_test

import (
	"strings"
	"testing"

	"passerelle/internal/hsds"
)

// What keeps something from the public is believed however it is written: only
// a clear no shows it.
func TestASecretIsKeptHoweverItIsSaid(t *testing.T) {
	site := func(of, rest string) string {
		return airsHead + `<Agency><Key>1</Key><Name>Un</Name><Site` + of + `><Key>2</Key><Name>Deux</Name>` + rest + `</Site></Agency>` + airsEnd
	}
	address := func(of string) string {
		return `<PhysicalAddress` + of + `><Line1>12 rue Cachée</Line1><City>Laval</City><State>QC</State><Country>CA</Country></PhysicalAddress>`
	}
	service := `<SiteService><Key>3</Key><Name>Cachée</Name></SiteService>`
	cioc := func(of string) string {
		return ciocHead + `<RECORD NUM="AAA0001" HAS_FRENCH="1"><ORG_LEVEL_1 VF="Un"/><SERVICE_NAME_LEVEL_1 VF="Cachée"/>` + of + `</RECORD>` + ciocEnd
	}
	for said, body := range map[string]func(string) string{
		"address": func(v string) string { return site("", address(` Confidential="`+v+`"`)) },
		"other":   func(v string) string { return site(` ExcludeFromWebsite="`+v+`"`, service) },
		"telephone": func(v string) string {
			return site("", `<Phone Confidential="`+v+`"><PhoneNumber>514 555-0100</PhoneNumber><Description>Cachée</Description></Phone>`)
		},
		"record": func(v string) string { return cioc(`<NON_PUBLIC VF="` + v + `"/>`) },
	} {
		for value, hidden := range map[string]bool{"1": true, "true": true, "True": true, "yes": true, "0": false, "false": false, "False": false} {
			shown := false
			for _, rows := range records(t, open(t, hsds.Options{Dataset: "demo"}, written(t, "x.xml", body(value)))) {
				for _, r := range rows {
					shown = shown || !r.Withheld && strings.Contains(strings.Join(r.Values, " "), "Cachée")
				}
			}
			if shown == hidden {
				t.Errorf("%s %q: shown %t", said, value, shown)
			}
		}
	}
	if r := records(t, open(t, hsds.Options{Dataset: "demo"}, written(t, "x.xml", site("", strings.Replace(service, "<Name>", `<ResourceInfo AvailableForDirectory="No"/><Name>`, 1)))))["service"]; !r[0].Withheld {
		t.Error("what is not available for the directory is shown")
	}
}
