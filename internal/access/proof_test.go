package access

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

var seedFlag = flag.Uint64("seed", 0, "seed of the random policy states; 0 draws one")

// chance is where random states come from; the test says how to see them again.
func chance(t *testing.T) *rand.Rand {
	seed := *seedFlag
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("the same again: go test ./internal/access -run '^%s$' -seed %d", t.Name(), seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// What makes a proof worth something: enough decisions, enough of them yes, and
// each check alone the reason of enough refusals.
const (
	leastDecisions = 50_000
	leastAllowed   = 5 // percent
	leastDecisive  = 8
)

// TestI1NoReadWithoutGrant: for every actor, purpose and row of a random state
// the rule in Go, the rule in SQL and the oracle say the same, on both engines.
func TestI1NoReadWithoutGrant(t *testing.T) {
	s := newState(chance(t))
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s.save(t, u)
		p := proof{t: t, s: s, oracle: s.oracle(), decisive: map[string]int{}}
		err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			for _, table := range []string{"referral", "person", "thread", "consent", "emergency", "disclosure", "need_word", "talk", "signal_seat", "incident"} {
				facts, err := load(u.Ctx, tx, table)
				if err != nil {
					return err
				}
				if drawn := s.load(table); !reflect.DeepEqual(facts, drawn) {
					t.Fatalf("%s: what was loaded is not what was drawn", table)
				}
				rows := s.judged(table)
				for i, w := range s.whos {
					for _, now := range s.instants(w) {
						for _, purpose := range tables[table] {
							sc := w.actor().Scope(purpose, now)
							found, err := ask(u.Ctx, tx, table, i%4, sc.Where, sc.Args)
							if err != nil {
								return fmt.Errorf("%s by %+v: %w", purpose, w, err)
							}
							p.compare(w, purpose, rows, facts, found, now)
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		p.conclude()
	})
}

type proof struct {
	t                           *testing.T
	s                           *state
	oracle                      oracle
	decisions, allowed, differs int
	decisive                    map[string]int
}

// instants are those at which an actor asks. Only workers read often.
func (s *state) instants(w who) []time.Time {
	if w.kind == Staff {
		return s.nows
	}
	return s.nows[1:2]
}

func (p *proof) compare(w who, purpose Purpose, rows []row, facts loaded, found map[key]bool, now time.Time) {
	a := w.actor()
	for _, r := range rows {
		f := facts.facts(r, now)
		want := p.oracle.permits(w, purpose, r, now)
		inGo, inSQL := a.Allows(purpose, f), found[key{r.region, r.id}]
		p.decisions++
		if want {
			p.allowed++
		}
		if inGo != want || inSQL != want {
			if p.differs++; p.differs <= 5 {
				p.t.Errorf("%s by %+v\n  on %+v\n  at start %+v: Go %v, SQL %v, oracle %v", purpose, w, r, now.Sub(start), inGo, inSQL, want)
			}
		}
		if !inGo {
			for i, way := range rules[purpose] {
				if c, closed := closing(way, a, f); closed == 1 {
					p.decisive[way[c].label()]++
					p.decisive[ruleLine(purpose, i, way[c])]++
				}
			}
		}
	}
}

// closing is the first check that closes a way, and how many do: 0, 1, or 2 for
// more.
func closing(w way, a Actor, f Facts) (check, closed int) {
	for i, c := range w {
		if !c.holds(a, f) {
			if closed++; closed > 1 {
				break
			}
			check = i
		}
	}
	return check, closed
}

func (p *proof) conclude() {
	t := p.t
	if p.differs > 0 {
		t.Errorf("%d of %d decisions differ", p.differs, p.decisions)
	}
	if p.decisions < leastDecisions {
		t.Errorf("%d decisions, want %d: the proof is too small", p.decisions, leastDecisions)
	}
	if p.allowed*100 < p.decisions*leastAllowed {
		t.Errorf("%d of %d decisions allowed, want %d %%: the proof is nearly empty", p.allowed, p.decisions, leastAllowed)
	}
	var lines []string
	for _, name := range expectedChecks(t) {
		if p.decisive[name] < leastDecisive {
			t.Errorf("check %q was the only reason of %d refusals, want %d: it is gone from the rules, or the states do not try it",
				name, p.decisive[name], leastDecisive)
		}
		lines = append(lines, fmt.Sprintf("%6d %s", p.decisive[name], name))
	}
	for _, line := range expectedRules(t) {
		if strings.Count(line, ": ") == 1 && p.decisive[line] == 0 {
			t.Errorf("no refusal has this only reason: %s", line)
		}
	}
	slices.Sort(lines)
	t.Logf("%d decisions, %d allowed (%.1f %%), %d differ; refusals by one check alone:\n%s",
		p.decisions, p.allowed, 100*float64(p.allowed)/float64(p.decisions), p.differs, strings.Join(lines, "\n"))
}
