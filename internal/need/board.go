package need

import (
	"cmp"
	"context"
	"slices"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Small is what a count must reach before it is told to those who do not
// accompany people. What reaches it is told in steps of Small, so that no sum
// gives away what is hidden.
const Small = 5

// Filter narrows a board; empty fields do not.
type Filter struct{ Need, Place string }

// Cell is one need in one place.
type Cell struct {
	Need, Place string
	Week, Last  int // said in the last seven days, and in the seven before
	Open        int // of all times, not answered yet
	Orgs        int // organisations that noted it in these fourteen days
	Since       db.Time
}

// Bar is a need over all places.
type Bar struct {
	Need       string
	Week, Last int
	Open       int
}

// Board is what is needed in the region. Hidden says that small counts were
// left out and the others are told in steps.
type Board struct {
	Now    time.Time
	Bars   []Bar // the most needed this week first
	Cells  []Cell
	Living []Need // not answered yet, the newest first; only for those who answer
	Hidden bool
}

// BoardMost is how many needs a board lists one by one.
const BoardMost = 20

// Board reads the board. Every worker of the region may; those who do not
// accompany people get counts, protected.
func (s *Service) Board(ctx context.Context, by access.Actor, f Filter) (b Board, err error) {
	defer fault.Wrap(&err, "need.Board")
	if by.Kind() != access.Staff {
		return Board{}, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		b = Board{Now: tx.Now, Hidden: !MayAnswer(by)}
		if b.Cells, err = cells(ctx, tx, by.Region(), f); err != nil || b.Hidden {
			return err
		}
		b.Living, err = living(ctx, tx, by.Region(), f, BoardMost)
		return err
	})
	if err != nil {
		return Board{}, err
	}
	b.Bars = barsOf(b.Cells)
	if b.Hidden {
		b.protect()
	}
	return b, nil
}

// Cells are the counts of the region as they are, for what this program makes
// of them itself: the news of a board, and where nothing answers.
func (s *Service) Cells(ctx context.Context, region access.Region) (list []Cell, err error) {
	defer fault.Wrap(&err, "need.Cells")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = cells(ctx, tx, region, Filter{})
		return err
	})
	return list, err
}

func barsOf(cells []Cell) (bars []Bar) {
	at := map[string]int{}
	for _, c := range cells {
		i, ok := at[c.Need]
		if !ok {
			i = len(bars)
			at[c.Need] = i
			bars = append(bars, Bar{Need: c.Need})
		}
		bars[i].Week += c.Week
		bars[i].Last += c.Last
		bars[i].Open += c.Open
	}
	slices.SortStableFunc(bars, func(a, b Bar) int {
		return cmp.Or(b.Week-a.Week, b.Open-a.Open, b.Last-a.Last, cmp.Compare(a.Need, b.Need))
	})
	return bars
}

// protect leaves out small counts and tells the others in steps.
func (b *Board) protect() {
	step := func(n int) int { return n - n%Small }
	for i := range b.Bars {
		x := &b.Bars[i]
		x.Week, x.Last, x.Open = step(x.Week), step(x.Last), step(x.Open)
	}
	for i := range b.Cells {
		x := &b.Cells[i]
		x.Week, x.Last, x.Open, x.Orgs, x.Since = step(x.Week), step(x.Last), step(x.Open), 0, db.Time{}
	}
	b.Bars = slices.DeleteFunc(b.Bars, func(x Bar) bool { return x.Week+x.Last+x.Open == 0 })
	b.Cells = slices.DeleteFunc(b.Cells, func(x Cell) bool { return x.Week+x.Last+x.Open == 0 })
	// The order told more than the steps do.
	slices.SortStableFunc(b.Bars, func(x, y Bar) int {
		return cmp.Or(y.Week-x.Week, y.Open-x.Open, y.Last-x.Last, cmp.Compare(x.Need, y.Need))
	})
	slices.SortStableFunc(b.Cells, func(x, y Cell) int {
		return cmp.Or(y.Open-x.Open, cmp.Compare(x.Need, y.Need), cmp.Compare(x.Place, y.Place))
	})
}
