package house

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// personColumns is all that the table of persons may hold in clear: an opaque
// id, the owner, a mark of the owner's code (keyed with the organisation, so
// that one code leaves two marks in two organisations), what is sealed, and the
// person's picture (keyed with their own id: no two can be compared). A further
// column (a phone, a date of birth, a folded name) could be compared between
// two organisations, so adding one is a decision and is made here.
var personColumns = []string{"region_id", "id", "org_id", "code_mark", "sealed", "language", "created_at", "ended_at", "sign", "closed_at"}

// personTables may carry person_id: each row of theirs speaks of one person of
// one organisation, named in the column given.
var personTables = map[string]string{
	"thread":          "org_id", // the organisation that gave the thread
	"emergency":       "org_id", // the organisation that told
	"safe_contact":    "org_id", // the organisation that accompanies the person
	"contact_message": "org_id",
	"consent":         "org_id",        // the organisation that asked
	"referral":        "sender_org_id", // the organisation that accompanies the person
	"disclosure":      "org_id",        // the organisation that read
}

var identity = regexp.MustCompile(`(^|_)(name|alias|nickname|phone|tel|email|birth|birthday|born|dob|ramq|nam|health_number|sin|nas|address|photo|face|finger|soundex|metaphone|phonetic)(_|$)`)

// compares finds columns by which two rows of two organisations could be seen
// to be about one person, wherever they stand.
var compares = regexp.MustCompile(`(^|_)(code_mark|person_mark|client_mark|person_hash|name_hash|phone_hash|birth_hash|email_hash|soundex|metaphone|phonetic)(_|$)`)

// ofPeople finds tables that hold persons under another name.
var ofPeople = regexp.MustCompile(`(^|_)(person|personne|client|clientele|patient|beneficiary|individual|usager|dossier|identity|identite|everyone|registry|registre)s?(_|$)`)

var personColumn = regexp.MustCompile(`(^|_)(person|client|patient|beneficiary|individual|usager)(_id|_key|_code|_ref|_a|_b|_[0-9])?$`)

var noSharedFile = Rule{
	Name: "no table can join the people of two organisations",
	Why: "a shared file is what the milieu calls \"fichage\" and leaves: no table, index or search may let one organisation find a person known to another. " +
		"Between organisations travels one sealed package, to one recipient",
	Check: func(t *Tree) (bad []Finding) {
		for _, engine := range t.engines() {
			for _, tb := range t.Schema(engine).Tables {
				at := tb.At + " table " + tb.Name
				if tb.Name == "person" {
					bad = append(bad, personTable(at, tb)...)
					continue
				}
				if ofPeople.MatchString(tb.Name) {
					bad = append(bad, found(at, "holds persons beside the table person"))
				}
				for _, c := range tb.Columns {
					if compares.MatchString(c) {
						bad = append(bad, found(at, "column %s could be compared between two organisations", c))
					}
				}
				var people []string
				for _, c := range tb.Columns {
					if personColumn.MatchString(c) {
						people = append(people, c)
					}
				}
				if len(people) == 0 {
					continue
				}
				owner, known := personTables[tb.Name]
				switch {
				case !known:
					bad = append(bad, found(at, "has a person column (%s) and is not in personTables", strings.Join(people, ", ")))
				case len(people) > 1:
					bad = append(bad, found(at, "ties two persons: %s", strings.Join(people, ", ")))
				case !slices.Contains(tb.Columns, owner):
					bad = append(bad, found(at, "says nowhere whose person it is (column %s)", owner))
				}
				for _, c := range tb.Columns {
					if identity.MatchString(c) {
						bad = append(bad, found(at, "column %s could be compared between two organisations", c))
					}
				}
			}
			for _, p := range t.Migrations(engine) {
				if createView.MatchString(lineComment.ReplaceAllString(t.Other[p], "")) {
					bad = append(bad, found(p, "makes a view: what it joins is in no statement, and no rule sees it"))
				}
			}
		}
		return bad
	},
}

func personTable(at string, tb *Table) (bad []Finding) {
	for _, c := range tb.Columns {
		if !slices.Contains(personColumns, c) {
			bad = append(bad, found(at, "column %s could be compared between two organisations", c))
		}
	}
	if !slices.Contains(tb.Columns, "org_id") {
		bad = append(bad, found(at, "has no org_id: every person is one organisation's"))
	}
	for _, k := range tb.Keys {
		if !k.Primary && !slices.Contains(k.Columns, "org_id") {
			bad = append(bad, found(at, "unique (%s) without org_id compares the persons of all organisations", strings.Join(k.Columns, ", ")))
		}
		if k.Primary && !slices.Equal(k.Columns, []string{"region_id", "id"}) && !slices.Contains(k.Columns, "org_id") {
			bad = append(bad, found(at, "primary key (%s) is neither an opaque id nor the organisation's own", strings.Join(k.Columns, ", ")))
		}
	}
	for _, k := range tb.Indexes {
		if !slices.Contains(k.Columns, "org_id") {
			bad = append(bad, found(at, "index (%s) without org_id finds the persons of all organisations", strings.Join(k.Columns, ", ")))
		}
	}
	return bad
}

