package consent_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

func TestACodeIsEnough(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		drawn := w.person(t)
		named, err := w.svc.Create(u.Ctx, w.halte, w.act(), consent.NewPerson{Code: "  Mésange ", Facts: consent.Facts{Reach: "le matin"}})
		must(t, err)

		labels, err := w.svc.Labels(u.Ctx, w.halte)
		must(t, err)
		if len(labels) != 2 || labels[0].Code != "Mésange" || labels[1].ID != drawn || len(labels[1].Code) < 4 {
			t.Errorf("labels = %+v", labels)
		}
		found, err := w.svc.Find(u.Ctx, w.halte, named)
		must(t, err)
		if found.Reach != "le matin" || found.Code != "Mésange" {
			t.Errorf("found %+v", found)
		}

		_, err = w.svc.Create(u.Ctx, w.halte, w.act(), consent.NewPerson{Code: "mesange"})
		wantKind(t, err, fault.Conflict, "consent.code_taken")
		// Another organisation may use the same code, and learns nothing by it.
		_, err = w.svc.Create(u.Ctx, w.other, w.act(), consent.NewPerson{Code: "Mésange"})
		must(t, err)

		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			rows, err := db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} }, `SELECT DISTINCT p.code_mark FROM person AS p`)
			if len(rows) != 3 {
				t.Errorf("%d marks of 3 people: equal codes of two organisations can be compared", len(rows))
			}
			return err
		}))

		must(t, w.svc.Change(u.Ctx, w.halte, w.act(), named, consent.Facts{Reach: "le soir"}))
		found, err = w.svc.Find(u.Ctx, w.halte, named)
		must(t, err)
		if found.Reach != "le soir" || found.Code != "Mésange" {
			t.Errorf("after the change: %+v", found)
		}
	})
}

func TestNobodyElseFindsAPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		manager := access.ForWorker(dbtest.Region, "gerant", "halte", "", access.Management, access.Administration)
		for name, by := range map[string]access.Actor{"other": w.other, "manager": manager, "public": access.Anyone(dbtest.Region), "nobody": {}} {
			for _, id := range []access.Person{p, "00000000-0000-7000-8000-000000000000"} {
				_, err := w.svc.Find(u.Ctx, by, id)
				wantKind(t, err, fault.NotFound, "error.not_found")
				_, err = w.svc.About(u.Ctx, by, id)
				wantKind(t, err, fault.NotFound, "error.not_found")
				_, err = w.svc.NewThread(u.Ctx, by, id)
				wantKind(t, err, fault.NotFound, "error.not_found")
				_, err = w.svc.HasThread(u.Ctx, by, id)
				wantKind(t, err, fault.NotFound, "error.not_found")
				_, err = w.svc.Record(u.Ctx, by, w.act(), asked(id, "dents", consent.Yes))
				wantKind(t, err, fault.NotFound, "error.not_found")
				_, err = w.svc.Withdraw(u.Ctx, by, w.act(), id, "dents")
				wantKind(t, err, fault.NotFound, "error.not_found")
				wantKind(t, w.svc.Change(u.Ctx, by, w.act(), id, consent.Facts{}), fault.NotFound, "error.not_found")
			}
			if labels, err := w.svc.Labels(u.Ctx, by); err != nil || len(labels) > 0 {
				t.Errorf("%s lists %d people, %v", name, len(labels), err)
			}
			if _, err := w.svc.Create(u.Ctx, by, w.act(), consent.NewPerson{}); name != "other" && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s began a record: %v", name, err)
			}
		}
		u.WantEvents(t, "person.made", "person.made") // La Halte's, and the other's own
	})
}

