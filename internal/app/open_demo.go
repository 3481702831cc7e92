package app

import (
	"context"
	"errors"
	"time"

	"passerelle/internal/app/demo"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// OpenDemo opens a node on the invented region, with the strip that leads into
// each role. An empty database gets the region; one that a demo made before is
// taken as it was left; any other is refused, because real people would find
// invented doors.
func OpenDemo(ctx context.Context, set Settings) (_ *App, err error) {
	data, err := demo.LoadData()
	if err != nil {
		return nil, err
	}
	if set.Packs, err = demo.Packs(); err != nil {
		return nil, err
	}
	replay := clock.NewReplay(set.Clock)
	set.Clock = replay
	a, err := Open(ctx, set)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = joinClose(err, a.Ground)
		}
	}()
	made, err := a.demoMade(ctx)
	if err != nil {
		return nil, err
	}
	a.Need.CarriedBy(nowhere{})
	a.Reach.CarriedBy("demo", nowhere{})
	a.Notice.CarriedBy(nowhere{}, "https://passerelle.example")
	a.Site.Gateway = a.demoGateway(set.Server)
	region := &stage{a: a, data: data}
	if !made {
		zone, err := time.LoadLocation(set.Server.TimeZone)
		if err != nil {
			return nil, err
		}
		lived, err := a.seedDemo(ctx, replay, data, zone)
		if err != nil {
			return nil, err
		}
		region.holders = lived.holders
		// The stories had the index read in their past, to know where a need was
		// said: it is read again, as things stand now.
		if err := errors.Join(a.Linker.Drain(ctx), a.DB.Read(ctx, func(tx *db.Tx) error { return a.readIndex(ctx, tx) })); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(a.Linker.Drain(ctx), a.CatchUp(ctx), a.Keeper.CatchUp(ctx)); err != nil {
		return nil, err
	}
	a.Site.Demo = region.offer()
	return a, nil
}

// demoMade says whether the database holds the whole region already, or is
// empty. Anything between is an error that says what to do.
func (a *App) demoMade(ctx context.Context) (made bool, err error) {
	var marks []event.Record
	var linked int64
	err = errors.Join(a.Linker.Drain(ctx), a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if marks, err = event.History(ctx, tx, a.Region, demoSubject); err != nil {
			return err
		}
		linked, err = event.Next(ctx, tx)
		return err
	}))
	switch {
	case err != nil:
		return false, err
	case len(marks) == 2:
		return true, nil
	case len(marks) == 1:
		return false, fault.New(fault.Conflict, "cli.demo_half")
	case linked > 0:
		return false, fault.New(fault.Conflict, "cli.demo_not_ours")
	}
	return false, nil
}
