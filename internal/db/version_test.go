package db_test

import (
	"path/filepath"
	"testing"

	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// TestANewerSchemaIsLeftAlone: an older program called it up to date, wrote into
// it, and sent whoever checked it to migrate, which changed nothing.
func TestANewerSchemaIsLeftAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		set := func(q string) {
			t.Helper()
			if err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(u.Ctx, q)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		want := func(name string, err error, key string) {
			t.Helper()
			if got, _ := fault.KeyOf(err); got != key {
				t.Errorf("%s says %q (%v), want %q", name, got, err, key)
			}
		}
		_, err := u.DB.Check(u.Ctx)
		want("check", err, "")
		set(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`)
		want("migrate", u.DB.Migrate(u.Ctx), "db.too_new")
		want("current", u.DB.Current(u.Ctx), "db.too_new")
		_, err = u.DB.Check(u.Ctx)
		want("check", err, "db.too_new")
		set(`DELETE FROM goose_db_version WHERE version_id > 2`)
		want("current", u.DB.Current(u.Ctx), "db.not_migrated")
	})
}

// TestAnotherProgramsFileIsLeftAlone: it got some hundred tables of ours.
func TestAnotherProgramsFileIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	d, err := db.Open(t.Context(), db.Options{Address: path, Clock: clock.System(), ReadConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `CREATE TABLE photo (name TEXT)`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	err = d.Migrate(t.Context())
	if key, _ := fault.KeyOf(err); key != "db.foreign" {
		t.Errorf("migrate says %v", err)
	}
	var tables int
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT count(*) FROM sqlite_schema`).Scan(&tables)
	}); err != nil || tables != 1 {
		t.Errorf("%d tables, %v", tables, err)
	}
}
