package hsds

import (
	"slices"

	"passerelle/internal/directory"
)

// column is the ledger of one column while it is being counted.
type column struct {
	name   string
	led    directory.LedgerColumn
	hidden int // the row of the first cell that is not public
}

// reached notes the name of a field or attribute. A list of free words would
// name one attribute per word: the first few tell enough.
func (c *column) reached(path string) {
	const most = 12
	path = clip(path)
	if len(c.led.Paths) < most && !slices.Contains(c.led.Paths, path) {
		c.led.Paths = append(c.led.Paths, path)
	}
}

// hide keeps a cell word for word and for nobody: its source says that it is not
// public, and no field may have it.
func (r *item) hide(at int) {
	if at < 0 || r.marks[at] != 0 {
		return
	}
	r.marks[at] = byte(directory.Residual)
	c := r.cols[at]
	if c.led.NotPublic++; c.hidden == 0 {
		c.hidden = r.lines[at]
	}
}

// close gives each cell that found no place its disposition, and counts them
// all. blank says which cells hold nothing.
func (r *item) close(blank func(i int) bool) string {
	for i := range r.marks {
		switch {
		case blank(i):
			r.marks[i] = byte(directory.NoCell)
			continue
		case r.marks[i] == 0:
			r.marks[i] = byte(directory.Residual)
		}
		r.cols[i].led.Count(directory.Disposition(r.marks[i]))
	}
	return string(r.marks)
}

func ledgerOf(cols []*column) (out []directory.LedgerColumn) {
	for _, c := range cols {
		c.led.Column = c.name
		out = append(out, c.led)
	}
	return out
}
