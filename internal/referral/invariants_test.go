package referral_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// memory is an oracle that was written apart from the rule: it remembers what
// the person answered to one organisation, and judges each reading by it.
type memory struct {
	until   map[access.Part]time.Time
	refused map[access.Part]bool
}

func (m *memory) allowed(p access.Part, now time.Time) bool {
	return !m.refused[p] && now.Before(m.until[p])
}

// answered returns whether the answer could be recorded, and whether it ended
// what was under way.
func (m *memory) answered(parts map[access.Part]consent.Answer, lift bool, end, now time.Time) (kept, ends bool) {
	if parts[access.PartNeed] != consent.Yes {
		parts = map[access.Part]consent.Answer{"need": parts["need"], "contact": parts["need"], "done": parts["need"]}
	}
	for p, a := range parts {
		if a == consent.Yes && m.refused[p] && !lift {
			return false, false
		}
	}
	for p, a := range parts {
		m.until[p] = now
		switch a {
		case consent.Yes:
			m.until[p], m.refused[p] = end, false
		case consent.No:
			m.refused[p] = true
		}
	}
	return true, parts[access.PartNeed] == consent.No
}

func (m *memory) withdrawn() { m.until = map[access.Part]time.Time{} }

// Every successful reading is covered by a grant that lives at that point of
// the same order, and every reading that is covered succeeds: random answers,
// withdrawals, calls and instants, judged by the oracle.
func TestI1NoReadWithoutGrant(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		seed := uint64(20260302)
		random := rand.New(rand.NewPCG(seed, 1))
		w := newWorld(t, u)
		m := &memory{until: map[access.Part]time.Time{}, refused: map[access.Part]bool{}}
		var id access.Referral
		callFirst, opened, live := false, false, false
		answers := []consent.Answer{consent.Yes, consent.Yes, consent.Yes, consent.Yes, consent.Yes, consent.Yes, consent.Yes, consent.No, consent.Later}
		reads, denied := 0, 0
		for step := range 300 {
			now := u.Clock.Now()
			switch random.IntN(10) {
			case 0, 1: // the person answers
				q := consent.Question{Person: w.person, Recipient: "dents", Parts: map[access.Part]consent.Answer{}, Until: consent.SevenDays,
					Wording: "v1", Language: "es", How: consent.Spoken, LiftRefusal: random.IntN(3) > 0}
				for _, p := range access.Parts {
					q.Parts[p] = answers[random.IntN(len(answers))]
				}
				kept, ends := m.answered(q.Parts, q.LiftRefusal, now.AddDate(0, 0, 7), now)
				_, err := w.consent.Record(u.Ctx, w.maelle, w.act(), q)
				if kept != (err == nil) {
					t.Fatalf("step %d: recorded %v, the oracle says %v", step, err, kept)
				}
				live = live && !ends
			case 2: // or takes back, sometimes
				if random.IntN(4) > 0 {
					break
				}
				if _, err := w.consent.Withdraw(u.Ctx, w.holder, w.act(), "", "dents"); err == nil {
					m.withdrawn()
					live = false
				}
			case 3:
				u.Clock.Advance(time.Duration(random.IntN(36*60)) * time.Minute)
			case 4: // the pivot notes the call
				if id != "" && w.svc.OpenHandoff(u.Ctx, w.pair, id, w.act(), referral.Opening{How: referral.ByCall}) == nil {
					opened = true
				}
			case 5: // a new referral, when none is under way
				if live {
					break
				}
				first := random.IntN(2) == 0
				next := w.draft(t, "dents", first)
				err := w.svc.Send(u.Ctx, w.maelle, next, w.act())
				if m.allowed(access.PartNeed, now) != (err == nil) {
					t.Fatalf("step %d: sent %v, the oracle says %v", step, err, m.allowed(access.PartNeed, now))
				}
				if err == nil {
					id, callFirst, opened, live = next, first, false, true
				}
			default:
				if id == "" {
					break
				}
				by, mine := w.ximena, true
				if random.IntN(4) == 0 {
					by, mine = []access.Actor{w.malik, w.boss, access.System(dbtest.Region)}[random.IntN(3)], false
				}
				var want []access.Part
				if mine && live && m.allowed(access.PartNeed, now) {
					for _, p := range access.Parts {
						if m.allowed(p, now) && (p != access.PartContact || !callFirst || opened) {
							want = append(want, p)
						}
					}
				}
				v, err := w.svc.Show(u.Ctx, by, id)
				got := disclosed(v)
				if !slices.Equal(got, want) || (err == nil) != (want != nil) {
					t.Fatalf("step %d (seed %d): %s read %v, %v; the oracle allows %v", step, seed, by.Worker(), got, err, want)
				}
				if want == nil {
					denied++
				} else {
					reads++
				}
			}
		}
		if reads < 25 || denied < 25 {
			t.Errorf("%d readings and %d refusals: too few to prove anything", reads, denied)
		}
		// The log holds exactly the readings that succeeded.
		o, err := w.consent.Overview(u.Ctx, w.holder)
		must(t, err)
		logged := 0
		for _, s := range o.Log {
			if s.Allowed {
				logged++
			}
		}
		if logged != reads {
			t.Errorf("%d readings are in the log, %d took place", logged, reads)
		}
	})
}

