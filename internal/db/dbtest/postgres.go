package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/id"
)

// pgTemplate makes the migrated template database once per cluster and schema:
// test processes share it, under an advisory lock, and clone it per test.
var pgTemplate = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	cluster := os.Getenv("PASSERELLE_TEST_POSTGRES")
	name, err := templateName()
	if err != nil {
		return "", err
	}
	c, err := pgx.Connect(ctx, cluster)
	if err != nil {
		return "", err
	}
	defer c.Close(ctx) // the lock is freed with the connection
	if _, err := c.Exec(ctx, `SELECT pg_advisory_lock(4217)`); err != nil {
		return "", err
	}
	var exists bool
	if err := c.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, name).Scan(&exists); err != nil {
		return "", err
	}
	if exists {
		return name, nil
	}
	making := name + "_making" // renamed when complete: a killed test leaves no half template
	if _, err := c.Exec(ctx, `DROP DATABASE IF EXISTS `+making); err != nil {
		return "", err
	}
	if _, err := c.Exec(ctx, `CREATE DATABASE `+making); err != nil {
		return "", err
	}
	d, err := db.Open(ctx, db.Options{Address: inDatabase(cluster, making), ReadConns: 1})
	if err != nil {
		return "", err
	}
	if err := d.Migrate(ctx); err != nil {
		return "", err
	}
	if err := d.Close(); err != nil {
		return "", err
	}
	_, err = c.Exec(ctx, `ALTER DATABASE `+making+` RENAME TO `+name)
	return name, err
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
	name, err := pgTemplate()
	if err != nil {
		t.Fatalf("make the PostgreSQL template: %v", err)
	}
	ctx := context.Background()
	c, err := pgx.Connect(ctx, cluster)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx)
	mine := "t_" + id.CodeOf(20, id.New(clock.System().Now()))
	if _, err := c.Exec(ctx, fmt.Sprintf(`CREATE DATABASE %s TEMPLATE %s`, mine, name)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c, err := pgx.Connect(ctx, cluster)
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close(ctx)
		if _, err := c.Exec(ctx, `DROP DATABASE IF EXISTS `+mine+` WITH (FORCE)`); err != nil {
			t.Error(err)
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
