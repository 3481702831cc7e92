package named

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"passerelle/internal/text"
)

// directory is what everybody may say: folded names.
var directory = []string{"la maison marie-louise", "comptoir d'agathe", "accueil bonneau", "la halte du pont", "vieux-quai", "tamarac", "carrefour wassim haddad"}

func known(phrase string) (whole, part bool) {
	p := strings.Join(text.Words(phrase), " ")
	for _, name := range directory {
		n := strings.Join(text.Words(name), " ")
		whole, part = whole || n == p, part || strings.Contains(" "+n+" ", " "+p+" ")
	}
	return whole, part
}

// TestMarks: whoever may be named is asked about, where it stands; what the
// directory names, streets, days and towns are left alone.
func TestMarks(t *testing.T) {
	for words, want := range map[string][]string{
		"Nadia dort devant la gare":                                        {"Nadia"},
		"j'ai vu nadia hier":                                               {"nadia"},
		"Depuis lundi, Wassim Haddad est dehors":                           {"Wassim Haddad"},
		"Wassim Haddad est dehors":                                         {"Wassim Haddad"},
		"On a vu Ouellette au dépanneur":                                   {"Ouellette"},
		"chez Madame Larivière, pas de chauffage":                          {"Larivière"},
		"il s'appelle karim":                                               {"karim"},
		"écrire à jo.b@exemple.org ou au 514 555-0134":                     {"jo.b@exemple.org", "514 555-0134"},
		"La Maison Marie-Louise est fermée, Marie-Louise Roy est partie":   {"Marie-Louise Roy"},
		"Le Comptoir d'Agathe n'a plus de pain":                            nil,
		"À l'Accueil Bonneau, la file fait le coin. Même chose à Tamarac.": nil,
		"Le Carrefour Wassim Haddad est plein":                             nil,
		"Des tentes au parc Marie-Victorin et rue Jeanne-Mance":            nil,
		"Place Claire, rue Rivière, boulevard Saint-Laurent, St-Henri":     nil,
		"Il fait -30 à Québec. Lundi, rien. Depuis Noël, pire.":            nil,
		"Le CLSC et le CIUSSS renvoient tout le monde vers HLM":            nil,
		"Trois familles dorment au Vieux-Quai":                             nil,
		"Les toilettes publiques sont fermées. Personne ne répond. Rien.":  nil,
		"The washrooms are closed since Monday and I see people waiting":   nil,
		"لا أحد يجيب في المستشفى":                                          nil,
		"اسمي سعاد":                                                        {"سعاد"},
		"":                                                                 nil,
	} {
		if got := Quote(words, Marks(words, known)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

// FuzzMarks: of any bytes, spans are in order, apart, within the words, and
// begin and end where a character does.
func FuzzMarks(f *testing.F) {
	for _, s := range []string{"Nadia et Karim", "\xff\xfe Marie \xc3", "Mme Nguyen-Roy, 514 555-0134", "’-’A", "É É É"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, words string) {
		end := -1
		for _, s := range Marks(words, known) {
			if s.Start <= end || s.End <= s.Start || s.End > len(words) {
				t.Fatalf("%+v in %q", s, words)
			}
			if utf8.ValidString(words) && !utf8.ValidString(words[s.Start:s.End]) {
				t.Fatalf("%+v cuts a character of %q", s, words)
			}
			end = s.End
		}
	})
}
