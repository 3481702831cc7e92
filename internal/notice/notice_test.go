package notice_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/notice"
)

// TestNothingLeavesBeforeItIsConfirmed: an address gets one message, which asks;
// only its link, in time, and only the newest, opens the rest. Another address
// begins again.
func TestNothingLeavesBeforeItIsConfirmed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		must(t, w.svc.Ask(w.Ctx, w.by, "a1", daily()))
		must(t, w.svc.Ask(w.Ctx, w.by, "a1", daily())) // pressed twice
		w.run(t)
		if len(w.out.sent) != 1 || w.out.sent[0].To() != "maelle@exemple.ca" || w.out.sent[0].Stop() == "" {
			t.Fatalf("%+v", w.out.sent)
		}
		first := w.proof(t)
		w.out.sent = nil
		w.at(3, 8, 0)
		if n := w.tell(t); n != 0 {
			t.Errorf("%d messages before the address is confirmed", n)
		}
		must(t, w.svc.Prove(w.Ctx, w.by, "p1"))
		w.run(t)
		second := w.proof(t)
		for name, token := range map[string]string{"an older link": first, "no link": "", "any link": "abc"} {
			if err := w.svc.Confirm(w.Ctx, dbtest.Region, token); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		u.Clock.Advance(notice.ProofLife)
		if err := w.svc.Confirm(w.Ctx, dbtest.Region, second); !fault.Is(err, fault.NotFound) {
			t.Errorf("a link that is over: %v", err)
		}
		must(t, w.svc.Prove(w.Ctx, w.by, "p2"))
		w.run(t)
		third := w.proof(t)
		must(t, w.svc.Confirm(w.Ctx, dbtest.Region, third))
		must(t, w.svc.Confirm(w.Ctx, dbtest.Region, third)) // done twice it is done
		w.out.sent = nil
		w.at(10, 8, 0)
		if n := w.tell(t); n != 1 {
			t.Errorf("%d messages once it is confirmed, want 1", n)
		}
		other := daily()
		other.Address = "ailleurs@exemple.ca"
		must(t, w.svc.Ask(w.Ctx, w.by, "a2", other))
		w.at(11, 8, 0)
		if n := w.tell(t); n != 0 {
			t.Errorf("%d messages to an address that is not confirmed", n)
		}
	})
}

// TestAStrangerIsNotPestered: whoever types the address of somebody else has few
// messages sent there.
func TestAStrangerIsNotPestered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		var err error
		for i := range 5 {
			wish := daily()
			wish.Address = fmt.Sprintf("a%d@exemple.ca", i)
			err = errors.Join(err, w.svc.Ask(w.Ctx, w.by, fmt.Sprint(i), wish))
		}
		w.run(t)
		if len(w.out.sent) > 3 || !strings.Contains(fmt.Sprint(err), "proofs_many") {
			t.Errorf("%d messages, %v", len(w.out.sent), err)
		}
		// What was asked for too often is not kept: the page shows what holds.
		if own, err := w.svc.Own(w.Ctx, w.by); err != nil || own.Address != "a2@exemple.ca" {
			t.Errorf("%+v, %v", own, err)
		}
	})
}

// TestADayIsToldOnce: at its hour, once, by whichever of two nodes, with numbers
// alone; not twice when the clocks go back, not for what is past since hours, and
// not on days that were not asked for.
func TestADayIsToldOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.asks(t, daily())
		w.at(3, 7, 59)
		if n := w.tell(t); n != 0 {
			t.Errorf("before its hour: %d", n)
		}
		w.at(3, 8, 0)
		var both sync.WaitGroup
		for _, s := range []*notice.Service{w.svc, w.second, w.svc, w.second} {
			both.Go(func() { _ = s.Tell(w.Ctx, dbtest.Region) })
		}
		both.Wait()
		if len(w.out.sent) != 1 {
			t.Fatalf("%d messages at the hour from two nodes, want 1", len(w.out.sent))
		}
		m := w.out.sent[0]
		for _, want := range []string{"notice.mail_todo 3", "notice.mail_waiting 1", "notice.mail_news 2", "notice.mail_week 4", site + "/fr/app\n", m.Stop()} {
			if !strings.Contains(m.Text(), want) {
				t.Errorf("%q lacks %q", m.Text(), want)
			}
		}
		w.out.sent = nil
		for _, m := range []int{1, 30, 59} {
			w.at(3, 8, m)
			if n := w.tell(t); n != 0 {
				t.Errorf("again at 8:%d: %d", m, n)
			}
		}
		w.at(4, 12, 0) // no node was there at eight
		if n := w.tell(t); n != 0 {
			t.Errorf("four hours late: %d", n)
		}
		w.at(5, 11, 0)
		if n := w.tell(t); n != 1 {
			t.Errorf("three hours late: %d, want 1", n)
		}
		// 1 November 2026: the clocks go back at two, and one hour comes twice.
		early := daily()
		early.Hour = 5
		must(t, w.svc.Ask(w.Ctx, w.by, "a3", early))
		total := 0
		for at := time.Date(2026, 11, 1, 0, 0, 0, 0, w.zone); at.Before(time.Date(2026, 11, 2, 0, 0, 0, 0, w.zone)); at = at.Add(20 * time.Minute) {
			w.Clock.Set(at)
			total += w.tell(t)
		}
		if total != 1 {
			t.Errorf("%d messages on the day the clocks go back, want 1", total)
		}
		monday := daily()
		monday.Rhythm = notice.Weekly
		must(t, w.svc.Ask(w.Ctx, w.by, "a4", monday))
		total = 0
		for d := range 14 {
			w.Clock.Set(time.Date(2026, 11, 3+d, 8, 0, 0, 0, w.zone))
			total += w.tell(t)
		}
		if total != 2 {
			t.Errorf("%d messages in two weeks of Mondays, want 2", total)
		}
	})
}

