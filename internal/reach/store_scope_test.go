package reach

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// TestEachStatementAsksTheScope: every statement on protected rows, by itself,
// gives nothing to and changes nothing for whoever the rows are not for.
func TestEachStatementAsksTheScope(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		halte := access.ForWorker(dbtest.Region, "maelle", "halte", "", access.Intervention)
		type touch func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error)
		statements := map[string]touch{
			"find": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
				r, err := find(ctx, tx, by, "p")
				return len(r.sealed), err
			},
			"findForReferral": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
				r, err := findForReferral(ctx, tx, by, "r")
				return len(r.sealed), err
			},
			"messages": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
				list, err := messages(ctx, tx, by, "p")
				return len(list), err
			},
			"save": func(ctx context.Context, tx *db.Tx, by access.Actor) (n int, err error) {
				if err := save(ctx, tx, by, "p", by.Org(), []byte("new")); err != nil && !fault.Is(err, fault.Conflict) {
					return 0, err
				}
				return n, tx.QueryRow(ctx, `SELECT count(*) FROM safe_contact WHERE length(sealed) = 3`).Scan(&n)
			},
		}
		if got, want := slices.Sorted(maps.Keys(statements)), dbtest.Scoped(t); !slices.Equal(got, want) {
			t.Errorf("statements tried: %v\nstatements with a Scope: %v", got, want)
		}
		err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			now := db.At(tx.Now)
			for _, q := range []struct {
				text string
				args []any
			}{
				{`INSERT INTO person (region_id, id, org_id, code_mark, sealed, language, created_at) VALUES ($1, 'p', 'halte', 'm', $2, 'fr', $3)`, []any{dbtest.Region, []byte{1}, now}},
				{`INSERT INTO referral (region_id, id, person_id, sender_org_id, sender_team_id, sender_worker_id, receiver_org_id, receiver_worker_id, service_id, previous_id, state, call_first, opened_how, opened_reason, delay_hours, created_at, sent_at, decline_by, decline_reason, version)
				  VALUES ($1, 'r', 'p', 'halte', '', 'maelle', 'dents', '', '', '', 'sent', $2, '', '', 48, $3, $3, '', '', 1)`, []any{dbtest.Region, false, now}},
				{`INSERT INTO safe_contact (region_id, person_id, org_id, sealed, worker_id, set_at) VALUES ($1, 'p', 'halte', $2, '', $3)`, []any{dbtest.Region, []byte{1}, now}},
			} {
				if _, err := tx.Exec(u.Ctx, q.text, q.args...); err != nil {
					return err
				}
			}
			return insertMessage(u.Ctx, tx, halte, message{ID: "m", person: "p", org: "halte", sealed: []byte{1}}, time.Time{})
		})
		if err != nil {
			t.Fatal(err)
		}
		undo := errors.New("undo")
		run := func(name string, by access.Actor) (n int) {
			t.Helper()
			err := u.DB.Write(u.Ctx, func(tx *db.Tx) (err error) {
				if n, err = statements[name](u.Ctx, tx, by); err != nil && !fault.Is(err, fault.NotFound) {
					// A second profile of one person is refused by the table: the fault that
					// says so is the answer that the stranger gets.
					n = 0
				}
				return undo
			})
			if !errors.Is(err, undo) {
				t.Fatalf("%s: %v", name, err)
			}
			return n
		}
		for name := range statements {
			if run(name, halte) == 0 {
				t.Errorf("%s: the control does nothing either", name)
			}
			for who, by := range map[string]access.Actor{
				"worker_elsewhere": access.ForWorker(dbtest.Region, "malik", "comptoir", "", access.Intervention, access.Coordination),
				"receiver":         access.ForWorker(dbtest.Region, "lea", "dents", "", access.Intervention), // nothing was allowed
				"its_management":   access.ForWorker(dbtest.Region, "boss", "halte", "", access.Management, access.Administration),
				"another_person":   access.ForPerson(dbtest.Region, "thread-2", "person-2"),
				"holder_of_a_link": access.ForLink(dbtest.Region, "r", "dents"),
				"another_system":   access.ForPartner(dbtest.Region, "system", "comptoir"),
				"the_public":       access.Anyone(dbtest.Region),
				"a_job":            access.System(dbtest.Region),
			} {
				if n := run(name, by); n != 0 {
					t.Errorf("%s: %d rows for %s", name, n, who)
				}
			}
		}
	})
}
