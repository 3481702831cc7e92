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

// heard is how often one need was heard of in one and three days, and where.
type heard struct {
	one, three int
	sectors    map[string]int
}

type heardBy map[string]*heard

func (h heardBy) add(need, sector string, one, three int) {
	if h[need] == nil {
		h[need] = &heard{sectors: map[string]int{}}
	}
	h[need].one += one
	h[need].three += three
	h[need].sectors[sector] += three
}

// crisisHeard counts the needs that were said and the closed doors of one and
// three days, by need (of a door, the first of its service), with where most of
// them are.
func (s *Site) crisisHeard(v *Visit, now time.Time) ([]page.CrisisHeard, error) {
	byNeed := heardBy{}
	said, err := s.Need.Lately(v.R.Context(), v.By)
	if err != nil {
		return nil, err
	}
	for _, n := range said {
		byNeed.add(n.Need, s.placeLabel(v.L, n.Place).S, n.Day, n.Three)
	}
	doors, err := s.Directory.DoorsHeard(v.R.Context(), v.By, now.Add(-72*time.Hour), doorsHeardMost)
	if err != nil {
		return nil, err
	}
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
		one := 0
		if d.At.After(now.Add(-24 * time.Hour)) {
			one = 1
		}
		byNeed.add(need, sector, one, 1)
	}
	return s.heardRows(v, byNeed), nil
}

func (s *Site) heardRows(v *Visit, byNeed heardBy) (rows []page.CrisisHeard) {
	needs := slices.SortedFunc(maps.Keys(byNeed), func(a, b string) int {
		return cmp.Or(byNeed[b].three-byNeed[a].three, byNeed[b].one-byNeed[a].one, cmp.Compare(a, b))
	})
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
	return rows
}