// TestNothingToSayIsNotSaid: unless it is wished.
func TestNothingToSayIsNotSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.asks(t, daily())
		w.desk["halte"] = notice.Day{Week: 2}
		w.at(3, 8, 0)
		if n := w.tell(t); n != 0 {
			t.Errorf("nothing waits: %d", n)
		}
		wish := daily()
		wish.QuietToo = true
		must(t, w.svc.Ask(w.Ctx, w.by, "a2", wish))
		w.at(4, 8, 0)
		if n := w.tell(t); n != 1 {
			t.Errorf("nothing waits, and that is wished to be known: %d", n)
		}
	})
}

// TestWhoWorksNowhereIsToldNothing: it is asked at the sending, of each
// organisation.
func TestWhoWorksNowhereIsToldNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.asks(t, daily())
		w.desk["comptoir"] = notice.Day{Todo: 10}
		w.staff["maelle"] = append(w.staff["maelle"], access.ForWorker(dbtest.Region, "maelle", "comptoir", "", access.Intervention))
		w.at(3, 8, 0)
		must(t, w.svc.Tell(w.Ctx, dbtest.Region))
		if len(w.out.sent) != 1 || !strings.Contains(w.out.sent[0].Text(), "mail_todo 13") {
			t.Fatalf("two organisations: %+v", w.out.sent)
		}
		w.staff["maelle"] = w.staff["maelle"][:1]
		w.at(4, 8, 0)
		must(t, w.svc.Tell(w.Ctx, dbtest.Region))
		if len(w.out.sent) != 2 || !strings.Contains(w.out.sent[1].Text(), "mail_todo 3") {
			t.Errorf("one left: %+v", w.out.sent)
		}
		w.out.sent = nil
		w.staff["maelle"] = nil
		w.at(5, 8, 0)
		if n := w.tell(t); n != 0 {
			t.Errorf("who works nowhere is told: %d", n)
		}
	})
}

// TestWhatSurelyDidNotLeaveIsTriedAgain, and what may have left is not.
func TestWhatSurelyDidNotLeaveIsTriedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.asks(t, daily())
		w.out.fails = fault.New(fault.Unavailable, "error.unavailable")
		w.at(3, 8, 0)
		w.tell(t)
		if own, err := w.svc.Own(w.Ctx, w.by); err != nil || own.Week != 0 {
			t.Errorf("what did not leave is counted: %+v, %v", own, err)
		}
		w.out.fails = nil
		w.at(3, 8, 5)
		if n := w.tell(t); n != 1 {
			t.Errorf("the server is back: %d, want 1", n)
		}
		w.out.fails = fault.New(fault.Internal, "error.internal")
		w.at(4, 8, 0)
		w.tell(t)
		w.out.fails = nil
		if n := w.tell(t); n != 0 {
			t.Errorf("it may have left: %d more", n)
		}
	})
}

