package referral_test

import (
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

func TestTwoPeopleOnOneDraft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.draft(t, "dents", false)
		first, second := true, false
		must(t, w.svc.Save(u.Ctx, w.maelle, id, w.act(), referral.Change{Version: 2, CallFirst: &first}))
		wantKind(t, w.svc.Save(u.Ctx, w.pair, id, w.act(), referral.Change{Version: 2, CallFirst: &second}), fault.Conflict, "referral.changed_meanwhile")
		if s := w.summary(t, w.maelle, id); !s.CallFirst || s.Version != 3 {
			t.Errorf("kept %+v", s)
		}
	})
}

func TestWhatWasSentIsNeverRewritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		v := w.summary(t, w.maelle, id).Version
		wantKind(t, w.svc.Save(u.Ctx, w.maelle, id, w.act(), referral.Change{Version: v, Need: &referral.Need{Words: "other"}}), fault.Conflict, "referral.is_sent")
		wantKind(t, w.svc.Discard(u.Ctx, w.maelle, id, w.act()), fault.Conflict, "referral.is_sent")
		wantKind(t, w.svc.Send(u.Ctx, w.maelle, id, w.act()), fault.Conflict, "referral.is_sent")
		shown, err := w.svc.Show(u.Ctx, w.ximena, id)
		must(t, err)
		if shown.Need.Words != theirWords {
			t.Errorf("rewritten: %q", shown.Need.Words)
		}
	})
}

func TestADraftThrownAwayIsGone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, act := w.draft(t, "dents", false), w.act()
		must(t, w.svc.Discard(u.Ctx, w.maelle, id, act))
		must(t, w.svc.Discard(u.Ctx, w.maelle, id, act)) // the button was pressed twice
		_, err := w.svc.Show(u.Ctx, w.maelle, id)
		wantKind(t, err, fault.NotFound, "error.not_found")
	})
}

// A retried or double-clicked act acts once, whatever the act.
func TestARetriedActActsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.allow(t, "dents")
		twice := func(do func(act string) error) {
			t.Helper()
			act := w.act()
			must(t, do(act))
			must(t, do(act))
		}
		var id access.Referral
		twice(func(act string) error {
			made, err := w.svc.Draft(u.Ctx, w.maelle, act, referral.NewDraft{Person: w.person, Receiver: "dents", Service: "dentiste"})
			if id != "" && made != id {
				t.Errorf("two drafts: %s, %s", id, made)
			}
			id = made
			return err
		})
		twice(func(act string) error {
			return w.svc.Save(u.Ctx, w.maelle, id, act, referral.Change{Version: 1, Need: &referral.Need{Words: "x"}, Done: &referral.Done{}})
		})
		twice(func(act string) error { return w.svc.Send(u.Ctx, w.maelle, id, act) })
		twice(func(act string) error { return w.svc.Receive(u.Ctx, w.ximena, id, act) })
		twice(func(act string) error { return w.svc.Accept(u.Ctx, w.ximena, id, act) })
		twice(func(act string) error { return w.svc.StartHandoff(u.Ctx, w.ximena, id, act) })
		twice(func(act string) error {
			return w.svc.NoteContact(u.Ctx, w.ximena, id, act, referral.Attempt{Reached: true})
		})
		twice(func(act string) error {
			return w.svc.SayOutcome(u.Ctx, w.holder, id, act, referral.Word{Fact: referral.BondHolds, Said: referral.SaidYes})
		})
		twice(func(act string) error { return w.svc.Withdraw(u.Ctx, w.holder, id, act) })
		want := "drafted saved sent received accepted handoff_started contact_noted outcome_said withdrawn"
		if got := strings.ReplaceAll(strings.Join(w.kinds(t, id), " "), "referral.", ""); got != want {
			t.Errorf("events\n got  %s\n want %s", got, want)
		}
		wantKind(t, w.svc.Send(u.Ctx, w.maelle, id, ""), fault.Invalid, "error.form_stale")
	})
}

// Whose person it is decides who may refer them; and nobody learns by trying
// that somebody else accompanies them.
func TestOnlyThoseWhoAccompanyRefer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for _, by := range []access.Actor{w.malik, w.boss, w.holder, access.System(dbtest.Region)} {
			for _, p := range []access.Person{w.person, "01890000-0000-7000-8000-000000000000"} {
				_, err := w.svc.Draft(u.Ctx, by, w.act(), referral.NewDraft{Person: p, Receiver: "toit"})
				wantKind(t, err, fault.NotFound, "error.not_found")
			}
		}
	})
}

func TestTooMuchIsToldAtTheField(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.draft(t, "dents", false)
		long, own := strings.Repeat("é", 2001), access.Org("halte")
		wantFields(t, w.svc.Save(u.Ctx, w.maelle, id, w.act(), referral.Change{
			Version: 2, Receiver: &own, Need: &referral.Need{Words: long, Observed: strings.Repeat("é", 2000)}, Contact: &referral.Contact{Reach: long}, Done: &referral.Done{Tried: long},
		}), "receiver", "words", "reach", "tried")
		_, err := w.svc.Draft(u.Ctx, w.maelle, w.act(), referral.NewDraft{Person: w.person, Receiver: "halte"})
		wantFields(t, err, "receiver")
	})
}
