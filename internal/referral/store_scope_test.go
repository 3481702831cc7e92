package referral

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// touch runs one statement of the store for somebody and tells how many rows
// it gave or changed.
type touch func(ctx context.Context, tx *db.Tx, by access.Actor) (n int, err error)

// TestEachStatementAsksTheScope: every statement on protected rows, by itself,
// gives nothing to and changes nothing for whoever the rows are not for. A
// use-case often asks once more before it; that must not be why it holds.
func TestEachStatementAsksTheScope(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		halte := access.ForWorker(dbtest.Region, "maelle", "halte", "", access.Intervention)
		r := written(t, u)
		if got, want := slices.Sorted(maps.Keys(statements(r))), dbtest.Scoped(t); !slices.Equal(got, want) {
			t.Errorf("statements tried: %v\nstatements with a Scope: %v", got, want)
		}
		strangers := map[string]access.Actor{
			"worker_elsewhere": access.ForWorker(dbtest.Region, "malik", "comptoir", "", access.Intervention, access.Coordination),
			"its_management":   access.ForWorker(dbtest.Region, "boss", "halte", "", access.Management, access.Administration),
			"not_yet_receiver": access.ForWorker(dbtest.Region, "ximena", "dents", "", access.Intervention), // a draft has left for nobody
			"another_person":   access.ForPerson(dbtest.Region, "thread-2", "person-2"),
			"another_link":     access.ForLink(dbtest.Region, "referral-2", "dents"),
			"link_to_a_draft":  access.ForLink(dbtest.Region, r.ID, "dents"),
			"another_system":   access.ForPartner(dbtest.Region, "system", "comptoir"),
			"system_of_dents":  access.ForPartner(dbtest.Region, "system", "dents"),
			"the_public":       access.Anyone(dbtest.Region),
			"a_job":            access.System(dbtest.Region),
			"the_operator":     access.ForOperator(dbtest.Region),
		}
		undo := errors.New("undo")
		run := func(name string, by access.Actor) (n int) {
			t.Helper()
			err := u.DB.Write(u.Ctx, func(tx *db.Tx) (err error) {
				copied := *r
				n, err = statements(&copied)[name](u.Ctx, tx, by)
				if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Conflict) {
					return err
				}
				return undo
			})
			if !errors.Is(err, undo) {
				t.Fatalf("%s: %v", name, err)
			}
			return n
		}
		for name := range statements(r) {
			if run(name, halte) == 0 {
				t.Errorf("%s: the control does nothing either", name)
			}
			for who, by := range strangers {
				if n := run(name, by); n != 0 {
					t.Errorf("%s: %d rows for %s", name, n, who)
				}
			}
		}
	})
}

// written is a draft with its need, as stored.
func written(t *testing.T, u *dbtest.Universe) *referral {
	t.Helper()
	r := &referral{ID: "referral-1", Region: dbtest.Region, Person: "person-1", Sender: "halte", Receiver: "dents", State: Proposed, Delay: DefaultDelay, Version: 1}
	err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
		r.Created = tx.Now
		_, err := tx.Exec(u.Ctx, `INSERT INTO person (region_id, id, org_id, code_mark, sealed, language, created_at) VALUES ($1, $2, $3, 'm', $4, '', $5)`,
			r.Region, r.Person, r.Sender, []byte("x"), db.At(tx.Now))
		return errors.Join(err, insert(u.Ctx, tx, r), insertNote(u.Ctx, tx, r, Note{ID: "note-1", Side: Target, Org: "dents", At: tx.Now}, []byte("note")), savePart(u.Ctx, tx, r.Region, r.ID, access.PartNeed, []byte("need")),
			saveResource(u.Ctx, tx, r.Region, r.ID, Resource{Kind: "Task", ID: "task", Part: access.PartNeed, Org: r.Sender, Stage: "requested", Body: []byte("task")}))
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func statements(r *referral) map[string]touch {
	// left counts what a change left, even when it ended in an error.
	left := func(q string, change func(ctx context.Context, tx *db.Tx, by access.Actor) error) touch {
		return func(ctx context.Context, tx *db.Tx, by access.Actor) (n int, err error) {
			err = change(ctx, tx, by)
			return n, errors.Join(tx.QueryRow(ctx, q).Scan(&n), err)
		}
	}
	return map[string]touch{
		"find": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			found, err := find(ctx, tx, by.Region(), by.Scope(access.Send, tx.Now), r.ID)
			return len(found.ID), err
		},
		"list": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			rows, err := list(ctx, tx, by, by.Scope(access.Follow, tx.Now), Both, "", 10)
			return len(rows), err
		},
		"readResources": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			docs, err := readResources(ctx, tx, by.Region(), by.Scope(access.ReadNeed, tx.Now), r.ID, access.PartNeed)
			return len(docs), err
		},
		"holderOf": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			found, _, err := holderOf(ctx, tx, by.Region(), by.Scope(access.ReadNeed, tx.Now), "Task", "task")
			return len(found), err
		},
		"countResources": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			return countResources(ctx, tx, by.Region(), by.Scope(access.Follow, tx.Now), r.ID)
		},
		"taskStage": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			stage, err := taskStage(ctx, tx, by.Region(), by.Scope(access.Follow, tx.Now), r.ID)
			return len(stage), err
		},
		"tellQueue": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			rows, err := tellQueue(ctx, tx, by.Region(), by.Scope(access.Follow, tx.Now))
			return len(rows), err
		},
		"readPart": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			sealed, err := readPart(ctx, tx, by.Region(), by.Scope(access.Send, tx.Now), r.ID, access.PartNeed)
			return len(sealed), err
		},
		"notes": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			rows, err := notes(ctx, tx, by.Region(), by.Scope(access.ReadNeed, tx.Now), r.ID)
			return len(rows), err
		},
		"noteOf": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			n, err := noteOf(ctx, tx, by.Region(), by.Scope(access.ReadNeed, tx.Now), r.ID, "note-1")
			return len(n.ID), err
		},
		"unread": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			waits, err := unread(ctx, tx, by, by.Scope(access.ReadNeed, tx.Now))
			return len(waits), err
		},
		"followers": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			ids, err := followers(ctx, tx, by.Region(), by.Scope(access.Send, tx.Now), "")
			return len(ids), err
		},
		"save": left(`SELECT count(*) FROM referral WHERE receiver_org_id = 'logis'`, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			r.Receiver = "logis"
			return save(ctx, tx, by.Scope(access.Send, tx.Now), r)
		}),
		"remove": left(`SELECT 1 - count(*) FROM referral_package`, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			for _, q := range []string{`DELETE FROM referral_note`, `DELETE FROM referral_resource`} { // no draft has any
				if _, err := tx.Exec(ctx, q); err != nil {
					return err
				}
			}
			return remove(ctx, tx, by.Scope(access.Send, tx.Now), r)
		}),
	}
}
