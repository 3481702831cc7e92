package place_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/place"
)

// TestACountIsBelievedForATime: beds two nights, housing two weeks; then
// nothing is known and nothing is held, until somebody looks again.
func TestACountIsBelievedForATime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		beds := w.counted(t, 3)
		flat, err := w.svc.Open(u.Ctx, w.chief, w.act(), place.Opening{Service: "lits", Unit: "housing", Free: 1})
		must(t, err)
		u.Clock.Advance(48*time.Hour - time.Millisecond)
		first := w.held(t, w.street, beds)
		u.Clock.Advance(time.Millisecond)
		if o := w.offer(t, beds); o.Known(u.Clock.Now()) {
			t.Errorf("after two nights still believed: %+v", o)
		}
		_, err = w.svc.Hold(u.Ctx, w.street, w.act(), beds)
		wantKey(t, err, "place.unknown_now")
		if w.state(t, w.street, first) != place.Running {
			t.Error("what was promised while it was known is promised still")
		}
		w.held(t, w.street, flat)
		must(t, w.svc.Step(u.Ctx, w.night, w.act(), beds, 0)) // looked again: the same
		w.held(t, w.nurse, beds)
		w.wantLeft(t, beds, 3, 2)
	})
}

// TestStepsAddUp: two colleagues press at once, and both are counted; a press
// that was sent twice is counted once.
func TestStepsAddUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		beds := w.counted(t, 1)
		once := w.act()
		must(t, w.svc.Step(u.Ctx, w.night, once, beds, 1))
		must(t, w.svc.Step(u.Ctx, w.night, once, beds, 1))
		must(t, w.svc.Step(u.Ctx, w.chief, w.act(), beds, 1))
		w.wantLeft(t, beds, 3, 0)
		must(t, w.svc.Count(u.Ctx, w.chief, w.act(), beds, 1))
		must(t, w.svc.Step(u.Ctx, w.night, w.act(), beds, -1))
		w.wantLeft(t, beds, 0, 0)
		wantKey(t, w.svc.Step(u.Ctx, w.night, w.act(), beds, -1), "place.none_left")
		wantKey(t, w.svc.Count(u.Ctx, w.night, w.act(), beds, place.Most+1), "place.too_many")
		wantKind(t, w.svc.Count(u.Ctx, w.night, "", beds, 1), fault.Invalid)
		_, err := w.svc.Hold(u.Ctx, w.street, w.act(), beds)
		wantKey(t, err, "place.taken")
		u.WantEvents(t, "place.opened", "place.counted", "place.counted", "place.counted", "place.counted", "place.counted")
	})
}

// TestWhatIsPromisedIsCounted: no count goes below what is held, and what is
// held is not closed.
func TestWhatIsPromisedIsCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		beds := w.counted(t, 2)
		h := w.held(t, w.street, beds)
		wantKey(t, w.svc.Count(u.Ctx, w.night, w.act(), beds, 0), "place.below_held")
		wantKey(t, w.svc.Close(u.Ctx, w.night, w.act(), beds), "place.closing_held")
		must(t, w.svc.Free(u.Ctx, w.night, w.act(), h))
		must(t, w.svc.Count(u.Ctx, w.night, w.act(), beds, 0))
		must(t, w.svc.Close(u.Ctx, w.night, w.act(), beds))
		wantKind(t, w.svc.Count(u.Ctx, w.night, w.act(), beds, 4), fault.NotFound)
		if list, _, err := w.svc.Board(u.Ctx, w.street); err != nil || len(list) != 0 {
			t.Errorf("closed, and on the board: %v, %v", list, err)
		}
		w.counted(t, 5) // and begun again
	})
}

// TestTemporaryPlacesEnd by themselves, and a hold of one ends with them.
func TestTemporaryPlacesEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		w.counted(t, 0)
		surge := func(d time.Duration) (string, error) {
			return w.svc.Open(u.Ctx, w.chief, w.act(), place.Opening{Service: "lits", Unit: "bed", Population: "men", Free: 10, For: d})
		}
		cold, err := surge(12 * time.Hour)
		must(t, err)
		_, err = surge(24 * time.Hour) // a second hall
		must(t, err)
		_, err = surge(place.SurgeMost + 1)
		wantKey(t, err, "place.surge_long")
		w.held(t, w.street, cold)
		u.Clock.Advance(11*time.Hour + 40*time.Minute)
		last := w.held(t, w.nurse, cold)
		if h, _, err := w.svc.FindHeld(u.Ctx, w.nurse, last); err != nil || !h.Until.Equal(dbtest.Start.Add(12*time.Hour)) {
			t.Errorf("a hold outlives its place: %v, %v", h.Until, err)
		}
		w.wantLeft(t, cold, 10, 1)
		u.Clock.Advance(20 * time.Minute)
		if list, _, err := w.svc.Board(u.Ctx, w.street); err != nil || len(list) != 2 {
			t.Errorf("the first hall is still there: %v, %v", list, err)
		}
		_, err = w.svc.Hold(u.Ctx, w.street, w.act(), cold)
		wantKind(t, err, fault.NotFound)
		wantKind(t, w.svc.Step(u.Ctx, w.night, w.act(), cold, 1), fault.NotFound)
	})
}

