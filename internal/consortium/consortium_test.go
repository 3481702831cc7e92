package consortium_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/consortium"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

type places struct{}

func (places) PlaceOf(typed string) (string, bool) {
	key := strings.ReplaceAll(strings.ToLower(typed), " ", "-")
	return key, key != "atlantide"
}

type world struct {
	*dbtest.Universe
	svc                        *consortium.Service
	cora, malik, maelle, other access.Actor // two who coordinate, one who does not, another region
	acts                       int
}

func newWorld(u *dbtest.Universe) *world {
	who := func(region access.Region, name, org string, role access.Role) access.Actor {
		return access.ForWorker(region, access.Worker(name), access.Org(org), "", role)
	}
	return &world{
		Universe: u, svc: consortium.New(u.DB, event.NewLog(job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))), places{}),
		cora: who(dbtest.Region, "cora", "halte", access.Coordination), malik: who(dbtest.Region, "malik", "comptoir", access.Management),
		maelle: who(dbtest.Region, "maelle", "halte", access.Intervention), other: who("region-b", "cora", "halte", access.Coordination),
	}
}

func (w *world) act() string { w.acts++; return fmt.Sprint("act-", w.acts) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantField(t *testing.T, err error, field, key string) {
	t.Helper()
	for _, f := range fault.FieldsOf(err) {
		if f.Field == field && f.Key == key {
			return
		}
	}
	t.Errorf("err = %v, want %s at %s", err, key, field)
}

var plan = consortium.Drawn{Name: "Ambassades du quai", Places: "Vieux-Quai\nFaubourg", Populations: "Hispanophones\nPersonnes aînées"}

// TestATerritoryIsSharedOut: each takes a part for itself and lets go of its
// own; two may cover one part; where nobody does is what is left; and what
// somebody covers is not taken off the plan.
func TestATerritoryIsSharedOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		act := w.act()
		id, err := w.svc.Begin(u.Ctx, w.cora, act, plan)
		must(t, err)
		if twice, err := w.svc.Begin(u.Ctx, w.cora, act, plan); err != nil || twice != id {
			t.Errorf("pressed twice: %s, %v", twice, err)
		}
		take := func(by access.Actor, place, population string) {
			t.Helper()
			must(t, w.svc.Take(u.Ctx, by, w.act(), id, consortium.Taking{Place: place, Population: population, Contact: "873 555-0101"}))
		}
		show := func() consortium.Plan {
			t.Helper()
			p, err := w.svc.Show(u.Ctx, w.maelle, id) // every worker reads it
			must(t, err)
			return p
		}
		if holes := show().Holes(); len(holes) != 4 {
			t.Errorf("before anybody takes a part, nobody covers %v", holes)
		}
		take(w.cora, "vieux-quai", "Hispanophones")
		take(w.malik, "vieux-quai", "Hispanophones")
		take(w.malik, "vieux-quai", "Hispanophones") // said again: once
		take(w.malik, "faubourg", "Personnes aînées")
		p := show()
		if got := fmt.Sprint(p.Holes()); got != "[{vieux-quai Personnes aînées} {faubourg Hispanophones}]" {
			t.Errorf("nobody covers %s", got)
		}
		if both := p.At("vieux-quai", "Hispanophones"); len(both) != 2 || len(p.Parts) != 3 || fmt.Sprint(p.Orgs()) != "[halte comptoir]" {
			t.Errorf("who covers what: %+v, %v", p.Parts, p.Orgs())
		}
		wantField(t, w.svc.Take(u.Ctx, w.cora, w.act(), id, consortium.Taking{Place: "ailleurs", Population: "Hispanophones"}), "place", "consortium.place_choose")
		wantField(t, w.svc.Take(u.Ctx, w.cora, w.act(), id, consortium.Taking{Place: "faubourg"}), "population", "consortium.population_choose")

		fewer := plan
		fewer.Places = "Faubourg"
		wantField(t, w.svc.Change(u.Ctx, w.cora, w.act(), id, p.Version, fewer), "places", "consortium.place_covered")
		more := plan
		more.Places += "\nGare-Est"
		must(t, w.svc.Change(u.Ctx, w.malik, w.act(), id, p.Version, more))
		wantField(t, w.svc.Change(u.Ctx, w.cora, w.act(), id, p.Version, more), "name", "consortium.moved")
		if holes := show().Holes(); len(holes) != 4 {
			t.Errorf("with a third place, nobody covers %v", holes)
		}

		mine := p.At("vieux-quai", "Hispanophones")[0]
		if err := w.svc.Leave(u.Ctx, w.malik, w.act(), id, mine.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's part is let go: %v", err)
		}
		must(t, w.svc.Leave(u.Ctx, w.cora, w.act(), id, mine.ID))
		if left := show().At("vieux-quai", "Hispanophones"); len(left) != 1 || left[0].Org != "comptoir" {
			t.Errorf("after one let go: %+v", left)
		}
		must(t, w.svc.Close(u.Ctx, w.malik, w.act(), id))
		if err := w.svc.Take(u.Ctx, w.cora, w.act(), id, consortium.Taking{Place: "faubourg", Population: "Hispanophones"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a part of a plan that is over: %v", err)
		}
		var kinds []string
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
			kinds, err = db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} }, `SELECT e.kind FROM event AS e ORDER BY e.at, e.id`)
			return err
		}))
		if got := strings.Join(kinds, " "); strings.Count(got, "consortium.taken") != 4 || !strings.Contains(got, "consortium.begun") || !strings.Contains(got, "consortium.left") || !strings.Contains(got, "consortium.closed") {
			t.Errorf("the log says %s", got)
		}
	})
}

