package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"

	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/job"
	"passerelle/internal/seal"
)

// Ground is what every command stands on: an open database, its keys, its log
// and its jobs.
type Ground struct {
	DB     *db.DB
	Clock  clock.Clock
	Keys   seal.Keys
	Vault  *seal.Vault
	Queue  *job.Queue
	Events *event.Log
	Linker *event.Linker
	Log    *slog.Logger

	halves *seal.Halves // nil without a key store
	away   string       // a folder that goes with the ground; empty: none
}

// Access says how a command means to open the data.
type Access int

// MustExist refuses a SQLite file that is not there: checking or exporting
// nothing must not make an empty database and call it clean. JustLooks makes one
// elsewhere, which goes with the ground: what writes nothing leaves nothing.
const (
	MayCreate Access = iota
	MustExist
	JustLooks
)

// OpenGround opens the data a store names.
func OpenGround(ctx context.Context, s config.Store, how Access, c clock.Clock, conns int, log *slog.Logger) (_ *Ground, err error) {
	if err := s.Resolve(); err != nil {
		return nil, err
	}
	fresh, err := isFresh(s.DB)
	if err != nil {
		return nil, err
	}
	if fresh && how == MustExist {
		return nil, fault.New(fault.Invalid, "db.missing")
	}
	var away string
	if fresh && how == JustLooks {
		if away, err = os.MkdirTemp("", "passerelle-"); err != nil {
			return nil, err
		}
		defer func() {
			if err != nil {
				err = errors.Join(err, os.RemoveAll(away))
			}
		}()
		s.DB, s.Keys, s.KeyStore = filepath.Join(away, "passerelle.db"), filepath.Join(away, "passerelle.keys"), ""
	}
	// A file in clear hangs on no keys of its own, so they may be made anew (a
	// database that was copied alone); whether they fit is for Fits.
	open := fresh || db.IsPostgres(s.DB)
	if !open {
		if open, err = db.IsClear(s.DB); err != nil {
			return nil, err
		}
	}
	d, keys, err := openWithKeys(ctx, s, open, db.Options{Address: s.DB, Clock: c, ReadConns: conns, Fleeting: s.Fleeting})
	if err != nil {
		return nil, err
	}
	g := &Ground{DB: d, Clock: c, Keys: keys, Log: log, away: away}
	if g.Vault, err = seal.NewVault(keys); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if missing, err := isFresh(s.KeyStore); s.Apart() && (err != nil || !missing || how == MayCreate) {
		if g.halves, err = openHalves(ctx, s, keys, c, conns); err != nil {
			return nil, errors.Join(err, d.Close())
		}
		g.Vault.Apart(g.halves)
	}
	g.Queue = job.New(d, c, log)
	g.Events = event.NewLog(g.Queue)
	g.Linker, err = event.NewLinker(d, g.Events, keys.Signer, id.Secret(10), log)
	if err != nil {
		return nil, errors.Join(err, g.closeHalves(), d.Close())
	}
	return g, nil
}

// openWithKeys opens the database and reads its keys, or makes them. PostgreSQL
// comes first: keys that were made for one that does not answer would stay behind.
// A SQLite file is opened by its keys.
func openWithKeys(ctx context.Context, s config.Store, create bool, o db.Options) (d *db.DB, keys seal.Keys, err error) {
	if db.IsPostgres(s.DB) {
		if d, err = db.Open(ctx, o); err != nil {
			return nil, keys, err
		}
		if keys, err = seal.LoadKeys(s.Keys, create); err != nil {
			return nil, keys, errors.Join(err, d.Close())
		}
		return d, keys, nil
	}
	if keys, err = seal.LoadKeys(s.Keys, create); err != nil {
		return nil, keys, err
	}
	if !s.Plain {
		o.Key = keys.Database
	}
	d, err = db.Open(ctx, o)
	return d, keys, err
}

// openHalves opens the key store. It makes one where there is none; whether that
// was right is for Vault.Fits, once the schema is known.
func openHalves(ctx context.Context, s config.Store, keys seal.Keys, c clock.Clock, conns int) (*seal.Halves, error) {
	d, err := db.Open(ctx, db.Options{Address: s.KeyStore, Key: keys.Database, Clock: c, ReadConns: min(conns, halvesConns), Fleeting: s.Fleeting})
	if err != nil {
		return nil, err
	}
	h, err := seal.OpenHalves(ctx, d)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return h, nil
}

// halvesConns is how many read the key store at once: what it holds is known
// after the first reading.
const halvesConns = 2

func (g *Ground) closeHalves() error {
	if g.halves == nil {
		return nil
	}
	return g.halves.Close()
}

// isFresh reports that a SQLite file is still to be made.
func isFresh(address string) (bool, error) {
	if db.IsPostgres(address) {
		return false, nil
	}
	info, err := os.Stat(address)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return true, nil
	case err != nil:
		return false, fault.New(fault.Unavailable, "db.unreadable").With(err)
	case info.IsDir():
		return false, fault.New(fault.Invalid, "db.unreadable")
	}
	return info.Size() == 0, nil
}

// Migrate brings the schema to the level of this program, and refuses keys that
// are not those of the database.
func (g *Ground) Migrate(ctx context.Context) error {
	if err := g.DB.Migrate(ctx); err != nil {
		return err
	}
	return g.Fits(ctx)
}

// Current is Migrate for what only reads: a schema that is behind is refused.
func (g *Ground) Current(ctx context.Context) error {
	if err := g.DB.Current(ctx); err != nil {
		return err
	}
	return g.Fits(ctx)
}

// Fits refuses keys that are not those of the database. One in clear, or on
// PostgreSQL, opens with any, also with those that were made a moment ago because
// a file was missing.
func (g *Ground) Fits(ctx context.Context) error {
	return g.DB.Read(ctx, func(tx *db.Tx) error { return event.SignedHere(ctx, tx, g.Keys.Verifier) })
}

// Close ends the ground. The lease on the log goes back, so that the next
// program links at once.
func (g *Ground) Close() error {
	err := errors.Join(g.Linker.Release(context.Background()), g.closeHalves(), g.DB.Close())
	if g.away != "" {
		err = errors.Join(err, os.RemoveAll(g.away))
	}
	return err
}
