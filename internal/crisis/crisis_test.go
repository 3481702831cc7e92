package crisis_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/crisis"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// TestARuleLapsesOnTime: relaxed until its very millisecond, then not, unless
// somebody renewed it; and never longer than the crisis.
// TestANameIsAskedAbout: what looks like the name of somebody who is helped is
// asked about in each thing that is noted, with the words, and kept by whoever is
// sure; the name of a place is not asked about, nor who decides.
func TestANameIsAskedAbout(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.opened(t)
		const words = "Loger Wassim Haddad ce soir"
		for name, note := range map[string]func(words string, sure bool) error{
			"decision": func(s string, sure bool) error {
				return w.svc.Decide(u.Ctx, w.halte, w.act(), id, s, "Mme Nguyen, direction", sure)
			},
			"rule": func(s string, sure bool) error {
				_, err := w.svc.Relax(u.Ctx, w.halte, w.act(), id, s, "Mme Nguyen, direction", time.Hour, sure)
				return err
			},
			"task": func(s string, sure bool) error {
				_, err := w.svc.Give(u.Ctx, w.halte, w.act(), id, "ciusss", s, time.Hour, sure)
				return err
			},
			"review": func(s string, sure bool) error { return w.svc.Review(u.Ctx, w.halte, w.act(), id, s, time.Hour, sure) },
			"why": func(s string, sure bool) error {
				o := cold
				o.Why, o.Sure = s, sure
				_, err := w.svc.Open(u.Ctx, w.halte, w.act(), o)
				return err
			},
			"title": func(s string, sure bool) error {
				o := cold
				o.Title, o.Sure = s, sure
				_, err := w.svc.Open(u.Ctx, w.halte, w.act(), o)
				return err
			},
		} {
			t.Run(name, func(t *testing.T) {
				wantKey(t, note(words, false), crisis.NamedKey)
				must(t, note(words, true))
				must(t, note("Ouvrir le Parc Camille-Roy", false))
			})
		}
	})
}

func TestARuleLapsesOnTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.opened(t)
		short, kept := w.relaxed(t, id, 12*time.Hour), w.relaxed(t, id, 12*time.Hour)
		u.Clock.Advance(12*time.Hour - time.Millisecond)
		must(t, w.svc.RenewRule(u.Ctx, w.halte, w.act(), id, kept, 14*24*time.Hour))
		if got := w.inForce(t, id); len(got) != 2 {
			t.Errorf("a millisecond before: %v", got)
		}
		u.Clock.Advance(time.Millisecond)
		if got := w.inForce(t, id); !slices.Equal(got, []string{kept}) {
			t.Errorf("on the hour: %v, want %s alone", got, kept)
		}
		wantKey(t, w.svc.RenewRule(u.Ctx, w.halte, w.act(), id, short, time.Hour), "crisis.rule_over")
		u.Clock.Advance(60*time.Hour - time.Millisecond)
		if got := w.inForce(t, id); len(got) != 1 {
			t.Errorf("before the crisis ends: %v", got)
		}
		u.Clock.Advance(time.Millisecond)
		if s := w.show(t, id); !s.Over(s.Now) || len(w.inForce(t, id)) != 0 {
			t.Error("the crisis was not renewed: nothing of it holds any more")
		}
		wantKey(t, w.svc.Renew(u.Ctx, w.halte, w.act(), id, time.Hour), "crisis.over")
		wantKey(t, w.svc.LiftRule(u.Ctx, w.halte, w.act(), id, kept), "crisis.over")
	})
}

// TestTheMinutesTellWhatTimeDid beside what people did, in its order, and say
// neither what has not happened yet.
func TestTheMinutesTellWhatTimeDid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.opened(t)
		w.relaxed(t, id, 2*time.Hour)
		lifted := w.relaxed(t, id, 72*time.Hour)
		want := func(kinds ...crisis.Kind) {
			t.Helper()
			var got []crisis.Kind
			s := w.show(t, id)
			for _, e := range s.Minutes() {
				got = append(got, e.Kind)
			}
			if !slices.Equal(got, kinds) {
				t.Errorf("minutes %v\nwant    %v", got, kinds)
			}
		}
		begun := []crisis.Kind{crisis.Opened, crisis.Joined, crisis.Joined, crisis.Relaxed, crisis.Relaxed}
		want(begun...)
		u.Clock.Advance(3 * time.Hour)
		must(t, w.svc.LiftRule(u.Ctx, w.halte, w.act(), id, lifted))
		must(t, w.svc.Decide(u.Ctx, w.ciusss, w.act(), id, "La halle ouvre à 18 h", "Proposé par la Halte", false))
		want(append(begun, crisis.RuleLapsed, crisis.RuleLifted, crisis.Decided)...)
		u.Clock.Advance(80 * time.Hour)
		want(append(begun, crisis.RuleLapsed, crisis.RuleLifted, crisis.Decided, crisis.Lapsed)...)
		u.WantEvents(t, "crisis.opened", "crisis.joined", "crisis.joined", "crisis.relaxed", "crisis.relaxed", "crisis.rule_lifted", "crisis.decided")
	})
}