// Three months end three months later, to the millisecond; seven days and "je
// dirai" alike.
func TestAConsentEndsWhenItWasSaidTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for _, c := range []struct {
			until consent.Until
			end   time.Time
		}{
			{consent.SevenDays, dbtest.Start.Add(7 * day)},
			{consent.ThreeMonths, dbtest.Start.AddDate(0, 3, 0)},
			{consent.UntilISay, dbtest.Start.Add(30 * day)},
		} {
			u.Clock.Set(dbtest.Start)
			p := w.person(t)
			q := asked(p, "dents", consent.Yes)
			q.Until = c.until
			w.record(t, q)
			u.Clock.Set(c.end.Add(-time.Millisecond))
			if granted, _ := w.standing(t, p, "dents", access.PartNeed); !granted {
				t.Errorf("%s: ended a millisecond early", c.until)
			}
			u.Clock.Set(c.end)
			if granted, _ := w.standing(t, p, "dents", access.PartNeed); granted {
				t.Errorf("%s: outlived its end", c.until)
			}
			list, err := w.svc.About(u.Ctx, w.halte, p)
			must(t, err)
			if list[0].Parts[0].State != consent.StateAskAgain {
				t.Errorf("%s: reads %q, want ask again", c.until, list[0].Parts[0].State)
			}
		}
	})
}

// A day of the person's own is the last one; it is not far, and not behind.
func TestUntilADay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		q := asked(p, "dents", consent.Yes)
		q.Until, q.Day = consent.UntilDay, dbtest.Start.Add(45*day)
		w.record(t, q)
		list, err := w.svc.About(u.Ctx, w.halte, p)
		must(t, err)
		if !list[0].AskAgain().Equal(dbtest.Start.Add(30 * day)) {
			t.Errorf("asked again on %v, want a month from now", list[0].AskAgain())
		}
		u.Clock.Set(q.Day.Add(-time.Millisecond))
		if granted, _ := w.standing(t, p, "dents", access.PartNeed); !granted {
			t.Error("ended a millisecond early")
		}
		u.Clock.Set(q.Day)
		if granted, _ := w.standing(t, p, "dents", access.PartNeed); granted {
			t.Error("outlived its day")
		}
		due, err := w.svc.ToAskAgain(u.Ctx, w.halte)
		must(t, err)
		if len(due) != 1 || !due[0].Ended {
			t.Errorf("whom to ask again: %+v", due)
		}
		for name, wrong := range map[string]time.Time{"none": {}, "now": q.Day, "too far": q.Day.AddDate(1, 0, 2)} {
			q.Day = wrong
			_, err := w.svc.Record(u.Ctx, w.halte, w.act(), q)
			if list := fault.FieldsOf(err); len(list) != 1 || list[0].Field != "until_day" {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// "Pour Marie seulement": a Oui for the whole organisation is then no longer one
// for the others.
func TestForOneWorkerAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.svc.Knows(everybody)
		p := w.person(t)
		w.record(t, asked(p, "dents", consent.Yes))
		marie, err := w.svc.OneBearer(u.Ctx, w.halte, "dents", "marie-ève")
		must(t, err)
		q := asked(p, "dents", consent.Yes)
		q.Worker = marie
		w.record(t, q)
		if granted, _ := w.standing(t, p, "dents", access.PartNeed); granted {
			t.Error("the whole organisation is still allowed")
		}
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			granted, _, err := w.svc.Standing(u.Ctx, tx, w.halte, p, "dents", marie, access.PartNeed)
			if !granted {
				t.Error("the one worker is not allowed")
			}
			return err
		}))
		for _, said := range []string{"", "Dubé", "Personne"} {
			_, err := w.svc.OneBearer(u.Ctx, w.halte, "dents", said)
			if list := fault.FieldsOf(err); len(list) != 1 || list[0].Field != "only" {
				t.Errorf("%q means one worker: %v", said, err)
			}
		}
		_, err = w.svc.OneBearer(u.Ctx, access.Anyone(dbtest.Region), "dents", "marie-ève")
		wantKind(t, err, fault.NotFound, "error.not_found")
	})
}

