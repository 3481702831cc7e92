package round_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/round"
)

// TestDoNotComeBackHolds for the later rounds of the organisation, in live
// rounds and after the visits are gone; another organisation does not learn it.
func TestDoNotComeBackHolds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.prepared(t)
		p := w.lent(t, w.maelle, r)
		p.tell(t, kept{door: 3, result: round.Never}, nil)
		p.flush(t)
		spared := func(what string, by access.Actor, want int) {
			t.Helper()
			later, err := w.svc.Prepare(u.Ctx, by, w.act(), round.Preparing{Name: "Plus tard", Streets: "Rue  des RÉCOLLETS: 1-9 impairs", Days: 1})
			must(t, err)
			f, _, err := w.svc.Follow(u.Ctx, by, later)
			must(t, err)
			if f.Figures.Spared != want || f.Doors[2].Spared != (want == 1) {
				t.Errorf("%s: %+v %+v", what, f.Figures, f.Doors)
			}
		}
		spared("while it is kept", w.cora, 1)
		spared("another organisation", w.stranger, 0)
		u.Clock.Advance(2*24*time.Hour + round.Kept + time.Minute)
		_, err := w.queue.RunDue(u.Ctx, dbtest.Region)
		must(t, err)
		spared("after it is forgotten", w.cora, 1)
	})
}

// TestARoundIsForgotten: a month after its end its figures stay, and nothing of
// its doors; what a phone still holds opens for nobody.
func TestARoundIsForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.prepared(t)
		p := w.lent(t, w.maelle, r)
		p.tell(t, kept{door: 3, result: round.Talked, kits: 1, need: "eat.meal"}, nil)
		p.flush(t)
		before := w.followed(t, r)
		p.tell(t, kept{door: 4, result: round.Talked}, nil)
		u.Clock.Advance(2*24*time.Hour + round.Kept - time.Minute)
		_, err := w.queue.RunDue(u.Ctx, dbtest.Region)
		must(t, err)
		if w.followed(t, r).Gone() {
			t.Error("forgotten too early")
		}
		u.Clock.Advance(2 * time.Minute)
		_, err = w.queue.RunDue(u.Ctx, dbtest.Region)
		must(t, err)
		after := w.followed(t, r)
		if !after.Gone() || after.Figures != before.Figures || len(after.Doors)+len(after.Devices) != 0 || len(after.Needs) != 1 {
			t.Errorf("%+v", after)
		}
		if _, err := p.send(p.outbox); !fault.Is(err, fault.NotFound) {
			t.Errorf("a phone sends to a round that is gone: %v", err)
		}
		var keys int
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT count(*) FROM seal_key AS k WHERE k.destroyed_at IS NOT NULL AND k.keyset IS NULL`).Scan(&keys)
		}))
		if keys != 1 {
			t.Errorf("%d keys destroyed", keys)
		}
	})
}
