package named

import (
	"slices"
	"testing"
)

// TestPersonal: what looks like a person is found as it is written, and what
// people say of places, days and things is left alone.
func TestPersonal(t *testing.T) {
	for words, want := range map[string][]string{
		"Je m’appelle karim, j'ai froid":                        {"karim"},
		"je m'appelle Rose Tremblay":                            {"Rose Tremblay"},
		"My name is Grace Obi and I am hungry":                  {"Grace Obi"},
		"me llamo Dolores":                                      {"Dolores"},
		"Madame Larivière attend depuis hier":                   {"Larivière"},
		"la dame du 2e, Mme Nguyen":                             {"Nguyen"},
		"Fatoumata dort dans la cage d'escalier":                {"Fatoumata"},
		"Jean-Pierre est revenu":                                {"Jean-Pierre"},
		"appelez-moi au 514 555-0134":                           {"514 555-0134"},
		"+15145550134":                                          {"+15145550134"},
		"écrire à jo.b@exemple.org":                             {"jo.b@exemple.org"},
		"sa carte TREM 1234 5678":                               {"TREM 1234 5678"},
		"Le Vieux-Quai est inondé. Place Claire, rue Rivière":   nil,
		"Il manque des couvertures. Les gens ont froid":         nil,
		"Besoin d'un lit pour 3 nuits, du 12 au 15 décembre":    nil,
		"On m’a dit : rien avant Mardi. Je m’appelle pas comme": nil,
		"called the clinic, called back":                        nil,
		"لا أستطيع النوم":                                       nil,
	} {
		if got := Personal(words); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
