package directory_test

import (
	"strings"
	"testing"

	"passerelle/internal/directory"
	"passerelle/internal/directory/brute"
	"passerelle/internal/directory/corpus"
)

// hostile are queries that nobody types, and that some program sends.
var hostile = map[string]string{
	"ten-kilobytes-of-words": strings.Repeat("logement dentiste réfugié ", 400),
	"a-thousand-wildcards":   strings.Repeat("* % _ ? ", 250),
	"one-letter":             strings.Repeat("a", 10_000),
	"letters-apart":          strings.Repeat("a ", 5_000),
	"marks-alone":            strings.Repeat("\u0301", 5_000),
	"apostrophes":            strings.Repeat("l'", 5_000),
	"near-near-near":         strings.Repeat("près de ", 1_200),
	"refused-again":          strings.Repeat("sans pas de no ", 700),
	"unlike-anything":        strings.Repeat("qzxjkvwq ", 1_100),
	"not-a-text":             strings.Repeat("\xff\x00", 5_000),
}

// TestHostileQueries: what is typed beyond a few words answers as brute force
// does. What it costs is measured with the rest (make bench).
func TestHostileQueries(t *testing.T) {
	t.Parallel()
	all := corpus.Make(7, 1000)
	ix, ref := directory.NewIndex(all), brute.New(all)
	for _, text := range hostile {
		q := directory.Query{Text: text}
		compare(t, ix, ref, []directory.Query{q})
	}
}

func FuzzUnderstand(f *testing.F) {
	all := corpus.Make(3, 150)
	ix, ref := directory.NewIndex(all), brute.New(all)
	for _, s := range []string{
		"près de Parc-Ex ouvert ce soir parle espagnol", "l’hébergement d'urgence sans papiers", "dentsite pfsi", "femme avec enfants, pas de chien",
		"after 5pm sunday near me", "24 h", "18 ans après 17 h 30", "besoind'aide", "sans carte soleil ni argent",
		"près de arc-Ex ouvert ce soir parle esXagnol", // nothing that anything holds
	} {
		f.Add(s)
	}
	for _, s := range hostile {
		f.Add(s[:64])
	}
	f.Fuzz(func(t *testing.T, s string) {
		compare(t, ix, ref, []directory.Query{{Text: s}})
	})
}