func TestNoTableJoinsPeopleOfTwoOrganisations(t *testing.T) {
	enforce(t, noSharedFile)
	planted := func(from, to string) files { return files{region: strings.Replace(good, from, to, 1)} }
	bites(t, noSharedFile, planted("    org_id    TEXT NOT NULL,\n", ""), "has no org_id")
	bites(t, noSharedFile, planted("code_mark TEXT NOT NULL", "birth_date TEXT NOT NULL"), "birth_date could be compared")
	bites(t, noSharedFile, planted("(region_id, org_id, code_mark)", "(region_id, code_mark)"), "compares the persons of all organisations")
	bites(t, noSharedFile, planted("PRIMARY KEY (region_id, id)", "PRIMARY KEY (region_id, code_mark)"), "neither an opaque id")
	bites(t, noSharedFile, planted("person_id TEXT NOT NULL,", "person_id TEXT NOT NULL,\n    other_person_id TEXT NOT NULL,"), "ties two persons")
	bites(t, noSharedFile, planted("CREATE TABLE referral", "CREATE TABLE match"), "not in personTables")
	bites(t, noSharedFile, planted("CREATE UNIQUE INDEX person_code ON person (region_id, org_id, code_mark)", "CREATE INDEX person_code ON person (region_id, code_mark)"), "finds the persons of all")
	bites(t, noSharedFile, planted("CREATE TABLE referral", "CREATE VIEW everyone AS SELECT p.id FROM person AS p;\n-- regional\nCREATE TABLE referral"), "makes a view")
	bites(t, noSharedFile, files{region: good + "-- regional\nCREATE TABLE shared_client (\n    region_id TEXT NOT NULL,\n    at INTEGER NOT NULL,\n    PRIMARY KEY (region_id, at)\n) STRICT;\n"}, "beside the table person")
	bites(t, noSharedFile, files{region: good + "-- regional\nCREATE TABLE seen (\n    region_id TEXT NOT NULL,\n    phone_hash TEXT NOT NULL,\n    PRIMARY KEY (region_id, phone_hash)\n) STRICT;\n"}, "phone_hash could be compared")
	bites(t, noSharedFile, files{region: good}, "says nowhere whose person it is")
	spares(t, noSharedFile, planted("person_id TEXT NOT NULL,", "person_id TEXT NOT NULL,\n    sender_org_id TEXT NOT NULL,"))
}

// compared finds columns of persons compared between two rows: anything but
// the opaque id, and the id never with another person's.
var compared = regexp.MustCompile(`\b(\w+)\.(code_mark|sealed|fingerprint|language|name|phone|alias)\s*(?:=|<>|!=|LIKE|IN)\s*\(?\s*(\w+)\.(\w+)`)

var noPeopleJoin = Rule{
	Name: "no query can join the people of two organisations",
	Why:  noSharedFile.Why,
	Check: func(t *Tree) (bad []Finding) {
		for _, s := range t.Statements() {
			persons := 0
			aliases := map[string]bool{}
			for _, u := range s.Uses() {
				if u.Table == "person" {
					persons++
					aliases[u.Alias] = true
				}
				if _, ok := personTables[u.Table]; ok {
					aliases[u.Alias] = true
				}
			}
			if persons > 1 {
				bad = append(bad, found(s.At, "%s uses the table person twice", s.Func))
			}
			for _, m := range compared.FindAllStringSubmatch(s.SQL, -1) {
				if m[1] != m[3] && (aliases[m[1]] || aliases[m[3]]) {
					bad = append(bad, found(s.At, "%s compares %s", s.Func, m[0]))
				}
			}
			// A person's row is reached by its opaque id, by its owner, or by a
			// Scope: never by what the person is called alone.
			if persons == 1 && !s.inserts() && !s.scoped() && !strings.Contains(s.SQL, "org_id") {
				bad = append(bad, found(s.At, "%s reads persons without fixing the organisation", s.Func))
			}
		}
		return bad
	},
}

func TestNoQueryJoinsPeopleOfTwoOrganisations(t *testing.T) {
	enforce(t, noPeopleJoin)
	store := func(q string) files {
		return files{region: good, "internal/referral/store.go": "package referral\nvar q = `" + q + "`\n"}
	}
	bites(t, noPeopleJoin, store("SELECT a.id FROM person AS a JOIN person AS b ON b.region_id = a.region_id AND b.code_mark = a.code_mark"), "person twice")
	bites(t, noPeopleJoin, store("SELECT t.id FROM thread AS t JOIN thread AS u ON t.fingerprint = u.fingerprint"), "compares t.fingerprint")
	bites(t, noPeopleJoin, store("SELECT p.id FROM person AS p WHERE p.region_id = $1 AND p.code_mark = $2"), "without fixing the organisation")
	spares(t, noPeopleJoin, store("SELECT p.id FROM person AS p WHERE p.region_id = $1 AND p.org_id = $2 AND p.code_mark = $3"))
}
