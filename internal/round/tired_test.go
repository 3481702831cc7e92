package round_test

import (
	"testing"
	"time"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/round"
)

// TestADoorAskedOftenIsSpared: where somebody answered in two rounds of the last
// thirty days, whoever prepares a third is told how many doors that is, and
// says whether to leave them out. An absence is no answer; another organisation's
// rounds are not looked at; thirty days later the doors are as any other.
func TestADoorAskedOftenIsSpared(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		prepare := func(then round.Tiring) (string, error) {
			return w.svc.Prepare(u.Ctx, w.cora, w.act(), round.Preparing{Name: "Récollets", Streets: street, Days: 1, Tired: then})
		}
		walk := func() {
			id, err := prepare("")
			must(t, err)
			must(t, w.svc.TypeIn(u.Ctx, w.cora, w.act(), id, round.Sheet{Doors: []round.Typed{
				{Door: 1, Result: round.Talked}, {Door: 2, Result: round.Talked}, {Door: 3, Result: round.Absent},
			}}))
			u.Clock.Advance(24 * time.Hour)
		}
		walk()
		walk() // once is not often: it was prepared without being asked
		_, err := prepare("")
		wantKey(t, err, "round.tired")
		id, err := prepare(round.SpareTired)
		must(t, err)
		f, _, err := w.svc.Follow(u.Ctx, w.cora, id)
		must(t, err)
		if len(f.Doors) != 8 || f.Doors[0].N != 1 || f.Doors[7].N != 8 {
			t.Errorf("%d doors are left: %+v", len(f.Doors), f.Doors)
		}
		if id, err = prepare(round.EvenTired); err != nil {
			t.Fatal(err)
		}
		if f, _, err = w.svc.Follow(u.Ctx, w.cora, id); err != nil || len(f.Doors) != 10 {
			t.Errorf("all the same: %d doors, %v", len(f.Doors), err)
		}
		_, err = w.svc.Prepare(u.Ctx, w.stranger, w.act(), round.Preparing{Name: "Récollets", Streets: street, Days: 1})
		if err != nil {
			t.Errorf("another organisation: %v", err)
		}
		u.Clock.Advance(30 * 24 * time.Hour)
		if _, err := prepare(""); err != nil {
			t.Errorf("a month later: %v", err)
		}
	})
}
