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

// loadIndex takes up the index that was kept, or builds it from the rows, at one
// position of the log, so that following from that position misses nothing.
func (a *App) loadIndex(ctx context.Context, zone *time.Location) error {
	a.Index = directory.NewEmptyIndex(zone, directory.Storage{})
	err := a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if a.restoreIndex(ctx, tx) {
			return nil
		}
		return a.readIndex(ctx, tx)
	})
	if err != nil {
		return err
	}
	return a.CatchUp(ctx)
}

// readIndex builds the index from the rows, at the position of the log that a
// transaction sees.
func (a *App) readIndex(ctx context.Context, tx *db.Tx) (err error) {
	if a.position, err = event.Next(ctx, tx); err != nil {
		return err
	}
	return a.fillIndex(ctx, tx)
}

// fillIndex reads the directory whole.
func (a *App) fillIndex(ctx context.Context, tx *db.Tx) error {
	err := a.Index.Fill(func(take func([]*directory.Listing) error) error {
		return directory.LoadEach(ctx, tx, a.Region, take)
	})
	if err == nil {
		a.kept.built(tx.Now)
	}
	return err
}

// followPoll is the net under the linker's poke: events of other nodes and of
// the command line are seen within it.
const followPoll = time.Second

// keepUp has something that is made from the log catch up with it until ctx
// ends; not is what to say when it cannot.
func (a *App) keepUp(ctx context.Context, news <-chan struct{}, not string, catchUp func(context.Context) error) {
	tick := time.NewTicker(followPoll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-news:
		case <-tick.C:
		}
		if err := catchUp(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error(not, "kind", fault.KindOf(err).String(), "cause", err)
		}
	}
}

// followBatch is how many events are read at once.
const followBatch = 500

// CatchUp applies to the index what happened since it last looked.
func (a *App) CatchUp(ctx context.Context) error {
	for more := true; more; {
		var err error
		if err = a.follow.hold(ctx); err != nil {
			return err
		}
		more, err = a.catchUp(ctx)
		a.follow.release()
		if err != nil {
			return err
		}
	}
	return nil
}

// catchUp applies the next events, and says whether there were any.
func (a *App) catchUp(ctx context.Context) (more bool, err error) {
	var seen []event.Record
	err = a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if seen, err = event.Since(ctx, tx, a.position, followBatch); err != nil || len(seen) == 0 {
			return err
		}
		return a.apply(ctx, tx, seen)
	})
	if err != nil || len(seen) == 0 {
		return false, err
	}
	a.position = seen[len(seen)-1].Position + 1
	return true, nil
}

// patience is how long an answer may wait to show its own change. The log
// brings the change all the same, a moment later.
const patience = 500 * time.Millisecond

// Refresh has this node show some services as the database has them now: whoever
// mended something and looks sees it mended. It does nothing while a whole
// import is being taken in.
func (a *App) Refresh(ctx context.Context, services ...access.Service) error {
	wait, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if a.follow.hold(wait) != nil {
		return ctx.Err()
	}
	defer a.follow.release()
	return a.DB.Read(ctx, func(tx *db.Tx) error { return a.reload(ctx, tx, services) })
}

// turn is a lock that one may stop waiting for. Reading rows and applying them
// is one step: an older reading must not overwrite a newer one.
type turn chan struct{}

func (t turn) hold(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t turn) release() { <-t }

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
	return a.reload(ctx, tx, slices.Collect(maps.Keys(touched)))
}

// reload has the index hold some services as the rows say them now.
func (a *App) reload(ctx context.Context, tx *db.Tx, services []access.Service) error {
	changed, err := directory.LoadSome(ctx, tx, a.Region, services)
	if err != nil {
		return err
	}
	gone := slices.Clone(services) // what is left of it is no longer published
	for _, l := range changed {
		gone = slices.DeleteFunc(gone, func(s access.Service) bool { return s == l.ID })
	}
	a.Index.Apply(changed, gone)
	a.kept.changes++
	return nil
}