func TestANonStands(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		w.record(t, asked(p, "dents", consent.Yes))
		w.record(t, asked(p, "dents", consent.No))
		if granted, refused := w.standing(t, p, "dents", access.PartNeed); granted || !refused {
			t.Errorf("after a Non: granted %v, refused %v", granted, refused)
		}
		if granted, refused := w.standing(t, p, "toit", access.PartNeed); granted || refused {
			t.Error("a Non to one organisation closed another")
		}

		_, err := w.svc.Record(u.Ctx, w.halte, w.act(), asked(p, "dents", consent.Yes))
		wantKind(t, err, fault.Conflict, "consent.refusal_stands")
		u.Clock.Advance(5 * 365 * day)
		if _, refused := w.standing(t, p, "dents", access.PartDone); !refused {
			t.Error("a Non ran out")
		}
		// The withdrawal of a Oui does not lift a Non.
		_, err = w.svc.Withdraw(u.Ctx, w.halte, w.act(), p, "dents")
		must(t, err)
		if _, refused := w.standing(t, p, "dents", access.PartNeed); !refused {
			t.Error("a withdrawal lifted the Non")
		}

		lifted := asked(p, "dents", consent.Yes)
		lifted.LiftRefusal = true
		lifted.Parts[access.PartContact] = consent.No
		w.record(t, lifted)
		if granted, refused := w.standing(t, p, "dents", access.PartNeed); !granted || refused {
			t.Errorf("after the person lifted it: granted %v, refused %v", granted, refused)
		}
		if granted, refused := w.standing(t, p, "dents", access.PartContact); granted || !refused {
			t.Errorf("contact was refused again: granted %v, refused %v", granted, refused)
		}
		u.WantEvents(t, "person.made", "consent.given", "consent.refused", "consent.withdrawn", "consent.given", "consent.refused")
	})
}

// The grant that a Non ended does not come back when the Non is lifted.
func TestLiftingARefusalRevivesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		w.record(t, asked(p, "dents", consent.Yes))
		w.record(t, asked(p, "dents", consent.No))
		lifted := asked(p, "dents", consent.Yes)
		lifted.LiftRefusal, lifted.Parts = true, map[access.Part]consent.Answer{access.PartNeed: consent.Yes}
		w.record(t, lifted)
		if granted, refused := w.standing(t, p, "dents", access.PartContact); granted || !refused {
			t.Errorf("contact, of which nothing was said: granted %v, refused %v", granted, refused)
		}
		lifted.Parts = map[access.Part]consent.Answer{access.PartNeed: consent.Yes, access.PartContact: consent.Later}
		w.record(t, lifted)
		if granted, _ := w.standing(t, p, "dents", access.PartContact); granted {
			t.Error("the old grant came back")
		}
	})
}

func TestOneWorkerAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		q := asked(p, "dents", consent.No)
		q.Worker = "ximena"
		w.record(t, q) // "pas elle"
		w.record(t, asked(p, "dents", consent.Yes))
		if granted, refused := w.standing(t, p, "dents", access.PartNeed); !granted || refused {
			t.Errorf("the organisation: granted %v, refused %v", granted, refused)
		}
	})
}

func TestPasMaintenantCostsNothingAndIsAskedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		w.record(t, asked(p, "dents", consent.Later))
		if granted, refused := w.standing(t, p, "dents", access.PartNeed); granted || refused {
			t.Error("pas maintenant is neither Oui nor Non")
		}
		due := func() int {
			d, err := w.svc.ToAskAgain(u.Ctx, w.halte)
			must(t, err)
			if d, err := w.svc.ToAskAgain(u.Ctx, w.other); err != nil || len(d) > 0 {
				t.Errorf("another organisation is reminded too: %v, %v", d, err)
			}
			return len(d)
		}
		if due() != 0 {
			t.Error("asked again at once")
		}
		u.Clock.Advance(7 * day)
		if due() != 1 {
			t.Error("not asked again after a week")
		}
		w.record(t, asked(p, "dents", consent.Yes))
		if due() != 0 {
			t.Error("still to ask after the answer")
		}
		u.Clock.Advance(30 * day)
		if due() != 1 {
			t.Error("a Oui of three months is asked again each month")
		}
		u.Clock.Advance(90 * day)
		if due() != 0 {
			t.Error("workers are reminded for ever")
		}
	})
}

func TestWhatMustBeAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		for name, spoil := range map[string]func(*consent.Question){
			"answer":    func(q *consent.Question) { q.Parts = nil },
			"recipient": func(q *consent.Question) { q.Recipient = "" },
			"own":       func(q *consent.Question) { q.Recipient = "halte" },
			"until":     func(q *consent.Question) { q.Until = "" },
			"how":       func(q *consent.Question) { q.How = "" },
			"wording":   func(q *consent.Question) { q.Wording = "" },
			"language":  func(q *consent.Question) { q.Language = "" },
			"part":      func(q *consent.Question) { q.Parts["everything"] = consent.Yes },
		} {
			q := asked(p, "dents", consent.Yes)
			spoil(&q)
			_, err := w.svc.Record(u.Ctx, w.halte, w.act(), q)
			if !fault.Is(err, fault.Invalid) || len(fault.FieldsOf(err)) == 0 {
				t.Errorf("without %s: %v, want an invalid field", name, err)
			}
		}
		u.WantEvents(t, "person.made")
	})
}

func TestAnAnswerSentTwiceIsRecordedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p, act := w.person(t), w.act()
		first, err := w.svc.Record(u.Ctx, w.halte, act, asked(p, "dents", consent.Yes))
		must(t, err)
		again, err := w.svc.Record(u.Ctx, w.halte, act, asked(p, "dents", consent.Yes))
		must(t, err)
		if first != again {
			t.Errorf("two receipts: %s, %s", first, again)
		}
		_, err = w.svc.Record(u.Ctx, w.halte, "", asked(p, "dents", consent.Yes))
		wantKind(t, err, fault.Invalid, "error.form_stale")
		u.WantEvents(t, "person.made", "consent.given")
	})
}

func TestThePersonReadsAndTakesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		q := asked(p, "dents", consent.Yes)
		q.How, q.WhatFor, q.Parts[access.PartDone] = consent.Spoken, "Soigner une dent", consent.No
		id := w.record(t, q)
		w.record(t, asked(p, "comptoir", consent.No))
		by := w.holder(t, p)

		receipt, err := w.svc.Receipt(u.Ctx, by, id)
		must(t, err)
		if receipt.Recipient != "dents" || receipt.Controller != "halte" || receipt.How != consent.Spoken || receipt.RecordedBy != "maelle" ||
			receipt.Team != "rue" || receipt.Wording != "v1" || receipt.WhatFor != "Soigner une dent" || len(receipt.Parts) != 3 {
			t.Errorf("receipt %+v", receipt)
		}
		_, err = w.svc.Receipt(u.Ctx, w.other, id)
		wantKind(t, err, fault.NotFound, "error.not_found")

		_, err = w.svc.Find(u.Ctx, w.halte, p)
		must(t, err)
		o, err := w.svc.Overview(u.Ctx, by)
		must(t, err)
		if o.Holder != "halte" || len(o.Recipients) != 2 || len(o.Log) != 1 || o.Log[0].Worker != "maelle" {
			t.Errorf("overview %+v", o)
		}
		if o.Recipients[0].Org != "comptoir" || !o.Recipients[0].Refused() || o.Recipients[0].Live() {
			t.Errorf("refused: %+v", o.Recipients[0])
		}
		if r := o.Recipients[1]; r.Org != "dents" || !r.Live() || r.WhatFor != "Soigner une dent" {
			t.Errorf("allowed: %+v", r)
		}

		got, err := w.svc.Withdraw(u.Ctx, by, w.act(), "somebody-else", "dents") // the thread decides who
		must(t, err)
		if got != id {
			t.Errorf("receipt of the withdrawal = %s, want %s", got, id)
		}
		if granted, _ := w.standing(t, p, "dents", access.PartNeed); granted {
			t.Error("still granted after the withdrawal")
		}
		receipt, err = w.svc.Receipt(u.Ctx, by, id)
		must(t, err)
		if receipt.Parts[0].State != consent.StateTaken || !receipt.Parts[0].Ended.Equal(dbtest.Start) {
			t.Errorf("the receipt says %+v", receipt.Parts[0])
		}
		_, err = w.svc.Withdraw(u.Ctx, by, w.act(), "", "never-allowed")
		wantKind(t, err, fault.NotFound, "error.not_found")
	})
}

func TestAnyWorkerRecordsThatThePersonTakesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		w.record(t, asked(p, "dents", consent.Yes))
		colleague := access.ForWorker(dbtest.Region, "pair", "halte", "", access.Intervention)
		_, err := w.svc.Withdraw(u.Ctx, colleague, w.act(), p, "dents")
		must(t, err)
		if granted, _ := w.standing(t, p, "dents", access.PartNeed); granted {
			t.Error("not effective at once")
		}
	})
}
