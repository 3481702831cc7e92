package pace_test

import (
	"fmt"
	"testing"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/pace"
)

var start = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)

func taken(p *pace.Pace, source string, tries int) (n int) {
	for range tries {
		if p.Take(source) {
			n++
		}
	}
	return n
}

func TestASourceComesBackAfterAnHour(t *testing.T) {
	t.Parallel()
	c := clock.Fixed(start)
	p := pace.New(c, 3, 100)
	if n := taken(p, "here", 9); n != 3 {
		t.Errorf("%d at once", n)
	}
	if n := taken(p, "there", 9); n != 3 {
		t.Errorf("%d from elsewhere", n)
	}
	c.Advance(time.Hour - time.Millisecond)
	if n := taken(p, "here", 9); n != 0 {
		t.Errorf("%d too early: refused tries must not count either", n)
	}
	c.Advance(time.Millisecond)
	if n := taken(p, "here", 9); n != 3 {
		t.Errorf("%d after an hour", n)
	}
	p.GiveBack("here")
	if n := taken(p, "here", 9); n != 1 {
		t.Errorf("%d given back", n)
	}
	p.GiveBack("nowhere") // nothing was taken: nothing happens
}

func TestAllSourcesTogetherAreBounded(t *testing.T) {
	t.Parallel()
	c := clock.Fixed(start)
	p := pace.New(c, 3, 50)
	all := 0
	for i := range 1000 {
		all += taken(p, fmt.Sprint(i), 1)
	}
	if all != 50 {
		t.Errorf("%d from everywhere", all)
	}
	c.Advance(time.Hour)
	for i := range 1000 {
		all += taken(p, fmt.Sprint("later ", i), 1)
	}
	if all != 100 {
		t.Errorf("%d in two hours", all)
	}
}
