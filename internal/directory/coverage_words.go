package directory

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"
	"weak"
)

// Gap is a need that nothing answers in a territory, in some parts of the week
// or at all.
type Gap struct {
	Need, Territory string
	Slots           []Slot // empty: at no time at all
	Unknown         int    // services that might fill it: their hours are not known
}

// Overlap is a need for which a territory has many doors, of several
// organisations. It says nothing of whether that is too many.
type Overlap struct {
	Need, Territory string
	Services        int
}

// many is from how many doors an overlap is told.
const many = 3

// Gaps tells the holes of some needs, in one territory or in all (Whole): those
// that have most services first, for there a hole is the least likely to be a
// service that nobody wrote down.
func (c *Coverage) Gaps(needs []string, in string, limit int) (out []Gap) {
	for _, t := range c.places(in) {
		for _, n := range needs {
			if g, ok := c.gap(n, t); ok && len(out) < limit {
				out = append(out, g)
			}
		}
	}
	return out
}

// places are the territories that are places, or the one asked.
func (c *Coverage) places(in string) (keys []string) {
	for _, t := range c.Territories {
		if t.Key != Whole && t.Key != Nowhere && (in == Whole || in == t.Key) {
			keys = append(keys, t.Key)
		}
	}
	return keys
}

func (c *Coverage) gap(need, territory string) (Gap, bool) {
	at := c.At(need, territory)
	g := Gap{Need: need, Territory: territory, Unknown: at.Unknown}
	for _, s := range Slots {
		if at.Slots[s] == 0 {
			g.Slots = append(g.Slots, s)
		}
	}
	if at.Any == 0 {
		g.Slots = nil
		return g, true
	}
	return g, len(g.Slots) > 0
}

// Overlaps tells where a need of the tree (not a whole theme) has many doors,
// the most first. need narrows it to a need or the needs of a theme, in to a
// territory.
func (c *Coverage) Overlaps(need, in string, limit int) (out []Overlap) {
	for _, t := range c.places(in) {
		for _, n := range c.Needs {
			if ThemeOf(n) == n || need != "" && n != need && ThemeOf(n) != need {
				continue
			}
			if at := c.At(n, t); at.Several && at.Any >= many {
				out = append(out, Overlap{Need: n, Territory: t, Services: at.Any})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Overlap) int {
		return cmp.Or(b.Services-a.Services, strings.Compare(a.Need, b.Need), strings.Compare(a.Territory, b.Territory))
	})
	return out[:min(len(out), limit)]
}

// Name is how a territory is written.
func (c *Coverage) Name(territory string) string {
	if at, ok := c.groundAt[territory]; ok {
		return c.Territories[at].Name
	}
	return ""
}

// Surveyor keeps the last count of an index: a province is counted in a
// fraction of a second, but a page that is filtered ten times in a row need
// not count ten times.
type Surveyor struct {
	ix    *Index
	mu    sync.Mutex
	last  map[Ground]surveyed
	pairs paired
}

// surveyed is a count of a state of the index. It does not hold the state: an
// index that was read anew would stand in memory twice.
type surveyed struct {
	of  weak.Pointer[state]
	day int
	is  *Coverage
}

// NewSurveyor counts what an index holds.
func NewSurveyor(ix *Index) *Surveyor { return &Surveyor{ix: ix, last: map[Ground]surveyed{}} }

// Cover is the coverage of the directory as it stands.
func (v *Surveyor) Cover(by Ground, on time.Time) *Coverage {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.ix.now.Load()
	if s := v.last[by]; s.of == weak.Make(now) && s.day == dayOf(on) {
		return s.is
	}
	c := Cover(now.all(), by, on)
	v.last[by] = surveyed{weak.Make(now), dayOf(on), c}
	return c
}

func (s *state) all() iter.Seq[*Listing] {
	return func(yield func(*Listing) bool) {
		for _, v := range s.parts {
			for doc := range v.rows {
				if !v.dead(doc) && !yield(v.listing(doc)) {
					return
				}
			}
		}
	}
}
