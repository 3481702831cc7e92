package incident

import (
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/seal"
)

type world struct {
	*dbtest.Universe
	*Service
	lise access.Actor // in charge at the Halte
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	keys, err := seal.NewKeys()
	must(t, err)
	vault, err := seal.NewVault(keys)
	must(t, err)
	zone, err := time.LoadLocation("America/Toronto")
	must(t, err)
	return &world{u, New(u.DB, event.NewLog(job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))), vault, zone), who("halte", access.Privacy)}
}

func who(org string, roles ...access.Role) access.Actor {
	return access.ForWorker(dbtest.Region, "w", access.Org(org), "", roles...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// lost is an incident as it is first known.
var lost = Said{Circumstances: "un cahier de notes oublié dans l'autobus", Aware: "2026-03-01"}

// whole has the eight parts.
func whole() Said {
	return Said{
		What: "des prénoms et des besoins", Circumstances: lost.Circumstances, From: "2026-02-28", Aware: "2026-03-01", Number: "environ 12",
		Sensitivity: "des besoins de santé", Consequences: "être reconnu dans son quartier", Likelihood: "faible : cahier retrouvé", Serious: No,
		Measures: "plus de cahier hors du local", Why: "le cahier a été retrouvé",
	}
}

// TestTheRegister tells of one incident: opened with little, corrected without
// anything being rewritten, closed once its eight parts are there.
func TestTheRegister(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, err := w.Open(u.Ctx, w.lise, "1", lost)
		must(t, err)
		if again, err := w.Open(u.Ctx, w.lise, "1", lost); err != nil || again != id {
			t.Errorf("sent twice: %s, %v", again, err)
		}
		if fs := fault.FieldsOf(w.Close(u.Ctx, w.lise, "2", id)); len(fs) != 8 {
			t.Errorf("closed with so little: %v", fs)
		}
		noReason := whole()
		noReason.Why = ""
		if fs := fault.FieldsOf(w.Correct(u.Ctx, w.lise, "3", id, 1, noReason)); len(fs) != 1 || fs[0].Field != "why" {
			t.Errorf("corrected without a reason: %v", fs)
		}
		u.Clock.Advance(time.Hour)
		must(t, w.Correct(u.Ctx, w.lise, "3", id, 1, whole()))
		must(t, w.Correct(u.Ctx, w.lise, "3", id, 1, whole()))
		must(t, w.Close(u.Ctx, w.lise, "4", id))
		if err := w.Close(u.Ctx, w.lise, "5", id); !fault.Is(err, fault.Conflict) {
			t.Errorf("closed twice: %v", err)
		}
		x, err := w.Show(u.Ctx, w.lise, id)
		must(t, err)
		if len(x.Entries) != 2 || x.Entries[1].Said.What != "" || x.Entries[1].Said.Circumstances != lost.Circumstances || x.Said.Number != "environ 12" || x.Closed.IsZero() {
			t.Errorf("%+v", x)
		}
		list, err := w.List(u.Ctx, w.lise)
		must(t, err)
		if len(list) != 1 || list[0].Said.Number != "environ 12" {
			t.Errorf("%+v", list)
		}
		_, err = w.Export(u.Ctx, w.lise)
		must(t, err)
		u.WantEvents(t, "incident.opened", "incident.corrected", "incident.closed", "incident.read", "incident.listed", "incident.exported")
	})
}

// TestTwoCorrectOneIncident: what is known now is the last saying whole, so that who
// wrote without having read the one before is told; and what was closed as whole stays
// whole.
func TestTwoCorrectOneIncident(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, err := w.Open(u.Ctx, w.lise, "1", lost)
		must(t, err)
		must(t, w.Correct(u.Ctx, w.lise, "2", id, 1, whole()))
		late := lost
		late.Why = "le nombre"
		if fs := fault.FieldsOf(w.Correct(u.Ctx, w.lise, "3", id, 1, late)); len(fs) != 1 || fs[0].Key != "incident.said_since" {
			t.Errorf("over what was never read: %v", fs)
		}
		must(t, w.Close(u.Ctx, w.lise, "4", id))
		if fs := fault.FieldsOf(w.Correct(u.Ctx, w.lise, "5", id, 2, late)); len(fs) != 8 {
			t.Errorf("a closed incident lost its parts: %v", fs)
		}
		must(t, w.Correct(u.Ctx, w.lise, "6", id, 2, whole()))
	})
}

// TestWhoKeepsTheRegister: who is in charge, of their own organisation, and nobody
// else: not who administers the accounts, not a colleague elsewhere.
func TestWhoKeepsTheRegister(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, err := w.Open(u.Ctx, w.lise, "1", lost)
		must(t, err)
		for name, by := range map[string]access.Actor{
			"another organisation": who("dents", access.Privacy), "administration": who("halte", access.Administration, access.Management),
			"who accompanies": who("halte", access.Intervention, access.Coordination), "nobody": {}, "operator": access.ForOperator(dbtest.Region),
			"another region": access.ForWorker("region-b", "w", "halte", "", access.Privacy), "a job": access.System(dbtest.Region),
		} {
			_, shown := w.Show(u.Ctx, by, id)
			list, listed := w.List(u.Ctx, by)
			if (name == "another organisation" || name == "another region") && listed == nil && len(list) == 0 {
				listed = notFound() // their own register, which is empty
			}
			for what, err := range map[string]error{"shown": shown, "listed": listed, "corrected": w.Correct(u.Ctx, by, "x", id, 1, whole()), "closed": w.Close(u.Ctx, by, "x", id)} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s by %s: %v", what, name, err)
				}
			}
			if MayKeep(by) { // a register of their own
				continue
			}
			if _, err := w.Open(u.Ctx, by, "x", lost); !fault.Is(err, fault.NotFound) {
				t.Errorf("opened by %s: %v", name, err)
			}
		}
	})
}

