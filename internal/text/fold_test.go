package text

import (
	"math/rand/v2"
	"testing"
)

// What is folded quickly is folded as everything else is, whatever it stands
// beside: alone, in pairs, and in long texts with signs of other alphabets.
func TestCommonSignsFoldAlike(t *testing.T) {
	t.Parallel()
	some := []rune{'a', 'Z', ' ', '\'', '-', 'é', 'Ç', 'œ', 'İ', 'ǆ', '’', '…', '‑', '́', '̧', '\u200d', 'ا', '漢', '�', '½', '·'}
	check := func(s string) {
		t.Helper()
		if got, ok := common(s); ok && got != foldAny(s) {
			t.Errorf("%q: %q, want %q", s, got, foldAny(s))
		}
	}
	quick := 0
	for r := rune(0); r < 0x2100; r++ {
		check(string(r))
		if _, ok := common(string(r)); ok {
			quick++
		}
		for _, o := range some {
			check(string([]rune{r, o}))
			check(string([]rune{o, r}))
		}
	}
	if quick != latinEnd+signEnd-signFrom {
		t.Errorf("%d signs are folded quickly", quick)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		line := make([]rune, random.IntN(12))
		for i := range line {
			line[i] = some[random.IntN(len(some))]
		}
		check(string(line))
	}
	check("caf\xe9") // bytes that are no letter
}

func BenchmarkFold(b *testing.B) {
	s := "L’équipe accueille toute personne âgée de 18 ans et plus, sans rendez-vous : repas, vêtements, douche. "
	b.Run("common", func(b *testing.B) {
		for b.Loop() {
			Fold(s)
		}
	})
	b.Run("any", func(b *testing.B) {
		for b.Loop() {
			foldAny(s)
		}
	})
}
