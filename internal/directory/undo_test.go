package directory_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// standing reads every row that an import may write, without the instants at
// which rows were touched and without the runs themselves, which stay.
func standing(t *testing.T, u *dbtest.Universe) map[string][]string {
	t.Helper()
	columns := map[string]string{
		"dataset":       "id, name, language, version, last_run_id",
		"source_record": "dataset_id, file, sha256, copy_rank, row_no, header, raw, cells, first_run_id, absent_since",
		"service_fact":  "service_id, kind, code, origin, value, said_by, attribute_id",
		"correction":    "resource_type, resource_id, field_name, local_value, source_value",
	}
	for _, table := range append([]*directory.Table{directory.Translations}, directory.Tables...) {
		var names []string
		for _, c := range table.Columns {
			names = append(names, c.SQL)
		}
		columns[table.Name] = strings.Join(append(names, "published", "dataset_id", "source_digest", "first_run_id", "absent_since"), ", ")
	}
	out := map[string][]string{}
	must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
		for _, table := range slices.Sorted(maps.Keys(columns)) {
			cells := make([]any, strings.Count(columns[table], ",")+1)
			rows, err := db.Collect(u.Ctx, tx, func(r *[]any) []any {
				*r = make([]any, len(cells))
				var to []any
				for i := range *r {
					to = append(to, &(*r)[i])
				}
				return to
			}, "SELECT "+columns[table]+" FROM "+table)
			if err != nil {
				return err
			}
			for _, r := range rows {
				out[table] = append(out[table], fmt.Sprint(r))
			}
			slices.Sort(out[table])
		}
		return nil
	}))
	return out
}

func wantStanding(t *testing.T, want, got map[string][]string) {
	t.Helper()
	for _, table := range slices.Sorted(maps.Keys(got)) {
		if !slices.Equal(want[table], got[table]) {
			t.Errorf("%s holds\n%s\nand held\n%s", table, strings.Join(got[table], "\n"), strings.Join(want[table], "\n"))
		}
	}
	for table := range want {
		if len(got[table]) == 0 {
			t.Errorf("%s is empty and held %d rows", table, len(want[table]))
		}
	}
}

// changed is the package of the refuge a month later: each table says
// something else, something new, or nothing any more.
func changed() told {
	p := refuge()
	p.records[1].Set("name", "Soupe et vestiaire")
	p.records[1].Set("description", "Repas chaud, aide alimentaire")
	p.records[0].Set("description", "Deux lieux")
	p.records = slices.DeleteFunc(p.records, func(r directory.Record) bool { return r.ID() == idOf("phone", "tel") })
	return told{p.name, append(p.records,
		rec("phone", "autre", "service_id", idOf("service", "refuge"), "number", "514-555-0199"),
		rec("service", "dentiste", "organization_id", idOf("organization", "org"), "name", "Clinique dentaire", "description", "Dentiste", "status", "active"),
		rec("taxonomy_term", "ramq", "code", "papers-accepted:ramq", "name", "RAMQ", "description", "RAMQ", "taxonomy_id", idOf("taxonomy", "papers")),
		rec("attribute", "ramq", "link_id", idOf("service", "refuge"), "link_entity", "service", "taxonomy_term_id", idOf("taxonomy_term", "ramq"), "value", "confirmed"))}
}

// An import that is taken back leaves what stood before it, to the cell: also
// the needs that were guessed, which nothing in the package says.
func TestUndoLeavesWhatStoodBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		empty := standing(t, u)
		first := mustImport(t, u, refuge())
		before := standing(t, u)
		if len(before["service_fact"]) < 2 {
			t.Fatal("nothing was guessed or said: the test proves nothing")
		}
		u.Clock.Advance(time.Hour)
		second := mustImport(t, u, changed())
		if slices.Equal(before["service_fact"], standing(t, u)["service_fact"]) {
			t.Fatal("the guesses did not change: the test proves nothing")
		}
		u.Clock.Advance(time.Hour)
		must(t, services(u).Undo(u.Ctx, operator, second.Run))
		wantStanding(t, before, standing(t, u))
		must(t, services(u).Undo(u.Ctx, operator, first.Run))
		wantStanding(t, empty, standing(t, u))
	})
}

// What was corrected here, before or after the import, stays corrected; beside
// it stands what the source says again.
func TestUndoKeepsWhatWasCorrectedHere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		refugeID := one(t, u).ID
		must(t, services(u).Correct(u.Ctx, worker, refugeID, "name", "Refuge des Tilleuls"))
		before := standing(t, u)
		second := mustImport(t, u, changed())
		must(t, services(u).Correct(u.Ctx, worker, refugeID, "fees_description", "Un dollar"))
		must(t, services(u).Undo(u.Ctx, operator, second.Run))
		l := one(t, u)
		if l.Name.FR != "Refuge des Tilleuls" || l.Fees.FR != "Un dollar" || l.Summary.FR != "Un lit pour la nuit" {
			t.Errorf("name %q, fees %q, summary %q", l.Name.FR, l.Fees.FR, l.Summary.FR)
		}
		sources := standing(t, u)["correction"]
		if len(sources) != 2 || !strings.Contains(strings.Join(sources, "\n"), before["correction"][0]) || !strings.Contains(strings.Join(sources, "\n"), "Un dollar Gratuit") {
			t.Errorf("beside the corrections stands %q, and stood %q", sources, before["correction"])
		}
	})
}

// A record that two sources give belongs to the one that came last: taking back
// the other takes nothing from it.
func TestUndoLeavesWhatAnotherSourceTookOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		first := mustImport(t, u, refuge())
		other := changed()
		other.name = "other"
		mustImport(t, u, other)
		must(t, services(u).Undo(u.Ctx, operator, first.Run))
		var names []string
		for _, l := range loaded(t, u) {
			names = append(names, l.Name.FR)
		}
		slices.Sort(names)
		if !slices.Equal(names, []string{"Clinique dentaire", "Soupe et vestiaire"}) {
			t.Errorf("of the other source are left %q", names)
		}
	})
}
