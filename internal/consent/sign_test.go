package consent_test

import (
	"fmt"
	"reflect"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// told is all that pages are made of, for the person and for each worker.
type told struct {
	about, mine []consent.Recipient
	receipts    []consent.Receipt
	due         []consent.Due
	sendable    bool
}

// anonymous takes out what always differs between two people.
func (x told) anonymous() told {
	for _, list := range [][]consent.Recipient{x.about, x.mine} {
		for i := range list {
			for j := range list[i].Parts {
				list[i].Parts[j].Receipt = ""
			}
		}
	}
	for i := range x.receipts {
		x.receipts[i].ID, x.receipts[i].Principal = "", ""
	}
	for i := range x.due {
		x.due[i].Person = ""
	}
	return x
}

func (w *world) told(t *testing.T, p access.Person, mine access.Actor, receipts ...string) (x told) {
	t.Helper()
	var err error
	x.about, err = w.svc.About(w.Ctx, w.halte, p)
	must(t, err)
	o, err := w.svc.Overview(w.Ctx, mine)
	must(t, err)
	x.mine = o.Recipients
	for _, id := range receipts {
		r, err := w.svc.Receipt(w.Ctx, w.halte, id)
		must(t, err)
		x.receipts = append(x.receipts, r)
	}
	due, err := w.svc.ToAskAgain(w.Ctx, w.halte)
	must(t, err)
	for _, d := range due {
		if d.Person == p {
			x.due = append(x.due, d)
		}
	}
	x.sendable, _ = w.standing(t, p, "dents", access.PartContact)
	return x.anonymous()
}

// same compares what is told of two people after so many days.
func same(t *testing.T, days int, what string, free, pressed any) {
	t.Helper()
	if !reflect.DeepEqual(free, pressed) {
		t.Errorf("after %d days, %s:\nfree    %.600s\npressed %.600s", days, what, fmt.Sprintf("%+v", free), fmt.Sprintf("%+v", pressed))
	}
}

// granted counts the answers by which somebody may read now: what package access
// looks for.
func (w *world) granted(t *testing.T, p access.Person) (n int) {
	t.Helper()
	must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		return tx.QueryRow(w.Ctx, `
			SELECT count(*) FROM consent AS c
			WHERE  c.person_id = $1 AND c.answer = 'granted' AND c.withdrawn_at IS NULL AND c.from_at <= $2 AND c.to_at > $2`,
			p, db.At(tx.Now)).Scan(&n)
	}))
	return n
}

// A Oui finished by the person's own picture is told like any other, at once, at
// each later day and in each story, and grants nothing.
func TestAnAnswerUnderPressureLooksLikeAnyOther(t *testing.T) {
	for name, before := range map[string]func(q *consent.Question) []consent.Question{
		"first": func(*consent.Question) []consent.Question { return nil },
		"after a later": func(q *consent.Question) []consent.Question {
			return []consent.Question{asked(q.Person, "dents", consent.Later)}
		},
		"after a yes": func(q *consent.Question) []consent.Question {
			return []consent.Question{asked(q.Person, "dents", consent.Yes)}
		},
		"after a no": func(q *consent.Question) []consent.Question {
			q.LiftRefusal = true
			return []consent.Question{asked(q.Person, "dents", consent.No)}
		},
		"for a day": func(q *consent.Question) []consent.Question {
			q.Until, q.Day = consent.UntilDay, dbtest.Start.Add(100*day)
			return nil
		},
		"for one": func(q *consent.Question) []consent.Question { q.Worker = "marie"; return nil },
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
				w := newWorld(t, u)
				free, pressed := w.person(t), w.person(t)
				mine := map[access.Person]access.Actor{free: w.holder(t, free), pressed: w.holder(t, pressed)}
				receipts, real := map[access.Person][]string{}, 0
				for _, p := range []access.Person{free, pressed} {
					must(t, w.svc.ChooseSign(u.Ctx, mine[p], w.act(), "glasses"))
					q := asked(p, "dents", consent.Yes)
					q.Parts[access.PartDone], q.WhatFor, q.Sign = consent.No, "une dent", "house"
					for _, earlier := range before(&q) {
						receipts[p] = append(receipts[p], w.record(t, earlier))
					}
					if p == pressed {
						q.Sign = "glasses"
						real = w.granted(t, p)
					}
					receipts[p] = append(receipts[p], w.record(t, q))
				}
				for _, days := range []int{0, 8, 31, 60, 110} {
					u.Clock.Set(dbtest.Start.AddDate(0, 0, days))
					a, b := w.told(t, free, mine[free], receipts[free]...), w.told(t, pressed, mine[pressed], receipts[pressed]...)
					same(t, days, "page of the worker", a.about, b.about)
					same(t, days, "page of the person", a.mine, b.mine)
					same(t, days, "receipts", a.receipts, b.receipts)
					same(t, days, "whom to ask again", a.due, b.due)
					same(t, days, "may be sent", a.sendable, b.sendable)
				}
				u.Clock.Set(dbtest.Start)
				if n := w.granted(t, free); n == 0 {
					t.Error("the Oui that was free grants nothing: the comparison is empty")
				}
				if n := w.granted(t, pressed); n > real {
					t.Errorf("%d parts are granted under pressure, %d were before", n, real)
				}
				if n := w.granted(t, pressed); name == "after a no" && w.refusedTo(t, pressed, "dents") != "" && n != 0 {
					t.Error("the refusal was lifted under pressure")
				}
			})
		})
	}
}