// TestOpeningIsChecked at its fields; lasting places are counted once.
func TestOpeningIsChecked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		good := place.Opening{Service: "lits", Unit: "bed", Free: 1}
		act := w.act()
		first, err := w.svc.Open(u.Ctx, w.night, act, good)
		must(t, err)
		again, err := w.svc.Open(u.Ctx, w.night, act, good)
		must(t, err)
		if first != again {
			t.Error("sent twice, begun twice")
		}
		_, err = w.svc.Open(u.Ctx, w.night, w.act(), good)
		wantKey(t, err, "place.already")
		for key, o := range map[string]place.Opening{
			"place.unit_missing":    {Service: "lits", Unit: "throne"},
			"place.service_missing": {Unit: "bed"},
			"place.free_missing":    {Service: "lits", Unit: "bed", Free: -1},
			"place.minutes_range":   {Service: "lits", Unit: "bed", Minutes: place.HoldMost + 1},
			"place.surge_long":      {Service: "lits", Unit: "bed", For: -time.Hour},
		} {
			_, err := w.svc.Open(u.Ctx, w.night, w.act(), o)
			wantKey(t, err, key)
		}
		_, err = w.svc.Open(u.Ctx, w.night, w.act(), place.Opening{Service: "lits", Unit: "bed", Population: "dragons"})
		wantKey(t, err, "place.unit_missing")
	})
}

// TestStrangersFindNothing: who is not of the house, or whose role is another,
// gets the answer of what is not there; the public sees nothing at all.
func TestStrangersFindNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		beds := w.counted(t, 3)
		h := w.held(t, w.street, beds)
		for name, by := range map[string]access.Actor{"another-house": w.maison, "holder": w.street, "administration": w.desk, "another-region": w.other, "public": w.visit, "nobody": {}, "job": access.System(dbtest.Region)} {
			for what, err := range map[string]error{
				"count": w.svc.Count(u.Ctx, by, w.act(), beds, 9), "step": w.svc.Step(u.Ctx, by, w.act(), beds, 1), "settle": w.svc.Settle(u.Ctx, by, w.act(), beds, 30),
				"close": w.svc.Close(u.Ctx, by, w.act(), beds), "arrive": w.svc.Arrive(u.Ctx, by, w.act(), h), "free": w.svc.Free(u.Ctx, by, w.act(), h),
			} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %s: %v", name, what, err)
				}
			}
			if _, err := w.svc.Open(u.Ctx, by, w.act(), place.Opening{Service: "lits", Unit: "housing"}); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s opens: %v", name, err)
			}
		}
		for name, by := range map[string]access.Actor{"another-house": w.nurse, "giver": w.night, "administration": w.desk, "management": w.bureau, "another-region": w.other, "public": w.visit} {
			_, _, err := w.svc.FindHeld(u.Ctx, by, h)
			for what, err := range map[string]error{"reads": err, "extends": w.svc.Extend(u.Ctx, by, w.act(), h), "lets go": w.svc.LetGo(u.Ctx, by, w.act(), h)} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s %s: %v", name, what, err)
				}
			}
		}
		for name, by := range map[string]access.Actor{"management": w.bureau, "administration": w.desk, "another-region": w.other, "public": w.visit} {
			if _, err := w.svc.Hold(u.Ctx, by, w.act(), beds); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s holds: %v", name, err)
			}
		}
		if _, _, err := w.svc.Board(u.Ctx, w.visit); !fault.Is(err, fault.NotFound) {
			t.Errorf("the public reads the board: %v", err)
		}
		if list, _, err := w.svc.Board(u.Ctx, w.other); err != nil || len(list) != 0 {
			t.Errorf("another region reads it: %v, %v", list, err)
		}
		if _, promised, _, err := w.svc.Ours(u.Ctx, w.maison); err != nil || len(promised) != 0 {
			t.Errorf("another house sees who holds: %v, %v", promised, err)
		}
		_, err := w.svc.Hold(u.Ctx, w.night, w.act(), beds)
		wantKey(t, err, "place.own_place")
	})
}

// TestBoard narrows by unit and by population; places for anyone are for each.
func TestBoard(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		open := func(by access.Actor, service access.Service, unit, population string) {
			_, err := w.svc.Open(u.Ctx, by, w.act(), place.Opening{Service: service, Unit: unit, Population: population, Free: 1})
			must(t, err)
		}
		open(w.night, "lits", "bed", "men")
		open(w.night, "hiver", "bed", "")
		open(w.maison, "bleu", "bed", "women")
		open(w.maison, "bleu", "housing", "women")
		for f, want := range map[place.Filter]int{
			{}: 4, {Unit: "bed"}: 3, {Unit: "meal"}: 0, {Population: "women"}: 3, {Unit: "bed", Population: "women"}: 2, {Population: "men"}: 2,
		} {
			n := 0
			list, _, err := w.svc.Board(u.Ctx, w.bureau)
			must(t, err)
			for _, o := range list {
				if f.Keeps(o) {
					n++
				}
			}
			if n != want {
				t.Errorf("%+v gives %d, want %d", f, n, want)
			}
		}
	})
}
