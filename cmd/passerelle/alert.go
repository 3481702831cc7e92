package main

import (
	"errors"
	"io"
	"os"

	"passerelle/internal/access"
	"passerelle/internal/alert"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/fault"
)

// alertCmd takes in an alert that an authority published, from a file or from the
// standard input: what fetches it, and vouches for where it comes from, is the
// operator's.
type alertCmd struct {
	config.Store
	File string `arg:"" help:"cli.help_alert_file"`
}

// Run takes in one alert, and says what became of it.
func (c alertCmd) Run(r *run) (err error) {
	var from io.Reader = os.Stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return fault.New(fault.Invalid, "cli.alert_unreadable", "file", c.File).With(err)
		}
		defer f.Close()
		from = f
	}
	body, err := io.ReadAll(io.LimitReader(from, alert.BytesMost+1))
	if err != nil {
		return fault.New(fault.Invalid, "cli.alert_unreadable", "file", c.File).With(err)
	}
	g, err := app.OpenGround(r.ctx, c.Store, app.MustExist, clock.System(), 2, r.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	if err := g.Migrate(r.ctx); err != nil {
		return err
	}
	result, err := alert.New(g.DB, g.Events).Take(r.ctx, access.ForOperator(access.Region(c.Region)), body)
	if err != nil {
		return err
	}
	r.println("alert.result_" + string(result))
	return g.Linker.Drain(r.ctx)
}