func disclosed(v referral.View) (parts []access.Part) {
	if v.Need != nil {
		parts = append(parts, access.PartNeed)
	}
	if v.Contact != nil {
		parts = append(parts, access.PartContact)
	}
	if v.Done != nil {
		parts = append(parts, access.PartDone)
	}
	return parts
}

// Once a withdrawal is acknowledged, no reading that starts later succeeds.
func TestI2RevokeIsABarrier(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for range 4 {
			id := w.sent(t, false)
			var revoked atomic.Bool
			var before, late atomic.Int64
			var readers sync.WaitGroup
			for _, by := range []access.Actor{w.ximena, w.carlos, w.ximena} {
				readers.Go(func() {
					for after := 0; after < 5; {
						started := revoked.Load()
						_, err := w.svc.Show(u.Ctx, by, id)
						switch {
						case err == nil && started:
							late.Add(1)
						case err == nil:
							before.Add(1)
						case !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Unavailable):
							t.Error(err)
						}
						if started {
							after++
						}
					}
				})
			}
			for before.Load() < 3 {
				time.Sleep(time.Millisecond)
			}
			_, err := w.consent.Withdraw(u.Ctx, w.holder, w.act(), "", "dents")
			revoked.Store(true)
			if err != nil {
				t.Error(err)
			}
			readers.Wait()
			if n := late.Load(); n > 0 {
				t.Errorf("%d readings succeeded after the withdrawal was acknowledged", n)
			}
		}
	})
}

