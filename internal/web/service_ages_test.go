package web_test

import (
	"strings"
	"testing"
)

// TestAgesAreSaidAsPeopleSayThem: half a year is six months, with the decimal mark of
// the page where an age is neither.
func TestAgesAreSaidAsPeopleSayThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to float64
		fr, en   string
	}{
		{0.25, 0.5, "De 3 mois à 6 mois", "From 3 months to 6 months"}, {0.5, 12, "De 6 mois à 12 ans", "From 6 months to 12 years"},
		{0, 5.99, "Jusqu'à 5,99 ans", "Up to 5.99 years"}, {0.08, 0, "À partir de 1 mois", "From 1 month"}, {1, 0, "À partir de 1 an ", "From 1 year "},
		{1.5, 0, "À partir de 18 mois", "From 18 months"}, {18, 0, "À partir de 18 ans", "Ages 18 and over"}, {12, 17, "De 12 à 17 ans", "Ages 12 to 17"},
		{0, 1, "Jusqu'à 1 an ", "Up to 1 year "}, {0, 25, "Jusqu'à 25 ans", "Up to age 25"}, {0, 0, "Pas précisé. Appelez", "Not stated. Call"},
	} {
		all := quarter()
		all[0].MinAge, all[0].MaxAge = c.from, c.to
		p := openPublic(t, all)
		for lang, want := range map[string]string{"fr": c.fr, "en": c.en} {
			_, body := p.get("/" + lang + "/service/d1")
			if body = plainly(tags.ReplaceAllString(body, " ")); !strings.Contains(body, want) {
				t.Errorf("%g to %g: %q is not there", c.from, c.to, want)
			}
		}
	}
}
