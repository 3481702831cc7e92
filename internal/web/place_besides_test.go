package web_test

import (
	"strings"
	"testing"

	"passerelle/internal/directory"
)

// TestPlacesOneDoesNotGoTo: a post office box has no way to it, a meeting online has
// its address, on the page and on paper.
func TestPlacesOneDoesNotGoTo(t *testing.T) {
	t.Parallel()
	all := quarter()
	box := directory.Place{City: "Laval", Province: "QC", More: &directory.PlaceBesides{Kind: directory.Postal, Mail: "CP 999, Laval (QC) H7A 1A1"}}
	online := directory.Place{Name: directory.Text{FR: "Salle du soir"}, More: &directory.PlaceBesides{Kind: directory.Virtual, URL: "https://rencontre.exemple.ca/salle"}}
	line := directory.Place{Name: directory.Text{FR: "Ligne de nuit"}, More: &directory.PlaceBesides{Kind: directory.Virtual}}
	all[0].Places = []directory.Place{box, online, line}
	all[2].Places[0].More = &directory.PlaceBesides{URL: "https://secret.exemple.ca", Mail: "CP Secrète"}
	p := openPublic(t, all)
	for path, want := range map[string][]string{
		"/fr/service/d1":        {"Adresse postale : CP 999, Laval (QC) H7A 1A1", "Salle du soir En ligne", "Rejoindre en ligne", "Ligne de nuit Par téléphone ou en ligne"},
		"/en/service/d1":        {"Mailing address: CP 999, Laval (QC) H7A 1A1", "Salle du soir Online", "Join online"},
		"/fr/service/d1/carte":  {"Adresse postale : CP 999, Laval (QC) H7A 1A1", "En ligne https://rencontre.exemple.ca/salle"},
		"/fr/liste/k7m2/papier": {"Adresse postale : CP 999, Laval (QC) H7A 1A1", "En ligne https://rencontre.exemple.ca/salle"},
		"/fr/service/s1":        nil,
		"/fr/service/s1/carte":  nil,
		"/fr/liste/q4r8/papier": nil,
	} {
		status, raw := p.get(path)
		body := plainly(tags.ReplaceAllString(raw, " "))
		if status != 200 {
			t.Errorf("%s: %d", path, status)
		}
		for _, s := range want {
			if !strings.Contains(body, s) {
				t.Errorf("%s: %q is not there", path, s)
			}
		}
		for _, s := range []string{"openstreetmap", "Secrète", "secret.exemple"} {
			if strings.Contains(raw, s) {
				t.Errorf("%s: %q is there", path, s)
			}
		}
	}
}
