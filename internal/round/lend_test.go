package round_test

import (
	"testing"
	"time"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/round"
)

// TestALinkOpensOnce: the same phone may repeat what it asked when the answer
// was lost; another phone is told that the link was used.
func TestALinkOpensOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.prepared(t)
		act := w.act()
		d, err := w.svc.Lend(u.Ctx, w.maelle, act, r, "")
		must(t, err)
		again, err := w.svc.Lend(u.Ctx, w.maelle, act, r, "")
		must(t, err)
		if d != again {
			t.Error("a retried loan lends twice")
		}
		_, link, err := w.svc.Link(u.Ctx, w.maelle, r, d)
		must(t, err)
		if _, _, err := w.svc.Link(u.Ctx, w.luc, r, d); !fault.Is(err, fault.NotFound) {
			t.Errorf("a colleague reads the link of another's loan: %v", err)
		}
		mine := round.Opening{Link: link, Claim: secret(), Sender: secret(), Clock: u.Clock.Now()}
		for range 2 {
			_, err = w.svc.Claim(u.Ctx, dbtest.Region, "phone", mine)
			must(t, err)
		}
		_, err = w.svc.Claim(u.Ctx, dbtest.Region, "phone", round.Opening{Link: link, Claim: secret(), Sender: secret(), Clock: u.Clock.Now()})
		wantKey(t, err, "round.link_used")
		if _, _, err := w.svc.Link(u.Ctx, w.maelle, r, d); !fault.Is(err, fault.NotFound) {
			t.Errorf("a link that was opened is shown again: %v", err)
		}
		_, err = w.svc.Claim(u.Ctx, dbtest.Region, "phone", round.Opening{Claim: secret(), Clock: u.Clock.Now()})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("a claim that nobody made: %v", err)
		}
		_, err = w.svc.Claim(u.Ctx, dbtest.Region, "phone", round.Opening{Claim: "", Clock: u.Clock.Now()})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("the empty claim: %v", err)
		}
		evaluated := 0
		for range 200 {
			if _, err := w.svc.Claim(u.Ctx, dbtest.Region, "thief", round.Opening{Link: secret(), Claim: secret(), Sender: secret(), Clock: u.Clock.Now()}); !fault.Is(err, fault.TooMany) {
				evaluated++
			}
		}
		if evaluated != 60 {
			t.Errorf("%d guesses were looked up, want 60", evaluated)
		}
	})
}

// TestARevokedPhoneIsRefused, and one whose worker left: it gets nothing, and
// nothing of it is kept. What was acknowledged before stays.
func TestARevokedPhoneIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.prepared(t)
		lost, left := w.lent(t, w.maelle, r), w.lent(t, w.luc, r)
		lost.tell(t, kept{door: 1, result: round.Talked}, nil)
		lost.flush(t)
		must(t, w.svc.Revoke(u.Ctx, w.cora, w.act(), r, lost.pack.Device))
		w.crew.left["luc"] = true
		for name, p := range map[string]*phone{"revoked": lost, "of who left": left} {
			p.tell(t, kept{door: 2, result: round.Talked}, nil)
			_, err := p.send(p.outbox)
			wantKey(t, err, round.RevokedKey)
			_, err = w.svc.Claim(u.Ctx, dbtest.Region, "phone", round.Opening{Claim: p.claim, Clock: u.Clock.Now()})
			if wantKey(t, err, round.RevokedKey); t.Failed() {
				t.Fatal(name)
			}
		}
		if f := w.followed(t, r).Figures; f.Seen != 1 {
			t.Errorf("%+v", f)
		}
	})
}

// TestARoundIsHandedOver: a phone that was given back shows nothing more, what
// was told on it still counts, and the next one sees which doors are done.
// Nothing is doubled.
func TestARoundIsHandedOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.prepared(t)
		sick := w.lent(t, w.maelle, r)
		sick.tell(t, kept{door: 1, result: round.Talked, kits: 1}, nil)
		sick.flush(t)
		sick.tell(t, kept{door: 2, result: round.Absent}, nil)
		must(t, w.svc.HandOver(u.Ctx, w.maelle, w.act(), r, sick.pack.Device))
		if f := w.followed(t, r); f.Walked() {
			t.Error("the gap is not seen")
		}
		_, err := w.svc.Claim(u.Ctx, dbtest.Region, "phone", round.Opening{Claim: sick.claim, Clock: u.Clock.Now()})
		wantKey(t, err, "round.device_handed")
		next := w.lent(t, w.luc, r)
		if next.pack.Told[1] != round.Talked || len(next.pack.Told) != 1 {
			t.Errorf("the next phone knows %v", next.pack.Told)
		}
		next.tell(t, kept{door: 2, result: round.Talked, kits: 1}, nil)
		next.flush(t)
		if rep := sick.flush(t); !rep.Handed || len(sick.outbox) != 0 {
			t.Errorf("what was told before is not taken: %+v", rep)
		}
		want := round.Figures{Doors: 10, Seen: 2, Talked: 2, Kits: 2, Twice: 1}
		if f := w.followed(t, r); f.Figures != want || f.Outcomes[2].Visits != 2 {
			t.Errorf("%+v, door 2 %+v", f.Figures, f.Outcomes[2])
		}
		// From the phone itself, in one gesture.
		rep, err := w.svc.Send(u.Ctx, dbtest.Region, "phone", round.Sending{Sender: next.sender, Clock: u.Clock.Now(), HandsOn: true})
		must(t, err)
		if !rep.Handed || w.followed(t, r).Walked() {
			t.Error("a phone cannot give its part back")
		}
	})
}

// TestAClockThatIsWrongByYears changes nothing of what counts, and is told.
func TestAClockThatIsWrongByYears(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.prepared(t)
		var all []round.Figures
		for _, off := range []time.Duration{0, -56 * 365 * 24 * time.Hour, 73 * 365 * 24 * time.Hour} {
			p := w.lent(t, w.maelle, r)
			p.clock = off
			p.tell(t, kept{door: 1, result: round.Talked}, nil)
			p.flush(t)
			f := w.followed(t, r)
			f.Figures.Twice = 0
			all = append(all, f.Figures)
			d := f.Devices[len(f.Devices)-1]
			if d.Skew != int64(off/time.Second) || !d.Seen.Equal(u.Clock.Now()) {
				t.Errorf("clock off by %v: skew %d, seen %v", off, d.Skew, d.Seen)
			}
		}
		if all[0] != all[1] || all[1] != all[2] {
			t.Errorf("%+v", all)
		}
	})
}

// TestALeaseEndsWithItsRound: no phone shows a round after its end.
func TestALeaseEndsWithItsRound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.prepared(t)
		p := w.lent(t, w.maelle, r)
		renew := func() (round.Pack, error) {
			return w.svc.Claim(u.Ctx, dbtest.Region, "phone", round.Opening{Claim: p.claim, Clock: u.Clock.Now()})
		}
		u.Clock.Advance(45 * time.Hour)
		pack, err := renew()
		must(t, err)
		if pack.Lease != 3*time.Hour {
			t.Errorf("the lease is %v", pack.Lease)
		}
		must(t, w.svc.Close(u.Ctx, w.cora, w.act(), r))
		_, err = renew()
		wantKey(t, err, "round.over")
		_, err = w.svc.Lend(u.Ctx, w.luc, w.act(), r, "")
		wantKey(t, err, "round.over")
		p.tell(t, kept{door: 1, result: round.Talked}, nil)
		if rep := p.flush(t); rep.Open || w.followed(t, r).Figures.Seen != 1 {
			t.Errorf("what a phone holds of a closed round is lost: %+v", rep)
		}
	})
}
