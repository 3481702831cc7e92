package demo

import (
	"slices"
	"testing"
)

// TestAPathwayHasTwoPeople: one who coordinates proposes, another of the same
// organisation publishes; and one waits, for a visitor to publish.
func TestAPathwayHasTwoPeople(t *testing.T) {
	t.Parallel()
	d := load(t)
	workers := workersOf(t, d)
	waits, published := false, false
	for _, p := range d.Pathways {
		by := workers[p.Worker]
		if !slices.Contains(by.Roles, "coordination") || p.Title.FR == "" || p.Title.EN == "" {
			t.Errorf("%s is proposed by %q", p.Example, p.Worker)
		}
		if p.Publisher == "" {
			waits = true
			continue
		}
		published = true
		if other := workers[p.Publisher]; other.Org != by.Org || p.Publisher == p.Worker || p.Published > p.Begun {
			t.Errorf("%s is published by %q", p.Example, p.Publisher)
		}
	}
	if !waits || !published {
		t.Errorf("one waits: %t, one is published: %t", waits, published)
	}
}