// TestOnePressStopsThemAll: whoever holds a message ends them, at once; and the
// worker sees it.
func TestOnePressStopsThemAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.asks(t, daily())
		w.at(3, 8, 0)
		must(t, w.svc.Tell(w.Ctx, dbtest.Region))
		token := strings.TrimPrefix(w.out.sent[0].Stop(), site+"/courriel/arret/")
		w.out.sent = nil
		if done, err := w.svc.Stoppable(w.Ctx, dbtest.Region, token); err != nil || done {
			t.Errorf("%v, %v", done, err)
		}
		if err := w.svc.Stop(w.Ctx, dbtest.Region, "abc"); !fault.Is(err, fault.NotFound) {
			t.Errorf("any link: %v", err)
		}
		must(t, w.svc.Stop(w.Ctx, dbtest.Region, token))
		must(t, w.svc.Stop(w.Ctx, dbtest.Region, token))
		w.at(4, 8, 0)
		if n := w.tell(t); n != 0 {
			t.Errorf("after the stop: %d", n)
		}
		if own, err := w.svc.Own(w.Ctx, w.by); err != nil || !own.Off() || own.Week != 1 {
			t.Errorf("%+v, %v", own, err)
		}
	})
}

// TestFewerIsOneStep: and each message of the week is counted for who gets them.
func TestFewerIsOneStep(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		wish := daily()
		wish.Triggers = []notice.Trigger{notice.OnSignal}
		w.asks(t, wish)
		for d := range 3 {
			w.at(3+d, 8, 0)
			w.tell(t)
		}
		own, err := w.svc.Own(w.Ctx, w.by)
		must(t, err)
		if own.Week != 3 {
			t.Errorf("%d messages this week, want 3", own.Week)
		}
		for i, want := range []notice.Rhythm{notice.Weekdays, notice.Weekly, notice.Never} {
			must(t, w.svc.Less(w.Ctx, w.by, fmt.Sprint("l", i)))
			if own, err = w.svc.Own(w.Ctx, w.by); err != nil || own.Rhythm != want || len(own.Triggers) != 1 {
				t.Errorf("step %d: %+v, %v", i, own.Wish, err)
			}
		}
		must(t, w.svc.Less(w.Ctx, w.by, "l9"))
		if own, err = w.svc.Own(w.Ctx, w.by); err != nil || !own.Off() {
			t.Errorf("the last step: %+v, %v", own.Wish, err)
		}
	})
}

// presses appends an event as package referral does when a way is to be opened.
type presses struct {
	Receiver access.Org `json:"receiver"`
}

func (presses) Kind() string    { return "test.presses" }
func (presses) Subject() string { return "r" }

// TestAnAddressIsNotKeptLonger: of who left, at once; one that nobody confirmed,
// in its time; and nobody reads it in the table.
func TestAnAddressIsNotKeptLonger(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		kept := func() (n int, sealed []byte) {
			t.Helper()
			must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
				all, err := db.Collect(u.Ctx, tx, func(b *[]byte) []any { return []any{b} }, `SELECT n.sealed FROM notice_wish AS n`)
				if n = len(all); n > 0 {
					sealed = all[0]
				}
				return err
			}))
			return n, sealed
		}
		gone := func() {
			t.Helper()
			must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				return w.svc.OnGone(u.Ctx, tx, event.Record{Region: dbtest.Region, Body: `{"worker":"maelle"}`})
			}))
		}
		must(t, w.svc.Ask(w.Ctx, w.by, "a1", daily()))
		if n, sealed := kept(); n != 1 || strings.Contains(string(sealed), "maelle@") {
			t.Errorf("%d wishes, %q", n, sealed)
		}
		forget := func() int {
			n, err := w.svc.Forget(u.Ctx, dbtest.Region, u.Clock.Now().Add(-notice.Kept))
			must(t, err)
			return n
		}
		if u.Clock.Advance(notice.Kept); forget() != 0 {
			t.Error("forgotten too early")
		}
		if u.Clock.Advance(notice.ProofLife + time.Second); forget() != 2 { // the wish, and that a link was sent
			t.Error("an address that nobody confirmed is kept")
		}
		w.out.sent = nil
		must(t, w.svc.Ask(w.Ctx, w.by, "a7", daily()))
		w.run(t)
		must(t, w.svc.Confirm(w.Ctx, dbtest.Region, w.proof(t)))
		if u.Clock.Advance(2 * notice.Kept); forget() != 1 {
			t.Error("what was sent is kept, or an address that was confirmed is not")
		}
		if gone(); func() int { n, _ := kept(); return n }() != 1 {
			t.Error("forgotten while she works there")
		}
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(u.Ctx, `UPDATE hat SET ended_at = 2 WHERE id = 'h'`)
			return err
		}))
		if gone(); func() int { n, _ := kept(); return n }() != 0 {
			t.Error("the address of who left is kept")
		}
	})
}
