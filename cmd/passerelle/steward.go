package main

import (
	"errors"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/directory"
	"passerelle/internal/org"
)

// stewardCmd entrusts an organisation with the whole directory of the region:
// those who coordinate or administer in it may then correct any service.
type stewardCmd struct {
	config.Store
	Org string `name:"org" required:"" help:"cli.help_steward_org"`
	End bool   `name:"end" help:"cli.help_steward_end"`
}

// Run entrusts, or ends it. It holds from the next request of each worker.
func (c stewardCmd) Run(r *run) (err error) {
	g, err := app.OpenGround(r.ctx, c.Store, app.MustExist, clock.System(), 2, r.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	if err := g.Migrate(r.ctx); err != nil {
		return err
	}
	region := access.Region(c.Region)
	o, err := org.New(g.DB, g.Events, g.Keys, g.Clock, region).Named(r.ctx, c.Org)
	if err != nil {
		return err
	}
	if err := directory.New(g.DB, g.Events).AppointSteward(r.ctx, access.ForOperator(region), o.ID, !c.End); err != nil {
		return err
	}
	if err := g.Linker.Drain(r.ctx); err != nil {
		return err
	}
	if c.End {
		r.println("cli.steward_ended", "org", o.NameFR)
		return nil
	}
	r.println("cli.steward_done", "org", o.NameFR)
	return nil
}
