package consent

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

// touch runs one statement of the store for somebody and tells how many rows
// it gave or changed.
type touch func(ctx context.Context, tx *db.Tx, by access.Actor) (n int, err error)

// TestEachStatementAsksTheScope: every statement on protected rows, by itself,
// gives nothing to and changes nothing for whoever the rows are not for. A
// use-case often asks once more before it; that must not be why it holds.
func TestEachStatementAsksTheScope(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		halte := access.ForWorker(dbtest.Region, "maelle", "halte", "", access.Intervention)
		s, p, receipt, refusal, emergency := lived(t, u, halte)
		statements := statements(s, p, receipt, refusal, emergency)
		if got, want := slices.Sorted(maps.Keys(statements)), dbtest.Scoped(t); !slices.Equal(got, want) {
			t.Errorf("statements tried: %v\nstatements with a Scope: %v", got, want)
		}
		strangers := map[string]access.Actor{
			"worker_elsewhere": access.ForWorker(dbtest.Region, "malik", "comptoir", "", access.Intervention, access.Coordination),
			"its_management":   access.ForWorker(dbtest.Region, "boss", "halte", "", access.Management, access.Administration),
			"another_person":   access.ForPerson(dbtest.Region, "thread-2", "person-2"),
			"holder_of_a_link": access.ForLink(dbtest.Region, "referral-1", "halte"),
			"another_system":   access.ForPartner(dbtest.Region, "system", "comptoir"),
			"the_public":       access.Anyone(dbtest.Region),
			"a_job":            access.System(dbtest.Region),
			"the_operator":     access.ForOperator(dbtest.Region),
		}
		undo := errors.New("undo")
		run := func(name string, by access.Actor) (n int) {
			t.Helper()
			err := u.DB.Write(u.Ctx, func(tx *db.Tx) (err error) {
				if n, err = statements[name](u.Ctx, tx, by); err != nil && !fault.Is(err, fault.NotFound) {
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

// lived is a person of an organisation who said yes to one other, no to a
// second, and holds a thread; on a day when they are to be asked again.
func lived(t *testing.T, u *dbtest.Universe, by access.Actor) (s *Service, p access.Person, receipt, refusal, emergency string) {
	t.Helper()
	keys, err := seal.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	vault, err := seal.NewVault(keys)
	if err != nil {
		t.Fatal(err)
	}
	queue := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
	s = New(u.DB, event.NewLog(queue), vault, keys, u.Clock).Works(queue)
	p, err1 := s.Create(u.Ctx, by, "a", NewPerson{Code: "Mésange"})
	words, err2 := s.NewThread(u.Ctx, by, p)
	mine, err5 := s.Open(u.Ctx, dbtest.Region, "here", words.String())
	err6 := s.ChooseSign(u.Ctx, mine, "d", "house")
	forced := question(p, "toit", Yes)
	forced.Sign = "house"
	_, err7 := s.Record(u.Ctx, access.ForWorker(dbtest.Region, "jo", "halte", "", access.Intervention), "e", forced)
	receipt, err3 := s.Record(u.Ctx, by, "b", question(p, "dents", Yes))
	refusal, err4 := s.Record(u.Ctx, by, "c", question(p, "logis", No))
	var err8 error
	emergency, err8 = s.Declare(u.Ctx, by, "f", Declaration{Person: p, Recipient: "logis", Ground: "danger_private", Cause: true, Serious: true,
		Urgent: true, Helps: true, Reason: "Une raison assez longue."})
	if err := errors.Join(err1, err2, err3, err4, err5, err6, err7, err8); err != nil {
		t.Fatal(err)
	}
	u.Clock.Advance((askAgainDays + 1) * 24 * time.Hour)
	return s, p, receipt, refusal, emergency
}

func question(p access.Person, recipient access.Org, a Answer) Question {
	return Question{Person: p, Recipient: recipient, Parts: map[access.Part]Answer{access.PartNeed: a}, Until: ThreeMonths, Wording: "v1", Language: "fr", How: OnScreen}
}

func statements(s *Service, p access.Person, receipt, refusal, emergency string) map[string]touch {
	// rows counts what a change left in a state it was not in before.
	rows := func(q string, change func(ctx context.Context, tx *db.Tx, by access.Actor) error) touch {
		return func(ctx context.Context, tx *db.Tx, by access.Actor) (n int, err error) {
			if err := change(ctx, tx, by); err != nil {
				return 0, err
			}
			return n, tx.QueryRow(ctx, q).Scan(&n)
		}
	}
	const answersEnded = `SELECT count(*) FROM consent WHERE withdrawn_at IS NOT NULL`
	return map[string]touch{
		"answersAbout": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			list, err := answersAbout(ctx, tx, by, p)
			return len(list), err
		},
		"answersOf": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			list, err := answersOf(ctx, tx, by, receipt)
			return len(list), err
		},
		"dueAgain": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			list, err := dueAgain(ctx, tx, by)
			return len(list), err
		},
		"pressed": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			list, err := pressed(ctx, tx, by)
			return len(list), err
		},
		"emergencies": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			list, err := emergencies(ctx, tx, by)
			return len(list), err
		},
		"findEmergency": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			e, err := findEmergency(ctx, tx, by, emergency)
			return len(e.ID), err
		},
		"saveVerdict": rows(`SELECT count(*) FROM emergency WHERE verdict <> ''`, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			return saveVerdict(ctx, tx, by, Emergency{ID: emergency, Verdict: Founded})
		}),
		"endEmergencies": rows(`SELECT count(*) FROM emergency WHERE ended_at IS NOT NULL`, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			if _, err := tx.Exec(ctx, `UPDATE emergency SET to_at = $1`, db.At(tx.Now.Add(time.Hour))); err != nil {
				return err
			}
			return endEmergencies(ctx, tx, by, p)
		}),
		"standing": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			list, err := standing(ctx, tx, by, p, "dents", "", access.PartNeed)
			return len(list), err
		},
		"latestGrant": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			found, err := latestGrant(ctx, tx, by, p, "dents")
			return len(found), err
		},
		"personByMark": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			found, err := personByMark(ctx, tx, by, s.mark("halte", "Mésange"))
			return len(found), err
		},
		"endEarlier": rows(`SELECT count(*) FROM consent WHERE to_at = 1000`, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			return endEarlier(ctx, tx, by, receipt, time.UnixMilli(1000))
		}),
		"replace": rows(answersEnded, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			return replace(ctx, tx, by, slot{p, "dents", "", access.PartNeed}, true, ending{at: tx.Now, by: endedByAnswer})
		}),
		"liftRefusals": rows(answersEnded, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			return liftRefusals(ctx, tx, by, slot{p, "logis", "", access.PartNeed}, true, ending{at: tx.Now, by: endedByLift})
		}),
		"liftReceipt": rows(answersEnded, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			return liftReceipt(ctx, tx, by, refusal)
		}),
		"endGrants": rows(answersEnded, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			return endGrants(ctx, tx, by, p, "dents")
		}),
		"findPerson": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			row, err := findPerson(ctx, tx, by.Region(), by.Scope(access.Accompany, tx.Now), p)
			return len(row.sealed), err
		},
		"listPersons": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			list, err := listPersons(ctx, tx, by.Region(), by.Scope(access.Accompany, tx.Now))
			return len(list), err
		},
		"updateFacts": rows(`SELECT count(*) FROM person WHERE length(sealed) = 3`, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			return updateFacts(ctx, tx, by.Region(), by.Scope(access.Accompany, tx.Now), p, []byte("new"))
		}),
		"endThreads": rows(`SELECT count(*) FROM thread WHERE ended_at IS NOT NULL`, func(ctx context.Context, tx *db.Tx, by access.Actor) error {
			return endThreads(ctx, tx, by, p)
		}),
		"countThreads": func(ctx context.Context, tx *db.Tx, by access.Actor) (int, error) {
			return countThreads(ctx, tx, by, p)
		},
	}
}
