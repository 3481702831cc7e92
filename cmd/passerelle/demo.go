package main

import (
	"errors"
	"io/fs"
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
	DB   string `name:"db" placeholder:"FILE" help:"${cli_help_demo_db}"`
	Keep bool   `name:"keep" help:"${cli_help_keep}"`
}

// Help is the manual that demo --help prints under its options.
func (demoCmd) Help() string { return "${cli_demo_manual}" }

// Run makes the region, serves it until it is told to stop, and leaves nothing
// behind that was not asked for.
func (c demoCmd) Run(r *run) (err error) {
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	place, err := c.place()
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer func() { err = errors.Join(err, place.leave(r)) }()
	a, err := app.OpenDemo(r.ctx, app.Settings{Store: place.store, Server: c.Server, Clock: clock.System(), Log: r.log})
	if err != nil && r.ctx.Err() != nil {
		return l.Close() // stopped while the region was being made: that is an end, not a fault
	}
	if err != nil {
		return errors.Join(err, l.Close())
	}
	return r.serve(a, l, c.Server, "cli.demo_says")
}

// stand is where a demo's data stands, and what to remove at its end.
type stand struct {
	store  config.Store
	remove []string
	kept   bool // say where it is
}

// place chooses where. A file that was there before is never removed.
func (c demoCmd) place() (stand, error) {
	s := stand{store: config.Store{DB: c.DB, Plain: true, Region: "demo"}, kept: c.Keep}
	if c.DB == "" {
		dir, err := os.MkdirTemp("", "passerelle-demo-")
		if err != nil {
			return s, err
		}
		s.store.DB = filepath.Join(dir, "demo.db")
		if !c.Keep {
			s.store.Fleeting = true
			s.remove = []string{dir}
		}
		return s, nil
	}
	if c.Keep || db.IsPostgres(c.DB) {
		return s, nil
	}
	if _, err := os.Stat(c.DB); !errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	s.store.Fleeting = true
	s.remove = []string{c.DB, c.DB + "-wal", c.DB + "-shm"}
	if _, err := os.Stat(c.DB + ".keys"); errors.Is(err, fs.ErrNotExist) {
		s.remove = append(s.remove, c.DB+".keys")
	}
	return s, nil
}

// leave removes what was made for this run, or says where it is kept.
func (s stand) leave(r *run) (err error) {
	for _, path := range s.remove {
		err = errors.Join(err, os.RemoveAll(path))
	}
	if s.kept {
		r.println("cli.demo_kept", "file", s.store.DB)
	}
	return err
}
