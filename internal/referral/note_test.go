package referral_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

const seen = "Boîte moins, mange un peu"

// An observation keeps its author and its date; the other side says "lu", and
// is named; the next one is added beside it.
func TestAnObservationIsReadAndNeverRewritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		draft := w.draft(t, "dents", false)
		wantKind(t, w.svc.Observe(u.Ctx, w.maelle, draft, w.act(), seen), fault.Conflict, "referral.is_proposed")
		id := w.sent(t, false)
		wantFields(t, w.svc.Observe(u.Ctx, w.maelle, id, w.act(), "  "), "words")
		wantFields(t, w.svc.Observe(u.Ctx, w.maelle, id, w.act(), strings.Repeat("é", referral.NoteMax+1)), "words")
		version := w.summary(t, w.ximena, id).Version
		act := w.act()
		for range 2 { // pressed twice
			must(t, w.svc.Observe(u.Ctx, w.maelle, id, act, seen))
		}
		first := u.Clock.Now()
		u.Clock.Advance(time.Hour)
		must(t, w.svc.Observe(u.Ctx, w.ximena, id, w.act(), "Vue ce matin"))
		if got := w.summary(t, w.ximena, id).Version; got != version {
			t.Errorf("an observation makes open forms stale: version %d, then %d", version, got)
		}

		v, err := w.svc.Show(u.Ctx, w.ximena, id)
		must(t, err)
		if len(v.Notes) != 2 {
			t.Fatalf("%d observations, want two: %+v", len(v.Notes), v.Notes)
		}
		n := v.Notes[1]
		if n.Words != seen || n.Worker != "maelle" || n.Org != "halte" || n.Side != referral.Source || !n.At.Equal(first) || !n.Unread || v.Notes[0].Unread {
			t.Errorf("the receiver reads %+v", v.Notes)
		}
		if s := w.summary(t, w.carlos, id); s.Unread != 1 {
			t.Errorf("%d wait for a lu, want one", s.Unread)
		}
		read := func(by access.Actor) error { return w.svc.ReadNote(u.Ctx, by, id, w.act(), n.ID) }
		wantKind(t, read(w.pair), fault.Conflict, "referral.note_own")
		for _, by := range []access.Actor{w.malik, w.boss, w.holder} {
			wantKind(t, read(by), fault.NotFound, "error.not_found")
		}
		wantKind(t, w.svc.ReadNote(u.Ctx, w.ximena, id, w.act(), "note-unknown"), fault.NotFound, "error.not_found")
		must(t, read(w.carlos))
		must(t, read(w.ximena)) // a colleague said it already: once
		for who, by := range map[string]access.Actor{"sender": w.pair, "receiver": w.ximena, "person": w.holder} {
			v, err := w.svc.Show(u.Ctx, by, id)
			must(t, err)
			if r := v.Notes[1].Read; r.Worker != "carlos" || r.Org != "dents" || !r.At.Equal(u.Clock.Now()) || v.Notes[1].Words != seen || v.Notes[1].Unread {
				t.Errorf("the %s sees it read by %+v", who, r)
			}
		}
		if s := w.summary(t, w.carlos, id); s.Unread != 0 || w.count(t, id, "referral.observation_read") != 1 || w.count(t, id, "referral.observed") != 2 {
			t.Errorf("%d wait still; the log: %v", s.Unread, w.kinds(t, id))
		}
	})
}

// What was observed is the need's: with the consent to it, it goes.
func TestObservationsGoWithTheConsent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		must(t, w.svc.Observe(u.Ctx, w.maelle, id, w.act(), seen))
		for _, by := range []access.Actor{w.malik, w.boss, w.holder} {
			wantKind(t, w.svc.Observe(u.Ctx, by, id, w.act(), seen), fault.NotFound, "error.not_found")
		}
		_, err := w.consent.Withdraw(u.Ctx, w.holder, w.act(), "", "dents")
		must(t, err)
		_, err = w.svc.Show(u.Ctx, w.ximena, id)
		wantKind(t, err, fault.NotFound, "error.not_found")
		wantKind(t, w.svc.Observe(u.Ctx, w.ximena, id, w.act(), seen), fault.NotFound, "error.not_found")
		v, err := w.svc.Show(u.Ctx, w.holder, id)
		must(t, err)
		if len(v.Notes) != 1 {
			t.Errorf("the person reads %d observations, want theirs", len(v.Notes))
		}
	})
}

// Nothing of it stands in clear.
func TestAnObservationIsSealed(t *testing.T) {
	t.Parallel()
	path := dbtest.Address(t, db.SQLite)
	u := openAt(t, path)
	w := newWorld(t, u)
	id := w.sent(t, false)
	must(t, w.svc.Observe(u.Ctx, w.maelle, id, w.act(), seen))
	if !found(t, path, "dents") {
		t.Error("control: the file is not read")
	}
	wantNowhere(t, path, seen)
}
