package place_test

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/place"
)

// rush has sixty-four workers of eight organisations ask for a place at the same
// instant, and gives the holds that were won, by who holds them. The others are
// told that it is taken.
func (w *world) rush(t *testing.T, offer string) map[string]access.Actor {
	t.Helper()
	const takers = 64
	var work sync.WaitGroup
	ids, errs := make([]string, takers), make([]error, takers)
	by := func(i int) access.Actor {
		return access.ForWorker(dbtest.Region, access.Worker("w"+strconv.Itoa(i)), access.Org("org"+strconv.Itoa(i%8)), "", access.Intervention)
	}
	start := make(chan struct{})
	for i := range takers {
		act := w.act()
		work.Go(func() {
			<-start
			ids[i], errs[i] = w.svc.Hold(w.Ctx, by(i), act, offer)
		})
	}
	close(start)
	work.Wait()
	won := map[string]access.Actor{}
	for i, err := range errs {
		if err != nil {
			wantKey(t, err, "place.taken")
			continue
		}
		won[ids[i]] = by(i)
	}
	return won
}

// TestTwoPeopleNeverGetTheSamePlace: sixty-four workers of eight organisations
// want five beds at once. Five are held, each with a code of its own; the others
// are told; none is lost.
func TestTwoPeopleNeverGetTheSamePlace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		const beds = 5
		w := newWorld(u)
		offer := w.counted(t, beds)
		won, codes := w.rush(t, offer), map[string]bool{}
		for id, by := range won {
			h, _, err := w.svc.FindHeld(u.Ctx, by, id)
			must(t, err)
			codes[h.Code] = true
		}
		if len(won) != beds || len(codes) != beds {
			t.Errorf("%d of %d beds held, with %d codes", len(won), beds, len(codes))
		}
		w.wantLeft(t, offer, beds, beds)
		u.WantEvents(t, strings.Fields("place.opened place.counted"+strings.Repeat(" place.held", beds))...)
	})
}

// TestSixtyFourAskForTheLastPlaceAndOneHoldsIt: exactly one holds it; at its
// minute, by the clock alone and with no job run, it is free again, and of
// sixty-four who ask then exactly one holds it.
func TestSixtyFourAskForTheLastPlaceAndOneHoldsIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		last := w.counted(t, 1)
		first := w.rush(t, last)
		if len(first) != 1 {
			t.Fatalf("the last place is held %d times", len(first))
		}
		w.wantLeft(t, last, 1, 1)
		u.Clock.Advance(90*time.Minute - time.Millisecond)
		if again := w.rush(t, last); len(again) != 0 {
			t.Errorf("held by %d more before its time", len(again))
		}
		u.Clock.Advance(time.Millisecond)
		for id, by := range first {
			if s := w.state(t, by, id); s != place.Lapsed {
				t.Errorf("state %q at its minute", s)
			}
		}
		second := w.rush(t, last)
		if len(second) != 1 {
			t.Errorf("free again, and held %d times", len(second))
		}
		w.wantLeft(t, last, 1, 1)
		u.WantEvents(t, "place.opened", "place.counted", "place.held", "place.held")
	})
}

// TestPlacesAreConserved: whatever many do at once, what is left is what was
// counted less the arrivals and less what is held, and never below none.
func TestPlacesAreConserved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		const workers, turns, beds = 8, 12, 4
		w := newWorld(u)
		offer := w.counted(t, beds)
		var mu sync.Mutex
		arrived, running := 0, 0
		var work sync.WaitGroup
		for i := range workers {
			by := access.ForWorker(dbtest.Region, access.Worker("w"+strconv.Itoa(i)), access.Org("org"+strconv.Itoa(i)), "", access.Intervention)
			dice := rand.New(rand.NewPCG(1, uint64(i)))
			work.Go(func() {
				for range turns {
					id, err := w.svc.Hold(u.Ctx, by, w.act(), offer)
					if fault.Is(err, fault.Conflict) {
						continue
					}
					how := dice.IntN(8)
					switch how {
					case 0:
						err = errors.Join(err, w.svc.Arrive(u.Ctx, w.night, w.act(), id))
					case 1:
						err = errors.Join(err, w.svc.Extend(u.Ctx, by, w.act(), id))
					case 2, 3, 4:
						err = errors.Join(err, w.svc.Free(u.Ctx, w.night, w.act(), id))
					default:
						err = errors.Join(err, w.svc.LetGo(u.Ctx, by, w.act(), id))
					}
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					switch how {
					case 0:
						arrived++
					case 1:
						running++
					}
					mu.Unlock()
				}
			})
		}
		work.Wait()
		w.wantLeft(t, offer, beds-arrived, running)
	})
}

// TestAHoldFromTheCallToTheDoor: the code, the board, the arrival.
func TestAHoldFromTheCallToTheDoor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		beds := w.counted(t, 2)
		act := w.act()
		id, err := w.svc.Hold(u.Ctx, w.street, act, beds)
		must(t, err)
		again, err := w.svc.Hold(u.Ctx, w.street, act, beds)
		must(t, err)
		if id != again {
			t.Error("pressed twice, held twice")
		}
		w.wantLeft(t, beds, 2, 1)
		h, _, err := w.svc.FindHeld(u.Ctx, w.street, id)
		must(t, err)
		if len(h.Code) != 5 || !h.Until.Equal(dbtest.Start.Add(90*time.Minute)) {
			t.Errorf("%+v", h)
		}
		_, promised, _, err := w.svc.Ours(u.Ctx, w.chief)
		must(t, err)
		if len(promised) != 1 || promised[0].Code != h.Code || promised[0].Holder != "halte" || !promised[0].Until.Equal(h.Until.Time) {
			t.Errorf("%+v", promised)
		}
		must(t, w.svc.Arrive(u.Ctx, w.chief, w.act(), id))
		w.wantLeft(t, beds, 1, 0)
		if s := w.state(t, w.street, id); s != place.Arrived {
			t.Errorf("state %s", s)
		}
		wantKey(t, w.svc.Arrive(u.Ctx, w.night, w.act(), id), "place.hold_ended")
		wantKey(t, w.svc.LetGo(u.Ctx, w.street, w.act(), id), "place.hold_ended")
		w.wantLeft(t, beds, 1, 0)
		u.WantEvents(t, "place.opened", "place.counted", "place.held", "place.arrived")
	})
}

