package notice_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/notice"
)

// TestWhatPressesIsToldOnce: to who chose it, out of their calm hours, once an
// hour, and not when a colleague answered meanwhile.
func TestWhatPressesIsToldOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		log := event.NewLog(w.queue)
		log.InTx("test.presses", w.svc.OnEvent(notice.OnUnblock))
		press := func(org access.Org) {
			t.Helper()
			must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				return log.Append(u.Ctx, tx, access.System(dbtest.Region), presses{org})
			}))
		}
		wish := daily()
		wish.Rhythm, wish.Triggers = notice.Never, []notice.Trigger{notice.OnSignal}
		w.asks(t, wish)
		w.desk["halte"] = notice.Day{Pressing: map[notice.Trigger]int{notice.OnUnblock: 1}}
		w.at(3, 10, 0)
		if press("halte"); w.tell(t) != 0 {
			t.Error("told of what was not chosen")
		}
		wish.Triggers = []notice.Trigger{notice.OnUnblock}
		must(t, w.svc.Ask(w.Ctx, w.by, "a2", wish))
		if press("comptoir"); w.tell(t) != 0 {
			t.Error("told of what presses elsewhere")
		}
		press("halte")
		if n := w.tell(t); n != 1 {
			t.Fatalf("%d messages, want 1", n)
		}
		w.at(3, 10, 30)
		if press("halte"); w.tell(t) != 0 {
			t.Error("told twice in an hour")
		}
		w.at(3, 11, 0)
		if n := w.tell(t); n != 1 {
			t.Errorf("an hour later: %d, want 1", n)
		}
		w.at(3, 19, 0)
		if press("halte"); w.tell(t) != 0 {
			t.Error("told in the calm hours")
		}
		w.at(4, 7, 59)
		if n := w.tell(t); n != 0 {
			t.Error("told before the calm hours end")
		}
		w.at(4, 8, 0)
		if n := w.tell(t); n != 1 {
			t.Errorf("after the calm hours: %d, want 1", n)
		}
		w.at(4, 12, 0)
		press("halte")
		w.desk["halte"] = notice.Day{}
		if n := w.tell(t); n != 0 {
			t.Error("told of what a colleague answered")
		}
	})
}