// TestThePostMortemIsMadeOfWhatWasWritten.
func TestThePostMortemIsMadeOfWhatWasWritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.opened(t)
		give := func(to access.Org, words string, d time.Duration) string {
			task, err := w.svc.Give(u.Ctx, w.halte, w.act(), id, to, words, d, false)
			must(t, err)
			return task
		}
		inTime, later := give("halte", "Ouvrir la halle", 4*time.Hour), give("ciusss", "Une infirmière", 4*time.Hour)
		give("ciusss", "Le transport", 24*time.Hour)
		w.relaxed(t, id, 6*time.Hour)
		w.relaxed(t, id, 14*24*time.Hour)
		lifted := w.relaxed(t, id, 48*time.Hour)
		must(t, w.svc.Finish(u.Ctx, w.street, w.act(), id, inTime))
		u.Clock.Advance(10 * time.Hour)
		must(t, w.svc.Finish(u.Ctx, w.halte, w.act(), id, later))
		must(t, w.svc.Review(u.Ctx, w.halte, w.act(), id, "Deux abris de plus", 4*time.Hour, false))
		must(t, w.svc.LiftRule(u.Ctx, w.ciusss, w.act(), id, lifted))
		must(t, w.svc.Decide(u.Ctx, w.ciusss, w.act(), id, "Garder la halle", "Les personnes elles-mêmes", false))
		u.Clock.Advance(4 * time.Hour)
		must(t, w.svc.Review(u.Ctx, w.ciusss, w.act(), id, "Tout tient", 8*time.Hour, false))
		must(t, w.svc.Renew(u.Ctx, w.halte, w.act(), id, 48*time.Hour))
		u.Clock.Advance(6 * time.Hour)
		must(t, w.svc.Close(u.Ctx, w.halte, w.act(), id))
		u.Clock.Advance(90 * 24 * time.Hour)
		s := w.show(t, id)
		p := s.PostMortem()
		if p.Lasted != 20*time.Hour || p.ByItself || p.Renewals != 1 || p.Members != 2 || len(p.Done) != 1 || len(p.Later) != 1 || len(p.Undone) != 1 {
			t.Errorf("%+v", p)
		}
		if len(p.Decisions) != 1 || p.Decisions[0].Origin != "Les personnes elles-mêmes" || p.Decisions[0].Words != "Garder la halle" {
			t.Errorf("decisions %+v", p.Decisions)
		}
		if len(p.Reviews) != 2 || p.Reviews[0].Late != 2*time.Hour || p.Reviews[1].Late != 0 {
			t.Errorf("reviews %+v", p.Reviews)
		}
		got := map[crisis.Outcome]time.Duration{}
		for _, r := range p.Rules {
			got[r.Outcome] = r.Lasted
		}
		if len(p.Rules) != 3 || got[crisis.HasLapsed] != 6*time.Hour || got[crisis.WasLifted] != 10*time.Hour || got[crisis.EndedWithIt] != 20*time.Hour {
			t.Errorf("rules %v", got)
		}
		if s.Minutes()[len(s.Minutes())-1].Kind != crisis.Closed {
			t.Error("who closed it is the end of the minutes")
		}
	})
}

