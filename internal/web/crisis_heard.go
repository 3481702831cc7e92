package web

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"passerelle/internal/web/page"
)

// doorsHeardMost is how many reports of three days are counted.
const doorsHeardMost = 5000

// sectorsShown is how many places are named beside a need.
const sectorsShown = 3

// crisisHeard counts the closed doors of one and three days by the first need
// of the service, with where most of them are.
func (s *Site) crisisHeard(v *Visit, now time.Time) ([]page.CrisisHeard, error) {
	doors, err := s.Directory.DoorsHeard(v.R.Context(), v.By, now.Add(-72*time.Hour), doorsHeardMost)
	if err != nil {
		return nil, err
	}
	type count struct {
		one, three int
		sectors    map[string]int
	}
	byNeed := map[string]*count{}
	for _, d := range doors {
		need, sector := "", ""
		if l := s.Finder.Get(d.Service); l != nil {
			if len(l.Needs) > 0 {
				need = l.Needs[0]
			}
			if len(l.Places) > 0 && !l.Sensitive {
				sector = cmp.Or(l.Places[0].Neighbourhood, l.Places[0].City)
			}
		}
		c := byNeed[need]
		if c == nil {
			c = &count{sectors: map[string]int{}}
			byNeed[need] = c
		}
		c.three++
		if d.At.After(now.Add(-24 * time.Hour)) {
			c.one++
		}
		c.sectors[sector]++
	}
	needs := slices.SortedFunc(maps.Keys(byNeed), func(a, b string) int {
		return cmp.Or(byNeed[b].three-byNeed[a].three, byNeed[b].one-byNeed[a].one, cmp.Compare(a, b))
	})
	var rows []page.CrisisHeard
	for _, need := range firstOf(needs, needsShown) {
		c := byNeed[need]
		row := page.CrisisHeard{Need: crisisRow(v.L, need), One: c.one, Three: c.three}
		sectors := slices.SortedFunc(maps.Keys(c.sectors), func(a, b string) int { return cmp.Or(c.sectors[b]-c.sectors[a], cmp.Compare(a, b)) })
		for _, x := range firstOf(sectors, sectorsShown) {
			name := noted(x)
			if x == "" {
				name = v.L.Text("crisis.sector_unknown")
			}
			row.Where = append(row.Where, page.CrisisWhere{Name: name, N: c.sectors[x]})
		}
		rows = append(rows, row)
	}
	return rows, nil
}
