package web_test

import (
	"strings"
	"testing"

	"passerelle/internal/directory"
)

// TestPaperSaysWhatThePageSays: what keeps a door shut, what is noted of hours, the
// hours of each place, and the day on which it was found true, not that of an import.
func TestPaperSaysWhatThePageSays(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].Status, all[0].Alert = directory.TemporarilyClosed, directory.Text{FR: "Dégât d'eau"}
	second := all[1].Places[0]
	all[1].Hours = nil
	all[1].Places[0].Hours = []directory.Hours{{Days: 1, Opens: 540, Closes: 1020, Note: directory.Text{FR: "Sur rendez-vous"}}}
	second.Hours = []directory.Hours{{Days: 32, Opens: 600, Closes: 720}}
	all[1].Places = append(all[1].Places, second)
	gone := *all[1]
	gone.ID, gone.Code, gone.Status = "d3", "x3x3", directory.Inactive
	p := openPublic(t, append(all, &gone))
	shut := []string{"Fermé temporairement"}
	hours := []string{"lundi 9 h à 17 h · Sur rendez-vous", "samedi 10 h à midi"}
	for path, want := range map[string][]string{
		"/fr/service/d1/carte":          {"Fermé temporairement", "Dégât d'eau", "Vérifié le 27 février 2026"},
		"/en/service/d1/carte":          {"Temporarily closed", "Checked on February 27, 2026"},
		"/fr/liste/k7m2/papier":         shut,
		"/fr/affiche?liste=k7m2":        shut,
		"/fr/languettes?liste=k7m2":     shut,
		"/fr/service/d2/carte":          append(hours, "Pas confirmé"),
		"/fr/liste/p2x9/papier":         hours,
		"/fr/livret?lieu=Montréal-Nord": append(hours, shut...),
		"/fr/service/d3/carte":          {"Ce service n'est plus offert"},
	} {
		status, body := p.get(path)
		body = plainly(tags.ReplaceAllString(body, " "))
		if status != 200 {
			t.Errorf("%s: %d", path, status)
		}
		for _, s := range want {
			if !strings.Contains(body, s) {
				t.Errorf("%s: %q is not there", path, s)
			}
		}
		if strings.Contains(path, "/d2/") && strings.Contains(body, "Vérifié") {
			t.Errorf("%s: nobody checked it", path)
		}
	}
}
