package house

import (
	"flag"
	"fmt"
	"go/ast"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var sqlInStores = Rule{
	Name: "SQL in store files",
	Why: "whoever asks which statements touch a table must find them by the file name; " +
		"SQL stands in store*.go and in access, event, job, seal and db",
	Check: func(t *Tree) (bad []Finding) {
		for _, f := range t.Go {
			pkg := Internal(f.Dir)
			if f.Test || f.Generated || strings.HasPrefix(path.Base(f.Path), "store") ||
				under(pkg, "access", "event", "job", "seal", "db") || strings.HasPrefix(f.Path, "test/") {
				continue
			}
			t.texts(f, f.AST, nil, func(at ast.Node, text string) {
				if anySQL.MatchString(text) {
					bad = append(bad, found(t.At(at), "SQL outside a store file: %.60q", strings.TrimSpace(text)))
				}
			})
		}
		return bad
	},
}

func TestSQLInStores(t *testing.T) {
	enforce(t, sqlInStores)
	bites(t, sqlInStores, files{"internal/need/hear.go": "package need\nvar q = `SELECT id FROM need`\n"}, "outside a store file")
	bites(t, sqlInStores, files{"internal/need/hear.go": "package need\nfunc f(s string) string { return `UPDATE need SET x = $1 WHERE ` + s }\n"}, "outside a store file")
	spares(t, sqlInStores, files{"internal/need/store_hear.go": "package need\nvar q = `SELECT id FROM need`\n",
		"internal/need/a.go": "package need\nvar q = `Select a door, update your words, from here`\n"})
}

// sentFirst are the functions that send a text to a database.
var sentFirst = map[string]bool{"Exec": true, "Query": true, "QueryRow": true, "Collect": true, "Find": true, "ExecContext": true, "QueryContext": true, "QueryRowContext": true}

var smallSQL = regexp.MustCompile(`(?i)^\s*(select|insert|update|delete|with|merge|replace|create|drop|alter|truncate|copy|explain|table|values)\b`)

var seenSQL = Rule{
	Name: "SQL can be seen",
	Why: "every rule about statements finds them by their keywords in capitals and by their text; " +
		"one in small letters, or put together beforehand in a variable, would pass under all of them",
	Check: func(t *Tree) (bad []Finding) {
		constants := t.constants()
		for _, f := range t.Go {
			pkg := Internal(f.Dir)
			if f.Test || f.Generated || pkg == "" || under(pkg, "db") {
				continue
			}
			ast.Inspect(f.AST, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if name := called(call); !sentFirst[name] {
					return true
				}
				for _, arg := range call.Args {
					text, ok := f.concat(t, arg, constants[f.Dir])
					if ok && smallSQL.MatchString(text) && !wholeStatement.MatchString(text) {
						bad = append(bad, found(t.At(arg), "SQL whose keywords are not in capitals: %.60q", strings.TrimSpace(text)))
					}
				}
				return true
			})
		}
		return bad
	},
}

