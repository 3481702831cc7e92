package directory_test

import (
	"fmt"
	"slices"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// nextAct makes each act a new one: a repeated act is answered as it was.
var nextAct int

// acts are all that one may do to what a service says, each valid for those
// who may.
func acts(u *dbtest.Universe, by access.Actor, l *directory.Listing, report string) map[string]error {
	d := services(u)
	_, doors := d.ClosedDoorsOf(u.Ctx, by, l.ID)
	nextAct++
	return map[string]error{
		"correct": d.Correct(u.Ctx, by, l.ID, "alert", "Sonnez deux fois."),
		"declare": d.Declare(u.Ctx, by, l.ID, directory.Fact{Kind: directory.FactPaper, Code: "ifhp", Value: "confirmed"}),
		"hide":    d.HideAddress(u.Ctx, by, l.ID, l.Places[0].ID, true),
		"doors":   doors,
		"answer":  d.AnswerDoor(u.Ctx, by, fmt.Sprint("answer-", nextAct), directory.DoorReply{Report: report, Kind: directory.ReplyChanged, Words: "Les heures sont corrigées.", Lang: "fr"}),
	}
}

func TestOwnServicesAloneAreChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		must(t, d.ReportClosedDoor(u.Ctx, access.Anyone(dbtest.Region), "act-1", l.ID, directory.DoorFull, ""))
		reports, err := d.ClosedDoorsOf(u.Ctx, operator, l.ID)
		must(t, err)
		worker := func(org access.Org, roles ...access.Role) access.Actor {
			return access.ForWorker(dbtest.Region, "w", org, "", roles...)
		}
		for name, by := range map[string]access.Actor{
			"nobody": {}, "the-public": access.Anyone(dbtest.Region), "a-person": access.ForPerson(dbtest.Region, "t", "p"),
			"a-link-to-its-own-organisation":      access.ForLink(dbtest.Region, "r", lePont),
			"who-accompanies-in-its-organisation": worker(lePont, access.Intervention),
			"without-a-role":                      worker(lePont),
			"an-update-link-of-another":           access.ForUpdate(dbtest.Region, "other"),
			"another-organisation":                worker("other", access.Coordination, access.Management, access.Administration),
			"who-accompanies-at-the-steward":      worker("regroupement", access.Intervention).InStewardship(),
		} {
			for act, err := range acts(u, by, l, reports[0].ID) {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s may %s: %v", name, act, err)
				}
			}
			gone := *l
			gone.ID = "no-such-service"
			for act, err := range acts(u, by, &gone, "no-such-report") {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s learns by %s that a service is not there: %v", name, act, err)
				}
			}
		}
		u.WantEvents(t, "directory.imported", "directory.door_closed")

		for name, by := range map[string]access.Actor{
			"coordination": worker(lePont, access.Coordination), "management": worker(lePont, access.Management),
			"administration": worker(lePont, access.Administration), "steward": worker("regroupement", access.Coordination).InStewardship(), "operator": operator,
			"its-update-link": access.ForUpdate(dbtest.Region, lePont),
		} {
			must(t, d.HideAddress(u.Ctx, operator, l.ID, l.Places[0].ID, false))
			for act, err := range acts(u, by, l, reports[0].ID) {
				if err != nil {
					t.Errorf("%s may not %s: %v", name, act, err)
				}
			}
		}
	})
}

func TestOnlyTheOperatorAppointsStewards(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := services(u)
		for _, by := range []access.Actor{{}, access.Anyone(dbtest.Region), worker, worker.InStewardship(), access.System(dbtest.Region)} {
			if err := d.AppointSteward(u.Ctx, by, lePont, true); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s appoints: %v", by.Kind(), err)
			}
		}
		must(t, d.AppointSteward(u.Ctx, operator, lePont, true))
		must(t, d.AppointSteward(u.Ctx, operator, lePont, true))
		must(t, d.AppointSteward(u.Ctx, operator, lePont, false))
		u.WantEvents(t, slices.Repeat([]string{"directory.steward_appointed"}, 3)...)
	})
}

// What one service hides of a place, all nodes learn for the others of the
// place too.
func TestHidingAPlaceTellsOfAllItsServices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		p.records = append(p.records,
			rec("service", "repas", "organization_id", idOf("organization", "org"), "name", "Repas", "status", "active"),
			rec("service_at_location", "entree-repas", "service_id", idOf("service", "repas"), "location_id", idOf("location", "porte")))
		mustImport(t, u, p)
		must(t, services(u).ShowPlace(u.Ctx, worker, access.Service(idOf("service", "refuge")), idOf("location", "porte"), directory.ShowNothing))
		told := map[string]bool{}
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			for _, s := range []string{"refuge", "repas"} {
				happened, err := event.History(u.Ctx, tx, dbtest.Region, idOf("service", s))
				if err != nil {
					return err
				}
				for _, r := range happened {
					told[s] = told[s] || r.Kind == directory.ServiceChanged{}.Kind()
				}
			}
			return nil
		}))
		if !told["refuge"] || !told["repas"] {
			t.Errorf("told of %v", told)
		}
	})
}

// A place may be shared: what one organisation hides, another does not show.
func TestOnlyWhoHidAnAddressShowsItAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		p.records = append(p.records,
			rec("organization", "autre", "name", "L'Autre", "description", "Un autre lieu"),
			rec("service", "repas", "organization_id", idOf("organization", "autre"), "name", "Repas", "status", "active"),
			rec("service_at_location", "entree-repas", "service_id", idOf("service", "repas"), "location_id", idOf("location", "porte")))
		mustImport(t, u, p)
		d := services(u)
		refuge, repas, porte := access.Service(idOf("service", "refuge")), access.Service(idOf("service", "repas")), idOf("location", "porte")
		other := access.ForWorker(dbtest.Region, "w2", access.Org(idOf("organization", "autre")), "", access.Management)

		must(t, d.ShowPlace(u.Ctx, worker, refuge, porte, directory.ShowArea))
		if err := d.ShowPlace(u.Ctx, other, repas, porte, directory.ShowAddress); !fault.Is(err, fault.Invalid) {
			t.Errorf("the other organisation shows it again: %v", err)
		}
		must(t, d.ShowPlace(u.Ctx, other, repas, porte, directory.ShowNothing))   // hiding more is always possible
		must(t, d.ShowPlace(u.Ctx, worker, refuge, porte, directory.ShowAddress)) // its own caution is its own to lift
		for _, l := range loaded(t, u) {
			if !l.Places[0].Hidden || l.Places[0].Address != "" {
				t.Errorf("%s shows %+v: one organisation undid the caution of another", l.Name.FR, l.Places[0])
			}
		}
		must(t, d.ShowPlace(u.Ctx, worker, refuge, porte, directory.ShowArea))
		must(t, d.ShowPlace(u.Ctx, other, repas, porte, directory.ShowAddress))
		for _, l := range loaded(t, u) {
			if p := l.Places[0]; p.Address != "" || p.HasPoint || !p.AreaOnly {
				t.Errorf("%s shows %+v of a place of which the area alone is public", l.Name.FR, p)
			}
		}
		must(t, d.ShowPlace(u.Ctx, worker, refuge, porte, directory.ShowAddress))
		for _, l := range loaded(t, u) {
			if l.Places[0].Address == "" {
				t.Errorf("%s hides an address that nobody hides", l.Name.FR)
			}
		}
		if err := d.ShowPlace(u.Ctx, other, repas, idOf("location", "ailleurs"), directory.ShowNothing); !fault.Is(err, fault.NotFound) {
			t.Errorf("a place that is not its own: %v", err)
		}
	})
}
