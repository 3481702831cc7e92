package db

import (
	"context"
	"strings"

	"passerelle/internal/clock"
	"passerelle/internal/fault"
)

// Engine names one of the two databases.
type Engine string

// The engines. Every store test runs on both.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Options say what to open.
type Options struct {
	// Address is the path of a SQLite file, or a postgres:// address.
	Address string
	// Key encrypts a new SQLite file and opens an encrypted one: 64 bytes
	// (AES-256-XTS). nil opens a file in clear. It is not used on PostgreSQL,
	// where the disk is the operator's to encrypt.
	Key []byte
	// Clock gives each transaction its instant; nil is the machine's clock.
	Clock clock.Clock
	// Fleeting is for a SQLite file that is thrown away: a commit does not wait
	// for the disk, and a power cut may lose all. A killed program loses nothing.
	Fleeting bool
	// ReadConns bounds concurrent readers (and writers, on PostgreSQL); 0 is 8.
	ReadConns int
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine engine
	clock  clock.Clock
	kind   Engine
	opts   Options
}

// engine is what each of the two must do.
type engine interface {
	write(ctx context.Context, fn func(*Tx) error) error
	read(ctx context.Context, fn func(*Tx) error) error
	migrate(ctx context.Context) error
	check(ctx context.Context) ([]string, error)
	survey(ctx context.Context) error
	settle(ctx context.Context) error
	close() error
}

// IsPostgres reports whether address is one of PostgreSQL.
func IsPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// Open opens the database; it does not migrate it. A key that does not fit, or
// a missing one, is Invalid with a sentence for the operator.
func Open(ctx context.Context, o Options) (d *DB, err error) {
	defer fault.Wrap(&err, "db.Open")
	if o.Clock == nil {
		o.Clock = clock.System()
	}
	if o.ReadConns == 0 {
		o.ReadConns = 8
	}
	d = &DB{clock: o.Clock, opts: o, kind: SQLite}
	if IsPostgres(o.Address) {
		d.kind = Postgres
		d.engine, err = openPostgres(ctx, d)
	} else {
		d.engine, err = openSQLite(ctx, d)
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Engine says which database this is.
func (d *DB) Engine() Engine { return d.kind }

// Write runs fn in one serializable transaction and commits it durably. fn may
// run again. An error from fn undoes all it did and is returned as it is.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	return d.engine.write(ctx, fn)
}

// Read runs fn on one consistent view. Nothing can be written in it.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	return d.engine.read(ctx, fn)
}

// Migrate brings the schema to the version this program knows, and refuses a
// newer one. Nodes that start together wait for one another.
func (d *DB) Migrate(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "db.Migrate")
	return d.engine.migrate(ctx)
}

// Survey has the engine count again the tables that changed much since it last
// did, so that it plans its reads by what they hold. A node calls it every
// minute; nothing is wrong when it is late.
func (d *DB) Survey(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "db.Survey")
	return d.engine.survey(ctx)
}

// Settle has what was overwritten or deleted leave the write-ahead log, which
// keeps copies of it. On PostgreSQL that is its own VACUUM's work, and the
// operator's to archive or not.
func (d *DB) Settle(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "db.Settle")
	return d.engine.settle(ctx)
}

// Close waits for acknowledged work and closes the files or connections.
func (d *DB) Close() error { return d.engine.close() }

// Check asks the engine whether its own files are sound and that the schema is
// the one this program knows. It returns what is wrong, in the engine's words.
func (d *DB) Check(ctx context.Context) (faults []string, err error) {
	defer fault.Wrap(&err, "db.Check")
	if err := d.Current(ctx); err != nil {
		return nil, err
	}
	return d.engine.check(ctx)
}

// Current refuses a schema that is not the one this program knows. What only
// reads asks it, and changes nothing; the rest migrates.
func (d *DB) Current(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "db.Current")
	return d.engine.read(ctx, func(tx *Tx) error { return migrated(ctx, tx, "migrations/"+string(d.kind)) })
}
