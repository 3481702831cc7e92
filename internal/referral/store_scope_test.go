package referral

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
		r.Created, r.Pivot = tx.Now, "maelle"
		_, err := tx.Exec(u.Ctx, `INSERT INTO person (region_id, id, org_id, code_mark, sealed, language, created_at) VALUES ($1, $2, $3, 'm', $4, '', $5)`,
			r.Region, r.Person, r.Sender, []byte("x"), db.At(tx.Now))
		return errors.Join(err, insert(u.Ctx, tx, r), insertSpace(u.Ctx, tx, r.Region, Space{ID: "space-1", Referral: r.ID, Org: "halte", Asked: tx.Now}), insertHanded(u.Ctx, tx, access.ForWorker(dbtest.Region, "maelle", "halte", "", access.Intervention), "batch-1", r.ID, "pair", "maelle"), insertUnblocking(u.Ctx, tx, r.Region, Unblocking{ID: "ask-1", Referral: r.ID, Reason: BlockedClosed, Asked: tx.Now, Due: tx.Now}, nil), insertNote(u.Ctx, tx, r, Note{ID: "note-1", Side: Target, Org: "dents", At: tx.Now}, []byte("note")), savePart(u.Ctx, tx, r.Region, r.ID, access.PartNeed, []byte("need")),
			saveResource(u.Ctx, tx, r.Region, r.ID, Resource{Kind: "Task", ID: "task", Part: access.PartNeed, Org: r.Sender, Stage: "requested", Mark: "mark", Body: []byte("task")}))
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
			rows, err := list(ctx, tx, by, by.Scope(access.Follow, tx.Now), Filter{Limit: 10})
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
			rows, err := tellQueue(ctx, tx, by.Region(), by.Scope(access.Follow, tx.Now), time.Time{})
			return len(rows), err
		},
		"tellOne": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			rows, err := tellOne(ctx, tx, by.Region(), by.Scope(access.Follow, tx.Now), r.ID)
			return len(rows), err
		},
		"findMarked": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			ids, err := findMarked(ctx, tx, by.Region(), by.Scope(access.Follow, tx.Now), r.Sender, "mark")
			return len(ids), err
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
		"spaces": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			rows, err := spaces(ctx, tx, by, by.Scope(access.Follow, tx.Now))
			return len(rows), err
		},
		"saveSpaceAnswer": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			n, err := saveSpaceAnswer(ctx, tx, by, r.ID, "space-1", SpaceAgreed, nil)
			return int(n), err
		},
		"withWorker": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			rows, err := withWorker(ctx, tx, access.ForWorker(dbtest.Region, "maelle", "halte", "", access.Intervention), by.Scope(access.Follow, tx.Now), "maelle", 10)
			return len(rows), err
		},
		"handedOf": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			rows, err := handedOf(ctx, tx, access.ForWorker(dbtest.Region, "maelle", "halte", "", access.Intervention), by.Scope(access.Follow, tx.Now), "batch-1")
			return len(rows), err
		},
		"handedSince": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			rows, err := handedSince(ctx, tx, access.ForWorker(dbtest.Region, "maelle", "halte", "", access.Intervention), by.Scope(access.Follow, tx.Now), tx.Now.AddDate(0, 0, -1))
			return len(rows), err
		},
		"endHanded": left(`SELECT count(*) FROM referral_handed WHERE undone_at IS NOT NULL`, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			return endHanded(ctx, tx, by, "batch-1")
		}),
		"unblockings": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			rows, err := unblockings(ctx, tx, by.Region(), by.Scope(access.Unblock, tx.Now), r.ID)
			return len(rows), err
		},
		"saveUnblockAnswer": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			n, err := saveUnblockAnswer(ctx, tx, by, r.ID, "ask-1", UnblockSaid{Answer: Unblocked}, nil)
			return int(n), err
		},
		"lastAbout": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			if _, err := tx.Exec(ctx, `UPDATE referral SET state = 'declined' WHERE id = $1`, r.ID); err != nil {
				return 0, err
			}
			ids, err := lastAbout(ctx, tx, by.Region(), by.Scope(access.Send, tx.Now), r.Person, "")
			return len(ids), err
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
			for _, q := range []string{`DELETE FROM referral_note`, `DELETE FROM referral_unblock`, `DELETE FROM referral_space`, `DELETE FROM referral_handed`, `DELETE FROM referral_resource`} { // no draft has any
				if _, err := tx.Exec(ctx, q); err != nil {
					return err
				}
			}
			return remove(ctx, tx, by.Scope(access.Send, tx.Now), r)
		}),
	}
}
