package app_test

import (
	"context"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/directory"
)

// TestAChangeIsSeenOnEveryNode: what is changed on one node is found on the
// other without anybody asking. How soon is told, never judged: the machine may
// be busy.
func TestAChangeIsSeenOnEveryNode(t *testing.T) {
	t.Parallel()
	eachLived(t, func(t *testing.T, set app.Settings) {
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		a, err := app.OpenDemo(ctx, set)
		must(t, err)
		b, err := app.Open(ctx, set)
		must(t, err)
		a.Start(ctx)
		b.Start(ctx)
		service := a.Index.Search(directory.Query{Text: "dentiste"}, set.Clock.Now()).Hits[0].Listing.ID
		for name, x := range map[string]struct{ from, to *app.App }{"b sees a": {a, b}, "a sees b": {b, a}} {
			must(t, x.from.Directory.Correct(ctx, access.ForOperator(x.from.Region), service, "alert", name))
			since := clock.Stopwatch()
			for x.to.Index.Get(service).Alert.FR != name {
				if since() > 30*time.Second {
					t.Fatalf("%s: not seen after half a minute", name)
				}
				time.Sleep(5 * time.Millisecond)
			}
			t.Logf("%s after %v", name, since())
		}
		stop()
		must(t, b.Stop())
		must(t, a.Stop())
	})
}
