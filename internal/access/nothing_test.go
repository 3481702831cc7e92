package access

import (
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

// TestNothingPermitsNothing: what was never set, or set to nothing, opens no
// row, even one that carries the same nothing.
func TestNothingPermitsNothing(t *testing.T) {
	s := newState(chance(t))
	who := func(a Actor) map[string]Scope {
		out := map[string]Scope{}
		for _, p := range Purposes {
			out[string(p)] = a.Scope(p, start)
		}
		return out
	}
	cases := map[string]map[string]Scope{
		"zero_scope":      {"": {}},
		"zero_actor":      who(Actor{}),
		"no_region":       who(ForWorker("", "worker-1", "org-1", "", Intervention)),
		"no_worker":       who(ForWorker(dbtest.Region, "", "org-1", "", Intervention)),
		"no_org":          who(ForWorker(dbtest.Region, "worker-1", "", "", Intervention)),
		"no_role":         who(ForWorker(dbtest.Region, "worker-1", "org-1", "")),
		"no_person":       who(ForPerson(dbtest.Region, "thread", "")),
		"no_thread":       who(ForPerson(dbtest.Region, "", "person-1")),
		"person_nowhere":  who(ForPerson("", "thread", "person-1")),
		"no_referral":     who(ForLink(dbtest.Region, "", "org-1")),
		"link_no_org":     who(ForLink(dbtest.Region, "referral-1", "")),
		"link_nowhere":    who(ForLink("", "referral-1", "org-1")),
		"partner_no_org":  who(ForPartner(dbtest.Region, "system", "")),
		"partner_no_id":   who(ForPartner(dbtest.Region, "", "org-1")),
		"partner_nowhere": who(ForPartner("", "system", "org-1")),
		"update":          who(ForUpdate(dbtest.Region, "org-1")),
		"update_no_org":   who(ForUpdate(dbtest.Region, "")),
		"steward_only":    who(ForWorker(dbtest.Region, "worker-9", "org-9", "", Administration).InStewardship()),
		"public":          who(Anyone(dbtest.Region)),
		"system":          who(System(dbtest.Region)),
		"operator":        who(ForOperator(dbtest.Region)),
		"unknown_purpose": {
			"empty":   ForWorker(dbtest.Region, "worker-1", "org-1", "", Intervention).Scope("", start),
			"unknown": ForWorker(dbtest.Region, "worker-1", "org-1", "", Intervention).Scope("read_everything", start),
			"part":    ForWorker(dbtest.Region, "worker-1", "org-1", "", Intervention).Scope(ReadPart("answer"), start),
		},
	}
	for name, scopes := range cases {
		for _, sc := range scopes {
			if sc.actor.Allows(sc.purpose, Facts{}) {
				t.Errorf("%s: %q is permitted on empty facts", name, sc.purpose)
			}
			for table := range tables {
				for _, f := range s.load(table) {
					f.Now = start
					if sc.actor.Allows(sc.purpose, f) {
						t.Fatalf("%s: %q is permitted on %+v", name, sc.purpose, f)
					}
				}
			}
			if w, a := sc.Where("t", 1), sc.Args(); name != "no_role" && (w != never || len(a) != 0) {
				t.Errorf("%s: %q gives %s %v, want %s", name, sc.purpose, w, a, never)
			}
		}
	}
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s.save(t, u)
		err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			for name, scopes := range cases {
				for _, sc := range scopes {
					for _, table := range tablesOf(sc.purpose) {
						found, err := ask(u.Ctx, tx, table, 1, sc.Where, sc.Args)
						if err != nil {
							return err
						}
						if len(found) != 0 {
							t.Errorf("%s: %q on %s lets %d rows through", name, sc.purpose, table, len(found))
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// tablesOf are those a purpose is for; of an unknown purpose, all.
func tablesOf(p Purpose) (names []string) {
	for table, purposes := range tables {
		for _, q := range purposes {
			if p == q {
				return []string{table}
			}
		}
		names = append(names, table)
	}
	return names
}

// TestActorsOwnTheirRoles: who made an actor cannot change its roles afterwards.
func TestActorsOwnTheirRoles(t *testing.T) {
	roles := []Role{Management}
	a := ForWorker("r", "w", "o", "", roles...)
	roles[0] = Intervention
	a.Roles()[0] = Intervention
	if a.WorksWithPeople() {
		t.Error("a role was changed from outside")
	}
}

// TestArgsLeaveTheCallersAlone: room left in the caller's slice is the caller's.
func TestArgsLeaveTheCallersAlone(t *testing.T) {
	sc := ForWorker("r", "w", "o", "", Intervention).Scope(Accompany, start)
	room := []any{"mine", "kept"}
	sc.Args(room[:1]...)
	if room[1] != "kept" {
		t.Error("Args wrote into the caller's slice")
	}
}
