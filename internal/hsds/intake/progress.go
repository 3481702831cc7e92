package intake

import (
	"sync/atomic"

	"passerelle/internal/directory"
)

// progress is how far a piece of work is: in thousandths of it, whatever it
// consists of. Reading takes the first part, comparing with what is there the
// rest.
type progress struct{ thousandths atomic.Int64 }

// Shares of a whole piece of work.
const (
	whole       = 1000
	readingPart = 600
)

func (p *progress) reading(done, all int64) {
	if all > 0 {
		p.thousandths.Store(min(readingPart, readingPart*done/all))
	}
}

// comparing is told how many records were compared. How many there are is not
// known: the bar goes on ever more slowly and never stands at its end.
func (p *progress) comparing(records int) {
	const half = 50_000
	n := int64(records)
	p.thousandths.Store(readingPart + (whole-readingPart)*n/(n+half))
}

func (p *progress) now() directory.Progress {
	return directory.Progress{Done: p.thousandths.Load(), All: whole}
}
