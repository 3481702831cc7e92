package web_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/directory"
)

// TestHoursInWordsAreShown: what an organisation says of its hours in words alone
// is on the page and on paper, as long as it holds, and a day of which the hours
// say nothing is not called closed beside it.
func TestHoursInWordsAreShown(t *testing.T) {
	t.Parallel()
	week := directory.Hours{Days: 31, Opens: 9 * 60, Closes: 17 * 60}
	words := directory.HoursWords{Words: directory.Text{FR: "Samedi sur rendez-vous", EN: "Saturday by appointment"}}
	winter := directory.HoursWords{Words: directory.Text{FR: "Seulement le soir"}, From: time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC), To: time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)}
	over := directory.HoursWords{Words: directory.Text{FR: "Horaire d'une autre année"}, To: time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC)}
	for name, c := range map[string]struct {
		hours              []directory.Hours
		words              []directory.HoursWords
		lang               string
		page, paper, never []string
	}{
		"alone": {nil, []directory.HoursWords{words}, "fr",
			[]string{"Dans leurs mots : Samedi sur rendez-vous", "Heures à vérifier"}, []string{"Samedi sur rendez-vous"}, []string{"Heures pas précisées", "samedi"}},
		"beside hours": {[]directory.Hours{week}, []directory.HoursWords{words}, "en",
			[]string{"Friday 9 am to 5 pm", "Saturday not stated", "In their words: Saturday by appointment"}, []string{"Saturday by appointment"}, []string{"Saturday closed"}},
		"within dates": {[]directory.Hours{week}, []directory.HoursWords{winter, over}, "fr",
			[]string{"samedi fermé", "Du 24 décembre 2026 au 2 janvier 2027 Seulement le soir"}, []string{"Seulement le soir"}, []string{"autre année"}},
		"a rule nobody reads": {nil, []directory.HoursWords{{}}, "fr",
			[]string{"Il y a peut-être d'autres heures. Appelez pour les connaître."}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := quarter()
			all[0].Hours, all[0].HoursWords = c.hours, c.words
			for i := range all[0].Places {
				all[0].Places[i].Hours = nil
			}
			p := openPublicIn(t, all, eastern(t))
			for path, want := range map[string][]string{"/service/d1": c.page, "/service/d1/carte": c.paper} {
				status, body := p.get("/" + c.lang + path)
				body = plainly(tags.ReplaceAllString(body, " "))
				if status != 200 {
					t.Fatalf("%s: %d", path, status)
				}
				for _, s := range want {
					if !strings.Contains(body, s) {
						t.Errorf("%s: %q is not there", path, s)
					}
				}
				for _, s := range c.never {
					if strings.Contains(body, s) {
						t.Errorf("%s: %q is there", path, s)
					}
				}
			}
		})
	}
}

// TestACardSaysHoursInWords: where they are one line that holds today, the card has
// it in place of « appelez avant »; more than that is for the page.
func TestACardSaysHoursInWords(t *testing.T) {
	t.Parallel()
	line := directory.HoursWords{Words: directory.Text{FR: "Lundi au vendredi, sauf en août"}}
	over, later := line, line
	over.To, later.From = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	lastDay := line
	lastDay.To = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		words []directory.HoursWords
		says  string
	}{
		"one line":  {[]directory.HoursWords{over, line, later}, "Heures à vérifier Lundi au vendredi, sauf en août"},
		"last day":  {[]directory.HoursWords{lastDay}, "Heures à vérifier Lundi au vendredi, sauf en août"},
		"two":       {[]directory.HoursWords{line, {Words: directory.Text{FR: "Le soir aussi"}}}, "Heures à vérifier appelez avant"},
		"not today": {[]directory.HoursWords{over, later}, "Heures à vérifier appelez avant"},
		"long":      {[]directory.HoursWords{{Words: directory.Text{FR: strings.Repeat("midi, soir, ", 9)}}}, "Heures à vérifier appelez avant"},
		"no words":  {[]directory.HoursWords{{}}, "Heures à vérifier appelez avant"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := quarter()[:1]
			all[0].Hours, all[0].HoursWords = nil, c.words
			for i := range all[0].Places {
				all[0].Places[i].Hours = nil
			}
			_, body := openPublicIn(t, all, eastern(t)).get("/fr/services?f=1")
			if body = plainly(tags.ReplaceAllString(body, " ")); !strings.Contains(body, c.says) {
				t.Errorf("%q is not on the card: %s", c.says, body)
			}
		})
	}
}