// called is the name of the function of a call, without its type arguments.
func called(call *ast.CallExpr) string {
	fun := call.Fun
	switch g := fun.(type) {
	case *ast.IndexExpr:
		fun = g.X
	case *ast.IndexListExpr:
		fun = g.X
	}
	switch f := fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func TestSQLCanBeSeen(t *testing.T) {
	enforce(t, seenSQL)
	in := func(body string) files {
		return files{"internal/need/store.go": "package need\nfunc f(tx interface{ QueryRow(...any) }) {" + body + "}\n"}
	}
	bites(t, seenSQL, in("tx.QueryRow(nil, `select p.id from person as p`)"), "not in capitals")
	bites(t, seenSQL, in("tx.QueryRow(nil, `Select p.id From person p`)"), "not in capitals")
	spares(t, seenSQL, in("tx.QueryRow(nil, `SELECT p.id FROM person AS p`)"))
}

var portableSQL = Rule{
	Name: "one SQL text for both engines",
	Why: "a statement that means two things on two engines is a difference in behaviour, and in a system of consent a difference in security; " +
		"the instant is an argument, text is folded in Go, casts are CAST()",
	Check: func(t *Tree) (bad []Finding) {
		for _, s := range t.Statements() {
			if pkg := Internal(s.File.Dir); pkg == "" || under(pkg, "db") {
				continue // the dialect lives there
			}
			bare := sqlLiteral.ReplaceAllString(s.SQL, "''")
			for pattern, instead := range unportable {
				if m := pattern.FindString(bare); m != "" {
					bad = append(bad, found(s.At, "%q: %s", m, instead))
				}
			}
			bad = append(bad, ascending(s)...)
		}
		return bad
	},
}

func TestPortableSQL(t *testing.T) {
	enforce(t, portableSQL)
	for planted, want := range map[string]string{
		"SELECT id FROM a WHERE at < now()":             "argument",
		"SELECT id FROM a WHERE at < CURRENT_TIMESTAMP": "argument",
		"SELECT id FROM a WHERE lower(name) = $1":       "folded in Go",
		"SELECT * FROM a":                               "named",
		"SELECT x::text FROM a":                         "CAST",
		"SELECT id FROM a WHERE b = $2 AND c = $1":      "order of first use",
		"SELECT id FROM a WHERE b = ?":                  "$1",
		"SELECT json_extract(b, '$.c') FROM a":          "JSON",
	} {
		bites(t, portableSQL, files{"internal/need/store.go": "package need\nvar q = `" + planted + "`\n"}, want)
	}
	spares(t, portableSQL, files{"internal/need/store.go": "package need\nvar q = `SELECT a.id, count(*) FROM a WHERE b = $1 AND c = $2 AND d = $1 AND e = 'now() ?'`\n"})
}

var migrationsPaired = Rule{
	Name: "migrations are paired and numbered",
	Why:  "both engines must hold the same schema at each step; a number used twice makes two histories. A hole is a number that was kept for work that did not come",
	Check: func(t *Tree) (bad []Finding) {
		base := func(engine string) []string {
			var out []string
			for _, p := range t.Migrations(engine) {
				out = append(out, path.Base(p))
			}
			return out
		}
		lite, pg := base("sqlite"), base("postgres")
		for _, name := range lite {
			if !contains(pg, name) {
				bad = append(bad, found(migrationsDir+"sqlite/"+name, "has no twin for postgres"))
			}
		}
		for _, name := range pg {
			if !contains(lite, name) {
				bad = append(bad, found(migrationsDir+"postgres/"+name, "has no twin for sqlite"))
			}
		}
		last := 0
		for _, name := range lite {
			number, _, _ := strings.Cut(name, "_")
			n, err := strconv.Atoi(number)
			if err != nil || len(number) != 4 || n <= last {
				bad = append(bad, found(migrationsDir+"sqlite/"+name, "its number should be four digits, and more than %04d", last))
			}
			last = max(last, n)
		}
		for _, engine := range t.engines() {
			for _, p := range t.Migrations(engine) {
				if strings.Contains(t.Other[p], "+goose Down") {
					bad = append(bad, found(p, "goes down: migrations only go forward"))
				}
			}
		}
		return bad
	},
}

func TestMigrationsPaired(t *testing.T) {
	enforce(t, migrationsPaired)
	bites(t, migrationsPaired, files{"internal/db/migrations/sqlite/0001_a.sql": "-- +goose Up\n"}, "no twin for postgres")
	twice := files{}
	for _, name := range []string{"0002_a.sql", "0002_b.sql"} {
		twice["internal/db/migrations/sqlite/"+name], twice["internal/db/migrations/postgres/"+name] = "", ""
	}
	bites(t, migrationsPaired, twice, "more than 0002")
	bites(t, migrationsPaired, files{"internal/db/migrations/sqlite/a.sql": "", "internal/db/migrations/postgres/a.sql": ""}, "four digits")
}

// systemTables are the engines' own, read by package db alone.
var systemTables = map[string]bool{"pg_database": true, "sqlite_master": true, "sqlite_schema": true, "goose_db_version": true, "pragma_foreign_key_check": true, "pg_stat_activity": true, "pg_stat_user_tables": true, "pg_class": true, "information_schema.columns": true}

// namesTables are the packages that write a family of tables from one list.
var namesTables = map[string]bool{
	"directory": true, // an import writes the two dozen tables of HSDS alike (tables.go)
}

// coupling is package → table → "read", "write" or both.
func coupling(t *Tree) (map[string]map[string]string, []Finding) {
	tables := t.Schema("sqlite").Tables
	uses := map[string]map[string]string{}
	var unknown []Finding
	for _, s := range t.Statements() {
		pkg := Internal(s.File.Dir)
		if pkg == "" || under(pkg, "db/dbtest") {
			continue
		}
		if uses[pkg] == nil {
			uses[pkg] = map[string]string{}
		}
		for _, u := range s.Uses() {
			if u.Table == ByName && !namesTables[pkg] {
				unknown = append(unknown, found(s.At, "the table's name is put together in Go: no rule can see which one it is"))
			}
			if tables[u.Table] == nil && u.Table != ByName {
				if !systemTables[u.Table] {
					unknown = append(unknown, found(s.At, "table %q is in no migration", u.Table))
				}
				continue
			}
			how := uses[pkg][u.Table]
			if u.Write && !strings.Contains(how, "write") {
				how = strings.TrimSpace(how + " write")
			}
			if !u.Write && !strings.Contains(how, "read") {
				how = strings.TrimSpace("read " + how)
			}
			uses[pkg][u.Table] = how
		}
	}
	return uses, unknown
}

var oneWriter = Rule{
	Name: "a table is written by one package",
	Why:  "the invariants of a table are kept by whoever writes it; two writers keep two sets. Reading another's table is allowed, and shows in tables.golden",
	Check: func(t *Tree) (bad []Finding) {
		uses, unknown := coupling(t)
		writers := map[string][]string{}
		for pkg, tables := range uses {
			for table, how := range tables {
				if strings.Contains(how, "write") {
					writers[table] = append(writers[table], pkg)
				}
			}
		}
		for table, pkgs := range writers {
			if slices.Sort(pkgs); len(pkgs) > 1 {
				bad = append(bad, found("table "+table, "written by %s", strings.Join(pkgs, " and ")))
			}
		}
		return append(bad, unknown...)
	},
}

const plantedTable = "-- +goose Up\n-- reference\nCREATE TABLE need (\n    id TEXT NOT NULL PRIMARY KEY\n) STRICT;\n"

func TestOneWriterForEachTable(t *testing.T) {
	enforce(t, oneWriter)
	bites(t, oneWriter, files{
		"internal/db/migrations/sqlite/0001_a.sql": plantedTable,
		"internal/need/store.go":                   "package need\nvar q = `INSERT INTO need (id) VALUES ($1)`\n",
		"internal/org/store.go":                    "package org\nvar q = `UPDATE need SET id = $1 WHERE id = $2`\n",
	}, "written by need and org")
	bites(t, oneWriter, files{"internal/org/store.go": "package org\nfunc f(name string) string { return `DELETE FROM ` + name + ` WHERE id = $1` }\n"}, "put together in Go")
	bites(t, oneWriter, files{"internal/org/store.go": "package org\nvar q = `SELECT a.id FROM nowhere AS a`\n"}, "in no migration")
}

func TestTablesGolden(t *testing.T) {
	uses, _ := coupling(here(t))
	var b strings.Builder
	b.WriteString("# package × table × read/write. Written by: make golden. A new line is a new coupling: say why in the review.\n")
	for _, pkg := range slices.Sorted(maps.Keys(uses)) {
		for _, table := range slices.Sorted(maps.Keys(uses[pkg])) {
			fmt.Fprintf(&b, "%-12s %-24s %s\n", pkg, table, uses[pkg][table])
		}
	}
	golden(t, "testdata/tables.golden", b.String())
}

// golden compares with a file that only -update rewrites; a missing file fails.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(path.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (make golden writes it; read it before you commit it)", err)
	}
	if string(want) != got {
		t.Errorf("%s is not what the code says (make golden rewrites it; read the difference):\n%s", file, difference(string(want), got))
	}
}

// difference lists the lines of one side only: order matters little in sorted
// golden files.
func difference(want, got string) string {
	var b strings.Builder
	for _, side := range []struct{ mark, a, b string }{{"-", want, got}, {"+", got, want}} {
		other := strings.Split(side.b, "\n")
		for _, line := range strings.Split(side.a, "\n") {
			if !contains(other, line) {
				fmt.Fprintf(&b, "%s %s\n", side.mark, line)
			}
		}
	}
	return b.String()
}
