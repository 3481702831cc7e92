package main

import (
	"errors"

	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
)

// migrateCmd brings the schema to this program's level.
type migrateCmd struct {
	config.Store
}

// Run migrates.
func (c migrateCmd) Run(r *run) error {
	g, err := app.OpenGround(r.ctx, c.Store, app.MayCreate, clock.System(), 2, r.log)
	if err != nil {
		return err
	}
	if err := errors.Join(g.Migrate(r.ctx), g.Close()); err != nil {
		return err
	}
	r.println("cli.migrated")
	return nil
}
