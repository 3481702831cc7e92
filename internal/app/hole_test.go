package app_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/app/demo"
	"passerelle/internal/clock"
	"passerelle/internal/directory"
	"passerelle/internal/need"
	"passerelle/internal/web"
)

// TestEveryWayOfClosingOpensAHole: when the last service that answers a need nearby
// is full, closes for a time, by its hours, or is withdrawn, the boards are told and
// the hole is on them; when one opens, it is gone.
func TestEveryWayOfClosingOpensAHole(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		fake := clock.Fixed(time.Date(2026, 3, 4, 17, 0, 0, 0, time.UTC)) // a Wednesday at noon
		set.Clock = fake
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		a, err := app.OpenDemo(ctx, set)
		must(t, err)
		heard := access.ForWorker(a.Region, "w", access.Org(demo.ID("organization", "halte")), "", access.Intervention)
		_, err = a.Need.Say(ctx, heard, "", "act", need.Said{Need: "health.dental", Place: "Vieux-Quai"})
		must(t, err)
		hole := func() bool {
			t.Helper()
			cells, err := a.Need.Cells(ctx, a.Region)
			must(t, err)
			return slices.Contains(a.Site.Holes(cells, fake.Now()), web.Hole{Need: "health.dental", Place: "vieux-quai"})
		}
		at, _, _ := directory.NewLocator(a.Index).Locate("Vieux-Quai")
		now := fake.Now()
		open := a.Index.Search(directory.Query{Need: "health.dental", Near: &at, WithinMetres: 3000, OpenAt: &now}, now)
		if len(open.Relaxed) > 0 || len(open.Hits) == 0 || hole() {
			t.Fatal("a hole at noon: this test would prove nothing")
		}
		steward := access.ForWorker(a.Region, "k", access.Org(demo.ID("organization", "table")), "", access.Coordination).InStewardship()
		a.Start(ctx)
		told := watching(t, ctx, a)
		quiet(told)
		all := func(fact directory.Fact) {
			t.Helper()
			for _, h := range open.Hits {
				must(t, a.Directory.Declare(ctx, steward, h.Listing.ID, fact))
			}
		}
		for _, way := range []struct {
			name          string
			closes, opens directory.Fact
		}{
			{"full", directory.Fact{Kind: directory.FactCapacity, Code: "full"}, directory.Fact{Kind: directory.FactCapacity, Code: "open"}},
			{"closed for works", directory.Fact{Kind: directory.FactClosure, Code: "2026-03-03", Value: "reason=works&until=2026-03-20"}, directory.Fact{Kind: directory.FactClosure, Code: "2026-03-03", Value: directory.Unsaid}},
		} {
			all(way.closes)
			wantTold(t, way.name, told)
			if !hole() {
				t.Errorf("%s, and no hole", way.name)
			}
			quiet(told)
			all(way.opens)
			wantTold(t, way.name+" no more", told)
			if hole() {
				t.Errorf("%s no more, and a hole", way.name)
			}
			quiet(told)
		}
		fake.Set(time.Date(2026, 3, 5, 7, 0, 0, 0, time.UTC)) // two in the morning; sessions of the demo last longer
		wantTold(t, "the last one closed by its hours", told)
		if !hole() {
			t.Error("closed by its hours, and no hole")
		}
		quiet(told)
		fake.Set(time.Date(2026, 3, 5, 17, 0, 0, 0, time.UTC))
		wantTold(t, "open by its hours", told)
		if hole() {
			t.Fatal("open by its hours, and a hole")
		}
		quiet(told)
		for _, h := range open.Hits {
			must(t, a.Directory.Correct(ctx, steward, h.Listing.ID, "status", "defunct"))
		}
		wantTold(t, "withdrawn", told)
		if !hole() {
			t.Error("withdrawn, and no hole")
		}
		stop()
		must(t, a.Stop())
	})
}
