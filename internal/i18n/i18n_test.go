package i18n

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func open(t *testing.T) *Bundle {
	t.Helper()
	b, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func small(t *testing.T, catalog string) (*Bundle, error) {
	t.Helper()
	return newBundle(fstest.MapFS{"catalog/x.toml": {Data: []byte(catalog)}})
}

const twoKeys = `
[x.found]
class = "B"
context = "résultats"
fr = { one = "{n} porte", other = "{n} portes" }
en = { one = "{n} door", other = "{n} doors" }
[x.ask]
class = "A"
context = "consentement"
fr = "Parler de vous à {org} ?"
en = "Talk about you with {org}?"
[x.back]
class = "B"
context = "bouton"
fr = "Retour"
en = "Back"
`

func TestCatalogueIsComplete(t *testing.T) {
	t.Parallel()
	b := open(t)
	for _, key := range b.Keys() {
		for _, lang := range []string{"fr", "en"} {
			if l := b.In(lang); !l.Speaks(key) || l.T(key) == "" || l.T(key) == key {
				t.Errorf("%s has no text in %s", key, lang)
			}
		}
	}
}

func TestCatalogueRefusesGaps(t *testing.T) {
	t.Parallel()
	for name, entry := range map[string]string{
		"no_class":           `context="c"` + "\n" + `fr="a"` + "\n" + `en="b"`,
		"no_context":         `class="B"` + "\n" + `fr="a"` + "\n" + `en="b"`,
		"no_english":         `class="B"` + "\n" + `context="c"` + "\n" + `fr="a"`,
		"blank_french":       `class="B"` + "\n" + `context="c"` + "\n" + `fr=" "` + "\n" + `en="b"`,
		"other_placeholders": `class="B"` + "\n" + `context="c"` + "\n" + `fr="{a}"` + "\n" + `en="{b}"`,
		"half_plural":        `class="B"` + "\n" + `context="c"` + "\n" + `fr={one="a",other="b"}` + "\n" + `en="b"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := small(t, "[x.k]\n"+entry); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestPluralFollowsTheLanguage(t *testing.T) {
	t.Parallel()
	b, err := small(t, twoKeys)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{
		{"fr", 0, "0 porte"}, {"fr", 1, "1 porte"}, {"fr", 2, "2 portes"},
		{"en", 0, "0 doors"}, {"en", 1, "1 door"}, {"en", 2000, "2,000 doors"},
		{"fr", 12000, "12\u00a0000 portes"},
	} {
		l := b.In(c.lang)
		var parts string
		for _, p := range l.Parts("x.found", "n", c.n).Parts {
			parts += p.S
		}
		if got := l.T("x.found", "n", c.n); got != c.want || parts != c.want { // nobody has to remember to count
			t.Errorf("%s %d, not asked to count: %q and %q, want %q", c.lang, c.n, got, parts, c.want)
		}
		if got := l.N("x.found", c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
}

func TestSixArabicForms(t *testing.T) {
	t.Parallel()
	r, err := newPluralRule("ar")
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]form{0: zero, 1: one, 2: two, 3: few, 11: many, 100: other, 1000: other, 1003: few} {
		if got := r.form(n); got != want {
			t.Errorf("%d: %s, want %s", n, formNames[got], formNames[want])
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	b := open(t)
	fr, en := b.In("fr"), b.In("en")
	day := time.Date(2026, 3, 1, 20, 30, 0, 0, time.UTC)
	for got, want := range map[string]string{
		fr.Time(20, 0):                          "20\u00a0h",
		fr.Time(20, 30):                         "20\u00a0h\u00a030",
		fr.Time(9, 5):                           "9\u00a0h\u00a005",
		fr.Time(24, 0):                          "minuit",
		en.Time(20, 0):                          "8\u00a0pm",
		en.Time(8, 30):                          "8:30\u00a0am",
		en.Time(12, 0):                          "noon",
		en.Time(0, 15):                          "12:15\u00a0am",
		fr.Date(day):                            "1er mars 2026",
		en.Date(day):                            "March 1, 2026",
		fr.Day(day):                             "dimanche 1er mars",
		fr.DateTime(day):                        "1er mars 2026 à 20\u00a0h\u00a030",
		fr.Ago(72 * time.Hour):                  "il y a 3 jours",
		en.Ago(25 * time.Hour):                  "yesterday",
		fr.Ago(183 * 24 * time.Hour):            "il y a 6 mois",
		en.Ago(800 * 24 * time.Hour):            "2 years ago",
		fr.Distance(421):                        "420\u00a0m",
		fr.Distance(1437):                       "1,4\u00a0km",
		en.Distance(1437):                       "1.4\u00a0km",
		fr.Distance(23400):                      "23\u00a0km",
		Phone("+1 (514) 555-0134"):              "514\u00a0555\u20110134",
		Phone("800 363-9010"):                   "1\u00a0800\u00a0363\u20119010",
		Phone("819 555-0134"):                   "819\u00a0555\u20110134",
		Phone("*4141"):                          "*4141",
		Tel("514-555-0134", "poste 2"):          "tel:+15145550134,2",
		Tel("\"+44 1234 234567\"", ""):          "tel:+441234234567",
		Phone("\"+44 1234 234567\""):            "+44 1234 234567",
		Tel("811", ""):                          "tel:811",
		fr.Number(-12345):                       "-12\u00a0345",
		fr.Name("es").S:                         "espagnol",
		en.Name("prs").S:                        "prs",
		fr.Name("gaa").S + en.Name("bin").S:     "gaBini",
		fr.Name("ko").S + " " + en.Name("gu").S: "coréen Gujarati",
		fr.Name("fcs").S:                        "langue des signes québécoise",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestMatchIsConfident(t *testing.T) {
	t.Parallel()
	b := open(t)
	for accept, want := range map[string]Lang{
		"": "fr", "fr-CA,fr;q=0.9": "fr", "en-US": "en", "ps": "fr", "de,en;q=0.5": "en", "((": "fr",
	} {
		if got := b.Match(accept); got != want {
			t.Errorf("%q: %s, want %s", accept, got, want)
		}
	}
}

func TestPartsKeepValuesApart(t *testing.T) {
	t.Parallel()
	b, err := small(t, twoKeys)
	if err != nil {
		t.Fatal(err)
	}
	got := b.In("en").Parts("x.ask", "org", Text{"Maison Bleue", "fr"})
	want := []Part{{S: "Talk about you with "}, {S: "Maison Bleue", Value: true, Lang: "fr"}, {S: "?"}}
	if len(got.Parts) != 3 || got.Parts[1] != want[1] || got.Parts[2] != want[2] {
		t.Errorf("%+v", got)
	}
	if s := b.In("fr").T("x.ask"); !strings.HasPrefix(s, "Parler de vous à  ?") {
		t.Errorf("a forgotten value must not show a brace: %q", s)
	}
}
