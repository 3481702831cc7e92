package directory_test

import (
	"slices"
	"strings"
	"testing"

	"passerelle/internal/directory"
)

// A service shown for want of a better one is not said to speak of what it does
// not: each word that it is told to hold stands somewhere on its page.
func TestWhySaysWhatIsThere(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"refuge érable nuit", "paniers licorne 514 555", "514 555", "distribution alimentaires refuge"} {
		res := search(t, directory.Query{Text: typed})
		for _, h := range res.Hits {
			for _, r := range h.Why {
				if r.Kind != directory.WhyWord {
					continue
				}
				if page := h.Listing.Name.FR + " " + h.Listing.Summary.FR; !strings.Contains(strings.ToLower(page), strings.TrimSuffix(r.Detail, "s")) {
					t.Errorf("%q: %s is said to speak of %q", typed, h.Listing.ID, r.Detail)
				}
			}
		}
	}
	// What is there is still said.
	res := search(t, directory.Query{Text: "paniers licorne 514 555"})
	if want := (directory.Reason{Kind: directory.WhyWord, Detail: "paniers"}); !slices.Contains(res.Hits[0].Why, want) {
		t.Errorf("%v, want %v too", res.Hits[0].Why, want)
	}
}
