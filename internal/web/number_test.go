package web_test

import (
	"strings"
	"testing"

	"passerelle/internal/directory"
)

// TestNumbersAreForWhatTheyAreFor: a fax is nobody's to call; a teleprinter and a
// number for text messages say what they are, and stand on no button that calls.
func TestNumbersAreForWhatTheyAreFor(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].Phones = []directory.Phone{{Number: "514-555-0101", Kind: directory.KindTextphone}, {Number: "514-555-0102", Kind: directory.KindText},
		{Number: "514-555-0103", Kind: directory.KindFax}, {Number: "514-555-0104", Extension: "7", Kind: "voice"}}
	p := openPublic(t, all)
	for path, want := range map[string][]string{
		"/fr/service/d1":                    {"Appeler 514 555‑0104 poste 7", "Par texto : 514 555‑0102", "ATS, pour les personnes sourdes : 514 555‑0101"},
		"/en/service/d1":                    {"Call 514 555‑0104 ext. 7", "By text message: 514 555‑0102", "TTY, for deaf people: 514 555‑0101"},
		"/fr/service/d1/carte":              {"514 555‑0104 poste 7", "Par texto : 514 555‑0102", "ATS, pour les personnes sourdes : 514 555‑0101"},
		"/fr/liste/k7m2/papier":             {"514 555‑0104 poste 7", "Par texto : 514 555‑0102"},
		"/fr/services?besoin=health.dental": {"Appeler 514 555‑0104 poste 7"},
	} {
		_, raw := p.get(path)
		body := plainly(tags.ReplaceAllString(raw, " "))
		for _, s := range want {
			if !strings.Contains(body, s) {
				t.Errorf("%s: %q is not there", path, s)
			}
		}
		if strings.HasPrefix(path, "/fr/service/d1") != strings.Contains(body, "Télécopieur : 514 555‑0103") && !strings.HasSuffix(path, "/carte") {
			t.Errorf("%s: where one sends papers", path)
		}
		for _, s := range []string{"Appeler 514 555‑0103", "tel:+15145550103", "Appeler 514 555‑0101", "Appeler 514 555‑0102"} {
			if strings.Contains(body, s) {
				t.Errorf("%s: %q is there", path, s)
			}
		}
		if strings.HasSuffix(path, "/d1") && !strings.Contains(raw, `href="sms:&#43;15145550102"`) && !strings.Contains(raw, `href="sms:+15145550102"`) {
			t.Errorf("%s: one cannot write to it", path)
		}
	}
}
