package need_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/need"
)

// TestBoard counts this week and last, by need and place, with who noted it;
// what was answered no longer waits, and is counted still.
func TestBoard(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		say := func(by access.Actor, code, place string) {
			t.Helper()
			_, err := w.svc.Say(u.Ctx, by, "a", w.act(), need.Said{Need: code, Place: place})
			must(t, err)
		}
		say(w.anyone, "health", "Faubourg") // three weeks ago, waits still
		u.Clock.Advance(11 * 24 * time.Hour)
		say(w.anyone, "eat.meal", "Vieux-Quai")
		say(w.maelle, "eat.meal", "Vieux-Quai")
		u.Clock.Advance(8 * 24 * time.Hour)
		say(w.maelle, "eat.meal", "Vieux-Quai")
		say(w.malik, "eat.meal", "Vieux-Quai")
		say(w.malik, "eat.meal", "Faubourg")
		say(w.anyone, "sleep.shelter", "Faubourg")
		must(t, w.svc.Answer(u.Ctx, w.maelle, w.act(), w.newest(t), need.Reply{Reason: need.NoPlace}))
		b, err := w.svc.Board(u.Ctx, w.nora, need.Filter{})
		must(t, err)
		bars := fmt.Sprint(b.Bars)
		if want := "[{eat.meal 3 2 5} {sleep.shelter 1 0 0} {health 0 0 1}]"; bars != want {
			t.Errorf("bars %s, want %s", bars, want)
		}
		meals := b.Cells[slices.IndexFunc(b.Cells, func(c need.Cell) bool { return c.Need == "eat.meal" && c.Place == "vieux-quai" })]
		if meals.Week != 2 || meals.Last != 2 || meals.Open != 4 || meals.Orgs != 2 || !meals.Since.Equal(dbtest.Start.Add(11*24*time.Hour)) {
			t.Errorf("%+v", meals)
		}
		b, err = w.svc.Board(u.Ctx, w.nora, need.Filter{Need: "eat.meal", Place: "faubourg"})
		must(t, err)
		if len(b.Cells) != 1 || len(b.Living) != 1 {
			t.Errorf("filtered: %+v", b)
		}
		for name, by := range map[string]access.Actor{"public": w.anyone, "job": access.System(dbtest.Region), "nobody": {}} {
			if _, err := w.svc.Board(u.Ctx, by, need.Filter{}); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads the board: %v", name, err)
			}
		}
		if b, err := w.svc.Board(u.Ctx, w.other, need.Filter{}); err != nil || len(b.Cells) > 0 {
			t.Errorf("another region reads %+v, %v", b, err)
		}
	})
}

// TestSmallCountsAreHidden from those who do not accompany people, and no sum
// gives them away: nothing between one and four, nothing but steps of five.
func TestSmallCountsAreHidden(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for i := range 13 {
			code, place := "eat.meal", "Vieux-Quai"
			switch {
			case i >= 12:
				code = "health"
			case i >= 8:
				place = "Faubourg"
			}
			_, err := w.svc.Say(u.Ctx, w.maelle, "", w.act(), need.Said{Need: code, Place: place})
			must(t, err)
		}
		seen, err := w.svc.Board(u.Ctx, w.maelle, need.Filter{})
		must(t, err)
		if seen.Hidden || fmt.Sprint(seen.Bars) != "[{eat.meal 12 0 12} {health 1 0 1}]" {
			t.Errorf("who accompanies people sees %+v", seen.Bars)
		}
		b, err := w.svc.Board(u.Ctx, w.boss, need.Filter{})
		must(t, err)
		if !b.Hidden || fmt.Sprint(b.Bars) != "[{eat.meal 10 0 10}]" {
			t.Errorf("management sees %+v", b.Bars)
		}
		if len(b.Cells) != 1 || b.Cells[0].Week != 5 || b.Cells[0].Orgs != 0 || !b.Cells[0].Since.IsZero() {
			t.Errorf("management sees %+v", b.Cells)
		}
		if len(b.Living) != 0 {
			t.Errorf("management sees single needs: %+v", b.Living)
		}
	})
}

