package directory

import (
	"slices"
	"time"
)

// Span is one opening, in minutes from the local midnight of the date it
// begins on; To passes 1440 when it ends on the next.
type Span struct{ From, To int }

// OpeningsOn lists the openings that begin on a date, by the rules of OpenAt,
// in order; those that touch or overlap are one. Of a date that may be shut nothing
// is promised.
func OpeningsOn(hours []Hours, date time.Time) (list []Span) {
	day := dayOf(date)
	width, closed := rule(hours, day)
	if closed || mayClose(hours, day) {
		return nil
	}
	for i := range hours {
		if h := &hours[i]; h.applies(day, width) {
			list = append(list, h.Span())
		}
	}
	slices.SortFunc(list, func(a, b Span) int { return a.From - b.From })
	out := list[:0]
	for _, s := range list {
		if n := len(out); n > 0 && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}

// Span is when the hours open and close on a date of theirs.
func (h *Hours) Span() Span { return Span{h.Opens, h.end()} }
