package consent_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// danger is what a worker of La Halte declares.
func danger(p access.Person) consent.Declaration {
	return consent.Declaration{
		Person: p, Recipient: "dents", Ground: "danger_private", Cause: true, Serious: true, Urgent: true, Helps: true, Contact: true,
		Reason: "Propos précis d'en finir ce soir, ne répond plus.",
	}
}

func chief(o access.Org, name access.Worker) access.Actor {
	return access.ForWorker(dbtest.Region, name, o, "", access.Coordination)
}

const looked = "Vérifié avec l'équipe : les quatre conditions y étaient."

// An emergency stands on the person's page at once and on the list of whoever
// coordinates; its words are for the two who need them; it is over in an hour.
func TestAnEmergencyMakesNoise(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		mine, rose := w.holder(t, p), chief("halte", "rose")
		id, err := w.svc.Declare(u.Ctx, w.halte, w.act(), danger(p))
		must(t, err)

		o, err := w.svc.Overview(u.Ctx, mine)
		must(t, err)
		if len(o.Emergencies) != 1 || o.Emergencies[0].Recipient != "dents" || o.Emergencies[0].Reason != "" ||
			o.Emergencies[0].To.Sub(o.Emergencies[0].From) != time.Hour {
			t.Errorf("the person's page: %+v", o.Emergencies)
		}
		for who, c := range map[string]struct {
			by         access.Actor
			sees, acts bool
		}{
			"who coordinates":    {rose, true, true},
			"who declared":       {w.halte, true, false},
			"a colleague":        {access.ForWorker(dbtest.Region, "jo", "halte", "", access.Intervention), false, false},
			"management":         {access.ForWorker(dbtest.Region, "g", "halte", "", access.Management), false, false},
			"the recipient":      {chief("dents", "ximena"), false, false},
			"the public":         {access.Anyone(dbtest.Region), false, false},
			"the person, reason": {mine, false, false},
		} {
			e, review, err := w.svc.Emergency(u.Ctx, c.by, id)
			if c.sees != (err == nil) || review != c.acts || c.sees && !strings.Contains(e.Reason, "ce soir") {
				t.Errorf("%s: %+v, may review %v, %v", who, e, review, err)
			}
			list, _, err := w.svc.Emergencies(u.Ctx, c.by)
			must(t, err)
			if (len(list) == 1) != (c.sees || c.by.Kind() == access.Holder) {
				t.Errorf("%s lists %d", who, len(list))
			}
			err = w.svc.Review(u.Ctx, c.by, w.act(), id, "wrong", looked)
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: a verdict that there is not: %v", who, err)
			}
			if !c.acts {
				wantKind(t, w.svc.Review(u.Ctx, c.by, w.act(), id, consent.Founded, looked), fault.NotFound, "error.not_found")
			}
		}
		must(t, w.svc.Review(u.Ctx, rose, w.act(), id, consent.Founded, looked))
		wantKind(t, w.svc.Review(u.Ctx, rose, w.act(), id, consent.Unfounded, looked), fault.Conflict, "emergency.reviewed_before")
		e, review, err := w.svc.Emergency(u.Ctx, rose, id)
		must(t, err)
		if review || e.Verdict != consent.Founded || e.DecidedBy != "rose" || e.Words != looked || !e.Ended.IsZero() {
			t.Errorf("after the review: %+v", e)
		}
		u.Clock.Advance(time.Hour)
		w.run(t)
		u.Clock.Advance(5 * day)
		w.run(t)
		kinds := w.kinds(t)
		if !slices.Contains(kinds, "emergency.over") || slices.Contains(kinds, "emergency.review_overdue") || !slices.Contains(kinds, "disclosure") {
			t.Errorf("the log: %v", kinds)
		}
	})
}