// TestWhoSharesOut: those who coordinate or manage, in their own region; only a
// member draws again. What is typed wrong is said at its field.
func TestWhoSharesOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		for field, d := range map[string]consortium.Drawn{
			"name consortium.name_missing":               {Places: plan.Places, Populations: plan.Populations},
			"places consortium.place_unknown":            {Name: "x", Places: "Atlantide", Populations: "y"},
			"places consortium.places_missing":           {Name: "x", Places: " \n", Populations: "y"},
			"populations consortium.populations_missing": {Name: "x", Places: "Faubourg", Populations: "a\nb\nc\nd\ne\nf\ng"},
			"populations consortium.population_long":     {Name: "x", Places: "Faubourg", Populations: strings.Repeat("é", 41)},
		} {
			_, err := w.svc.Begin(u.Ctx, w.cora, w.act(), d)
			at, key, _ := strings.Cut(field, " ")
			wantField(t, err, at, key)
		}
		id, err := w.svc.Begin(u.Ctx, w.cora, w.act(), plan)
		must(t, err)
		for name, by := range map[string]access.Actor{"who does not coordinate": w.maelle, "another region": w.other, "the public": access.Anyone(dbtest.Region), "nobody": {}} {
			if name != "another region" {
				if _, err := w.svc.Begin(u.Ctx, by, w.act(), plan); !fault.Is(err, fault.NotFound) {
					t.Errorf("%s begins: %v", name, err)
				}
			}
			if err := w.svc.Take(u.Ctx, by, w.act(), id, consortium.Taking{Place: "faubourg", Population: "Hispanophones"}); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s takes: %v", name, err)
			}
		}
		if _, err := w.svc.Show(u.Ctx, w.other, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("another region reads: %v", err)
		}
		if err := w.svc.Change(u.Ctx, w.malik, w.act(), id, 1, plan); !fault.Is(err, fault.NotFound) {
			t.Errorf("who is no member draws again: %v", err)
		}
		if list, err := w.svc.List(u.Ctx, w.maelle); err != nil || len(list) != 1 {
			t.Errorf("the list: %+v, %v", list, err)
		}
	})
}

// TestAFullPlanKeepsItsContactsRight: it takes no new part, and whoever covers one
// still says whom to call there.
func TestAFullPlanKeepsItsContactsRight(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(u)
		id, err := w.svc.Begin(u.Ctx, w.cora, w.act(), plan)
		must(t, err)
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			for i := range consortium.PartsMost {
				if _, err := tx.Exec(u.Ctx, `
					INSERT INTO consortium_part (region_id, id, consortium_id, org_id, place, population, contact, since)
					VALUES ($1, $2, $3, $4, 'faubourg', 'Hispanophones', '', $5)`, dbtest.Region, fmt.Sprint("x", i), id, fmt.Sprint("org", i), i); err != nil {
					return err
				}
			}
			return nil
		}))
		taking := consortium.Taking{Place: "faubourg", Population: "Hispanophones", Contact: "873 555-0101"}
		wantField(t, w.svc.Take(u.Ctx, w.malik, w.act(), id, taking), "place", "consortium.full")
		member := access.ForWorker(dbtest.Region, "m", "org7", "", access.Coordination)
		must(t, w.svc.Take(u.Ctx, member, w.act(), id, taking))
	})
}
