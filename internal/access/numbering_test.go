package access

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

var argument = regexp.MustCompile(`\$(\d+)`)

// FuzzWhereNumbersItsArguments: from first, each once, in order of use, as many
// as Args gives. SQLite numbers $n in the order in which it meets them, so any
// other order would bind the wrong values there and the right ones in
// PostgreSQL.
func FuzzWhereNumbersItsArguments(f *testing.F) {
	for i := range Purposes {
		f.Add(i, i, 1, 0, "t", "org", "x")
	}
	f.Add(2, 3, 7, 3, "r", "", "$9")
	f.Fuzz(func(t *testing.T, kind, purpose, first, own int, alias, org, id string) {
		if first < 1 || first > 1<<20 || own < 0 || own > 50 || strings.ContainsRune(alias, '$') {
			t.Skip()
		}
		actors := []Actor{{}, Anyone("r"), ForWorker("r", Worker(id), Org(org), "", Intervention), ForWorker("r", Worker(id), Org(org), "", Management),
			ForPerson("r", Thread(id), Person(id)), ForLink("r", Referral(id), Org(org))}
		sc := actors[uint(kind)%uint(len(actors))].Scope(Purposes[uint(purpose)%uint(len(Purposes))], start)
		where, args := sc.Where(alias, first), sc.Args(make([]any, own)...)
		for i, m := range argument.FindAllStringSubmatch(where, -1) {
			if m[1] != strconv.Itoa(first+i) {
				t.Fatalf("argument %d is $%s, want $%d: %s", i, m[1], first+i, where)
			}
		}
		if n := len(argument.FindAllString(where, -1)); n != len(args)-own {
			t.Fatalf("%d arguments named, %d given: %s", n, len(args)-own, where)
		}
		if strings.Count(where, "(") != strings.Count(where, ")") {
			t.Fatalf("brackets do not close: %s", where)
		}
		if where == "" || (where == never) != (len(args) == own) {
			t.Fatalf("%d arguments for %q", len(args)-own, where)
		}
	})
}

// TestWrongNumbersAreCaught: a predicate whose numbers or arguments are out of
// place gives an error or other rows than the oracle, on each engine.
func TestWrongNumbersAreCaught(t *testing.T) {
	const own = 2
	type asking struct {
		where func(Scope) func(string, int) string
		args  func(Scope) func(...any) []any
	}
	right := func(sc Scope) func(string, int) string { return sc.Where }
	moved := func(by int) func(sc Scope) func(string, int) string {
		return func(sc Scope) func(string, int) string {
			return func(alias string, first int) string { return sc.Where(alias, first+by) }
		}
	}
	given := func(sc Scope) func(...any) []any { return sc.Args }
	// To SQLite $7 is a name, bound by where it first stands: a gap or another
	// order of numbers changes nothing there, and FuzzWhereNumbersItsArguments
	// is what catches it.
	harmless := map[string]bool{"sqlite first_one_more": true, "sqlite numbers_backwards": true}
	cases := map[string]asking{
		"control":          {right, given},
		"first_one_less":   {moved(-1), given},
		"first_one_more":   {moved(+1), given},
		"first_always_one": {moved(-own), given},
		"arguments_reversed": {right, func(sc Scope) func(...any) []any {
			return func(o ...any) []any { a := sc.Args(); slices.Reverse(a); return append(o, a...) }
		}},
		"own_arguments_last": {right, func(sc Scope) func(...any) []any {
			return func(o ...any) []any { return append(sc.Args(), o...) }
		}},
		"own_arguments_lost": {right, func(sc Scope) func(...any) []any {
			return func(...any) []any { return sc.Args() }
		}},
		"numbers_backwards": {func(sc Scope) func(string, int) string {
			return func(alias string, first int) string {
				n := first + len(sc.Args())
				return argument.ReplaceAllStringFunc(sc.Where(alias, first), func(string) string { n--; return "$" + strconv.Itoa(n) })
			}
		}, given},
	}
	s := newState(chance(t))
	o := s.oracle()
	rows := s.judged("referral")
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s.save(t, u)
		for name, c := range cases {
			caught := false
			for _, w := range s.whos {
				if w.kind != Staff || caught {
					continue
				}
				sc := w.actor().Scope(ReadContact, start)
				if len(sc.Args()) < 2 {
					continue
				}
				var found map[key]bool
				err := u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
					found, err = ask(u.Ctx, tx, "referral", own, c.where(sc), c.args(sc))
					return err
				})
				caught = err != nil || slices.ContainsFunc(rows, func(r row) bool {
					return found[key{r.region, r.id}] != o.permits(w, ReadContact, r, start)
				})
			}
			if want := name != "control" && !harmless[string(u.DB.Engine())+" "+name]; caught != want {
				t.Errorf("%s: caught %v, want %v", name, caught, want)
			}
		}
	})
}

// TestScopeIsOfOneInstant: the predicate carries the instant as arguments and
// asks no clock.
func TestScopeIsOfOneInstant(t *testing.T) {
	sc := ForWorker("r", "w", "o", "", Intervention).Scope(ReadContact, start)
	if w := strings.ToLower(sc.Where("t", 1)); strings.Contains(w, "now") || strings.Contains(w, "current") {
		t.Errorf("asks a clock: %s", w)
	}
	later := ForWorker("r", "w", "o", "", Intervention).Scope(ReadContact, start.Add(time.Hour))
	if slices.Equal(sc.Args(), later.Args()) || sc.Where("t", 1) != later.Where("t", 1) {
		t.Error("the instant is not an argument")
	}
}