// A working day is one of the region: Friday evening there is Saturday elsewhere, and
// the Monday after it counts whole.
func TestWorkingDaysAreThoseOfTheRegion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		zone, err := time.LoadLocation("America/Toronto")
		must(t, err)
		w.svc.In(zone)
		u.Clock.Set(time.Date(2026, 3, 13, 20, 0, 0, 0, zone)) // a Friday
		_, err = w.svc.Declare(u.Ctx, w.halte, w.act(), danger(w.person(t)))
		must(t, err)
		list, _, err := w.svc.Emergencies(u.Ctx, chief("halte", "rose"))
		must(t, err)
		if due := time.Date(2026, 3, 18, 20, 0, 0, 0, zone); len(list) != 1 || !list[0].Due.Equal(due) {
			t.Errorf("%+v: want one due on %v", list, due)
		}
	})
}

// Without a review in three working days the account declares no other, to the
// instant, whether a job has run or not; a review frees it.
func TestAnAccountFreezesWithoutReview(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		friday := dbtest.Start
		for friday.Weekday() != time.Friday {
			friday = friday.Add(day)
		}
		u.Clock.Set(friday)
		p := w.person(t)
		for range 2 { // a second one, in time
			_, err := w.svc.Declare(u.Ctx, w.halte, w.act(), danger(p))
			must(t, err)
		}
		due := friday.Add(5 * day) // Wednesday: Monday, Tuesday, Wednesday
		u.Clock.Set(due.Add(-time.Millisecond))
		_, err := w.svc.Declare(u.Ctx, w.halte, w.act(), danger(p))
		must(t, err)
		u.Clock.Set(due)
		_, err = w.svc.Declare(u.Ctx, w.halte, w.act(), danger(p))
		wantKind(t, err, fault.Conflict, "emergency.frozen")
		// The same account in another organisation too; a colleague is not concerned.
		elsewhere := access.ForWorker(dbtest.Region, "maelle", "comptoir", "", access.Intervention)
		q, err := w.svc.Create(u.Ctx, elsewhere, w.act(), consent.NewPerson{})
		must(t, err)
		_, err = w.svc.Declare(u.Ctx, elsewhere, w.act(), danger(q))
		wantKind(t, err, fault.Conflict, "emergency.frozen")
		jo := access.ForWorker(dbtest.Region, "jo", "halte", "", access.Intervention)
		_, err = w.svc.Declare(u.Ctx, jo, w.act(), danger(p))
		must(t, err)
		w.run(t)
		w.run(t)
		n := 0
		for _, k := range w.kinds(t) {
			if k == "emergency.review_overdue" {
				n++
			}
		}
		if n != 2 {
			t.Errorf("%d overdue reviews in the log, want 2", n)
		}
		list, now, err := w.svc.Emergencies(u.Ctx, chief("halte", "rose"))
		must(t, err)
		for _, e := range list {
			if e.Overdue(now) {
				must(t, w.svc.Review(u.Ctx, chief("halte", "rose"), w.act(), e.ID, consent.Unfounded, looked))
			}
		}
		_, err = w.svc.Declare(u.Ctx, w.halte, w.act(), danger(p))
		must(t, err)
	})
}

// What was not founded ends as soon as somebody says so.
func TestWhatIsNotFoundedEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		id, err := w.svc.Declare(u.Ctx, w.halte, w.act(), danger(p))
		must(t, err)
		u.Clock.Advance(10 * time.Minute)
		must(t, w.svc.Review(u.Ctx, chief("halte", "rose"), w.act(), id, consent.Unfounded, looked))
		e, _, err := w.svc.Emergency(u.Ctx, chief("halte", "rose"), id)
		must(t, err)
		if !e.Ended.Equal(dbtest.Start.Add(10 * time.Minute)) {
			t.Errorf("it ended at %v", e.Ended)
		}
		// Nobody reviews their own, coordinating or not.
		both := access.ForWorker(dbtest.Region, "maelle", "halte", "", access.Coordination, access.Intervention)
		own, err := w.svc.Declare(u.Ctx, both, w.act(), danger(p))
		must(t, err)
		wantKind(t, w.svc.Review(u.Ctx, both, w.act(), own, consent.Founded, looked), fault.NotFound, "error.not_found")
	})
}

func TestAClosedFileIsToldToNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		mine := w.holder(t, p)
		wantKind(t, w.svc.CloseFile(u.Ctx, w.halte, w.act(), true), fault.NotFound, "error.not_found")
		must(t, w.svc.CloseFile(u.Ctx, mine, w.act(), true))
		_, err := w.svc.Declare(u.Ctx, w.halte, w.act(), danger(p))
		wantKind(t, err, fault.Conflict, "emergency.closed")
		o, err := w.svc.Overview(u.Ctx, mine)
		must(t, err)
		if !o.Closed {
			t.Error("the page does not say that the file is closed")
		}
		must(t, w.svc.CloseFile(u.Ctx, mine, w.act(), false))
		_, err = w.svc.Declare(u.Ctx, w.halte, w.act(), danger(p))
		must(t, err)
	})
}

// What is under way ends with the file that is closed, for good: one that is
// opened again opens nothing that was.
func TestAFileThatOpensAgainRevivesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		mine := w.holder(t, p)
		over, err := w.svc.Declare(u.Ctx, w.halte, w.act(), danger(p))
		must(t, err)
		u.Clock.Advance(2 * time.Hour)
		id, err := w.svc.Declare(u.Ctx, w.halte, w.act(), danger(p))
		must(t, err)
		u.Clock.Advance(10 * time.Minute)
		closed := u.Clock.Now()
		must(t, w.svc.CloseFile(u.Ctx, mine, w.act(), true))
		must(t, w.svc.CloseFile(u.Ctx, mine, w.act(), false))
		rose := chief("halte", "rose")
		if e, _, err := w.svc.Emergency(u.Ctx, rose, id); err != nil || !e.Ended.Equal(closed) {
			t.Errorf("closed at %v, it ended at %v, %v", closed, e.Ended, err)
		}
		if e, _, err := w.svc.Emergency(u.Ctx, rose, over); err != nil || !e.Ended.IsZero() {
			t.Errorf("what had run to its end ended at %v, %v", e.Ended, err)
		}
		u.Clock.Advance(time.Minute)
		must(t, w.svc.Review(u.Ctx, rose, w.act(), id, consent.Unfounded, looked))
		if e, _, err := w.svc.Emergency(u.Ctx, rose, id); err != nil || !e.Ended.Equal(closed) {
			t.Errorf("a review has it end at %v, %v", e.Ended, err)
		}
	})
}

func TestWhatMustBeAffirmed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		for name, c := range map[string]struct {
			field string
			spoil func(*consent.Declaration)
		}{
			"ground":    {"ground", func(d *consent.Declaration) { d.Ground = "because" }},
			"cause":     {"four", func(d *consent.Declaration) { d.Cause = false }},
			"serious":   {"four", func(d *consent.Declaration) { d.Serious = false }},
			"urgent":    {"four", func(d *consent.Declaration) { d.Urgent = false }},
			"helps":     {"four", func(d *consent.Declaration) { d.Helps = false }},
			"short":     {"reason", func(d *consent.Declaration) { d.Reason = "danger" }},
			"long":      {"reason", func(d *consent.Declaration) { d.Reason = strings.Repeat("x", 2001) }},
			"nobody":    {"recipient", func(d *consent.Declaration) { d.Recipient = "" }},
			"ourselves": {"recipient", func(d *consent.Declaration) { d.Recipient = "halte" }},
		} {
			d := danger(p)
			c.spoil(&d)
			_, err := w.svc.Declare(u.Ctx, w.halte, w.act(), d)
			if list := fault.FieldsOf(err); len(list) != 1 || list[0].Field != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, by := range []access.Actor{w.other, {}, access.Anyone(dbtest.Region), w.holder(t, p)} {
			_, err := w.svc.Declare(u.Ctx, by, w.act(), danger(p))
			wantKind(t, err, fault.NotFound, "error.not_found")
		}
		act := w.act()
		once, err := w.svc.Declare(u.Ctx, w.halte, act, danger(p))
		must(t, err)
		twice, err := w.svc.Declare(u.Ctx, w.halte, act, danger(p))
		must(t, err)
		if once != twice {
			t.Error("a form sent twice declared two")
		}
	})
}