// TestWhoWritesInACell: those who answer for one of its organisations; the
// others of the region read; nobody else finds it.
func TestWhoWritesInACell(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.opened(t)
		rule := w.relaxed(t, id, 24*time.Hour)
		task, err := w.svc.Give(u.Ctx, w.halte, w.act(), id, "ciusss", "Une infirmière", 4*time.Hour, false)
		must(t, err)
		acts := func(by access.Actor) map[string]error {
			_, relax := w.svc.Relax(u.Ctx, by, w.act(), id, "x", "y", time.Hour, false)
			_, give := w.svc.Give(u.Ctx, by, w.act(), id, "halte", "x", time.Hour, false)
			return map[string]error{
				"decide": w.svc.Decide(u.Ctx, by, w.act(), id, "x", "y", false), "relax": relax, "give": give,
				"review": w.svc.Review(u.Ctx, by, w.act(), id, "x", time.Hour, false), "renew": w.svc.Renew(u.Ctx, by, w.act(), id, time.Hour),
				"close": w.svc.Close(u.Ctx, by, w.act(), id), "leave": w.svc.Leave(u.Ctx, by, w.act(), id),
				"renew rule": w.svc.RenewRule(u.Ctx, by, w.act(), id, rule, time.Hour), "lift": w.svc.LiftRule(u.Ctx, by, w.act(), id, rule),
			}
		}
		for what, err := range acts(w.table) {
			if key, _ := fault.KeyOf(err); key != "crisis.not_member" {
				t.Errorf("an organisation outside the cell: %s: %v", what, err)
			}
		}
		for name, by := range map[string]access.Actor{"intervention": w.street, "administration": w.desk, "another-region": w.other, "public": w.visit, "nobody": {}} {
			for what, err := range acts(by) {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %s: %v", name, what, err)
				}
			}
			wantKind(t, w.svc.Join(u.Ctx, by, w.act(), id, phone), fault.NotFound)
			_, err := w.svc.Open(u.Ctx, by, w.act(), cold)
			if name != "another-region" {
				wantKind(t, err, fault.NotFound)
			}
		}
		for name, by := range map[string]access.Actor{"street of another house": w.street, "administration": w.desk, "outside the cell": w.table, "another-region": w.other, "public": w.visit} {
			if err := w.svc.Finish(u.Ctx, by, w.act(), id, task); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s finishes: %v", name, err)
			}
		}
		for name, by := range map[string]access.Actor{"another-region": w.other, "public": w.visit, "nobody": {}} {
			if _, err := w.svc.Show(u.Ctx, by, id); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads: %v", name, err)
			}
		}
		if list, _, err := w.svc.List(u.Ctx, w.other); err != nil || slices.ContainsFunc(list, func(c crisis.Crisis) bool { return c.ID == id }) {
			t.Errorf("another region lists it: %v", err)
		}
		if _, _, err := w.svc.List(u.Ctx, w.visit); !fault.Is(err, fault.NotFound) {
			t.Errorf("the public lists: %v", err)
		}
		for _, by := range []access.Actor{w.street, w.desk, w.table} {
			if s, err := w.svc.Show(u.Ctx, by, id); err != nil || s.Title != cold.Title || s.Members[0].Phone != phone.Phone {
				t.Errorf("a worker of the region does not read: %v", err)
			}
		}
	})
}

// TestMembersComeAndGo: an organisation that left writes no more, comes back
// with one act, and the last one closes instead of leaving.
func TestMembersComeAndGo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.opened(t)
		other := phone
		other.Phone = "819 555-0101"
		must(t, w.svc.Join(u.Ctx, w.ciusss, w.act(), id, other))
		if m := w.show(t, id).Member("ciusss"); m == nil || m.Phone != other.Phone {
			t.Errorf("another number to call: %+v", m)
		}
		must(t, w.svc.Leave(u.Ctx, w.ciusss, w.act(), id))
		if w.show(t, id).Member("ciusss") != nil {
			t.Error("left, and still there")
		}
		wantKey(t, w.svc.Decide(u.Ctx, w.ciusss, w.act(), id, "x", "y", false), "crisis.not_member")
		_, err := w.svc.Give(u.Ctx, w.halte, w.act(), id, "ciusss", "x", time.Hour, false)
		wantKey(t, err, "crisis.org_missing")
		wantKey(t, w.svc.Leave(u.Ctx, w.halte, w.act(), id), "crisis.last_member")
		must(t, w.svc.Join(u.Ctx, w.ciusss, w.act(), id, phone))
		must(t, w.svc.Decide(u.Ctx, w.ciusss, w.act(), id, "x", "y", false))
		u.WantEvents(t, "crisis.opened", "crisis.joined", "crisis.joined", "crisis.left", "crisis.joined", "crisis.decided")
	})
}

