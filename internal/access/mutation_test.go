package access

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

// mutant is the rules with one thing removed or changed.
type mutant struct {
	name    string
	purpose Purpose
	way     int
	check   int // changed check; wholeWay when the way itself is removed
	rules   ruleset
}

const wholeWay = -1

// mutants removes each way, each check of each way and each term of each check
// on answers, one at a time; and moves each boundary of time by one.
func mutants() (ms []mutant) {
	for _, p := range Purposes {
		for i, w := range rules[p] {
			at := fmt.Sprintf("%s, way %d", p, i+1)
			add := func(check int, name string, changed ...way) {
				rs := ruleset{p: slices.Replace(slices.Clone(rules[p]), i, i+1, changed...)}
				ms = append(ms, mutant{at + name, p, i, check, rs})
			}
			add(wholeWay, " removed")
			for j, c := range w {
				add(j, fmt.Sprintf(" without %q", c.label()), slices.Delete(slices.Clone(w), j, j+1))
				if c, ok := c.(openings); ok {
					for k, t := range c.terms {
						changed := slices.Clone(w)
						changed[j] = openings{c.name, slices.Delete(slices.Clone(c.terms), k, k+1)}
						add(j, fmt.Sprintf(", %q without %q", c.name, t.name), changed)
						if other, ok := emergencyOffByOne[t.name]; ok {
							changed := slices.Clone(w)
							changed[j] = openings{c.name, slices.Replace(slices.Clone(c.terms), k, k+1, other)}
							add(j, fmt.Sprintf(", %q with %q off by one", c.name, t.name), changed)
						}
					}
				}
				c, ok := c.(answers)
				if !ok {
					continue
				}
				with := func(name string, terms []term) {
					changed := slices.Clone(w)
					changed[j] = answers{c.name, c.exists, terms}
					add(j, fmt.Sprintf(", %q %s", c.name, name), changed)
				}
				for k, t := range c.terms {
					with(fmt.Sprintf("without %q", t.name), slices.Delete(slices.Clone(c.terms), k, k+1))
					if other, ok := offByOne[t.name]; ok {
						with(fmt.Sprintf("with %q off by one", t.name), slices.Replace(slices.Clone(c.terms), k, k+1, other))
					}
				}
				if !c.exists {
					with("with an end", append(slices.Clone(c.terms), hasNotEnded))
				}
			}
		}
	}
	return ms
}

var offByOne = map[string]term{
	hasBegun.name: {"", func(g *Given, q question) bool { return g.From.Before(q.now) },
		func(b *binder, c string) string { return c + ".from_at < " + b.arg(theInstant) }},
	hasNotEnded.name: {"", func(g *Given, q question) bool { return !g.To.Before(q.now) },
		func(b *binder, c string) string { return c + ".to_at >= " + b.arg(theInstant) }},
}

var emergencyOffByOne = map[string]opens{
	emergencyBegun.name: {"", func(e *Emergency, f *Facts) bool { return e.From.Before(f.Now) },
		func(b *binder, e string) string { return e + ".from_at < " + b.arg(theInstant) }},
	emergencyNotOver.name: {"", func(e *Emergency, f *Facts) bool { return !e.To.Before(f.Now) },
		func(b *binder, e string) string { return e + ".to_at >= " + b.arg(theInstant) }},
}

// witness is a decision in which a mutant differs from the rules.
type witness struct {
	mutant
	who who
	row row
	now time.Time
}

const mostStates = 200

