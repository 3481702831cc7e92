package directory

import (
	"fmt"
	"testing"
	"time"

	"passerelle/internal/access"
)

// A merge in the background that comes too late, because a change merged its
// parts with others first, must not bring their listings in a second time.
func TestALateMergeIsDropped(t *testing.T) {
	t.Parallel()
	of := func(from, to int) *live {
		var list []*Listing
		for i := from; i < to; i++ {
			list = append(list, &Listing{ID: access.Service(fmt.Sprintf("s%02d", i)), Name: Text{FR: "Repas"}, Status: Active})
		}
		return Storage{}.frozen(list, time.UTC)
	}
	size := func(parts []*live) (n int) {
		for _, v := range parts {
			n += v.size()
		}
		return n
	}
	a, b, c := of(0, 3), of(3, 6), of(6, 9)
	late := of(0, 6) // of a and b
	if n := size(replace([]*live{a, b, c}, []*live{a, b}, late)); n != 9 {
		t.Errorf("in time: %d listings, want 9", n)
	}
	if n := size(replace([]*live{a.strike([]int{0}), b, c}, []*live{a, b}, late)); n != 8 {
		t.Errorf("one was struck in the meantime: %d listings, want 8", n)
	}
	for name, parts := range map[string][]*live{"all": {of(0, 9)}, "one": {a, of(3, 9)}} {
		if n := size(replace(parts, []*live{a, b}, late)); n != 9 {
			t.Errorf("%s merged elsewhere: %d listings, want 9", name, n)
		}
	}
}
