package app

import (
	"context"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// loadIndex builds the index from the rows at one position of the log, so that
// following from that position misses nothing.
func (a *App) loadIndex(ctx context.Context, zone *time.Location) error {
	var listings []*directory.Listing
	err := a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if a.position, err = event.Next(ctx, tx); err != nil {
			return err
		}
		listings, err = a.Directory.Load(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	a.Index = directory.NewIndexIn(zone, listings)
	return nil
}

// followPoll is the net under the linker's poke: events of other nodes and of
// the command line are seen within it.
const followPoll = time.Second

// followIndex keeps the index current until ctx ends.
func (a *App) followIndex(ctx context.Context, news <-chan struct{}) {
	tick := time.NewTicker(followPoll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-news:
		case <-tick.C:
		}
		if err := a.CatchUp(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("index not current", "kind", fault.KindOf(err).String(), "cause", err)
		}
	}
}

// followBatch is how many events are read at once.
const followBatch = 500

// CatchUp applies to the index what happened since it last looked.
func (a *App) CatchUp(ctx context.Context) error {
	for {
		var seen []event.Record
		var changed []*directory.Listing
		var gone []access.Service
		err := a.DB.Read(ctx, func(tx *db.Tx) (err error) {
			if seen, err = event.Since(ctx, tx, a.position, followBatch); err != nil || len(seen) == 0 {
				return err
			}
			var kept []event.Record
			for _, r := range seen {
				if strings.HasPrefix(r.Kind, "directory.") {
					kept = append(kept, r)
				}
			}
			changed, gone, err = a.Directory.ChangedBy(ctx, tx, kept)
			return err
		})
		if err != nil || len(seen) == 0 {
			return err
		}
		if len(changed)+len(gone) > 0 {
			a.Index.Apply(changed, gone)
		}
		a.position = seen[len(seen)-1].Position + 1
	}
}