// TestWhatTheRegisterRefuses: each wrong thing at its field, and whoever is named
// is asked about.
func TestWhatTheRegisterRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for field, spoil := range map[string]func(s *Said){
			"circumstances": func(s *Said) { s.What, s.Circumstances = "", " " },
			"what":          func(s *Said) { s.What = strings.Repeat("é", WordsMost+1) },
			"number":        func(s *Said) { s.Number = strings.Repeat("9", NumberMost+1) },
			"from":          func(s *Said) { s.From = "hier" },
			"to":            func(s *Said) { s.To = "2026-02-01" },
			"aware":         func(s *Said) { s.Aware = "2026-02-01" },
			"to_commission": func(s *Said) { s.ToCommission = "2026-03-03" }, // tomorrow
			"to_persons":    func(s *Said) { s.ToPersons = "2026-02-30" },
			"serious":       func(s *Said) { s.Serious = "peut-être" },
			"named":         func(s *Said) { s.Measures = "appeler Mme Tremblay au 514 555-0199" },
		} {
			s := whole()
			spoil(&s)
			_, err := w.Open(u.Ctx, w.lise, field, s)
			if fs := fault.FieldsOf(err); len(fs) != 1 || fs[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		s := whole()
		s.Measures, s.Named = "appeler Mme Tremblay au 514 555-0199", true
		if _, err := w.Open(u.Ctx, w.lise, "named", s); err != nil {
			t.Errorf("looked at, and said to name nobody: %v", err)
		}
		serious := whole()
		serious.Serious = Yes
		if bad := serious.Missing(); len(bad) != 2 {
			t.Errorf("a serious risk, and nobody told: %v", bad)
		}
		serious.ToCommission, serious.Otherwise = "2026-03-01", "les joindre nuirait à une enquête"
		if bad := serious.Missing(); len(bad) != 0 {
			t.Errorf("told, or why not: %v", bad)
		}
	})
}

// TestKeptFiveYearsAndNoLonger: no setting shortens it, and then the key goes. No
// word stands in clear meanwhile, in any column.
func TestKeptFiveYearsAndNoLonger(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, err := w.Open(u.Ctx, w.lise, "1", lost)
		must(t, err)
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			var sealed []byte
			err := tx.QueryRow(u.Ctx, `SELECT e.sealed FROM incident_entry AS e`).Scan(&sealed)
			if strings.Contains(string(sealed), "cahier") {
				t.Error("an incident lies open")
			}
			return err
		}))
		u.Clock.Advance(4 * 365 * 24 * time.Hour)
		s := whole()
		must(t, w.Correct(u.Ctx, w.lise, "2", id, 1, s))
		u.Clock.Advance(Kept - 24*time.Hour)
		if n, err := w.Forget(u.Ctx, dbtest.Region, u.Clock.Now()); err != nil || n != 0 {
			t.Errorf("forgotten before five years: %d, %v", n, err)
		}
		_, err = w.Show(u.Ctx, w.lise, id)
		must(t, err)
		u.Clock.Advance(48 * time.Hour)
		if n, err := w.Forget(u.Ctx, dbtest.Region, u.Clock.Now()); err != nil || n != 1 {
			t.Errorf("after five years: %d, %v", n, err)
		}
		if _, err = w.Show(u.Ctx, w.lise, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("after its time: %v", err)
		}
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			_, err := w.vault.Existing(u.Ctx, tx, dbtest.Region, owner(id))
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("its key: %v", err)
			}
			return nil
		}))
	})
}

// TestEachStatementAsksTheScope: every statement with a Scope, by itself, gives
// nothing to and changes nothing for whoever does not keep this register.
func TestEachStatementAsksTheScope(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, err := w.Open(u.Ctx, w.lise, "1", lost)
		must(t, err)
		region := access.Region(dbtest.Region)
		statements := map[string]func(tx *db.Tx, sc access.Scope) (int, error){
			"findIncident": func(tx *db.Tx, sc access.Scope) (int, error) {
				_, err := findIncident(u.Ctx, tx, sc, region, id)
				return 1, err
			},
			"incidents": func(tx *db.Tx, sc access.Scope) (int, error) {
				l, err := incidents(u.Ctx, tx, sc, region)
				return len(l), err
			},
			"entriesOf": func(tx *db.Tx, sc access.Scope) (int, error) {
				l, err := entriesOf(u.Ctx, tx, sc, region, id)
				return len(l), err
			},
			"latestEntries": func(tx *db.Tx, sc access.Scope) (int, error) {
				l, err := latestEntries(u.Ctx, tx, sc, region)
				return len(l), err
			},
			"closeIncident": func(tx *db.Tx, sc access.Scope) (int, error) {
				return 1, closeIncident(u.Ctx, tx, sc, region, id)
			},
		}
		if got, want := slices.Sorted(maps.Keys(statements)), dbtest.Scoped(t); !slices.Equal(got, want) {
			t.Errorf("statements tried: %v\nstatements with a Scope: %v", got, want)
		}
		for name, do := range statements {
			for _, may := range []bool{false, true} {
				by := who("dents", access.Privacy)
				if may {
					by = w.lise
				}
				must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
					n, err := do(tx, by.Scope(access.KeepIncidents, tx.Now))
					if err != nil && !fault.Is(err, fault.NotFound) {
						return err
					}
					if got := err == nil && n > 0; got != may {
						t.Errorf("%s: %d rows, %v; may %v", name, n, err, may)
					}
					return nil
				}))
			}
		}
	})
}
