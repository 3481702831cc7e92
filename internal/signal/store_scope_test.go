package signal

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
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

// anAtlas knows nothing, aDesk has somebody everywhere, aTeller tells nobody.
type (
	anAtlas struct{}
	aDesk   struct{}
	aTeller struct{}
)

func (anAtlas) KnownNeed(string) bool           { return false }
func (anAtlas) NeedIn(string) string            { return "" }
func (anAtlas) PlaceOf(string) (string, bool)   { return "", false }
func (anAtlas) PlaceIn(string) (string, bool)   { return "", false }
func (anAtlas) Named(string) (whole, part bool) { return false, false }
func (aDesk) StaffOf(context.Context, *db.Tx, access.Org) (map[access.Worker]string, error) {
	return map[access.Worker]string{"w": ""}, nil
}
func (aTeller) AnswerWaits(context.Context, *db.Tx, access.Region, string) error { return nil }

// TestEachStatementAsksTheScope: every statement on the rows of a closed signal,
// by itself, gives nothing to and changes nothing for whoever has no seat there. A
// use-case asks once more before it; that must not be why it holds.
func TestEachStatementAsksTheScope(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keys, err := seal.NewKeys()
		must(t, err)
		vault, err := seal.NewVault(keys)
		must(t, err)
		s := New(u.DB, event.NewLog(job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))), vault, anAtlas{}, aDesk{}, aTeller{})
		who := func(org string, roles ...access.Role) access.Actor {
			return access.ForWorker(dbtest.Region, "w", access.Org(org), "", roles...)
		}
		ville := who("ville", access.Management)
		id, err := s.Say(u.Ctx, who("halte", access.Intervention), "a", Said{
			Words: "la rampe est brisée", Spot: "au parc", Since: Days, To: "ville", Due: time.Hour, Closed: true, Voice: []byte("OggS voix"), Quiet: true,
		})
		must(t, err)
		must(t, s.Join(u.Ctx, ville, "b", id, "oui", false))
		x, err := s.Show(u.Ctx, ville, id)
		must(t, err)
		leg, region, begun := x.Legs[0].ID, access.Region(dbtest.Region), db.At(dbtest.Start)
		one := func(err error) (int, error) { return 1, err }
		statements := map[string]func(tx *db.Tx, sc access.Scope) (int, error){
			"findSignal": func(tx *db.Tx, sc access.Scope) (int, error) {
				_, err := findSignal(u.Ctx, tx, region, sc, id)
				return one(err)
			},
			"findVoice": func(tx *db.Tx, sc access.Scope) (int, error) {
				_, err := findVoice(u.Ctx, tx, region, sc, id)
				return one(err)
			},
			"talkOf": func(tx *db.Tx, sc access.Scope) (int, error) {
				_, err := talkOf(u.Ctx, tx, region, sc, id)
				return one(err)
			},
			"latest": func(tx *db.Tx, sc access.Scope) (int, error) {
				l, err := latest(u.Ctx, tx, region, sc)
				return len(l), err
			},
			"joinsOf": func(tx *db.Tx, sc access.Scope) (int, error) {
				l, err := joinsOf(u.Ctx, tx, region, sc, id)
				return len(l), err
			},
			"joinsSince": func(tx *db.Tx, sc access.Scope) (int, error) {
				l, err := joinsSince(u.Ctx, tx, region, sc, begun)
				return len(l), err
			},
			"legsOf": func(tx *db.Tx, sc access.Scope) (int, error) {
				l, err := legsOf(u.Ctx, tx, region, sc, id)
				return len(l), err
			},
			"legsSince": func(tx *db.Tx, sc access.Scope) (int, error) {
				l, err := legsSince(u.Ctx, tx, region, sc, begun)
				return len(l), err
			},
			"countDuties": func(tx *db.Tx, sc access.Scope) (int, error) {
				owed, err := countDuties(u.Ctx, tx, region, sc, "ville")
				return owed.Waiting, err
			},
			"settleLeg": func(tx *db.Tx, sc access.Scope) (int, error) {
				return one(settleLeg(u.Ctx, tx, region, sc, leg, Answered, []byte("x")))
			},
			"readLeg": func(tx *db.Tx, sc access.Scope) (n int, err error) {
				if err := readLeg(u.Ctx, tx, region, sc, leg); err != nil {
					return 0, err
				}
				err = tx.QueryRow(u.Ctx, `SELECT count(*) FROM signal_leg WHERE region_id = $1 AND read_at IS NOT NULL`, dbtest.Region).Scan(&n)
				return n, err
			},
		}
		if got, want := slices.Sorted(maps.Keys(statements)), dbtest.Scoped(t); !slices.Equal(got, want) {
			t.Errorf("statements tried: %v\nstatements with a Scope: %v", got, want)
		}
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec(u.Ctx, `UPDATE signal_leg SET state = 'refused' WHERE region_id = $1 AND id = $2`, dbtest.Region, leg); err != nil {
				return err
			}
			if n, err := statements["settleLeg"](tx, ville.Scope(access.Heed, tx.Now)); !fault.Is(err, fault.Conflict) {
				t.Errorf("settled again: %d, %v", n, err)
			}
			_, err := tx.Exec(u.Ctx, `UPDATE signal_leg SET state = 'waiting' WHERE region_id = $1 AND id = $2`, dbtest.Region, leg)
			return err
		}))
		undo := errors.New("undo")
		run := func(name string, by access.Actor) (n int) {
			t.Helper()
			err := u.DB.Write(u.Ctx, func(tx *db.Tx) (err error) {
				n, err = statements[name](tx, by.Scope(access.Heed, tx.Now))
				if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) {
					n, err = 0, nil
				}
				if err != nil {
					return err
				}
				return undo
			})
			if !errors.Is(err, undo) {
				t.Fatalf("%s: %v", name, err)
			}
			return n
		}
		for name := range statements {
			if run(name, ville) == 0 {
				t.Errorf("%s: the control does nothing either", name)
			}
			for stranger, by := range map[string]access.Actor{
				"another organisation": who("table", access.Intervention, access.Coordination, access.Management), "its administration": who("ville", access.Administration),
				"its system": access.ForPartner(dbtest.Region, "system", "ville"), "another region": access.ForWorker("region-b", "w", "ville", "", access.Management),
				"a person": access.ForPerson(dbtest.Region, "thread", "person"), "a job": access.System(dbtest.Region), "the public": access.Anyone(dbtest.Region), "nobody": {},
			} {
				if n := run(name, by); n != 0 {
					t.Errorf("%s: %d rows for %s", name, n, stranger)
				}
			}
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
