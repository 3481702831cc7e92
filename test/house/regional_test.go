package house

import (
	"strings"
	"testing"
)

var regionFirst = Rule{
	Name: "regional tables carry their region first",
	Why: "a region must be able to live on its own node: no key, no unique index and no foreign key may cross regions (docs/adr). " +
		"Each table is declared with a comment before CREATE TABLE, \"-- regional\" or \"-- reference\"",
	Check: func(t *Tree) (bad []Finding) {
		for _, engine := range t.engines() {
			s := t.Schema(engine)
			for _, tb := range s.Tables {
				at := tb.At + " table " + tb.Name
				if tb.Kind == "" {
					bad = append(bad, found(at, "is declared neither regional nor reference"))
				}
				hasPrimary := false
				for _, k := range tb.Keys {
					hasPrimary = hasPrimary || k.Primary
					if tb.Kind == "regional" && k.Columns[0] != "region_id" {
						bad = append(bad, found(at, "key (%s) does not begin with region_id", strings.Join(k.Columns, ", ")))
					}
				}
				if !hasPrimary {
					bad = append(bad, found(at, "has no primary key"))
				}
				for _, f := range tb.Foreign {
					target := s.Tables[f.Table]
					switch {
					case target == nil:
						bad = append(bad, found(at, "refers to unknown table %s", f.Table))
					case tb.Kind == "regional" && target.Kind == "regional" && f.Columns[0] != "region_id":
						bad = append(bad, found(at, "refers to %s without region_id first: (%s)", f.Table, strings.Join(f.Columns, ", ")))
					case tb.Kind == "reference" && target.Kind == "regional":
						bad = append(bad, found(at, "is copied everywhere but refers to regional table %s", f.Table))
					}
				}
			}
		}
		return bad
	},
}

const region = "internal/db/migrations/sqlite/0001_a.sql"

// good is a right pair of regional tables, to plant faults in.
const good = `-- +goose Up
-- regional
CREATE TABLE person (
    region_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    org_id    TEXT NOT NULL,
    code_mark TEXT NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE UNIQUE INDEX person_code ON person (region_id, org_id, code_mark);

-- regional
CREATE TABLE referral (
    region_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, person_id) REFERENCES person (region_id, id)
) STRICT;
`

func TestRegionFirst(t *testing.T) {
	enforce(t, regionFirst)
	spares(t, regionFirst, files{region: good})
	// One key without its region must turn it red: primary, unique, foreign.
	planted := func(from, to string) files {
		if !strings.Contains(good, from) {
			t.Fatalf("control: nothing to replace: %q", from)
		}
		return files{region: strings.Replace(good, from, to, 1)}
	}
	bites(t, regionFirst, planted("PRIMARY KEY (region_id, id)\n", "PRIMARY KEY (id)\n"), "key (id) does not begin with region_id")
	bites(t, regionFirst, planted("(region_id, org_id, code_mark)", "(org_id, code_mark)"), "key (org_id, code_mark) does not begin")
	bites(t, regionFirst, planted("(region_id, person_id) REFERENCES person (region_id, id)", "(person_id) REFERENCES person (id)"), "refers to person without region_id")
	bites(t, regionFirst, planted("code_mark TEXT NOT NULL", "code_mark TEXT NOT NULL UNIQUE"), "key (code_mark) does not begin")
	bites(t, regionFirst, planted("-- regional\n", ""), "neither regional nor reference")
}

// regionless statements work on every region by design. Each has its reason.
var regionless = exceptions{
	list: map[string]string{
		"event unlinked":      "the linker of a database gives each committed event, of any region in it, its place in one gap-free log",
		"event countUnlinked": "the linker again: how many wait for their place",
		"event since":         "followers (live boards, the index) read the log of a database on from a position",
		"event next":          "the linker again: the next free position",
		"event countStale":    "passerelle check: of all regions, how many wait for their place and should not",
		"event countOutside":  "passerelle check: of all regions, how many no walk along the log would meet",
		"event unlogged":      "passerelle check verifies a whole database; it names opaque ids alone",
	},
}

var regionInStatements = Rule{
	Name: "every statement on a regional table fixes its region",
	Why: "a statement without region_id would be sent to every node, and could join rows of two regions; " +
		"each regional table of a statement has its region_id compared (a Scope's predicate does it for the table it guards)",
	Check: func(t *Tree) (bad []Finding) {
		tables := t.Schema("sqlite").Tables
		allowed := regionless.use()
		for _, s := range t.Statements() {
			var regional []Use
			for _, u := range s.Uses() {
				if tb := tables[u.Table]; tb != nil && tb.Kind == "regional" {
					regional = append(regional, u)
				}
			}
			if len(regional) == 0 {
				continue
			}
			said := s.Regions()
			for _, u := range regional {
				byAlias := said[u.Alias] || said[u.Table]
				alone := said[""] // "region_id" without alias: clear only when one table is there
				if !byAlias && !alone && !allowed(s) {
					bad = append(bad, found(s.At, "%s: %s (%s) without its region_id", s.Func, u.Table, u.Alias))
				}
			}
		}
		return append(bad, regionless.unused(t)...)
	},
}

func TestRegionInStatements(t *testing.T) {
	enforce(t, regionInStatements)
	store := func(q string) files {
		return files{region: good, "internal/need/store.go": "package need\nvar sc interface{ Where(string, int) string }\nvar q = `" + q + "`\n"}
	}
	bites(t, regionInStatements, store("SELECT p.id FROM person AS p WHERE p.id = $1"), "without its region_id")
	bites(t, regionInStatements, store("SELECT p.region_id FROM person AS p WHERE p.id = $1"), "without its region_id")
	bites(t, regionInStatements, store("SELECT p.id FROM person AS p JOIN referral AS r ON r.region_id = p.region_id"), "without its region_id")
	bites(t, regionInStatements, store("UPDATE person SET code_mark = $1 WHERE id = $2"), "without its region_id")
	bites(t, regionInStatements, store("SELECT p.id FROM person AS p JOIN referral AS r ON r.person_id = p.id WHERE p.region_id = $1"), "referral (r) without")
	spares(t, regionInStatements, store("SELECT p.id FROM person AS p JOIN referral AS r ON r.region_id = p.region_id AND r.person_id = p.id WHERE p.region_id = $1"))
	spares(t, regionInStatements, store("SELECT p.id FROM person AS p WHERE p.id = $1 AND (`+sc.Where(\"p\", 2)+`)"))
	spares(t, regionInStatements, store("INSERT INTO person (region_id, id, org_id, code_mark) VALUES ($1, $2, $3, $4)"))
}
