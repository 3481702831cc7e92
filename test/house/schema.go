package house

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// Schema is what the migrations of one engine make.
type Schema struct {
	Engine string
	Tables map[string]*Table
}

// Table is one table, read from the text of the migrations.
type Table struct {
	Name    string
	At      string // the migration
	Kind    string // regional, reference or ""
	Columns []string
	Keys    []Key // primary key, unique constraints and unique indexes
	Indexes []Key // the other indexes
	Foreign []Foreign
}

// Key is a set of columns that must be unique, in order.
type Key struct {
	Columns []string
	Primary bool
}

// Foreign is a reference to another table.
type Foreign struct {
	Columns []string
	Table   string
}

var (
	lineComment = regexp.MustCompile(`--[^\n]*`)
	createTable = regexp.MustCompile(`(?s)(?:--\s*(regional|reference)[^\n]*\n\s*)?CREATE TABLE (?:IF NOT EXISTS )?(\w+)\s*\((.*?)\n\)[^;]*;`)
	plainIndex  = regexp.MustCompile(`(?s)CREATE INDEX (?:IF NOT EXISTS )?\w+\s+ON\s+(\w+)\s*\((.*?)\)(?:\s*WHERE[^;]*)?;`)
	createView  = regexp.MustCompile(`CREATE (?:TEMP |TEMPORARY |MATERIALIZED |OR REPLACE )*VIEW`)
	createIndex = regexp.MustCompile(`(?s)CREATE UNIQUE INDEX (?:IF NOT EXISTS )?\w+\s+ON\s+(\w+)\s*\((.*?)\)(?:\s*WHERE[^;]*)?;`)
	addColumn   = regexp.MustCompile(`ALTER TABLE (\w+)\s+ADD COLUMN\s+(\w+)`)
	dropTable   = regexp.MustCompile(`DROP TABLE (?:IF EXISTS )?(\w+)`)
	renameTable = regexp.MustCompile(`ALTER TABLE (\w+)\s+RENAME TO (\w+)`)
	references  = regexp.MustCompile(`(?i)REFERENCES\s+(\w+)`)
	inBrackets  = regexp.MustCompile(`\(([^()]*)\)`)
)

// migrationsDir holds one folder an engine.
const migrationsDir = "internal/db/migrations/"

// Migrations lists an engine's files in order.
func (t *Tree) Migrations(engine string) []string {
	var files []string
	for p := range t.Other {
		if strings.HasPrefix(p, migrationsDir+engine+"/") && strings.HasSuffix(p, ".sql") {
			files = append(files, p)
		}
	}
	slices.Sort(files)
	return files
}

// Schema reads the migrations of one engine.
func (t *Tree) Schema(engine string) Schema {
	s := Schema{Engine: engine, Tables: map[string]*Table{}}
	for _, p := range t.Migrations(engine) {
		s.read(p, t.Other[p])
	}
	return s
}

func (s Schema) read(p, text string) {
	for _, m := range createTable.FindAllStringSubmatch(text, -1) {
		tb := &Table{Name: m[2], At: p, Kind: m[1]}
		for _, item := range items(lineComment.ReplaceAllString(m[3], "")) {
			tb.add(item)
		}
		s.Tables[tb.Name] = tb
	}
	bare := lineComment.ReplaceAllString(text, "")
	for _, m := range createIndex.FindAllStringSubmatch(bare, -1) {
		if tb := s.Tables[m[1]]; tb != nil {
			tb.Keys = append(tb.Keys, Key{Columns: columnList(m[2])})
		}
	}
	for _, m := range plainIndex.FindAllStringSubmatch(bare, -1) {
		if tb := s.Tables[m[1]]; tb != nil {
			tb.Indexes = append(tb.Indexes, Key{Columns: columnList(m[2])})
		}
	}
	for _, m := range addColumn.FindAllStringSubmatch(bare, -1) {
		if tb := s.Tables[m[1]]; tb != nil {
			tb.Columns = append(tb.Columns, m[2])
		}
	}
	for _, m := range dropTable.FindAllStringSubmatch(bare, -1) {
		delete(s.Tables, m[1])
	}
	for _, m := range renameTable.FindAllStringSubmatch(bare, -1) {
		if tb := s.Tables[m[1]]; tb != nil {
			delete(s.Tables, m[1])
			tb.Name = m[2]
			s.Tables[m[2]] = tb
		}
	}
}

// items cuts the body of a CREATE TABLE at its top-level commas.
func items(body string) (out []string) {
	depth, start := 0, 0
	for i, c := range body {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, strings.TrimSpace(body[start:i]))
				start = i + 1
			}
		}
	}
	return append(out, strings.TrimSpace(body[start:]))
}

var constraintName = regexp.MustCompile(`(?i)^CONSTRAINT\s+\w+\s+`)

// add reads one column or table constraint.
func (tb *Table) add(item string) {
	item = constraintName.ReplaceAllString(item, "")
	up := strings.ToUpper(item)
	first := columnList(firstBrackets(item))
	switch {
	case item == "" || strings.HasPrefix(up, "CHECK"):
	case strings.HasPrefix(up, "PRIMARY KEY"):
		tb.Keys = append(tb.Keys, Key{Columns: first, Primary: true})
	case strings.HasPrefix(up, "UNIQUE"):
		tb.Keys = append(tb.Keys, Key{Columns: first})
	case strings.HasPrefix(up, "FOREIGN KEY"):
		if m := references.FindStringSubmatch(item); m != nil {
			tb.Foreign = append(tb.Foreign, Foreign{Columns: first, Table: m[1]})
		}
	default:
		name := strings.Fields(item)[0]
		tb.Columns = append(tb.Columns, name)
		if strings.Contains(up, "PRIMARY KEY") {
			tb.Keys = append(tb.Keys, Key{Columns: []string{name}, Primary: true})
		}
		if strings.Contains(up, " UNIQUE") {
			tb.Keys = append(tb.Keys, Key{Columns: []string{name}})
		}
		if m := references.FindStringSubmatch(item); m != nil {
			tb.Foreign = append(tb.Foreign, Foreign{Columns: []string{name}, Table: m[1]})
		}
	}
}

func firstBrackets(s string) string {
	if m := inBrackets.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// columnList reads "a, b DESC, c": the names alone.
func columnList(s string) (out []string) {
	for _, part := range strings.Split(s, ",") {
		if f := strings.Fields(part); len(f) > 0 {
			out = append(out, strings.Trim(f[0], `"`))
		}
	}
	return out
}

// engines are the folders of migrations.
func (t *Tree) engines() []string {
	seen := map[string]bool{}
	for p := range t.Other {
		if rest, ok := strings.CutPrefix(p, migrationsDir); ok {
			seen[path.Dir(rest)] = true
		}
	}
	var out []string
	for e := range seen {
		out = append(out, e)
	}
	slices.Sort(out)
	return out
}
