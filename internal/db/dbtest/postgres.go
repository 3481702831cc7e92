package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/url"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"passerelle/internal/db"
)

// migrated is the template that each test's database is a clone of.
type migrated struct {
	name string
	form string // what form reads there
}

// pgTemplate makes the migrated template once per cluster and schema: test
// processes share it, under an advisory lock.
var pgTemplate = sync.OnceValues(func() (migrated, error) {
	ctx := context.Background()
	cluster := os.Getenv("PASSERELLE_TEST_POSTGRES")
	name, err := templateName()
	if err != nil {
		return migrated{}, err
	}
	c, err := pgx.Connect(ctx, cluster)
	if err != nil {
		return migrated{}, err
	}
	defer c.Close(ctx) // the lock is freed with the connection
	if _, err := c.Exec(ctx, `SELECT pg_advisory_lock(4217)`); err != nil {
		return migrated{}, err
	}
	if err := createLists(ctx, c); err != nil {
		return migrated{}, err
	}
	m := migrated{name: name}
	err = c.QueryRow(ctx, `SELECT form FROM template_database WHERE name = $1`, name).Scan(&m.form)
	if err != pgx.ErrNoRows {
		return m, err
	}
	// Listed when it is whole: what a killed test left half made is made again.
	if _, err := c.Exec(ctx, `DROP DATABASE IF EXISTS `+name); err != nil {
		return m, err
	}
	if _, err := c.Exec(ctx, `CREATE DATABASE `+name); err != nil {
		return m, err
	}
	d, err := db.Open(ctx, db.Options{Address: inDatabase(cluster, name), ReadConns: 1})
	if err != nil {
		return m, err
	}
	if err := d.Migrate(ctx); err != nil {
		return m, err
	}
	if err := d.Close(); err != nil {
		return m, err
	}
	if m.form, err = formOf(ctx, inDatabase(cluster, name)); err != nil {
		return m, err
	}
	_, err = c.Exec(ctx, `INSERT INTO template_database (name, form) VALUES ($1, $2)`, m.name, m.form)
	return m, err
})

// templateName changes with the migrations, so a cluster that outlives them is
// never used with an old schema.
func templateName() (string, error) {
	h := sha256.New()
	err := fs.WalkDir(db.Migrations, "migrations/postgres", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := db.Migrations.ReadFile(path)
		h.Write(b)
		return err
	})
	return "passerelle_" + hex.EncodeToString(h.Sum(nil))[:16], err
}

func newPostgres(t testing.TB) string {
	t.Helper()
	cluster := os.Getenv("PASSERELLE_TEST_POSTGRES")
	if cluster == "" {
		if os.Getenv("PASSERELLE_TEST_REQUIRE") == "all" {
			t.Fatal("PASSERELLE_TEST_POSTGRES names no cluster: run the tests through make test")
		}
		t.Skip("not run: no PostgreSQL cluster; make test starts one")
	}
	template, err := pgTemplate()
	if err != nil {
		t.Fatalf("make the PostgreSQL template: %v", err)
	}
	mine, err := takeOrClone(t.Context(), cluster, template)
	if err != nil {
		t.Fatalf("make a PostgreSQL database: %v", err)
	}
	t.Cleanup(func() {
		if err := giveBack(context.Background(), cluster, template, mine); err != nil {
			t.Errorf("give back the PostgreSQL database: %v", err)
		}
	})
	return inDatabase(cluster, mine)
}

// inDatabase is the cluster's address with another database.
func inDatabase(cluster, name string) string {
	u, err := url.Parse(cluster)
	if err != nil {
		return cluster
	}
	u.Path = "/" + name
	return u.String()
}
