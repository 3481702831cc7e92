package directory

import (
	"slices"
	"testing"
)

// Who writes by ear cuts words where nobody hears a cut.
func TestAPhraseIsKnownByItsSound(t *testing.T) {
	t.Parallel()
	for typed, need := range map[string]string{
		"mal o dan":               "health.dental",
		"kuisine kolektive":       "eat.kitchen",
		"lojman pour pere separe": "sleep.home",
		"medsin":                  "health.doctor", // and no "med sin"
		"gardri":                  "children.daycare",
		"sikologue":               "health.mind",
	} {
		if p := readAs(t, typed); !slices.Contains(p.facets.Needs, need) {
			t.Errorf("%q asks for %v, want %s (corrected %v)", typed, p.facets.Needs, need, p.corrected)
		}
	}
	// Words that are all known are read as they stand.
	for _, typed := range []string{"mal aux dents", "food bank", "clinique gatineau"} {
		if p := readAs(t, typed); len(p.corrected) > 0 {
			t.Errorf("%q is read as %v", typed, p.corrected)
		}
	}
}

// A verb is one verb in all its forms, and no misspelling of a need.
func TestAVerbIsNoMisspeltNeed(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"garderait", "gardent", "mettent", "disent", "disait", "comptaient", "décideront", "existions", "plaît", "habitons", "expliquerez", "happening", "explained"} {
		p := readAs(t, "dentiste "+verb)
		if !slices.Equal(p.facets.Needs, []string{"health.dental"}) || len(p.facets.Words) > 0 || len(p.corrected) > 0 || len(p.ignored) > 0 {
			t.Errorf("%q asks for %v and the words %v; corrected %v, ignored %v", verb, p.facets.Needs, p.facets.Words, p.corrected, p.ignored)
		}
	}
	// A verb that is a need stays one.
	for typed, need := range map[string]string{"on cuisinerait": "eat.kitchen", "dormirais": "sleep"} {
		if p := readAs(t, typed); !slices.Contains(p.facets.Needs, need) {
			t.Errorf("%q asks for %v, want %s", typed, p.facets.Needs, need)
		}
	}
	// A noun of the directory that ends as verbs do is that noun.
	ix := NewIndex([]*Listing{{ID: "a", Name: Text{FR: "Marche du samedi", EN: "The Women's Building"}}})
	for _, typed := range []string{"building", "marche"} {
		if p := understand(typed+" ", ix.now.Load(), false, readAt); len(p.required) != 1 {
			t.Errorf("%q asks for %d things", typed, len(p.required))
		}
	}
}

// Who cries does not ask for Cree, and loses no service for it.
func TestALanguageIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string][]string{"mon patron crie": nil, "she cries": nil, "parle cri": {"cr"}, "in Cree": {"cr"}, "espagnole": {"es"}} {
		if p := readAs(t, typed); !slices.Equal(p.facets.Languages, want) {
			t.Errorf("%q asks for %v, want %v", typed, p.facets.Languages, want)
		}
	}
}

// While a word is typed that will ask nothing, it asks nothing yet.
func TestAnUnfinishedSmallWordAsksNothing(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"dentiste gratui", "dentiste commen", "dentist somewh"} {
		if p := understand(typed, doors().now.Load(), false, readAt); len(p.facets.Words) > 0 || !slices.Equal(p.facets.Needs, []string{"health.dental"}) {
			t.Errorf("%q asks for %v and the words %v", typed, p.facets.Needs, p.facets.Words)
		}
	}
	if p := understand("dentiste pharm", doors().now.Load(), false, readAt); len(p.required) != 2 {
		t.Errorf("what may become a pharmacy asks for %d things", len(p.required))
	}
}