// TestWhoTookIt may leave it, or say a new time; a promise that passed is late.
func TestWhoTookIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.said(t, "dormir")
		id := w.newest(t)
		wantKey(t, w.svc.Take(u.Ctx, w.maelle, w.act(), id, 0), "needs.within_missing")
		wantKey(t, w.svc.Take(u.Ctx, w.maelle, w.act(), id, need.DueMost+1), "needs.within_missing")
		wantKind(t, w.svc.Leave(u.Ctx, w.maelle, w.act(), id), fault.NotFound)
		must(t, w.svc.Take(u.Ctx, w.maelle, w.act(), id, time.Hour))
		u.Clock.Advance(time.Hour + time.Millisecond)
		h, now, err := w.svc.Show(u.Ctx, w.nora, id)
		must(t, err)
		if !h.Late(now.Time) {
			t.Error("a promise that passed is not late")
		}
		must(t, w.svc.Take(u.Ctx, w.maelle, w.act(), id, 2*time.Hour))
		wantKind(t, w.svc.Leave(u.Ctx, w.malik, w.act(), id), fault.NotFound)
		must(t, w.svc.Leave(u.Ctx, w.maelle, w.act(), id))
		must(t, w.svc.Sort(u.Ctx, w.malik, w.act(), id, "health", "Faubourg"))
		wantKey(t, w.svc.Sort(u.Ctx, w.malik, w.act(), id, "gold", ""), "needs.need_unknown")
		wantKey(t, w.svc.Sort(u.Ctx, w.malik, w.act(), id, "health", "Atlantide"), "needs.place_unknown")
		must(t, w.svc.Take(u.Ctx, w.malik, w.act(), id, time.Hour))
		h, _, err = w.svc.Show(u.Ctx, w.nora, id)
		must(t, err)
		if h.TakenBy != "comptoir" || h.Words != "dormir" || h.Need.Need != "health" || h.Place != "faubourg" {
			t.Errorf("%+v", h)
		}
	})
}

// TestAPromiseThatPassedKeepsNobodyAway: until its very end no other team takes a
// need nor answers it; after, one may, and then it is theirs.
func TestAPromiseThatPassedKeepsNobodyAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		taken := func() string {
			w.said(t, "dormir")
			id := w.newest(t)
			must(t, w.svc.Take(u.Ctx, w.maelle, w.act(), id, time.Hour))
			u.Clock.Advance(time.Hour)
			wantKey(t, w.svc.Take(u.Ctx, w.malik, w.act(), id, time.Hour), "needs.taken_before")
			wantKey(t, w.svc.Answer(u.Ctx, w.malik, w.act(), id, need.Reply{Words: "venez"}), "needs.taken_before")
			u.Clock.Advance(time.Millisecond)
			return id
		}
		id := taken()
		must(t, w.svc.Take(u.Ctx, w.malik, w.act(), id, time.Hour))
		wantKind(t, w.svc.Leave(u.Ctx, w.maelle, w.act(), id), fault.NotFound)
		wantKey(t, w.svc.Answer(u.Ctx, w.maelle, w.act(), id, need.Reply{Words: "venez"}), "needs.taken_before")
		must(t, w.svc.Leave(u.Ctx, w.malik, w.act(), id))
		id = taken()
		must(t, w.svc.Answer(u.Ctx, w.malik, w.act(), id, need.Reply{Words: "venez"}))
		h, now, err := w.svc.Show(u.Ctx, w.nora, id)
		must(t, err)
		if h.TakenBy != "comptoir" || h.State != need.Answered || !h.TakenAt.Equal(now.Time) {
			t.Errorf("%+v", h)
		}
	})
}

// TestI5OneOfManyTakesIt: of sixty-four who take one need at once, one does.
func TestI5OneOfManyTakesIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.said(t, "dormir")
		id := w.newest(t)
		errs := make(chan error, 64)
		for i := range cap(errs) {
			by := access.ForWorker(dbtest.Region, "w", access.Org(fmt.Sprint("org", i)), "", access.Intervention)
			go func() { errs <- w.svc.Take(u.Ctx, by, w.act(), id, time.Hour) }()
		}
		took := 0
		for range cap(errs) {
			switch err := <-errs; {
			case err == nil:
				took++
			case !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable):
				t.Errorf("refused as %v", err)
			}
		}
		if took != 1 {
			t.Errorf("%d organisations took one need", took)
		}
	})
}
