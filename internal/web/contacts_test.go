package web_test

import (
	"strings"
	"testing"

	"passerelle/internal/directory"
)

// TestWhomToAskForIsShown: name, role, number and address of whom to ask for, and the
// territory that is served, in the words of the source.
func TestWhomToAskForIsShown(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].More = &directory.Particulars{
		Areas: []directory.Text{{FR: "Montréal-Nord seulement", EN: "Montréal-Nord only"}},
		Contacts: []directory.Contact{
			{Name: "Ana T.", Role: directory.Text{FR: "Accueil · Nuit"}, Email: "ana@pont.exemple.ca", Phones: []directory.Phone{{Number: "514-555-0155", Extension: "3"}, {Number: "514-555-0156", Kind: directory.KindFax}}},
			{Role: directory.Text{FR: "Concierge"}}},
	}
	p := openPublic(t, all)
	for path, want := range map[string][]string{
		"/fr/service/d1": {"Territoire desservi Montréal-Nord seulement", "À qui parler Ana T. · Accueil · Nuit Appeler 514 555‑0155 poste 3 Courriel ana@pont.exemple.ca Concierge"},
		"/en/service/d1": {"Area served Montréal-Nord only", "Who to ask for Ana T. · Accueil · Nuit Call 514 555‑0155 ext. 3"},
	} {
		_, raw := p.get(path)
		body := plainly(tags.ReplaceAllString(raw, " "))
		for _, s := range want {
			if !strings.Contains(body, s) {
				t.Errorf("%s: %q is not there", path, s)
			}
		}
		if strings.Contains(body, "0156") {
			t.Errorf("%s: a fax is to be called", path)
		}
		if path == "/en/service/d1" && !strings.Contains(raw, `lang="fr"`) {
			t.Errorf("%s: a role in French is not marked", path)
		}
	}
	if _, body := p.get("/fr/service/d2"); strings.Contains(body, "À qui parler") || strings.Contains(body, "Territoire desservi") {
		t.Error("nobody is there to ask for, and the page has a heading for it")
	}
}