// failing makes the database refuse rows of a table, as a full disk would.
func failing(t *testing.T, w *world, table string) (mend func()) {
	t.Helper()
	run := func(statements ...string) {
		t.Helper()
		must(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error {
			for _, q := range statements {
				if _, err := tx.Exec(w.Ctx, q); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	if w.DB.Engine() == db.SQLite {
		run(`CREATE TRIGGER broken BEFORE INSERT ON ` + table + ` BEGIN SELECT RAISE(ABORT, 'broken'); END`)
		return func() { run(`DROP TRIGGER broken`) }
	}
	run(`CREATE OR REPLACE FUNCTION broken() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$ LANGUAGE plpgsql`,
		`CREATE TRIGGER broken BEFORE INSERT ON `+table+` FOR EACH ROW EXECUTE FUNCTION broken()`)
	return func() { run(`DROP TRIGGER broken ON ` + table) }
}

// The reading and its entry are one: no entry, no data.
func TestI4LogOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		for _, table := range []string{"disclosure", "event"} {
			mend := failing(t, w, table)
			for who, by := range map[string]access.Actor{"receiver": w.ximena, "sender": w.maelle} {
				v, err := w.svc.Show(u.Ctx, by, id)
				if err == nil || fault.Is(err, fault.NotFound) {
					t.Errorf("%s broken, %s: err = %v", table, who, err)
				}
				if v.ID != "" || len(disclosed(v)) > 0 || v.Answer != "" || len(v.Outcomes) > 0 {
					t.Errorf("%s broken, %s: data came out: %+v", table, who, v)
				}
			}
			p, err := w.consent.Find(u.Ctx, w.maelle, w.person)
			if err == nil || p.Code != "" {
				t.Errorf("%s broken: the person's record came out: %+v, %v", table, p, err)
			}
			// An act whose event cannot be written did not happen.
			if err := w.svc.Accept(u.Ctx, w.ximena, id, w.act()); table == "event" && err == nil {
				t.Error("accepted without an event")
			}
			mend()
		}
		if got := w.state(t, id); got != referral.Accepted {
			// With disclosures broken alone, accepting discloses nothing and works.
			t.Errorf("state = %s", got)
		}
		v, err := w.svc.Show(u.Ctx, w.ximena, id)
		if err != nil || v.Need == nil {
			t.Errorf("control: mended, it opens: %v", err)
		}
	})
}

// One referral has one answer, whoever gives it and however often: workers,
// the link, and retries, all at once.
func TestI5ReferralOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		token, err := w.svc.MakeLink(u.Ctx, w.maelle, id)
		must(t, err)
		link := w.link(t, token, "")
		var won, told atomic.Int64
		var all sync.WaitGroup
		for n := range 64 {
			by := access.ForWorker(dbtest.Region, access.Worker(fmt.Sprint("w", n/2)), "dents", "", access.Intervention)
			if n%8 == 7 {
				by = link
			}
			act := fmt.Sprint("same-", n/2) // two of them are one form, pressed twice
			if n%4 >= 2 {
				act = w.act()
			}
			all.Go(func() {
				var err error
				for range 20 {
					if n%3 == 0 {
						err = w.svc.Decline(u.Ctx, by, id, act, referral.Refusal{Reason: "no_capacity"})
					} else {
						err = w.svc.Accept(u.Ctx, by, id, act)
					}
					if !fault.Is(err, fault.Unavailable) {
						break
					}
				}
				switch key, _ := fault.KeyOf(err); {
				case err == nil:
					won.Add(1)
				case fault.Is(err, fault.Conflict) && (key == "referral.is_accepted" || key == "referral.is_declined"),
					fault.Is(err, fault.NotFound): // declined: nothing more to see; or the link is dead
					told.Add(1)
				default:
					t.Errorf("neither won nor told: %v", err)
				}
			})
		}
		all.Wait()
		answers := w.count(t, id, "referral.accepted") + w.count(t, id, "referral.declined")
		state := w.state(t, id)
		if answers != 1 || state != referral.Accepted && state != referral.Declined || won.Load()+told.Load() != 64 {
			t.Errorf("%d answers, state %s, %d won, %d were told", answers, state, won.Load(), told.Load())
		}
	})
}

func TestTwoWorkersAcceptAtOnceAndOneWins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		var won atomic.Int64
		var all sync.WaitGroup
		for n := range 64 {
			by := access.ForWorker(dbtest.Region, access.Worker(fmt.Sprint("w", n)), "dents", "", access.Intervention)
			all.Go(func() {
				err := w.svc.Accept(u.Ctx, by, id, w.act())
				for fault.Is(err, fault.Unavailable) {
					err = w.svc.Accept(u.Ctx, by, id, w.act())
				}
				if err == nil {
					won.Add(1)
					return
				}
				wantKind(t, err, fault.Conflict, "referral.is_accepted")
			})
		}
		all.Wait()
		if won.Load() != 1 || w.count(t, id, "referral.accepted") != 1 {
			t.Errorf("%d won, accepted %d times; want once", won.Load(), w.count(t, id, "referral.accepted"))
		}
	})
}

