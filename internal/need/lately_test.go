package need_test

import (
	"fmt"
	"testing"
	"time"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/need"
)

// TestLately counts one and three days, and tells those who do not accompany
// people nothing but steps.
func TestLately(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		say := func(n int, code, place string) {
			for range n {
				_, err := w.svc.Say(u.Ctx, w.maelle, "", w.act(), need.Said{Need: code, Place: place})
				must(t, err)
			}
		}
		say(1, "health", "Faubourg")
		u.Clock.Advance(72 * time.Hour) // to the millisecond: no longer of the last three days
		say(6, "eat.meal", "Vieux-Quai")
		say(2, "sleep.shelter", "Faubourg")
		u.Clock.Advance(24 * time.Hour)
		say(3, "eat.meal", "Vieux-Quai")
		list, err := w.svc.Lately(u.Ctx, w.malik)
		must(t, err)
		if fmt.Sprint(list) != "[{eat.meal vieux-quai 3 9} {sleep.shelter faubourg 0 2}]" {
			t.Errorf("who accompanies people reads %v", list)
		}
		if list, err = w.svc.Lately(u.Ctx, w.boss); err != nil || fmt.Sprint(list) != "[{eat.meal vieux-quai 0 5}]" {
			t.Errorf("management reads %v, %v", list, err)
		}
		if list, err = w.svc.Lately(u.Ctx, w.other); err != nil || len(list) > 0 {
			t.Errorf("another region reads %v, %v", list, err)
		}
		if _, err = w.svc.Lately(u.Ctx, w.anyone); !fault.Is(err, fault.NotFound) {
			t.Errorf("anyone reads: %v", err)
		}
	})
}