// TestEachMutantDies: whatever single check or term is removed, in the Go form,
// in the SQL form or in both, the comparison with the oracle (and that of one
// form with the other) fails. A survivor is a check that no test would miss.
func TestEachMutantDies(t *testing.T) {
	r := chance(t)
	alive := mutants()
	all := len(alive)
	var states []*state
	var found [][]witness
	for n := 0; len(alive) > 0 && n < mostStates; n++ {
		s := newState(r)
		ws, rest := kill(s, alive)
		alive = rest
		if len(ws) > 0 {
			states, found = append(states, s.around(ws)), append(found, ws)
		}
	}
	for _, m := range alive {
		t.Errorf("survives in Go: %s", m.name)
	}
	t.Logf("%d mutants, %d survive; witnesses in %d states", all, len(alive), len(states))

	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		for i, s := range states {
			s.clear(t, u)
			s.save(t, u)
			err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
				for _, w := range found[i] {
					if err := w.judge(u.Ctx, tx, t, s); err != nil {
						return fmt.Errorf("%s: %w", w.name, err)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// hunt finds, for each mutant it can, a decision in which it differs.
type hunt struct {
	alive map[place][]mutant
	found []witness
}

// place is where a mutant is changed.
type place struct {
	purpose Purpose
	way     int
}

func kill(s *state, alive []mutant) (found []witness, rest []mutant) {
	h := hunt{alive: map[place][]mutant{}}
	for _, m := range alive {
		at := place{m.purpose, m.way}
		h.alive[at] = append(h.alive[at], m)
	}
	for table := range tables {
		facts := s.load(table)
		for _, r := range s.judged(table) {
			whos := s.whos
			if table == "referral" { // links are rare among the actors
				whos = append(slices.Clone(whos), who{kind: LinkedIn, region: r.region, org: r.receiver, referral: r.id})
			}
			for _, now := range s.nows {
				f := facts.facts(r, now)
				for _, w := range whos {
					h.try(w, r, f)
				}
			}
		}
	}
	for _, ms := range h.alive {
		rest = append(rest, ms...)
	}
	return h.found, rest
}

// try looks at one row. One changed check opens a way that it alone closes, or
// closes one that is open; other mutants cannot differ and are not asked.
func (h *hunt) try(w who, r row, f Facts) {
	a := w.actor()
	for _, p := range tables[r.table] {
		for i, way := range rules[p] {
			at := place{p, i}
			if len(h.alive[at]) == 0 {
				continue
			}
			c, closed := closing(way, a, f)
			if closed > 1 {
				continue
			}
			h.alive[at] = slices.DeleteFunc(h.alive[at], func(m mutant) bool {
				differs := (closed == 0 || m.check == c) && m.rules.allow(a, p, f) != rules.allow(a, p, f)
				if differs {
					h.found = append(h.found, witness{m, w, r, f.Now})
				}
				return differs
			})
		}
	}
}

// around keeps of a state what its witnesses need.
func (s *state) around(ws []witness) *state {
	small, given := &state{}, s.given()
	rows, answers, people := map[row]bool{}, map[int]bool{}, map[key]bool{}
	for _, w := range ws {
		rows[w.row] = true
		f := Facts{Region: Region(w.row.region), Person: Person(w.row.person), Receiver: Org(w.row.receiver), Sender: Org(w.row.sender), Holder: Org(w.row.holder)}
		for _, i := range near(given, f) {
			answers[i] = true
		}
	}
	for i, a := range s.answers {
		if answers[i] || rows[a.row] {
			small.answers = append(small.answers, a)
			people[key{a.region, a.person}] = true
		}
	}
	for r := range rows {
		people[key{r.region, r.person}] = true
	}
	for _, e := range s.openings {
		for _, w := range ws {
			near := e.person == w.row.person && (e.region == w.row.region || e.recipient == w.row.receiver) || e.region == w.row.region && e.recipient == w.row.receiver
			if near || rows[e.row] {
				small.openings = append(small.openings, e)
				people[key{e.region, e.person}] = true
				break
			}
		}
	}
	for _, r := range s.rows {
		if rows[r] || r.table == "person" && people[key{r.region, r.person}] {
			small.rows = append(small.rows, r)
		}
	}
	return small
}

// judge holds the mutant against the oracle, in its three forms.
func (w witness) judge(ctx context.Context, tx *db.Tx, t *testing.T, s *state) error {
	o, f, sc := s.oracle(), s.load(w.row.table).facts(w.row, w.now), w.who.actor().Scope(w.purpose, w.now)
	inSQL := func(rs ruleset) (bool, error) {
		found, err := ask(ctx, tx, w.row.table, 2,
			func(alias string, first int) string {
				return rs.write(wanted{w.purpose, shapeOf(sc.actor), alias, first}).text
			},
			func(own ...any) []any {
				for _, v := range rs.write(wanted{w.purpose, shapeOf(sc.actor), "", 1}).values {
					own = append(own, sc.value(v))
				}
				return own
			})
		return found[key{w.row.region, w.row.id}], err
	}
	want := o.permits(w.who, w.purpose, w.row, w.now)
	is, err := inSQL(rules)
	if err != nil {
		return err
	}
	mutated, err := inSQL(w.rules)
	if err != nil {
		return err
	}
	wrong := w.rules.allow(w.who.actor(), w.purpose, f)
	if is != want || rules.allow(w.who.actor(), w.purpose, f) != want {
		t.Errorf("%s: the rules themselves differ from the oracle", w.name)
	}
	if wrong == want {
		t.Errorf("survives in Go: %s", w.name)
	}
	if mutated == want {
		t.Errorf("survives in SQL: %s", w.name)
	}
	if mutated != wrong {
		t.Errorf("in both forms they differ from each other: %s", w.name)
	}
	return nil
}
