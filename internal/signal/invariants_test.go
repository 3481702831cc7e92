package signal_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"sync"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/signal"
)

// TestI5AnsweredOnce: of many who answer and relay one duty at once, on both
// sides of a retry, one outcome is kept; the others are told.
func TestI5AnsweredOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.said(t, who("halte"), func(s *signal.Said) { s.To, s.Due = "ville", day })
		var wg sync.WaitGroup
		var mu sync.Mutex
		done := 0
		for i := range 32 {
			by := access.ForWorker(dbtest.Region, access.Worker(fmt.Sprint("w", i)), "ville", "", access.Coordination)
			wg.Go(func() {
				err := w.svc.Answer(u.Ctx, by, "a", id, fmt.Sprint("Réponse ", i), i%2 == 0, false)
				if i%4 == 3 {
					err = w.svc.Relay(u.Ctx, by, "b", id, access.Org(fmt.Sprint("o", i)), "À eux", day, false)
				}
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					done++
				case !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable):
					t.Errorf("refused as %v", err)
				}
			})
		}
		wg.Wait()
		x := w.show(t, who("halte"), id)
		settled := 0
		for _, l := range x.Legs {
			if l.To == "ville" && l.State != signal.Waiting {
				settled++
			}
		}
		if settled != 1 || done == 0 || x.Legs[0].To != "ville" {
			t.Errorf("%d outcomes of one duty, %d acknowledged: %+v", settled, done, x.Legs)
		}
	})
}

// TestI7AckIsDurable: what was acknowledged is whole after the program began
// again; what was not acknowledged left nothing.
func TestI7AckIsDurable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		var kept []string
		for i := range 12 {
			act, bad := w.act(), i%3 == 2
			x := toilets
			x.Words = fmt.Sprintf("%s %d", toilets.Words, i)
			x.To, x.Due = "ville", day
			if bad {
				x.To = "empty" // refused after the words were written in the transaction
			}
			id, err := w.svc.Say(u.Ctx, who("halte"), act, x)
			if bad != (err != nil) {
				t.Fatalf("%d: %v", i, err)
			}
			if !bad {
				kept = append(kept, id)
			}
			w.restart(t)
			if again, err := w.svc.Say(u.Ctx, who("halte"), act, x); !bad && (again != id || err != nil) {
				t.Errorf("the retry after a restart is %q, %v; want %q", again, err, id)
			}
		}
		got := w.list(t, who("halte"))
		slices.Reverse(got)
		if !slices.Equal(got, kept) {
			t.Errorf("kept %d, acknowledged %d", len(got), len(kept))
		}
		for i, id := range kept {
			if x := w.show(t, who("ville"), id); !strings.HasPrefix(x.Words, toilets.Words) || x.Duty("ville") == nil {
				t.Errorf("%d is not whole: %+v", i, x)
			}
		}
		for table, want := range map[string]int{"signal": len(kept), "signal_leg": len(kept), "signal_seat": 3 * len(kept)} {
			if n := w.count(t, `SELECT count(*) FROM `+table); n != want {
				t.Errorf("%d rows of %s, want %d", n, table, want)
			}
		}
	})
}

// TestI8OfflineConvergence: what five organisations send, in any order, twice or
// thrice and at once, gives one state: each has said it, each word is there once.
func TestI8OfflineConvergence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		var first string
		w := newWorld(t, u)
		for round := range 6 {
			id := w.said(t, who("halte"), func(s *signal.Said) { s.To, s.Due = "ville", day })
			type sent struct{ org, act, words string }
			var queue []sent
			for o := range 4 {
				for n := range 2 {
					m := sent{fmt.Sprint("oc", o), fmt.Sprintf("r%d-%d-%d", round, o, n), fmt.Sprintf("mots %d de oc%d", n, o)}
					queue = append(queue, m, m, m)
				}
			}
			rand.Shuffle(len(queue), func(i, j int) { queue[i], queue[j] = queue[j], queue[i] })
			var wg sync.WaitGroup
			for part := range 3 {
				wg.Go(func() {
					for i, m := range queue {
						for i%3 == part {
							err := w.svc.Join(u.Ctx, who(m.org), m.act, id, m.words, false)
							if err == nil {
								break
							}
							if !fault.Is(err, fault.Unavailable) {
								t.Error(err)
								return
							}
						}
					}
				})
			}
			wg.Wait()
			x := w.show(t, who("halte"), id)
			var lines []string
			for _, j := range x.Joins {
				lines = append(lines, string(j.Org)+": "+j.Words)
			}
			slices.Sort(lines)
			orgs := x.Orgs()
			slices.Sort(orgs)
			digest := fmt.Sprint(orgs, lines)
			if first == "" {
				first = digest
			}
			if digest != first || len(lines) != 8 || len(orgs) != 5 {
				t.Errorf("round %d: %s\nwant %s", round, digest, first)
			}
		}
	})
}

func (w *world) count(t *testing.T, q string) (n int) {
	t.Helper()
	must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) error { return tx.QueryRow(w.Ctx, q).Scan(&n) }))
	return n
}
