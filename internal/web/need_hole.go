package web

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/need"
	"passerelle/internal/web/page"
)

// nearby is as far as somebody on foot is sent, in metres.
const nearby = 3000

// Hole is a need in a place that nothing open nearby answers now.
type Hole struct{ Need, Place string }

// holesMost bounds what is looked for at once: the cells that wait most.
const holesMost = 200

// Holes are the needs that wait in a place where no service for them is open
// within walking distance at this moment. A need or a place that is not known
// is no hole: nothing can be looked for.
func (s *Site) Holes(cells []need.Cell, now time.Time) (list []Hole) {
	for _, c := range cells {
		if c.Open == 0 || c.Need == "" || c.Place == "" || len(list) == holesMost {
			continue
		}
		at, _, ok := s.Locator.Locate(c.Place)
		if !ok || s.answered(c.Need, at, now) {
			continue
		}
		list = append(list, Hole{c.Need, c.Place})
	}
	return list
}

// answered reports that a service for a need is open near a point, and does not say
// to be full. An answer for which the search had to drop the need, the hour or the
// distance is none.
func (s *Site) answered(code string, at directory.Point, now time.Time) bool {
	res := s.Finder.Search(directory.Query{Need: code, Near: &at, WithinMetres: nearby, OpenAt: &now, NotFull: true, Limit: 1}, now)
	return len(res.Hits) > 0 && len(res.Relaxed) == 0
}

// HolesMark tells one set of holes from another, on every node alike.
func HolesMark(list []Hole) string {
	said := make([]string, len(list))
	for i, h := range list {
		said[i] = h.Need + " " + h.Place
	}
	slices.Sort(said)
	sum := sha256.Sum256([]byte(strings.Join(said, "\n")))
	return hex.EncodeToString(sum[:6])
}

// holeRows are the holes of a board, each with the way to what opens next, and the
// mark of all there are.
func (s *Site) holeRows(v *Visit, f need.Filter, now time.Time) (rows []page.NeedHole, mark string, err error) {
	cells, err := s.Need.Cells(v.R.Context(), v.By.Region())
	if err != nil {
		return nil, "", err
	}
	holes := s.Holes(cells, now)
	for _, h := range holes {
		if f.Need != "" && f.Need != h.Need || f.Place != "" && f.Place != h.Place {
			continue
		}
		rows = append(rows, page.NeedHole{Need: needSaidAs(v.L, h.Need), Place: s.placeLabel(v.L, h.Place), Href: v.href("/services", "besoin", h.Need, "pres", s.placeLabel(v.L, h.Place).S)})
	}
	return rows, HolesMark(holes), nil
}
