package event_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
)

// edit is what somebody with all rights on the database may do to it, at a
// random place, and what they would do besides so as not to be seen.
func edit(r *rand.Rand, entries int) (name string, statements []string) {
	at, other := r.IntN(entries), r.IntN(entries)
	for other == at {
		other = r.IntN(entries)
	}
	column := []string{"id", "kind", "actor_kind", "org_id", "team_id", "worker_id", "subject", "body", "region_id"}[r.IntN(9)]
	cover := ""
	if r.IntN(2) == 0 {
		cover = " and the checkpoints taken away"
		statements = []string{`DELETE FROM log_checkpoint WHERE size > 0`}
	}
	add := func(q ...string) { statements = append(statements, q...) }
	switch r.IntN(6) {
	case 0:
		name = fmt.Sprintf("%s of entry %d changed", column, at)
		add(fmt.Sprintf(`UPDATE event SET %s = %s || 'x' WHERE position = %d`, column, column, at))
	case 1:
		name = fmt.Sprintf("instant of entry %d moved", at)
		add(fmt.Sprintf(`UPDATE event SET at = at + %d WHERE position = %d`, 1+r.IntN(1000), at))
	case 2:
		name = fmt.Sprintf("entry %d taken away, and the gap closed", at)
		add(fmt.Sprintf(`DELETE FROM event WHERE position = %d`, at), fmt.Sprintf(`UPDATE event SET position = position - 1 WHERE position > %d`, at))
	case 3:
		name = fmt.Sprintf("entries %d and %d exchanged", at, other)
		add(fmt.Sprintf(`UPDATE event SET position = CASE position WHEN %d THEN %d ELSE %d END WHERE position IN (%d, %d)`, at, other, at, at, other))
	case 4:
		name = fmt.Sprintf("cut off from entry %d on", at)
		add(fmt.Sprintf(`DELETE FROM event WHERE position >= %d`, at), fmt.Sprintf(`DELETE FROM log_checkpoint WHERE size > %d`, at))
	case 5:
		name = fmt.Sprintf("entry %d said twice, and the rest moved", at)
		add(fmt.Sprintf(`UPDATE event SET position = position + 1 WHERE position > %d`, at),
			fmt.Sprintf(`INSERT INTO event (region_id, id, at, kind, actor_kind, org_id, team_id, worker_id, subject, body, position)
			             SELECT e.region_id, 'forged', e.at, e.kind, e.actor_kind, e.org_id, e.team_id, e.worker_id, e.subject, e.body, %d FROM event AS e WHERE e.position = %d`, at+1, at))
	}
	return name + cover, statements
}

// TestI9ChainFindsEachEdit: whatever is changed, taken away, exchanged, cut off
// or put in, anywhere, by somebody who may write all tables, is found by whoever
// kept a checkpoint; and a log that nobody touched is clean.
func TestI9ChainFindsEachEdit(t *testing.T) {
	edits := 150
	if os.Getenv("PASSERELLE_LONG_TESTS") != "" {
		edits = 10_000
	}
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		seed := rand.Uint64()
		random := rand.New(rand.NewPCG(seed, 9))
		w := newWorld(t, u)
		const entries = 33
		w.fill(t, entries-1)
		w.disclose(t, []access.Part{access.PartNeed}, true)
		kept, undo, clean := w.checkpoint(t), errors.New("undo"), 0
		for n := range edits {
			name, statements := edit(random, entries)
			if n%25 == 0 {
				name, statements = "", nil // control
			}
			err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				for _, q := range statements {
					if _, err := tx.Exec(u.Ctx, q); err != nil {
						return fmt.Errorf("%s: %w", name, err)
					}
				}
				v, err := event.Verify(u.Ctx, tx, w.keys.Verifier, &kept)
				if err != nil {
					return err
				}
				if name == "" && len(v.Faults) > 0 {
					t.Errorf("control: nobody touched it: %s", told(v.Faults))
				}
				if name == "" {
					clean++
				}
				if name != "" && len(v.Faults) == 0 {
					t.Errorf("not found (seed %d): %s", seed, name)
				}
				return undo
			})
			if !errors.Is(err, undo) {
				t.Fatal(err)
			}
		}
		t.Logf("%d edits, each found; clean %d times when there was none", edits-clean, clean)
	})
}
