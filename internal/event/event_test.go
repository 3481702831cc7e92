package event_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
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

type happened struct {
	ID string `json:"id"`
}

func (happened) Kind() string      { return "test.happened" }
func (h happened) Subject() string { return h.ID }

type world struct {
	*dbtest.Universe
	log    *event.Log
	queue  *job.Queue
	linker *event.Linker
	keys   seal.Keys
	by     access.Actor
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	keys, err := seal.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	w := &world{Universe: u, keys: keys, queue: job.New(u.DB, u.Clock, quiet)}
	w.log = event.NewLog(w.queue)
	w.by = access.ForWorker(dbtest.Region, "w1", "o1", "t1", access.Intervention)
	if w.linker, err = event.NewLinker(u.DB, w.log, keys.Signer, "node-1", quiet); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) append(n int, after ...error) error {
	return w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		return errors.Join(append(after, w.log.Append(w.Ctx, tx, w.by, happened{fmt.Sprint("s", n)}))...)
	})
}

func (w *world) verify(t *testing.T, elsewhere *event.Checkpoint) event.Verdict {
	t.Helper()
	var v event.Verdict
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		v, err = event.Verify(w.Ctx, tx, w.keys.Verifier, elsewhere)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (w *world) checkpoint(t *testing.T) event.Checkpoint {
	t.Helper()
	var signed string
	if err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		signed, err = event.LatestCheckpoint(w.Ctx, tx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	c, err := event.OpenCheckpoint(signed, w.keys.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (w *world) fill(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		if err := w.append(i); err != nil {
			t.Fatal(err)
		}
		if i%7 == 0 {
			if err := w.linker.Drain(w.Ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.linker.Drain(w.Ctx); err != nil {
		t.Fatal(err)
	}
}

func TestConcurrentEventsAreLinkedWithoutGap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		var wg sync.WaitGroup
		for g := range 4 {
			wg.Go(func() {
				for i := range 15 {
					var undo error
					if i%5 == 4 {
						undo = errors.New("undone")
					}
					if err := w.append(g*100+i, undo); (err != nil) != (undo != nil) {
						t.Error(err)
					}
				}
			})
			wg.Go(func() {
				for range 5 {
					if err := w.linker.Drain(w.Ctx); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if err := w.linker.Drain(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if v := w.verify(t, nil); v.Linked != 48 || v.Waiting != 0 || len(v.Faults) > 0 {
			t.Errorf("verdict %+v, want 48 linked and clean", v)
		}
	})
}

// told is what a verdict found, a fault a line: its key, then its arguments.
func told(faults []event.Fault) string {
	var b strings.Builder
	for _, f := range faults {
		fmt.Fprintln(&b, append([]any{f.Key}, f.Args...)...)
	}
	return b.String()
}

// Each way of tampering is found, and where it is; with the checkpoint kept
// elsewhere, even when the tree's own rows were adjusted by whoever did it.
func TestTamperingIsFound(t *testing.T) {
	insert := `INSERT INTO event (region_id, id, at, kind, actor_kind, org_id, team_id, worker_id, subject, body, position)
		SELECT e.region_id, 'forged', e.at, e.kind, e.actor_kind, e.org_id, e.team_id, e.worker_id, e.subject, e.body, %s FROM event AS e WHERE e.position = 5`
	cases := map[string]struct {
		want   string
		tamper []string
	}{
		"changed":            {"log.changed position 5 ", []string{`UPDATE event SET body = '{"id":"other"}' WHERE position = 5`}},
		"actor changed":      {"log.changed position 5 ", []string{`UPDATE event SET org_id = 'o2' WHERE position = 5`}},
		"hat changed":        {"log.changed position 5 ", []string{`UPDATE event SET team_id = 't2' WHERE position = 5`}},
		"instant changed":    {"log.changed position 5 ", []string{`UPDATE event SET at = at + 1 WHERE position = 5`}},
		"removed":            {"log.gap position 5", []string{`DELETE FROM event WHERE position = 5`}},
		"removed and closed": {"log.changed position 5 ", []string{`DELETE FROM event WHERE position = 5`, `UPDATE event SET position = position - 1 WHERE position > 5`}},
		"reordered":          {"log.changed position 5 ", []string{`UPDATE event SET position = CASE position WHEN 5 THEN 6 ELSE 5 END WHERE position IN (5, 6)`}},
		"doubled":            {"log.gap position 6", []string{fmt.Sprintf(insert, "5")}},
		"put before all":     {"log.outside n 1", []string{fmt.Sprintf(insert, "-1")}},
		"put after all":      {"log.uncovered", []string{fmt.Sprintf(insert, "24")}},
		"unlinked":           {"log.cut_kept size 24 linked 20", []string{`UPDATE event SET position = NULL WHERE position >= 20`}},
		"truncated": {"log.cut_kept size 24 linked 15", []string{`DELETE FROM disclosure WHERE at > 0`, `DELETE FROM event WHERE position >= 15`, `DELETE FROM log_checkpoint WHERE size > 15`,
			`DELETE FROM log_hash WHERE idx >= 26`}},
		"hash changed":         {"log.changed position 2 ", []string{`UPDATE log_hash SET hash = (SELECT l.hash FROM log_hash AS l WHERE l.idx = 1) WHERE idx = 3`}},
		"checkpoint changed":   {"log.unsigned", []string{`UPDATE log_checkpoint SET note = replace(note, 'passerelle', 'passerelie')`}},
		"checkpoints removed":  {"log.uncovered", []string{`DELETE FROM log_checkpoint WHERE size > 0`}},
		"disclosure changed":   {"log.reading_otherwise", []string{`UPDATE disclosure SET parts = 'need' WHERE worker_id = 'w1'`}},
		"refusal made a yes":   {"log.reading_otherwise position 23", []string{`UPDATE disclosure SET allowed = NOT allowed WHERE parts = ''`}},
		"disclosure of others": {"log.reading_otherwise", []string{`UPDATE disclosure SET person_id = 'p2' WHERE worker_id = 'w1'`}},
		"disclosure removed":   {"log.reading_hidden position 22", []string{`DELETE FROM disclosure WHERE parts = 'need done'`}},
		"reader changed":       {"log.reading_lone", []string{`UPDATE disclosure SET worker_id = 'somebody else' WHERE parts = 'need done'`}},
		"hat of reader":        {"log.reading_lone", []string{`UPDATE disclosure SET team_id = 't2' WHERE parts = 'need done'`}},
	}
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.fill(t, 22)
		w.disclose(t, []access.Part{access.PartNeed, access.PartDone}, true)
		w.disclose(t, nil, false)
		kept := w.checkpoint(t)
		undo := errors.New("undo")
		for name, c := range cases {
			if v := w.verify(t, &kept); len(v.Faults) > 0 || v.Linked != 24 {
				t.Fatalf("not clean before %q: %+v", name, v)
			}
			err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				for _, q := range c.tamper {
					if _, err := tx.Exec(u.Ctx, q); err != nil {
						return err
					}
				}
				v, err := event.Verify(u.Ctx, tx, w.keys.Verifier, &kept)
				if err != nil {
					return err
				}
				if !strings.Contains(told(v.Faults), c.want) {
					t.Errorf("%s: want %q in %q", name, c.want, v.Faults)
				}
				return undo
			})
			if !errors.Is(err, undo) {
				t.Fatalf("%s: %v", name, err)
			}
		}
	})
}

// disclose has somebody open parts about a person, or be refused.
func (w *world) disclose(t *testing.T, parts []access.Part, allowed bool) {
	t.Helper()
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		return w.log.Disclose(w.Ctx, tx, w.by, event.Disclosure{Person: "p1", Referral: "r1", Purpose: access.Answer, Parts: parts, Allowed: allowed})
	})
	if err := errors.Join(err, w.linker.Drain(w.Ctx)); err != nil {
		t.Fatal(err)
	}
}

// TestALogThatNobodyLinksIsSeen: entries without a place prove nothing, and the
// verdict does not pass over them.
func TestALogThatNobodyLinksIsSeen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.fill(t, 3)
		if err := w.append(4); err != nil {
			t.Fatal(err)
		}
		if v := w.verify(t, nil); v.Waiting != 1 || v.Stale != 0 || len(v.Faults) > 0 {
			t.Errorf("a moment after: %+v", v)
		}
		u.Clock.Advance(61 * time.Second)
		if v := w.verify(t, nil); v.Waiting != 1 || v.Stale != 1 {
			t.Errorf("a minute after: %+v", v)
		}
	})
}