// TestWhatIsTypedIsCheckedAtItsField.
func TestWhatIsTypedIsCheckedAtItsField(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.opened(t)
		with := func(change func(*crisis.Opening)) error {
			o := cold
			change(&o)
			_, err := w.svc.Open(u.Ctx, w.halte, w.act(), o)
			return err
		}
		for key, err := range map[string]error{
			"crisis.title_missing":    with(func(o *crisis.Opening) { o.Title = "" }),
			"crisis.why_missing":      with(func(o *crisis.Opening) { o.Why = "" }),
			"crisis.for_range":        with(func(o *crisis.Opening) { o.For = crisis.StretchMost + 1 }),
			"crisis.review_range":     with(func(o *crisis.Opening) { o.Review = crisis.ReviewMost + 1 }),
			"crisis.function_missing": with(func(o *crisis.Opening) { o.Contact.Function = "" }),
			"crisis.phone_missing":    with(func(o *crisis.Opening) { o.Contact.Phone = "" }),
			"crisis.too_long":         with(func(o *crisis.Opening) { o.Sector = strings.Repeat("é", crisis.ShortMost+1) }),
			"crisis.words_missing":    w.svc.Decide(u.Ctx, w.halte, w.act(), id, "", "y", false),
			"crisis.origin_missing":   w.svc.Decide(u.Ctx, w.halte, w.act(), id, "x", "", false),
		} {
			wantKey(t, err, key)
		}
		_, err := w.svc.Relax(u.Ctx, w.halte, w.act(), id, "x", "", time.Hour, false)
		wantKey(t, err, "crisis.by_missing")
		_, err = w.svc.Relax(u.Ctx, w.halte, w.act(), id, "x", "y", time.Hour-1, false)
		wantKey(t, err, "crisis.for_range")
		_, err = w.svc.Give(u.Ctx, w.halte, w.act(), id, "halte", "x", crisis.DueMost+1, false)
		wantKey(t, err, "crisis.due_range")
		wantKind(t, w.svc.Decide(u.Ctx, w.halte, "", id, "x", "y", false), fault.Invalid)
		if n := len(w.show(t, id).Entries); n != 3 {
			t.Errorf("%d entries: something was half-written", n)
		}
	})
}

// TestOneOfTwoWins: a task that two people finish, a rule that two people lift
// and a form that is sent twice happen once, and who came second is told.
func TestOneOfTwoWins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.opened(t)
		rule := w.relaxed(t, id, 24*time.Hour)
		task, err := w.svc.Give(u.Ctx, w.halte, w.act(), id, "halte", "Ouvrir", time.Hour, false)
		must(t, err)
		race := func(key string, do func(by access.Actor, act string) error) {
			t.Helper()
			var work sync.WaitGroup
			errs := make([]error, 2)
			for i, by := range []access.Actor{w.halte, w.ciusss} {
				act := w.act()
				work.Go(func() { errs[i] = do(by, act) })
			}
			work.Wait()
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("both or neither: %v", errs)
			}
			for _, err := range errs {
				if err != nil {
					wantKey(t, err, key)
				}
			}
		}
		race("crisis.task_done", func(by access.Actor, act string) error { return w.svc.Finish(u.Ctx, by, act, id, task) })
		race("crisis.rule_over", func(by access.Actor, act string) error { return w.svc.LiftRule(u.Ctx, by, act, id, rule) })
		once := w.act()
		must(t, w.svc.Decide(u.Ctx, w.halte, once, id, "x", "y", false))
		must(t, w.svc.Decide(u.Ctx, w.halte, once, id, "x", "y", false))
		if n := len(w.show(t, id).Decisions()); n != 1 {
			t.Errorf("sent twice, decided %d times", n)
		}
	})
}

// TestWordsAreSealed: nothing that was typed stands in the database, nor in the
// log.
func TestWordsAreSealed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		const mark = "CANARI-7Q"
		id, err := w.svc.Open(u.Ctx, w.halte, w.act(), crisis.Opening{Title: mark, Sector: mark, Why: mark, For: time.Hour, Review: time.Hour, Contact: crisis.Contact{Function: mark, Phone: mark, Hours: mark}})
		must(t, err)
		_, err = w.svc.Relax(u.Ctx, w.halte, w.act(), id, mark, mark, time.Hour, false)
		must(t, err)
		_, err = w.svc.Give(u.Ctx, w.halte, w.act(), id, "halte", mark, time.Hour, false)
		must(t, err)
		must(t, w.svc.Decide(u.Ctx, w.halte, w.act(), id, mark, mark, false))
		must(t, w.svc.Review(u.Ctx, w.halte, w.act(), id, mark, time.Hour, false))
		seen := 0
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			for _, q := range []string{
				`SELECT sealed FROM crisis`, `SELECT sealed FROM crisis_member`, `SELECT sealed FROM crisis_rule`, `SELECT sealed FROM crisis_task`,
				`SELECT sealed FROM crisis_entry`, `SELECT CAST(body AS TEXT) FROM event`,
			} {
				rows, err := db.Collect(u.Ctx, tx, func(b *[]byte) []any { return []any{b} }, q)
				if err != nil {
					return err
				}
				for _, b := range rows {
					seen++
					if bytes.Contains(b, []byte(mark)) {
						t.Errorf("%s: readable", q)
					}
				}
			}
			return nil
		}))
		if seen < 12 {
			t.Errorf("%d rows looked at", seen)
		}
		if s := w.show(t, id); s.Why != mark || s.Rules[0].By != mark || s.Tasks[0].Words != mark || s.Decisions()[0].Origin != mark {
			t.Error("and it opens for who may read")
		}
	})
}