// TestAHoldLapsesByItself: at its instant the place is free for who reads, with
// no job run; the job then says so once, also in a program that was restarted,
// and in a day the row is gone.
func TestAHoldLapsesByItself(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		beds := w.counted(t, 1)
		id := w.held(t, w.street, beds)
		u.Clock.Advance(90*time.Minute - time.Millisecond)
		_, err := w.svc.Hold(u.Ctx, w.nurse, w.act(), beds)
		wantKey(t, err, "place.taken")
		u.Clock.Advance(time.Millisecond)
		if s := w.state(t, w.street, id); s != place.Lapsed {
			t.Errorf("state %q before any job ran", s)
		}
		next := w.held(t, w.nurse, beds) // no job has run
		wantKey(t, w.svc.Extend(u.Ctx, w.street, w.act(), id), "place.hold_lapsed")
		wantKey(t, w.svc.Arrive(u.Ctx, w.night, w.act(), id), "place.hold_lapsed")
		w.wantLeft(t, beds, 1, 1)
		w.restart()
		w.run(t)
		w.run(t)
		must(t, w.svc.LetGo(u.Ctx, w.nurse, w.act(), next))
		u.WantEvents(t, "place.opened", "place.counted", "place.held", "place.held", "place.lapsed", "place.let_go")
		u.Clock.Advance(place.Kept)
		w.run(t)
		for who, id := range map[*access.Actor]string{&w.street: id, &w.nurse: next} {
			_, _, err := w.svc.FindHeld(u.Ctx, *who, id)
			wantKind(t, err, fault.NotFound)
		}
	})
}

// TestWhatChangedHandsIsNotHeld: nobody is sent to a service that left the
// directory, or that another organisation gives now.
func TestWhatChangedHandsIsNotHeld(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		beds := w.counted(t, 3)
		w.held(t, w.street, beds)
		for name, dir := range map[string]paper{"moved": {moved: "maison"}, "gone": {gone: true}} {
			w.dir = dir
			if _, err := w.svc.Hold(u.Ctx, w.nurse, w.act(), beds); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestWhatEndedDoesNotLapse: the job of a hold that was given back has nothing
// to say.
func TestWhatEndedDoesNotLapse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		id := w.held(t, w.street, w.counted(t, 1))
		must(t, w.svc.LetGo(u.Ctx, w.street, w.act(), id))
		u.Clock.Advance(2 * time.Hour)
		w.run(t)
		if s := w.state(t, w.street, id); s != place.LetGo {
			t.Errorf("state %q", s)
		}
		u.WantEvents(t, "place.opened", "place.counted", "place.held", "place.let_go")
	})
}

// TestAHoldIsExtendedOnce: the first end then says nothing.
func TestAHoldIsExtendedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		beds := w.counted(t, 1)
		must(t, w.svc.Settle(u.Ctx, w.chief, w.act(), beds, 30))
		wantKey(t, w.svc.Settle(u.Ctx, w.chief, w.act(), beds, 10), "place.minutes_range")
		id := w.held(t, w.street, beds)
		u.Clock.Advance(20 * time.Minute)
		must(t, w.svc.Extend(u.Ctx, w.street, w.act(), id))
		wantKey(t, w.svc.Extend(u.Ctx, w.street, w.act(), id), "place.extended_before")
		u.Clock.Advance(10 * time.Minute)
		w.run(t) // the first end
		if s := w.state(t, w.street, id); s != place.Running {
			t.Errorf("state %q at the first end", s)
		}
		u.Clock.Advance(20 * time.Minute)
		w.run(t)
		w.wantLeft(t, beds, 1, 0)
		u.WantEvents(t, "place.opened", "place.counted", "place.settled", "place.held", "place.extended", "place.lapsed")
	})
}

// TestNobodyGathersPlaces: an organisation holds so many at one time.
func TestNobodyGathersPlaces(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		beds := w.counted(t, place.HoldsMost+5)
		first := w.held(t, w.street, beds)
		for range place.HoldsMost - 1 {
			w.held(t, w.street, beds)
		}
		_, err := w.svc.Hold(u.Ctx, w.street, w.act(), beds)
		wantKey(t, err, "place.holds_full")
		must(t, w.svc.LetGo(u.Ctx, w.street, w.act(), first))
		w.held(t, w.street, beds)
		w.held(t, w.nurse, beds)
	})
}

// TestAHoldNamesNobody: what the giving side reads of a hold is its code, which
// organisation, and until when. A field more is a decision, made here.
func TestAHoldNamesNobody(t *testing.T) {
	t.Parallel()
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[place.Promised]()) {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "ID Service Unit Population Code Holder Until" {
		t.Errorf("who gives a place reads %s", got)
	}
	for _, kind := range []reflect.Type{reflect.TypeFor[place.Held](), reflect.TypeFor[place.Opening]()} {
		for _, f := range reflect.VisibleFields(kind) {
			switch f.Name {
			case "Name", "Alias", "Note", "Words", "Person", "Address":
				t.Errorf("%s has a field %s", kind, f.Name)
			}
		}
	}
}
