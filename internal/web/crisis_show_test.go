package web_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/crisis"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/job"
	"passerelle/internal/place"
	"passerelle/internal/seal"
)

// bedsOf is a directory in which one organisation gives every service.
type bedsOf struct{ org access.Org }

func (b bedsOf) Owner(context.Context, *db.Tx, access.Service) (access.Org, error) {
	return b.org, nil
}
func (bedsOf) Believed(string, string) (time.Duration, bool) { return 4 * time.Hour, true }

// TestACellCountsThePlacesThatCanBeHeld: those of a service that left the directory,
// or that another gives since, are on no board and in no count of a cell.
func TestACellCountsThePlacesThatCanBeHeld(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := needing(t, u)
		queue := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		log := event.NewLog(queue)
		keys, err := seal.NewKeys()
		d.must(err)
		vault, err := seal.NewVault(keys)
		d.must(err)
		bed := directory.Text{FR: "Lits"}
		d.site.Finder = directory.NewIndex([]*directory.Listing{{ID: "ours", Org: d.o, Name: bed}, {ID: "moved", Org: "another", Name: bed}})
		d.site.Crisis, d.site.Place, d.site.Directory = crisis.New(u.DB, log, vault, nil), place.New(u.DB, log, queue, bedsOf{d.o}), directory.New(u.DB, log)
		bob := access.ForWorker(dbtest.Region, d.bob, d.o, "", access.Intervention)
		for i, o := range []place.Opening{{Service: "ours", Free: 2}, {Service: "moved", Free: 40}, {Service: "gone", Free: 700, For: time.Hour}} {
			o.Unit = "bed"
			_, err := d.site.Place.Open(u.Ctx, bob, strings.Repeat("x", i+1), o)
			d.must(err)
		}
		gil := access.ForWorker(dbtest.Region, d.hire("gil", access.Coordination), d.o, "", access.Coordination)
		id, err := d.site.Crisis.Open(u.Ctx, gil, "act", crisis.Opening{Title: "Grand froid", Why: "Deux abris fermés", For: 72 * time.Hour, Review: 8 * time.Hour, Contact: crisis.Contact{Function: "Garde", Phone: "819 555-0100"}})
		d.must(err)
		b := d.browser()
		b.signIn("bob")
		page := seen(b.get("/fr/app/crise/" + id))
		if !strings.Contains(page, "Lits · toute personne · 2 libres") || strings.Contains(page, "jusqu") {
			t.Errorf("the cell counts places that nobody gives:\n%s", page)
		}
	})
}
