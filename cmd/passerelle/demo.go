package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/db"
)

// demoCmd shows the product on an invented region. It reads none of the
// settings that name a real database: a demo must not find it by accident.
type demoCmd struct {
	config.Server
	DB   string `name:"db" placeholder:"FILE" help:"cli.help_demo_db"`
	Keep bool   `name:"keep" help:"cli.help_keep"`
}

// Run makes the region, serves it until it is told to stop, and leaves nothing
// behind that was not asked for.
func (c demoCmd) Run(r *run) (err error) {
	if err := c.Server.Resolve(); err != nil {
		return err
	}
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	place, err := c.place()
	if err != nil {
		return errors.Join(err, l.Close())
	}
	a, err := app.OpenDemo(r.ctx, app.Settings{Store: place.store, Server: c.Server, Clock: clock.System(), Log: quiet(r.log)})
	if err != nil {
		// Half a region is kept for nobody.
		end := errors.Join(l.Close(), place.remove())
		if r.ctx.Err() != nil {
			return end // stopped while the region was being made: that is an end, not a fault
		}
		return errors.Join(err, end)
	}
	err = r.serve(a, l, c.Server, "cli.demo_says")
	if c.Keep {
		r.println("cli.demo_kept", "file", place.store.DB)
		return err
	}
	return errors.Join(err, place.remove())
}

// quiet keeps what goes wrong and leaves out each request: whoever tries the
// demo reads the address, not a log.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(warnings{log.Handler()}) }

// warnings is a handler that lets warnings and errors through.
type warnings struct{ slog.Handler }

// Enabled implements slog.Handler.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

// stand is where a demo's data stands, and what of it this run makes.
type stand struct {
	store config.Store
	made  []string
}

// place chooses where. What was there before is no part of what is made.
func (c demoCmd) place() (stand, error) {
	s := stand{store: config.Store{DB: c.DB, Plain: true, Region: "demo"}}
	switch {
	case c.DB == "":
		dir, err := os.MkdirTemp("", "passerelle-demo-")
		if err != nil {
			return s, err
		}
		s.store.DB, s.made = filepath.Join(dir, "demo.db"), []string{dir}
	case db.IsPostgres(c.DB), there(c.DB):
		return s, nil
	default:
		s.made = []string{c.DB, c.DB + "-wal", c.DB + "-shm"}
		if keys := c.DB + ".keys"; !there(keys) {
			s.made = append(s.made, keys)
		}
	}
	s.store.Fleeting = !c.Keep
	return s, nil
}

func there(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

func (s stand) remove() (err error) {
	for _, path := range s.made {
		err = errors.Join(err, os.RemoveAll(path))
	}
	return err
}
