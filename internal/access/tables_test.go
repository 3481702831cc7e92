package access

import (
	"slices"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

// throughParent are the tables that have no predicate of their own: they are
// read joined with the table whose Scope guards them.
var throughParent = map[string]string{
	"referral_note":     `referral_note AS k JOIN referral AS t ON t.region_id = k.region_id AND t.id = k.referral_id`,
	"referral_resource": `referral_resource AS d JOIN referral AS t ON t.region_id = d.region_id AND t.id = d.referral_id`,
	"referral_space":    `referral_space AS k JOIN referral AS t ON t.region_id = k.region_id AND t.id = k.referral_id`,
	"referral_handed":   `referral_handed AS k JOIN referral AS t ON t.region_id = k.region_id AND t.id = k.referral_id`,
	"referral_unblock":  `referral_unblock AS k JOIN referral AS t ON t.region_id = k.region_id AND t.id = k.referral_id`,
	"referral_package":  `referral_package AS k JOIN referral AS t ON t.region_id = k.region_id AND t.id = k.referral_id`,
	"incident_entry":    `incident_entry AS k JOIN incident AS t ON t.region_id = k.region_id AND t.id = k.incident_id`,
	"signal":            `signal AS k JOIN signal_seat AS t ON t.region_id = k.region_id AND t.signal_id = k.id`,
	"signal_join":       `signal_join AS k JOIN signal_seat AS t ON t.region_id = k.region_id AND t.signal_id = k.signal_id`,
	"signal_leg":        `signal_leg AS k JOIN signal_seat AS t ON t.region_id = k.region_id AND t.signal_id = k.signal_id`,
	"signal_voice":      `signal_voice AS k JOIN signal_seat AS t ON t.region_id = k.region_id AND t.signal_id = k.signal_id`,
	"talk_message":      `talk_message AS k JOIN talk AS t ON t.region_id = k.region_id AND t.id = k.talk_id`,
}

// TestProtectedTablesAreThere: each protected table has the columns that its
// predicates name, which a query on it says best.
func TestProtectedTablesAreThere(t *testing.T) {
	actors := []Actor{
		ForWorker(dbtest.Region, "w", "o", "", Intervention),
		ForWorker(dbtest.Region, "w", "o", "", Privacy),
		ForPerson(dbtest.Region, "t", "p"),
		ForLink(dbtest.Region, "r", "o"),
		ForPartner(dbtest.Region, "s", "o"),
	}
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		for table, purposes := range ProtectedTables {
			from := table + " AS t"
			if parent, ok := throughParent[table]; ok {
				from = parent
			}
			for _, p := range purposes {
				asked := false
				for _, a := range actors {
					sc := a.Scope(p, start)
					asked = asked || sc.Where("t", 1) != never
					err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
						var n int
						return tx.QueryRow(u.Ctx, `SELECT count(*) FROM `+from+` WHERE (`+sc.Where("t", 1)+`)`, sc.Args()...).Scan(&n)
					})
					if err != nil {
						t.Errorf("%s for %s: %v", table, p, err)
					}
				}
				if !asked {
					t.Errorf("%s for %s: no actor of this test has a way in", table, p)
				}
			}
		}
	})
	for _, p := range Purposes {
		if !slices.ContainsFunc(mapValues(ProtectedTables), func(ps []Purpose) bool { return slices.Contains(ps, p) }) {
			t.Errorf("%s guards no table", p)
		}
	}
}

func mapValues(m map[string][]Purpose) (all [][]Purpose) {
	for _, v := range m {
		all = append(all, v)
	}
	return all
}

// TestWhatSpeaksOfPersonsIsProtected: a table that names a person or a referral
// is protected, or says here why not.
func TestWhatSpeaksOfPersonsIsProtected(t *testing.T) {
	reasons := map[string]string{
		"outcome":       "three voices about a referral, read after the referral itself was found through its Scope; holds no words",
		"referral_link": "found by the fingerprint of a secret, and is what makes a ForLink: no Scope can come before it",
	}
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		schema := `SELECT m.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
		           WHERE  m.type = 'table' AND c.name IN ('person_id', 'referral_id')`
		if u.DB.Engine() == db.Postgres {
			schema = `SELECT CAST(c.table_name AS TEXT) FROM information_schema.columns AS c
			          WHERE  c.table_schema = 'public' AND c.column_name IN ('person_id', 'referral_id')`
		}
		var names []string
		err := u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
			names, err = db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} }, schema)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(names) < 5 {
			t.Errorf("only %v found: the question is wrong", names)
		}
		for _, n := range names {
			if _, ok := ProtectedTables[n]; !ok && reasons[n] == "" {
				t.Errorf("%s speaks of persons and is not in ProtectedTables", n)
			}
		}
		for n := range reasons {
			if !slices.Contains(names, n) {
				t.Errorf("%s is excused for nothing", n)
			}
		}
	})
}
