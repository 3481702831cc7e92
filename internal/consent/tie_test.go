package consent_test

import (
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// TestAWorkerReadsNothingOfWhomTheyKnow: declared before or after the record
// began, by name or by number; nobody is told, the person's page says nothing of
// it, and colleagues go on.
func TestAWorkerReadsNothingOfWhomTheyKnow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		pair := access.ForWorker(dbtest.Region, "pair", "halte", "rue", access.Intervention)
		create := func(code, reach string) access.Person {
			t.Helper()
			p, err := w.svc.Create(u.Ctx, w.halte, w.act(), consent.NewPerson{Code: code, Facts: consent.Facts{Reach: reach}})
			must(t, err)
			return p
		}
		sees := func(by access.Actor) (codes []string) {
			t.Helper()
			labels, err := w.svc.Labels(u.Ctx, by)
			must(t, err)
			for _, l := range labels {
				codes = append(codes, l.Code)
			}
			return codes
		}
		before := create("Élise Tremblay", "")
		declare := func(words string) { t.Helper(); must(t, w.svc.DeclareTie(u.Ctx, pair, w.act(), words)) }
		declare("tremblai elise") // accents, order, one slip
		declare("514 555-0199")
		number := create("B2", "au (514) 555-0199 le soir")
		other := create("Élise Roy", "514 555-0100")
		declare("+1 819 555-0142") // as telephones show it
		long := create("B3", "819 555-0142")
		if got := strings.Join(sees(pair), ", "); got != "Élise Roy" {
			t.Errorf("who knows three of four sees %s", got)
		}
		if len(sees(w.halte)) != 4 {
			t.Error("a colleague lost somebody")
		}
		for name, p := range map[string]access.Person{"by name": before, "by number": number, "by its long form": long} {
			if _, err := w.svc.Find(u.Ctx, pair, p); !fault.Is(err, fault.NotFound) {
				t.Errorf("known %s, and opened: %v", name, err)
			}
		}
		_, err := w.svc.Find(u.Ctx, pair, other)
		must(t, err)

		// Nobody reads that it happened: neither the person nor a colleague.
		o, err := w.svc.Overview(u.Ctx, w.holder(t, before))
		must(t, err)
		about, err := w.svc.About(u.Ctx, w.halte, before)
		must(t, err)
		if len(o.Recipients) != 0 || len(about) != 0 {
			t.Errorf("the barrier is shown: %+v, %+v", o.Recipients, about)
		}
		ties, err := w.svc.Ties(u.Ctx, w.halte)
		must(t, err)
		if len(ties) != 0 {
			t.Errorf("a colleague reads %+v", ties)
		}
		mine, err := w.svc.Ties(u.Ctx, pair)
		must(t, err)
		if len(mine) != 3 || mine[0].Words != "tremblai elise" {
			t.Fatalf("one's own are %+v", mine)
		}
		if err := w.svc.ForgetTie(u.Ctx, w.halte, w.act(), mine[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a colleague forgets it: %v", err)
		}
		must(t, w.svc.ForgetTie(u.Ctx, pair, w.act(), mine[0].ID))
		if len(sees(pair)) != 1 {
			t.Error("forgetting one opens a record again")
		}
		for _, words := range []string{"", "ab", strings.Repeat("é", 90), "---", "???", "a . -"} {
			if err := w.svc.DeclareTie(u.Ctx, pair, w.act(), words); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", words, err)
			}
		}
		// "Je connais cette personne", said of one.
		must(t, w.svc.KnowThem(u.Ctx, pair, w.act(), other))
		if len(sees(pair)) != 0 {
			t.Error("recused, and still sees")
		}
		if err := w.svc.KnowThem(u.Ctx, w.other, w.act(), other); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody elsewhere knows of them: %v", err)
		}
		// Who leaves takes along what they declared; a colleague's stays.
		must(t, w.svc.DeclareTie(u.Ctx, w.halte, w.act(), "Un voisin"))
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			return w.svc.OnLeft(u.Ctx, tx, event.Record{Region: dbtest.Region, Body: `{"worker":"pair","org":"halte"}`})
		}))
		if mine, err = w.svc.Ties(u.Ctx, pair); err != nil || len(mine) != 0 {
			t.Errorf("who left still knows %+v, %v", mine, err)
		}
		if theirs, err := w.svc.Ties(u.Ctx, w.halte); err != nil || len(theirs) != 1 {
			t.Errorf("a colleague's went, too: %+v, %v", theirs, err)
		}
		// Neither the name nor the number stands open anywhere.
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			rows, err := db.Collect(u.Ctx, tx, func(b *[]byte) []any { return []any{b} }, `SELECT t.sealed FROM worker_tie AS t`)
			if len(rows) == 0 {
				t.Error("no tie is kept: this proves nothing")
			}
			for _, sealed := range rows {
				if strings.Contains(string(sealed), "555") || strings.Contains(strings.ToLower(string(sealed)), "voisin") {
					t.Error("a tie lies open")
				}
			}
			return err
		}))
	})
}

// A Oui for one worker alone lifts a Non of them by name, and never what keeps
// them away because they know the person.
func TestAYesLiftsNoAcquaintance(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		for worker, keep := range map[access.Worker]func(){
			"ximena": func() {
				must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error { return w.svc.KeepAway(u.Ctx, tx, w.halte, p, "halte", "dents", "ximena") }))
			},
			"carlos": func() {
				no := asked(p, "dents", consent.No)
				no.Worker = "carlos"
				w.record(t, no)
			},
		} {
			keep()
			yes := asked(p, "dents", consent.Yes)
			yes.Worker, yes.LiftRefusal = worker, true
			w.record(t, yes)
			must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
				_, refused, err := w.svc.Standing(u.Ctx, tx, w.halte, p, "dents", worker, access.PartNeed)
				if refused != (worker == "ximena") {
					t.Errorf("after a Oui for %s alone, kept away: %v", worker, refused)
				}
				return err
			}))
		}
	})
}
