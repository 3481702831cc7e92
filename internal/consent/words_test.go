package consent

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"passerelle/internal/text"
)

func TestTheWordsCanBeReadAloudAndMistyped(t *testing.T) {
	t.Parallel()
	if len(list) < 1024 || len(list) != len(folded) || len(list) > 9999 {
		t.Fatalf("%d words, %d of them distinct; want 1024 to 9999", len(list), len(folded))
	}
	for i, w := range list {
		f := text.Fold(w)
		if len(f) < 4 || len(f) > 12 || strings.Trim(f, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("%q is not 4 to 12 plain letters once folded", w)
		}
		if got := text.Words(w); len(got) != 1 || got[0] != f {
			t.Errorf("%q is cut into %q", w, got)
		}
		for _, other := range list[:i] {
			if text.Within1(f, text.Fold(other)) {
				t.Errorf("%q and %q are one slip apart", w, other)
			}
		}
	}
}

// A word's number is printed on paper that people keep: the first 1057 never
// move. Add words at the end, and leave this as it is.
func TestTheNumbersOnPaperKeepTheirMeaning(t *testing.T) {
	t.Parallel()
	sum := sha256.Sum256([]byte(strings.Join(list[:1057], "\n")))
	if got := hex.EncodeToString(sum[:8]); got != "26c468da5079ae72" {
		t.Errorf("the first 1057 words changed: %s", got)
	}
}