// TestTheLeaseIsGivenBack: a program that ends leaves the log to the next one
// at once; of one that died, it is taken when the lease runs out.
func TestTheLeaseIsGivenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		next, err := event.NewLinker(u.DB, w.log, w.keys.Signer, "node-2", slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		w.fill(t, 2)
		linked := func() int64 { return w.verify(t, nil).Linked }
		add := func(n int) {
			t.Helper()
			if err := errors.Join(w.append(n), next.Drain(u.Ctx)); err != nil {
				t.Fatal(err)
			}
		}
		if add(3); linked() != 2 {
			t.Errorf("two linkers at once: %d linked", linked())
		}
		if err := errors.Join(next.Release(u.Ctx), next.Drain(u.Ctx)); err != nil || linked() != 2 {
			t.Errorf("a lease was given back by who did not hold it: %v", err)
		}
		if err := errors.Join(w.linker.Release(u.Ctx), w.linker.Release(u.Ctx), next.Drain(u.Ctx)); err != nil || linked() != 3 {
			t.Errorf("given back: %d linked, %v; want 3", linked(), err)
		}
		// The second dies. The first waits for its lease, not for ever.
		if err := w.append(4); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(300*time.Millisecond, func() { u.Clock.Advance(6 * time.Second) })
		if err := w.linker.Settle(u.Ctx); err != nil || linked() != 4 {
			t.Errorf("after its death: %d linked, %v; want 4", linked(), err)
		}
	})
}

func TestADisclosureWithoutItsEntryIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			return w.log.Disclose(u.Ctx, tx, w.by, event.Disclosure{Person: "p1", Referral: "r1", Purpose: access.ReadNeed, Parts: []access.Part{access.PartNeed}, Allowed: true})
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.linker.Drain(u.Ctx); err != nil {
			t.Fatal(err)
		}
		seen := func(by access.Actor) (n int) {
			if err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
				s, err := event.Disclosures(u.Ctx, tx, by)
				n = len(s)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := seen(access.ForPerson(dbtest.Region, "t", "p1")); n != 1 {
			t.Errorf("the person reads %d disclosures, want 1", n)
		}
		if n := seen(access.ForPerson(dbtest.Region, "t", "p2")) + seen(w.by); n != 0 {
			t.Errorf("others read %d disclosures, want 0", n)
		}
		if _, err := 0, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(u.Ctx, `UPDATE disclosure SET worker_id = 'somebody else'`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if v := w.verify(t, nil); len(v.Faults) == 0 {
			t.Error("a changed disclosure was not found")
		}
	})
}

func TestReactions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		ran := 0
		refuse := error(nil)
		w.log.InTx("test.happened", func(context.Context, *db.Tx, event.Record) error { return refuse })
		w.queue.Handle("react", func(_ context.Context, j job.Job) error {
			var r event.Record
			if err := j.Args(&r); err != nil || r.Kind != "test.happened" {
				t.Errorf("args %+v, %v", r, err)
			}
			ran++
			return nil
		})
		w.log.After("test.happened", "react")
		if err := w.append(1); err != nil {
			t.Fatal(err)
		}
		refuse = errors.New("no")
		if err := w.append(2); !errors.Is(err, refuse) {
			t.Errorf("err = %v, want the reaction's", err)
		}
		for range 2 {
			if _, err := w.queue.RunDue(u.Ctx, dbtest.Region); err != nil {
				t.Fatal(err)
			}
		}
		if ran != 1 {
			t.Errorf("reaction ran %d times, want once, for the event that was kept", ran)
		}
		w.WantEvents(t, "test.happened")
	})
}

func TestOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		done := 0
		act := func(by access.Actor, act string) (result string, err error) {
			err = u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				result, err = event.Once(u.Ctx, tx, by, act, func() (string, error) {
					done++
					return fmt.Sprint("result ", done), nil
				})
				return err
			})
			return result, err
		}
		first, err := act(w.by, "a")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := act(w.by, "a"); err != nil || again != first {
			t.Errorf("again: %q, %v; want %q", again, err, first)
		}
		other := access.ForWorker(dbtest.Region, "w2", "o1", "", access.Intervention)
		if theirs, err := act(other, "a"); err != nil || theirs == first {
			t.Errorf("another actor got %q, %v", theirs, err)
		}
		if _, err := act(w.by, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("without act: %v, want invalid", err)
		}
	})
}

// TestOnceAfterAFailure: an act that failed was not done, and can be.
func TestOnceAfterAFailure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		fails := errors.New("not now")
		try := func(with error) (result string, err error) {
			err = u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				result, err = event.Once(u.Ctx, tx, w.by, "a", func() (string, error) { return "done", with })
				return err
			})
			return result, err
		}
		if _, err := try(fails); !errors.Is(err, fails) {
			t.Fatalf("err = %v, want the act's own", err)
		}
		if result, err := try(nil); err != nil || result != "done" {
			t.Errorf("after a failure: %q, %v; want it done", result, err)
		}
	})
}

// TestOnceForManyAtOnce: sixty-four copies of one act, on a young database
// where all rows are neighbours: one does it, all learn its result.
func TestOnceForManyAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		results := make([]string, 64)
		var wg sync.WaitGroup
		for i := range results {
			wg.Go(func() {
				err := u.DB.Write(u.Ctx, func(tx *db.Tx) (err error) {
					results[i], err = event.Once(u.Ctx, tx, w.by, "a", func() (string, error) {
						id := tx.NewID()
						return id, w.log.Append(u.Ctx, tx, w.by, happened{ID: id})
					})
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if results[0] == "" || slices.ContainsFunc(results, func(s string) bool { return s != results[0] }) {
			t.Errorf("results differ: %q", results)
		}
		w.WantEvents(t, "test.happened")
	})
}

// TestKeysOfAnotherInstallationAreRefused: on both engines, and only those: a
// checkpoint that was changed is for Verify to find, and keeps nobody out.
func TestKeysOfAnotherInstallationAreRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		other, err := seal.NewKeys()
		if err != nil {
			t.Fatal(err)
		}
		here := func(verifier string) error {
			return u.DB.Read(u.Ctx, func(tx *db.Tx) error { return event.SignedHere(u.Ctx, tx, verifier) })
		}
		if err := here(other.Verifier); err != nil {
			t.Errorf("nothing is signed yet: %v", err)
		}
		w.fill(t, 3)
		if err := here(w.keys.Verifier); err != nil {
			t.Errorf("its own keys: %v", err)
		}
		if key, _ := fault.KeyOf(here(other.Verifier)); key != "config.keys_foreign" {
			t.Errorf("another's keys: %q", key)
		}
		if err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(u.Ctx, `UPDATE log_checkpoint SET note = replace(note, 'log/v1', 'log/v9')`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := here(w.keys.Verifier); err != nil {
			t.Errorf("a checkpoint that was changed: %v", err)
		}
	})
}
