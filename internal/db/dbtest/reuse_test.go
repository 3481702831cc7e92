package dbtest

import (
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"passerelle/internal/db"
)

// borrowed is a database to give back by hand, and a connection to its cluster.
func borrowed(t *testing.T) (cluster *pgx.Conn, template migrated, mine string) {
	t.Helper()
	newPostgres(t) // skips, or fails, where there is no cluster
	ctx, address := t.Context(), os.Getenv("PASSERELLE_TEST_POSTGRES")
	template, err := pgTemplate()
	if err != nil {
		t.Fatal(err)
	}
	if cluster, err = pgx.Connect(ctx, address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cluster.Close(ctx) })
	if mine, err = takeOrClone(ctx, address, template); err != nil {
		t.Fatal(err)
	}
	return cluster, template, mine
}

func do(t *testing.T, database string, statements ...string) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), inDatabase(os.Getenv("PASSERELLE_TEST_POSTGRES"), database))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(t.Context())
	for _, s := range statements {
		if _, err := c.Exec(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
}

const (
	one  = `INSERT INTO event (region_id, id, at, kind, actor_kind, org_id, team_id, worker_id, subject, body) VALUES ('r', 'e', 0, '', '', '', '', '', '', '')`
	many = `INSERT INTO act (region_id, key, result, at) SELECT 'r', n::text, repeat('x', 100), 0 FROM generate_series(1, 5000) AS n`
)

func TestADatabaseIsGivenBackEmpty(t *testing.T) {
	_, template, mine := borrowed(t)
	do(t, mine, one, many)
	address := inDatabase(os.Getenv("PASSERELLE_TEST_POSTGRES"), mine)
	if err := empty(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), db.Options{Address: address, ReadConns: 1})
	if err != nil {
		t.Fatal(err) // its schema's history went with the rows
	}
	var rows int
	err = d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT (SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM act)`).Scan(&rows)
	})
	if err != nil || rows != 0 {
		t.Errorf("%d rows are left, %v", rows, err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if form, err := formOf(t.Context(), address); err != nil || form != template.form {
		t.Errorf("it is no longer like the template: %v", err)
	}
	// From here on it may be another test's.
	if err := giveBack(t.Context(), os.Getenv("PASSERELLE_TEST_POSTGRES"), template, mine); err != nil {
		t.Error(err)
	}
}

func TestADatabaseThatATestBrokeIsDropped(t *testing.T) {
	for name, broken := range map[string]string{
		"constraint": `ALTER TABLE event DROP CONSTRAINT event_pkey CASCADE`,
		"column":     `ALTER TABLE event ADD COLUMN strange TEXT`,
		"trigger":    `CREATE TRIGGER strange BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
		"table":      `CREATE TABLE strange (id TEXT)`,
		"index":      `DROP INDEX event_subject`,
		"history":    `DELETE FROM goose_db_version WHERE version_id > 2`,
	} {
		t.Run(name, func(t *testing.T) {
			cluster, template, mine := borrowed(t)
			do(t, mine, broken)
			if err := giveBack(t.Context(), os.Getenv("PASSERELLE_TEST_POSTGRES"), template, mine); err != nil {
				t.Fatal(err)
			}
			var kept bool
			if err := cluster.QueryRow(t.Context(), `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, mine).Scan(&kept); err != nil || kept {
				t.Errorf("kept: %v %v", kept, err)
			}
		})
	}
}
