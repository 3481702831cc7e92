package demo

import (
	"slices"
	"testing"

	"passerelle/internal/directory"
)

func TestPartnersResolve(t *testing.T) {
	t.Parallel()
	d := load(t)
	orgs, workers := orgsOf(t, d), workersOf(t, d)
	lines := index(t, d.Lines, func(l Line) string { return l.Code })
	speaks := func(org string) bool {
		return slices.ContainsFunc(d.Workers, func(w Worker) bool {
			return w.Org == org && slices.ContainsFunc(w.Roles, func(r string) bool { return r != "intervention" })
		})
	}
	for _, l := range d.Lines {
		if orgs[l.Org].Code == "" || !speaks(l.Org) || l.Said == Never {
			t.Errorf("line %+v", l)
		}
	}
	for _, c := range d.LineCalls {
		if lines[c.Line].Code == "" || workers[c.Worker].Code == "" || workers[c.Worker].Org == lines[c.Line].Org || c.Made >= lines[c.Line].Said ||
			!slices.Contains(directory.Outcomes, directory.Outcome(c.Outcome)) {
			t.Errorf("call %+v", c)
		}
	}
	written := map[string]int{}
	for _, c := range d.Cards {
		written[c.Org]++
		if orgs[c.Org].Code == "" || !speaks(c.Org) || c.Who == "" || c.Said == Never {
			t.Errorf("card %+v", c)
		}
	}
	for org, n := range written {
		if n != 2 {
			t.Errorf("%s has a card in %d languages", org, n)
		}
	}
	for _, p := range d.Practices {
		if orgs[p.Org].Code == "" || !speaks(p.Org) || p.Name == "" || p.Since < 1900 {
			t.Errorf("practice %+v", p)
		}
	}
}

func TestMissedSearchesAreOfKnownNeeds(t *testing.T) {
	t.Parallel()
	for _, m := range load(t).Missed {
		if m.Need != "" && !directory.KnownNeed(m.Need) || m.Times < 1 || m.Said == Never {
			t.Errorf("missed %+v", m)
		}
	}
}
