package demo

import (
	"slices"
	"testing"
)

// TestTheBoardIsAlive: places that are free, full, temporary, held, kept quiet,
// and a count that has lapsed; each counted by a worker of the organisation
// that gives them, and held by somebody else.
func TestTheBoardIsAlive(t *testing.T) {
	t.Parallel()
	d := load(t)
	workers := workersOf(t, d)
	services := index(t, d.Services, func(s Service) string { return s.Code })
	var full, temporary, held, quiet, old bool
	for _, c := range d.Counts {
		s := services[c.Service]
		if s.Org == "" || workers[c.Worker].Org != s.Org {
			t.Errorf("%s counts %s, which is of %q", c.Worker, c.Service, s.Org)
		}
		for _, w := range c.HeldBy {
			if by := workers[w]; by.Org == "" || by.Org == s.Org || !slices.Contains(by.Roles, "intervention") {
				t.Errorf("%s: held by %q", c.Service, w)
			}
		}
		full, temporary, held = full || c.Free == 0, temporary || c.Hours > 0, held || len(c.HeldBy) > 0
		quiet, old = quiet || s.Sensitive, old || c.Unit == "bed" && c.Said > 2
	}
	if !full || !temporary || !held || !quiet || !old {
		t.Errorf("full %t, temporary %t, held %t, kept quiet %t, lapsed %t: the board shows each", full, temporary, held, quiet, old)
	}
}
