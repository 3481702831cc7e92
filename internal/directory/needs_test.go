package directory

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

func TestNeedsTree(t *testing.T) {
	t.Parallel()
	want := []string{"eat", "sleep", "health", "papers", "money", "children", "talk", "safety"}
	if got := Themes(); !slices.Equal(got, want) {
		t.Fatalf("themes %v, want the order of the first page %v", got, want)
	}
	type bits struct {
		need  uint64
		theme uint8
	}
	seen := map[bits]string{}
	for _, theme := range Themes() {
		subs := NeedsOf(theme)
		if len(subs) == 0 || len(subs) > 8 {
			t.Errorf("%s has %d needs, want 1 to 8", theme, len(subs))
		}
		for _, code := range append(subs, theme) {
			need, th := needBits(code)
			if other, ok := seen[bits{need, th}]; ok || th == 0 || code != theme && need == 0 {
				t.Errorf("%s has no bits of its own: %b %b (as %s)", code, need, th, other)
			}
			seen[bits{need, th}] = code
			if ThemeOf(code) != theme || !KnownNeed(code) {
				t.Errorf("%s is not under %s", code, theme)
			}
		}
	}
	if KnownNeed("health.unheard") || NeedsOf("unheard") != nil {
		t.Error("an unknown need is known")
	}
}

func TestEveryNeedHasItsLabels(t *testing.T) {
	t.Parallel()
	var file struct {
		Need map[string]struct{ Class, Context, FR, EN string }
	}
	data, err := os.ReadFile("../i18n/catalog/need.toml")
	if err != nil {
		t.Fatal(err)
	}
	if err := toml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, code := range lexical().needs {
		e := file.Need[strings.TrimPrefix(NeedKey(code), "need.")]
		if e.FR == "" || e.EN == "" || e.Class != "B" || e.Context == "" {
			t.Errorf("%s has no complete entry: %+v", NeedKey(code), e)
		}
		if len(strings.Fields(e.FR)) > 8 {
			t.Errorf("%s is too long for a tile: %q", code, e.FR)
		}
	}
	if len(file.Need) != len(lexical().needs) {
		t.Errorf("%d labels for %d needs", len(file.Need), len(lexical().needs))
	}
}

func TestVocabularyIsGenerousAndInBothLanguages(t *testing.T) {
	t.Parallel()
	phrases := 0
	for _, of := range lexical().byFirst {
		phrases += len(of)
	}
	if phrases < 1200 {
		t.Errorf("%d phrases", phrases)
	}
	written := map[string][2]int{}
	for _, line := range lines(vocabularyTSV) {
		c := strings.Split(line, "\t")
		for _, code := range strings.Fields(c[0]) {
			n := written[code]
			for lang := range 2 {
				if c[2+lang] != "" {
					n[lang]++
				}
			}
			written[code] = n
		}
	}
	for _, code := range lexical().needs {
		if n := written[code]; n[0] == 0 || n[1] == 0 {
			t.Errorf("%s has %d lines in French and %d in English", code, n[0], n[1])
		}
	}
	for code, needs := range lexical().topics {
		for _, n := range needs {
			if n != "-" && !KnownNeed(n) {
				t.Errorf("topic %s stands under %q", code, n)
			}
		}
	}
	if len(lexical().languages) < 60 {
		t.Errorf("%d languages", len(lexical().languages))
	}
}

func TestVocabularyRefusesFaults(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"eat\t=\tmanger", "planet:x\t=\tun mot\ta word", "eat\t=\tde la\tthe", "eat\t=\ta,,b\tc", "-\t=\tmot\tword", "eat\t\tmot\tword", "when:noon\t=\tmidi\tnoon"} {
		if _, err := readLexicon(bad, ""); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
	if _, err := readLexicon("", "fr français"); err == nil {
		t.Error("a language without a tab is accepted")
	}
}

func TestNeedsIn(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Clinique dentaire":                            "health.dental",
		"La popote roulante du quartier":               "eat.delivery",
		"CLSC de Parc-Extension":                       "health",
		"Banque alimentaire":                           "eat.bank",
		"Food bank and community kitchen":              "eat.bank eat.kitchen",
		"Hébergement pour femmes":                      "safety.women",
		"Emergency shelter":                            "sleep.shelter",
		"Aide aux devoirs":                             "children.homework",
		"Ligne d'écoute":                               "talk.listen",
		"Clinique d'impôts":                            "money.taxes",
		"Soutien":                                      "",
		"Prévention du suicide, intervention de crise": "talk.crisis",
		"Comité logement":                              "sleep.rent",
		"Cours de français, francisation":              "children.french",
		"Travailleuse de rue":                          "talk.worker",
		"Friperie, meubles":                            "sleep.furniture money.clothes",
	} {
		if got := strings.Join(NeedsIn(in), " "); got != want {
			t.Errorf("%q speaks of %q, want %q", in, got, want)
		}
	}
}

// TestNeedsSaid: what a person says is read as a search is, also where it tells
// nothing of what a service is for.
func TestNeedsSaid(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"je veux mourir":                   "talk.crisis",
		"I don't want to live":             "talk.crisis",
		"j'ai rien à manger":               "eat",
		"Clinique dentaire":                "health.dental",
		"la couleur du ciel est étonnante": "",
	} {
		if got := strings.Join(NeedsSaid(in), " "); got != want {
			t.Errorf("%q asks for %q, want %q", in, got, want)
		}
	}
}

func TestSynonymsGoBothWays(t *testing.T) {
	t.Parallel()
	for a, of := range synonyms() {
		for _, b := range of {
			if !slices.Contains(synonyms()[b], a) {
				t.Errorf("%s leads to %s but not back", a, b)
			}
		}
	}
}

func TestTellingFallsWithUse(t *testing.T) {
	t.Parallel()
	last := idf(100_000, 1)
	for df := 2; df <= 100_000; df += 1 + df/7 {
		v := idf(100_000, df)
		if v > last || v < 0 {
			t.Fatalf("idf of %d is %d, after %d", df, v, last)
		}
		last = v
	}
	if v := log2x256(1 << 20); v != 20*256 {
		t.Errorf("log2(2^20) = %d/256", v)
	}
	if v := log2x256(3); v != 405 { // 1.58496 × 256 = 405.7
		t.Errorf("log2(3) = %d/256", v)
	}
}
