package app

import (
	"context"
	"maps"
	"slices"
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
	a.Index = directory.NewEmptyIndex(zone, directory.Storage{})
	return a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if a.position, err = event.Next(ctx, tx); err != nil {
			return err
		}
		return a.fillIndex(ctx, tx)
	})
}

// fillIndex reads the directory whole.
func (a *App) fillIndex(ctx context.Context, tx *db.Tx) error {
	return a.Index.Fill(func(take func([]*directory.Listing) error) error {
		return directory.LoadEach(ctx, tx, a.Region, take)
	})
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
		err := a.DB.Read(ctx, func(tx *db.Tx) (err error) {
			if seen, err = event.Since(ctx, tx, a.position, followBatch); err != nil || len(seen) == 0 {
				return err
			}
			return a.apply(ctx, tx, seen)
		})
		if err != nil || len(seen) == 0 {
			return err
		}
		a.position = seen[len(seen)-1].Position + 1
	}
}

// apply reads what the events say is new. One import may touch every service,
// so after one the directory is read whole.
func (a *App) apply(ctx context.Context, tx *db.Tx, seen []event.Record) error {
	touched := map[access.Service]bool{}
	for _, r := range seen {
		switch r.Kind {
		case directory.Imported{}.Kind(), directory.Undone{}.Kind():
			return a.fillIndex(ctx, tx)
		case directory.ServiceChanged{}.Kind(), directory.DoorClosed{}.Kind(), directory.DoorAnswered{}.Kind():
			touched[access.Service(r.Subject)] = true
		}
	}
	if len(touched) == 0 {
		return nil
	}
	changed, err := directory.LoadSome(ctx, tx, a.Region, slices.Collect(maps.Keys(touched)))
	if err != nil {
		return err
	}
	for _, l := range changed {
		delete(touched, l.ID)
	}
	a.Index.Apply(changed, slices.Collect(maps.Keys(touched))) // what is left is no longer published
	return nil
}
