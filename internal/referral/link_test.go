package referral_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// A receiver without account reads and answers by a link, which dies with the
// answer.
func TestAnsweredWithoutAccount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, other := w.sent(t, false), w.sent(t, false)
		// The message that carries the link is sent by a job of ours.
		token, err := w.svc.MakeLink(u.Ctx, access.System(dbtest.Region), id)
		must(t, err)
		by := w.link(t, token, "")
		v, err := w.svc.Show(u.Ctx, by, id)
		must(t, err)
		if v.Need.Words != theirWords || v.Side != referral.Target || v.Person != "" {
			t.Errorf("by the link: %+v", v)
		}
		if queue, err := w.svc.List(u.Ctx, by, referral.Filter{}); err != nil || len(queue) != 1 {
			t.Errorf("by the link one sees %d referrals, %v; want its own alone", len(queue), err)
		}
		_, err = w.svc.Show(u.Ctx, by, other)
		wantKind(t, err, fault.NotFound, "error.not_found")
		wantKind(t, w.svc.Accept(u.Ctx, by, other, w.act()), fault.NotFound, "error.not_found")

		must(t, w.svc.Receive(u.Ctx, by, id, w.act())) // spares the link
		must(t, w.svc.Assess(u.Ctx, w.link(t, token, ""), id, w.act(), referral.Assessment{Signed: "Inès, accueil"}))
		v, err = w.svc.Show(u.Ctx, w.link(t, token, ""), id) // to meet the person first decides nothing either
		must(t, err)
		if want := w.Clock.Now().Add(referral.LinkLife); !v.LinkUntil.Equal(want) {
			t.Errorf("the link lives until %s, want %s", v.LinkUntil, want)
		}
		answer := w.act()
		wantFields(t, w.svc.AcceptSigned(u.Ctx, w.link(t, token, answer), id, answer, strings.Repeat("é", 121)), "name")
		must(t, w.svc.Accept(u.Ctx, w.link(t, token, answer), id, answer))
		v, err = w.svc.Show(u.Ctx, w.maelle, id)
		must(t, err)
		if v.Signed != "Inès, accueil" {
			t.Errorf("the sender reads that %q answered", v.Signed)
		}
		for _, act := range []string{"", w.act()} {
			_, err = w.svc.OpenLink(u.Ctx, dbtest.Region, token, act)
			wantKind(t, err, fault.NotFound, "referral.link_dead")
		}
		// Whoever opened it before is out too.
		_, err = w.svc.Show(u.Ctx, by, id)
		wantKind(t, err, fault.NotFound, "referral.link_dead")
		wantKind(t, w.svc.Decline(u.Ctx, by, id, w.act(), referral.Refusal{Reason: "closed"}), fault.NotFound, "referral.link_dead")
		// The same answer sent again is the same answer.
		must(t, w.svc.Accept(u.Ctx, w.link(t, token, answer), id, answer))
		// But not another one with the same form.
		wantKind(t, w.svc.Decline(u.Ctx, w.link(t, token, answer), id, answer, referral.Refusal{Reason: "closed"}), fault.NotFound, "referral.link_dead")
		if n := w.count(t, id, "referral.accepted"); n != 1 {
			t.Errorf("accepted %d times", n)
		}
		if got := w.state(t, id); got != referral.Accepted {
			t.Errorf("state = %s", got)
		}

		// The sender refreshes it; the receiver goes on.
		token, err = w.svc.MakeLink(u.Ctx, w.maelle, id)
		must(t, err)
		must(t, w.svc.StartHandoff(u.Ctx, w.link(t, token, ""), id, w.act()))
	})
}

// TestACallInVainSparesTheLink: who called and reached nobody calls again tomorrow,
// by the same link; it dies when the person is reached.
func TestACallInVainSparesTheLink(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		token, err := w.svc.MakeLink(u.Ctx, access.System(dbtest.Region), id)
		must(t, err)
		missed := referral.Attempt{Step: referral.StepCallAgain}
		for range 2 {
			must(t, w.svc.NoteContact(u.Ctx, w.link(t, token, ""), id, w.act(), missed))
		}
		must(t, w.svc.NoteContact(u.Ctx, w.link(t, token, ""), id, w.act(), referral.Attempt{Reached: true}))
		_, err = w.svc.OpenLink(u.Ctx, dbtest.Region, token, w.act())
		wantKind(t, err, fault.NotFound, "referral.link_dead")
		if n := w.count(t, id, referral.ContactKind); n != 3 {
			t.Errorf("%d calls are noted, want 3", n)
		}
	})
}

func (w *world) link(t *testing.T, token, act string) access.Actor {
	t.Helper()
	by, err := w.svc.OpenLink(w.Ctx, dbtest.Region, token, act)
	must(t, err)
	return by
}

func TestALinkDiesAfterEightDaysOrWhenRefreshed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		old, err := w.svc.MakeLink(u.Ctx, w.maelle, id)
		must(t, err)
		token, err := w.svc.MakeLink(u.Ctx, w.maelle, id)
		must(t, err)
		by := w.link(t, token, "")
		for name, dead := range map[string]string{"refreshed": old, "unknown": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "empty": ""} {
			if _, err := w.svc.OpenLink(u.Ctx, dbtest.Region, dead, ""); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		u.Clock.Advance(8*day - time.Millisecond)
		w.link(t, token, "")
		u.Clock.Advance(time.Millisecond)
		_, err = w.svc.OpenLink(u.Ctx, dbtest.Region, token, "")
		wantKind(t, err, fault.NotFound, "referral.link_dead")
		_, err = w.svc.Show(u.Ctx, by, id)
		wantKind(t, err, fault.NotFound, "referral.link_dead")
	})
}

// A form sent twice shows one link, and one that is loaded again does not kill
// the link that was passed on.
func TestTheSameFormShowsTheSameLink(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		link := func(act string) string {
			t.Helper()
			token, err := w.svc.MakeLinkBy(u.Ctx, w.maelle, act, id)
			must(t, err)
			return token
		}
		first := link("form")
		if again := link("form"); again != first || w.count(t, id, "referral.link_made") != 1 {
			t.Errorf("the same form made %d links", w.count(t, id, "referral.link_made"))
		}
		w.link(t, first, "")
		second := link("form-2")
		if second == first {
			t.Error("another form made the same link")
		}
		for range 2 {
			_, err := w.svc.MakeLinkBy(u.Ctx, w.maelle, "form", id)
			wantKind(t, err, fault.Conflict, "referral.link_replaced")
			w.link(t, second, "") // lives
		}
		answer := w.act()
		must(t, w.svc.Accept(u.Ctx, w.link(t, second, answer), id, answer))
		_, err := w.svc.MakeLinkBy(u.Ctx, w.maelle, "form-2", id)
		wantKind(t, err, fault.Conflict, "referral.link_replaced")
		_, err = w.svc.MakeLinkBy(u.Ctx, w.maelle, "", id)
		wantKind(t, err, fault.Invalid, "error.form_stale")
	})
}
