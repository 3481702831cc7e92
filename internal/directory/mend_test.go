package directory_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// byLink is whoever holds the link of a campaign to the refuge's organisation.
var byLink = access.ForUpdate(dbtest.Region, lePont)

func sheetOf(t *testing.T, u *dbtest.Universe, service access.Service) directory.Sheet {
	t.Helper()
	sh, err := services(u).Sheet(u.Ctx, byLink, service)
	must(t, err)
	return sh
}

func mend(t *testing.T, u *dbtest.Universe, act string, sh directory.Sheet) bool {
	t.Helper()
	mended, err := services(u).Mend(u.Ctx, byLink, act, sh)
	must(t, err)
	u.Clock.Advance(time.Minute)
	return mended
}

func TestASheetTakesBackWhatItShows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l := one(t, u)
		sh := sheetOf(t, u, l.ID)
		if len(sh.Phones) != 1 || sh.Phones[0].Number != "514-555-0100" || len(sh.Hours) != 1 || sh.Hours[0].Opens != "20:00" || sh.Papers[directory.IFHP] != "announced" || sh.Description == "" {
			t.Fatalf("the sheet shows %+v", sh)
		}
		if mend(t, u, "same", sh) {
			t.Error("a sheet that came back as it went changed something")
		}
		if got := one(t, u); !got.Fresh(u.Clock.Now()) || got.ConfirmedBy != "Le Pont" || len(got.Phones) != 1 {
			t.Errorf("it confirms: %s on %v", got.ConfirmedBy, got.ConfirmedAt)
		}

		sh = sheetOf(t, u, l.ID)
		sh.Phones[0].Number = "514 555-0177"
		sh.Phones = append(sh.Phones, directory.SheetPhone{Number: "514 555-0178", Extension: "3"}, directory.SheetPhone{})
		sh.Hours[0].Closes = "07:00"
		sh.Hours = append(sh.Hours, directory.SheetHours{Days: 0b1100000, Opens: "09:00", Closes: "12:00"}, directory.SheetHours{})
		sh.Capacity, sh.Papers[directory.IFHP], sh.Papers[directory.RAMQ] = "full", "confirmed", "no"
		sh.Closed, sh.ClosedUntil, sh.ClosedWords, sh.Description = true, "2026-03-20", "Travaux", "Dix lits."
		if !mend(t, u, "much", sh) {
			t.Error("nothing was said to change")
		}
		got := one(t, u)
		var numbers []string
		for _, p := range got.Phones {
			numbers = append(numbers, p.Number+"/"+p.Extension)
		}
		slices.Sort(numbers)
		if fmt.Sprint(numbers) != "[514 555-0177/12 514 555-0178/3]" {
			t.Errorf("phones %v", numbers)
		}
		week := slices.DeleteFunc(slices.Clone(got.Hours), func(h directory.Hours) bool { return h.Suspends })
		if len(week) != 2 || week[0].Closes != 31*60 || week[1].Days != 0b1100000 {
			t.Errorf("hours %+v", week)
		}
		if got.Capacity != directory.CapacityFull || got.Papers[directory.IFHP] != directory.AcceptConfirmed || got.Papers[directory.RAMQ] != directory.AcceptNo || got.Summary.FR != "Dix lits." {
			t.Errorf("%+v", got)
		}
		if c, closed := got.ClosedAt(time.UTC, u.Clock.Now()); !closed || c.Until.Format(time.DateOnly) != "2026-03-20" || c.Words.FR != "Travaux" {
			t.Errorf("closure %+v", c)
		}
		r := historyOf(t, u, l.ID).Revisions[0]
		if r.Kind != directory.ByUpdate || r.OrgName != "Le Pont" || r.Worker != "" || r.By != access.Updater {
			t.Errorf("kept as %+v", r)
		}

		// What was mended outlives the next import; undo brings all of it back.
		mustImport(t, u, refuge())
		if got := one(t, u); len(got.Phones) != 2 || got.Phones[0].Number == "514-555-0100" {
			t.Errorf("after the next import: %v", got.Phones)
		}
		must(t, services(u).Revert(u.Ctx, ofThePont, "undo", r.ID, false))
		if got := one(t, u); len(got.Phones) != 1 || got.Phones[0].Number != "514-555-0100" || len(got.Hours) != 1 || got.Hours[0].Closes != 32*60 || got.Capacity != 0 || got.Summary.FR == "Dix lits." {
			t.Errorf("after undo: %+v", got)
		}
	})
}

func TestASheetTakesLinesOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l := one(t, u)
		sh := sheetOf(t, u, l.ID)
		sh.Phones[0].Number, sh.Hours[0].Opens, sh.Hours[0].Closes = "", "", ""
		mend(t, u, "out", sh)
		if got := one(t, u); len(got.Phones) != 0 || len(got.Hours) != 0 {
			t.Errorf("%v %v", got.Phones, got.Hours)
		}
		next := refuge()
		next.records[5].Set("number", "514-555-0123")
		mustImport(t, u, next)
		if got := one(t, u); len(got.Phones) != 0 {
			t.Errorf("an import brings back what was taken out: %v", got.Phones)
		}
		must(t, services(u).Revert(u.Ctx, ofThePont, "undo", historyOf(t, u, l.ID).Revisions[1].ID, true))
		if got := one(t, u); len(got.Phones) != 1 || got.Phones[0].Number != "514-555-0123" {
			t.Errorf("put back, it says what its source says now: %v", got.Phones)
		}
	})
}

