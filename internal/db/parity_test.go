package db_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

// Both engines must have the same tables, columns, nullability and indexes, or
// a store test that passes on one says nothing of the other.
func TestSchemasAreAlike(t *testing.T) {
	if only := os.Getenv("PASSERELLE_TEST_ENGINES"); only != "" && !strings.Contains(only, string(db.Postgres)) {
		t.Skip("not run: needs both engines")
	}
	lite := schema(t, dbtest.New(t, db.SQLite), `
		SELECT m.name || '.' || c.name || ' ' || CASE
		         WHEN c."type" = 'INTEGER' AND instr(m.sql, c.name || ' ') > 0 AND
		              replace(replace(m.sql, ' ', ''), char(10), '') LIKE '%CHECK(' || c.name || 'IN(0,1))%' THEN 'bool'
		         WHEN c."type" = 'INTEGER' THEN 'int' WHEN c."type" = 'TEXT' THEN 'text'
		         WHEN c."type" = 'REAL' THEN 'float' WHEN c."type" = 'BLOB' THEN 'bytes' ELSE c."type" END
		       || CASE WHEN c."notnull" = 1 THEN ' not null' ELSE '' END
		FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%'
		UNION ALL
		SELECT 'index ' || i.name || ' on ' || m.name || CASE WHEN i."unique" = 1 THEN ' unique ' ELSE ' ' END ||
		       (SELECT group_concat(x.name, ',') FROM (SELECT k.name FROM pragma_index_info(i.name) AS k ORDER BY k.seqno) AS x)
		FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS i
		WHERE m.type = 'table' AND i.origin = 'c' AND m.name NOT LIKE 'goose_%'
		UNION ALL
		SELECT 'key ' || m.name || ' ' || (SELECT group_concat(x.name, ',') FROM (SELECT k.name FROM pragma_table_info(m.name) AS k WHERE k.pk > 0 ORDER BY k.pk) AS x)
		FROM sqlite_master AS m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%'
		UNION ALL
		SELECT DISTINCT 'ref ' || m.name || ' -> ' || f."table" FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'`)
	pg := schema(t, dbtest.New(t, db.Postgres), `
		SELECT table_name || '.' || column_name || ' ' || CASE data_type
		         WHEN 'boolean' THEN 'bool' WHEN 'bigint' THEN 'int' WHEN 'text' THEN 'text'
		         WHEN 'double precision' THEN 'float' WHEN 'bytea' THEN 'bytes' ELSE data_type END
		       || CASE WHEN is_nullable = 'NO' THEN ' not null' ELSE '' END
		FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%'
		UNION ALL
		SELECT 'index ' || c.relname || ' on ' || t.relname || CASE WHEN i.indisunique THEN ' unique ' ELSE ' ' END ||
		       (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(i.indkey) WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.attnum)
		FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_class AS t ON t.oid = i.indrelid
		JOIN pg_namespace AS n ON n.oid = t.relnamespace
		WHERE n.nspname = 'public' AND t.relname NOT LIKE 'goose_%' AND NOT EXISTS (SELECT 1 FROM pg_constraint AS x WHERE x.conindid = c.oid AND x.contype IN ('p', 'u'))
		UNION ALL
		SELECT 'key ' || t.relname || ' ' || (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(x.conkey) WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.attnum)
		FROM pg_constraint AS x JOIN pg_class AS t ON t.oid = x.conrelid WHERE x.contype = 'p' AND t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE 'goose_%'
		UNION ALL
		SELECT DISTINCT 'ref ' || t.relname || ' -> ' || f.relname FROM pg_constraint AS x JOIN pg_class AS t ON t.oid = x.conrelid JOIN pg_class AS f ON f.oid = x.confrelid WHERE x.contype = 'f'`)
	if len(lite) < 40 {
		t.Fatalf("only %d facts read: the comparison would prove nothing", len(lite))
	}
	for _, d := range difference(lite, pg) {
		t.Errorf("only in SQLite:     %s", d)
	}
	for _, d := range difference(pg, lite) {
		t.Errorf("only in PostgreSQL: %s", d)
	}
}

// On PostgreSQL a reference is checked when the transaction ends, or strangers
// that write at once are rivals (migration 0058). A new table must say so.
func TestReferencesAreCheckedLast(t *testing.T) {
	at := schema(t, dbtest.New(t, db.Postgres), `
		SELECT CASE WHEN x.condeferred THEN 'deferred' ELSE t.relname || '.' || x.conname END
		FROM pg_constraint AS x JOIN pg_class AS t ON t.oid = x.conrelid WHERE x.contype = 'f'`)
	if len(at) < 40 {
		t.Fatalf("only %d references read", len(at))
	}
	for _, name := range at {
		if name != "deferred" {
			t.Errorf("%s is checked at once: say DEFERRABLE INITIALLY DEFERRED", name)
		}
	}
}

func schema(t *testing.T, u *dbtest.Universe, q string) (facts []string) {
	t.Helper()
	err := u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
		facts, err = db.Collect(context.Background(), tx, func(s *string) []any { return []any{s} }, q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(facts)
	return facts
}

func difference(a, b []string) (only []string) {
	in := map[string]bool{}
	for _, s := range b {
		in[s] = true
	}
	for _, s := range a {
		if !in[s] {
			only = append(only, s)
		}
	}
	return only
}

func TestDifferenceSeesAPlantedColumn(t *testing.T) {
	if d := difference([]string{"a.x int", "a.y int"}, []string{"a.x int"}); fmt.Sprint(d) != "[a.y int]" {
		t.Errorf("difference = %v", d)
	}
}

func TestMigrationsArePaired(t *testing.T) {
	names := func(dir string) (out []string) {
		es, err := fs.ReadDir(db.Migrations, dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range es {
			out = append(out, path.Base(e.Name()))
		}
		return out
	}
	if a, b := names("migrations/sqlite"), names("migrations/postgres"); strings.Join(a, " ") != strings.Join(b, " ") {
		t.Errorf("not paired:\n  sqlite   %v\n  postgres %v", a, b)
	}
}