// Whoever coordinates is told, unless they recorded it; and nothing but a new
// answer, or a withdrawal, takes it off their list.
func TestSomebodyIsToldOfPressure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		must(t, w.svc.ChooseSign(u.Ctx, w.holder(t, p), w.act(), "flower"))
		q := asked(p, "dents", consent.Yes)
		q.Sign = "flower"
		w.record(t, q)
		chief := access.ForWorker(dbtest.Region, "rose", "halte", "", access.Coordination)
		both := access.ForWorker(dbtest.Region, "maelle", "halte", "", access.Coordination, access.Intervention)
		told := func(by access.Actor) int {
			t.Helper()
			list, err := w.svc.Pressed(u.Ctx, by)
			must(t, err)
			return len(list)
		}
		if told(chief) != 1 {
			t.Error("whoever coordinates is not told")
		}
		for name, by := range map[string]access.Actor{"who recorded it": both, "a colleague": w.halte, "another organisation": access.ForWorker(dbtest.Region, "x", "comptoir", "", access.Coordination), "the person": w.holder(t, p)} {
			if told(by) != 0 {
				t.Errorf("%s is told", name)
			}
		}
		q.Sign = "house"
		w.record(t, q)
		if told(chief) != 0 || w.granted(t, p) == 0 {
			t.Error("a Oui that was free does not take the place of the other")
		}
		u.WantEvents(t, "person.made", "thread.made", "person.sign_chosen", "consent.given", "thread.made", "consent.given")
	})
}

// A refusal that was lifted under pressure stands until a Oui that is free.
func TestARefusalLiftedUnderPressureStands(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		must(t, w.svc.ChooseSign(u.Ctx, w.holder(t, p), w.act(), "flower"))
		w.record(t, asked(p, "dents", consent.No))
		stands := func() (n int) {
			t.Helper()
			must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
				return tx.QueryRow(u.Ctx, `SELECT count(*) FROM consent AS c WHERE c.answer = 'refused' AND c.withdrawn_at IS NULL`).Scan(&n)
			}))
			return n
		}
		q := asked(p, "dents", consent.Yes)
		q.LiftRefusal, q.Sign = true, "flower"
		w.record(t, q)
		if stands() != 3 {
			t.Errorf("%d refusals stand, want 3", stands())
		}
		q.LiftRefusal, q.Sign = false, "house" // the page did not offer to lift what it says is lifted
		w.record(t, q)
		if stands() != 0 || w.granted(t, p) != 3 {
			t.Errorf("after a free Oui %d refusals stand and %d parts are granted", stands(), w.granted(t, p))
		}
	})
}

func TestASignIsThePersonsOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		for _, by := range []access.Actor{w.halte, w.other, {}, access.Anyone(dbtest.Region)} {
			wantKind(t, w.svc.ChooseSign(u.Ctx, by, w.act(), "flower"), fault.NotFound, "error.not_found")
		}
		old := w.holder(t, p)
		if err := w.svc.ChooseSign(u.Ctx, old, w.act(), "sword"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a picture that there is not: %v", err)
		}
		mine := w.holder(t, p) // new words: the old ones choose nothing
		wantKind(t, w.svc.ChooseSign(u.Ctx, old, w.act(), "house"), fault.NotFound, "error.not_found")
		must(t, w.svc.ChooseSign(u.Ctx, mine, w.act(), "flower"))
		w.holder(t, p) // and new words keep what was chosen
		q := asked(p, "dents", consent.Yes)
		q.Sign = "flower"
		w.record(t, q)
		if n := w.granted(t, p); n != 0 {
			t.Errorf("%d parts are granted under pressure", n)
		}
		q.Sign = ""
		w.record(t, q)
		if n := w.granted(t, p); n != 3 {
			t.Errorf("%d parts are granted without a picture", n)
		}
	})
}
