package notice_test

import (
	"testing"
	"time"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/notice"
)

// TestALinkProvesTheAddressItWasSentTo: the address is changed for a stranger's
// while nothing is asked for; the link that went to the first one does not confirm
// the second, which gets nothing.
func TestALinkProvesTheAddressItWasSentTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.at(3, 7, 0)
		must(t, w.svc.Ask(w.Ctx, w.by, "a1", daily()))
		w.run(t)
		link := w.proof(t)
		w.out.sent = nil

		other := daily()
		other.Address, other.Rhythm = "inconnue@ailleurs.example", notice.Never
		must(t, w.svc.Ask(w.Ctx, w.by, "a2", other))
		if err := w.svc.Confirm(w.Ctx, dbtest.Region, link); !fault.Is(err, fault.NotFound) {
			t.Errorf("the link of another address: %v", err)
		}
		other.Rhythm = notice.Daily
		must(t, w.svc.Ask(w.Ctx, w.by, "a3", other))
		w.at(3, 8, 0)
		if n := w.tell(t); n != 0 {
			t.Errorf("%d messages to an address that nobody confirmed", n)
		}
	})
}

// TestAnAddressThatWasNeverProvenIsForgotten: also one that was kept with nothing
// asked for, to which no link was ever sent.
func TestAnAddressThatWasNeverProvenIsForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		off := daily()
		off.Rhythm = notice.Never
		must(t, w.svc.Ask(w.Ctx, w.by, "a1", off))
		u.Clock.Advance(notice.Kept + time.Hour)
		_, err := w.svc.Forget(w.Ctx, dbtest.Region, u.Clock.Now().Add(-notice.Kept))
		must(t, err)
		if own, err := w.svc.Own(w.Ctx, w.by); err != nil || own.Address != "" {
			t.Errorf("%q is kept, %v", own.Address, err)
		}
	})
}