// Who writes of a closing without saying that the service is closed is asked; it
// was answered "mended", and the words were nowhere. Opened again, the words of the
// closing may stay in the form.
func TestASheetAsksOfAClosingThatIsNotSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		for field, change := range map[string]func(*directory.Sheet){
			"closed_words": func(sh *directory.Sheet) { sh.ClosedWords = "Travaux" },
			"closed_until": func(sh *directory.Sheet) { sh.ClosedUntil = "2026-03-20" },
		} {
			sh := sheetOf(t, u, l.ID)
			change(&sh)
			_, err := d.Mend(u.Ctx, byLink, field, sh)
			if f := fault.FieldsOf(err); len(f) != 1 || f[0].Field != field {
				t.Errorf("%s without the box: %v", field, err)
			}
		}
		sh := sheetOf(t, u, l.ID)
		sh.Closed, sh.ClosedWords = true, "Travaux"
		mend(t, u, "closed", sh)
		sh = sheetOf(t, u, l.ID)
		if sh.Closed = false; !mend(t, u, "open", sh) {
			t.Error("opening again is no change")
		}
		if _, closed := one(t, u).ClosedAt(time.UTC, u.Clock.Now()); closed {
			t.Error("still closed")
		}
	})
}

func TestASheetRefusesWhatIsWrongAndWhatIsLate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		for _, by := range []access.Actor{elsewhere, access.Anyone(dbtest.Region), access.ForUpdate(dbtest.Region, "other")} {
			if _, err := d.Sheet(u.Ctx, by, l.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads the sheet: %v", by.Kind(), err)
			}
			if _, err := d.Mend(u.Ctx, by, "a", sheetOf(t, u, l.ID)); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s mends: %v", by.Kind(), err)
			}
		}
		bad := sheetOf(t, u, l.ID)
		bad.Phones = append(bad.Phones, directory.SheetPhone{Number: "appelez-moi"}, directory.SheetPhone{Number: "514 555-0100", Extension: "douze"})
		bad.Hours = append(bad.Hours, directory.SheetHours{Opens: "9h", Closes: "25:00"}, directory.SheetHours{Days: 1, Opens: "09:00", Closes: "09:00"})
		bad.ClosedUntil = "bientôt"
		_, err := d.Mend(u.Ctx, byLink, "bad", bad)
		var fields []string
		for _, f := range fault.FieldsOf(err) {
			fields = append(fields, f.Field)
		}
		if fmt.Sprint(fields) != "[closed_until phone1 phone2 hours1 hours2]" {
			t.Errorf("refused: %v", fields)
		}
		foreign := sheetOf(t, u, l.ID)
		foreign.Phones[0].ID = idOf("organization", "org")
		if _, err := d.Mend(u.Ctx, byLink, "foreign", foreign); !fault.Is(err, fault.Invalid) {
			t.Errorf("a line that is not of this service: %v", err)
		}
		late := sheetOf(t, u, l.ID)
		u.Clock.Advance(time.Minute)
		must(t, d.Correct(u.Ctx, ofThePont, l.ID, "description", "Autre"))
		late.Description = "Encore autre"
		if _, err := d.Mend(u.Ctx, byLink, "late", late); !fault.Is(err, fault.Conflict) {
			t.Errorf("a sheet read before somebody else's change: %v", err)
		}
		if got := one(t, u).Summary.FR; got != "Autre" {
			t.Errorf("the other's change is lost: %q", got)
		}
		again := sheetOf(t, u, l.ID)
		again.Description = "Deux fois"
		mend(t, u, "twice", again)
		n := len(historyOf(t, u, l.ID).Revisions)
		if !mend(t, u, "twice", again) || len(historyOf(t, u, l.ID).Revisions) != n {
			t.Error("a button pressed twice mends twice")
		}
	})
}

// TestHoursOfASharedPlaceAreNotTouched: the service gets hours of its own.
func TestHoursOfASharedPlaceAreNotTouched(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		for i := range p.records {
			if p.records[i].Table == "schedule" {
				p.records[i].Set("service_id", "")
				p.records[i].Set("location_id", idOf("location", "porte"))
			}
			if p.records[i].Table == "phone" {
				p.records[i].Set("service_id", "")
				p.records[i].Set("organization_id", string(lePont))
			}
		}
		mustImport(t, u, p)
		l := one(t, u)
		sh := sheetOf(t, u, l.ID)
		if len(sh.Hours) != 1 || sh.Hours[0].ID != "" || len(sh.Phones) != 1 || sh.Phones[0].ID != "" {
			t.Fatalf("lent by the place and the organisation: %+v %+v", sh.Hours, sh.Phones)
		}
		if mend(t, u, "same", sh) || len(one(t, u).Hours) != 0 {
			t.Error("what is lent was taken for the service's own")
		}
		sh = sheetOf(t, u, l.ID)
		sh.Hours[0].Opens, sh.Phones[0].Number = "19:00", "514-555-0111"
		mend(t, u, "own", sh)
		got := one(t, u)
		if len(got.Hours) != 1 || got.Hours[0].Opens != 19*60 || len(got.Places[0].Hours) != 0 || len(got.Phones) != 1 || got.Phones[0].Number != "514-555-0111" {
			t.Errorf("hours %+v of place %+v, phones %v", got.Hours, got.Places[0].Hours, got.Phones)
		}
	})
}