// Nothing is lost on the way: what was sent is pending, accepted, refused,
// expired or withdrawn, in both organisations' counts, between any two acts
// and after any fault.
func TestI6ReferralConservation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		random := rand.New(rand.NewPCG(6, 6))
		w := newWorld(t, u)
		w.allow(t, "dents")
		var ids []access.Referral
		check := func(step int) {
			t.Helper()
			out, err := w.svc.Tally(u.Ctx, w.maelle, referral.Out)
			must(t, err)
			in, err := w.svc.Tally(u.Ctx, w.carlos, referral.In)
			must(t, err)
			if out != in {
				t.Fatalf("step %d: the sender counts %+v, the receiver %+v", step, out, in)
			}
			if sum := out.Pending + out.Accepted + out.Declined + out.Expired + out.Withdrawn; out.Sent != sum || out.Sent != len(ids) {
				t.Fatalf("step %d: %d were sent, the counts add up to %d: %+v", step, len(ids), sum, out)
			}
		}
		for step := range 90 {
			mend := func() {}
			broken := random.IntN(6) == 0
			if broken {
				mend = failing(t, w, "event")
			}
			err := w.something(random, &ids)
			mend()
			if broken && err == nil {
				t.Fatalf("step %d: acknowledged without an event", step)
			}
			check(step)
		}
		out, err := w.svc.Tally(u.Ctx, w.maelle, referral.Out)
		must(t, err)
		if out.Accepted == 0 || out.Declined == 0 || out.Withdrawn == 0 || out.Expired == 0 {
			t.Errorf("too little happened to prove anything: %+v", out)
		}
		if _, err := w.svc.Tally(u.Ctx, w.boss, referral.In); !fault.Is(err, fault.NotFound) {
			t.Errorf("management counts persons' referrals: %v", err)
		}
	})
}

var errNothing = errors.New("nothing to act on")

// something does one random act.
func (w *world) something(random *rand.Rand, ids *[]access.Referral) error {
	if len(*ids) == 0 || random.IntN(3) == 0 {
		id, err := w.svc.Draft(w.Ctx, w.maelle, w.act(), referral.NewDraft{Person: w.person, Receiver: "dents"})
		if err != nil {
			return err
		}
		err = w.svc.Save(w.Ctx, w.maelle, id, w.act(), referral.Change{Version: 1, Need: &referral.Need{Words: "x"}, Done: &referral.Done{}})
		if err != nil {
			return err
		}
		if err := w.svc.Send(w.Ctx, w.maelle, id, w.act()); err != nil {
			// Allowed again when it had run out.
			return errors.Join(err, w.allowAgain())
		}
		*ids = append(*ids, id)
		return nil
	}
	id := (*ids)[random.IntN(len(*ids))]
	switch random.IntN(8) {
	case 0:
		return w.svc.Receive(w.Ctx, w.ximena, id, w.act())
	case 1, 2:
		return w.svc.Accept(w.Ctx, w.ximena, id, w.act())
	case 3:
		return w.svc.Decline(w.Ctx, w.ximena, id, w.act(), referral.Refusal{Reason: "closed"})
	case 4:
		return w.svc.Withdraw(w.Ctx, w.holder, id, w.act())
	case 5:
		return w.svc.StartHandoff(w.Ctx, w.ximena, id, w.act())
	case 6:
		return w.svc.SayOutcome(w.Ctx, w.holder, id, w.act(), referral.Word{Fact: referral.MetNeed, Said: referral.SaidYes})
	}
	w.Clock.Advance(time.Duration(random.IntN(40)) * day)
	_, err := w.queue.RunDue(w.Ctx, dbtest.Region)
	return errors.Join(err, errNothing)
}

func (w *world) allowAgain() error {
	q := consent.Question{Person: w.person, Recipient: "dents", Until: consent.ThreeMonths, Wording: "v1", Language: "fr", How: consent.OnPaper,
		Parts: map[access.Part]consent.Answer{access.PartNeed: consent.Yes}}
	_, err := w.consent.Record(w.Ctx, w.maelle, w.act(), q)
	return err
}

var _ event.Event = referral.Happened{}
