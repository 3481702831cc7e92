package dbtest

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/id"
)

// Filled is a database with much in it: a test process fills it once for each
// engine, when first asked, and its tests get copies.
type Filled struct {
	file     func() ([]byte, error) // of SQLite
	database func() (string, error) // of PostgreSQL: its name
}

// Fill says how: fill is given a migrated, empty database, and has closed it
// when it returns.
func Fill(fill func(e db.Engine, address string) error) *Filled {
	return &Filled{
		file: sync.OnceValues(func() ([]byte, error) {
			dir, err := os.MkdirTemp("", "passerelle-filled-")
			if err != nil {
				return nil, err
			}
			defer os.RemoveAll(dir)
			b, err := template()
			if err != nil {
				return nil, err
			}
			path := filepath.Join(dir, "filled.db")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				return nil, err
			}
			if err := fill(db.SQLite, path); err != nil {
				return nil, err
			}
			return os.ReadFile(path)
		}),
		database: sync.OnceValues(func() (string, error) {
			template, err := pgTemplate()
			if err != nil {
				return "", err
			}
			cluster := os.Getenv("PASSERELLE_TEST_POSTGRES")
			name, err := takeOrClone(context.Background(), cluster, template) // never given back
			if err != nil {
				return "", err
			}
			return name, fill(db.Postgres, inDatabase(cluster, name))
		}),
	}
}

// Address makes a copy for this test and returns its address.
func (f *Filled) Address(t testing.TB, e db.Engine) string {
	t.Helper()
	mine := Address(t, e) // skips an engine that is not there
	if e == db.Postgres {
		return f.clone(t)
	}
	b, err := f.file()
	if err != nil {
		t.Fatalf("fill the template: %v", err)
	}
	if err := os.WriteFile(mine, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return mine
}

func (f *Filled) clone(t testing.TB) string {
	t.Helper()
	name, err := f.database()
	if err != nil {
		t.Fatalf("fill the template: %v", err)
	}
	return cloneOf(t, name)
}

// Copy makes a copy of a database that nobody has open, as a backup is one, and
// returns its address.
func Copy(t testing.TB, address string) string {
	t.Helper()
	if db.IsPostgres(address) {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return cloneOf(t, strings.TrimPrefix(u.Path, "/"))
	}
	b, err := os.ReadFile(address)
	if err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(mine, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return mine
}

// cloneOf is a copy of a database of the cluster that ends with the test.
func cloneOf(t testing.TB, name string) string {
	t.Helper()
	ctx, cluster := context.Background(), os.Getenv("PASSERELLE_TEST_POSTGRES")
	do := func(statement string) error {
		c, err := pgx.Connect(ctx, cluster)
		if err != nil {
			return err
		}
		defer c.Close(ctx)
		_, err = c.Exec(ctx, statement)
		return err
	}
	mine := "t_" + id.CodeOf(20, id.New(clock.System().Now()))
	if err := do(`CREATE DATABASE ` + mine + ` TEMPLATE ` + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := do(`DROP DATABASE IF EXISTS ` + mine + ` WITH (FORCE)`); err != nil {
			t.Error(err)
		}
	})
	return inDatabase(cluster, mine)
}
