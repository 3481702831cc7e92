package reach_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/reach"
	"passerelle/internal/seal"
)

// people stands for package consent: La Halte accompanies the person.
type people struct{}

func (people) Holds(_ context.Context, _ *db.Tx, by access.Actor, p access.Person) error {
	if by.Org() == "halte" && by.WorksWithPeople() && p == "p" {
		return nil
	}
	return fault.New(fault.NotFound, "error.not_found")
}

type voice struct{}

func (voice) Say(lang, key string, pairs ...any) string {
	s := lang + " " + strings.TrimPrefix(key, "reach.")
	for _, p := range pairs {
		if v, ok := p.(string); ok {
			s += " " + v
		}
	}
	return s
}

type carrier struct {
	sent  []contact.Cleared
	fails error
}

func (c *carrier) Send(m contact.Cleared) (string, error) {
	if c.fails != nil {
		return "", c.fails
	}
	c.sent = append(c.sent, m)
	return m.ID(), nil
}

type world struct {
	*dbtest.Universe
	svc    *reach.Service
	queue  *job.Queue
	vault  *seal.Vault
	out    *carrier
	halte  access.Actor
	other  access.Actor
	person access.Actor
	zone   *time.Location
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	keys, err := seal.NewKeys()
	must(t, err)
	vault, err := seal.NewVault(keys)
	must(t, err)
	queue := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
	w := &world{
		Universe: u, queue: queue, vault: vault, out: &carrier{}, zone: time.FixedZone("here", -5*3600),
		svc:    reach.New(u.DB, event.NewLog(queue), queue, vault, people{}),
		halte:  access.ForWorker(dbtest.Region, "maelle", "halte", "rue", access.Intervention),
		other:  access.ForWorker(dbtest.Region, "malik", "comptoir", "", access.Intervention),
		person: access.ForPerson(dbtest.Region, "thread", "p"),
	}
	w.svc.Speaks(reach.Speech{Voice: voice{}, Sender: w.out, Channel: "x", Zone: w.zone, Names: func(access.Org) []string { return []string{"La Halte"} }})
	must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(u.Ctx, `INSERT INTO person (region_id, id, org_id, code_mark, sealed, language, created_at) VALUES ($1, 'p', 'halte', 'm', $2, 'fr', $3)`, dbtest.Region, []byte{1}, db.At(tx.Now)); err != nil {
			return err
		}
		_, err := tx.Exec(u.Ctx, `INSERT INTO thread (region_id, id, org_id, person_id, fingerprint, created_at) VALUES ($1, 'thread', 'halte', 'p', 'f', $2)`, dbtest.Region, db.At(tx.Now))
		return err
	}))
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// days are all of them.
var days = [7]bool{true, true, true, true, true, true, true}

func mornings() contact.Profile {
	return contact.Profile{Ways: []contact.Way{contact.Text, contact.Call}, Days: days, From: 9 * 60, To: 11 * 60, Language: "fr", PickUp: contact.Self, Introduce: "Julie", Number: "514 555-0101"}
}

func (w *world) at(hour int) {
	n := w.Clock.Now().In(w.zone)
	w.Clock.Set(time.Date(n.Year(), n.Month(), n.Day()+1, hour, 0, 0, 0, w.zone))
}

func (w *world) run(t *testing.T) {
	t.Helper()
	for n := 1; n > 0; {
		var err error
		n, err = w.queue.RunDue(w.Ctx, dbtest.Region)
		must(t, err)
	}
}

func (w *world) state(t *testing.T) reach.State {
	t.Helper()
	_, list, err := w.svc.Of(w.Ctx, w.halte, "p")
	must(t, err)
	if len(list) == 0 {
		return ""
	}
	return list[0].State
}

// TestNothingLeavesWithoutAProfile, nor by a way, at an hour or with words that
// the person did not say are safe; what they change while a message waits holds.
func TestNothingLeavesWithoutAProfile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		closed := func(name string) {
			t.Helper()
			if err := w.svc.CallMe(u.Ctx, w.halte, name, "p", "514 555-0199"); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: %v", name, err)
			}
			w.run(t)
			if len(w.out.sent) > 0 {
				t.Fatalf("%s: %q left", name, w.out.sent[0].Text())
			}
		}
		closed("no profile")
		must(t, w.svc.Set(u.Ctx, w.halte, "1", "p", contact.Profile{}))
		closed("never")
		calls := mornings()
		calls.Ways = []contact.Way{contact.Call}
		must(t, w.svc.Set(u.Ctx, w.halte, "2", "p", calls))
		closed("calls only")

		must(t, w.svc.Set(u.Ctx, w.halte, "3", "p", mornings()))
		w.at(20)
		must(t, w.svc.CallMe(u.Ctx, w.halte, "a", "p", "514 555-0199"))
		must(t, w.svc.CallMe(u.Ctx, w.halte, "a", "p", "514 555-0199")) // sent twice by a form
		w.run(t)
		if len(w.out.sent) > 0 || w.state(t) != reach.Waiting {
			t.Fatalf("at eight in the evening: %d sent, %s", len(w.out.sent), w.state(t))
		}
		w.at(10)
		w.out.fails = fault.New(fault.Unavailable, "error.unavailable")
		w.run(t)
		w.out.fails = nil
		u.Clock.Advance(90 * time.Minute) // the gateway is back at half past eleven
		w.run(t)
		if len(w.out.sent) > 0 {
			t.Fatal("left outside the hours, after a fault")
		}
		w.at(10)
		w.run(t)
		if len(w.out.sent) != 1 || w.out.sent[0].Text() != "fr text_from name Julie phone 514 555-0199" || w.out.sent[0].To() != "+15145550101" || w.state(t) != reach.Sent {
			t.Fatalf("%+v, %s", w.out.sent, w.state(t))
		}

		w.at(20)
		must(t, w.svc.CallMe(u.Ctx, w.halte, "b", "p", "514 555-0199"))
		must(t, w.svc.Set(u.Ctx, w.person, "c", "p", contact.Profile{})) // on their own page: never again
		w.at(10)
		w.run(t)
		if len(w.out.sent) != 1 || w.state(t) != reach.State(contact.NoWay) {
			t.Errorf("after they said never: %d sent, %s", len(w.out.sent), w.state(t))
		}
	})
}

// TestANumberIsNoLongerThanANumber: what is sent to a person is one short sentence,
// however the number in it was typed.
func TestANumberIsNoLongerThanANumber(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		must(t, w.svc.Set(u.Ctx, w.halte, "1", "p", mornings()))
		if err := w.svc.CallMe(u.Ctx, w.halte, "a", "p", "514"+strings.Repeat(" ", 500)+"5550199"); !fault.Is(err, fault.Invalid) {
			t.Errorf("five hundred spaces: %v", err)
		}
	})
}

// TestWhatIsSaidIsTheirs: the person and who accompanies them, nobody else; each
// reading by a worker is in the log; nothing is in clear.
func TestWhatIsSaidIsTheirs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		must(t, w.svc.Set(u.Ctx, w.person, "1", "p", mornings()))
		for name, by := range map[string]access.Actor{
			"another organisation": w.other, "its management": access.ForWorker(dbtest.Region, "boss", "halte", "", access.Management),
			"another person": access.ForPerson(dbtest.Region, "thread-2", "p2"), "a system": access.ForPartner(dbtest.Region, "s", "halte"), "anyone": access.Anyone(dbtest.Region),
		} {
			if k, _, err := w.svc.Of(u.Ctx, by, "p"); !fault.Is(err, fault.NotFound) || k != nil {
				t.Errorf("%s reads: %v %v", name, k, err)
			}
			for what, err := range map[string]error{"sets": w.svc.Set(u.Ctx, by, "x", "p", contact.Profile{}), "texts": w.svc.CallMe(u.Ctx, by, "x", "p", "5145550199")} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s %s: %v", name, what, err)
				}
			}
		}
		own, _, err := w.svc.Of(u.Ctx, w.person, "p")
		must(t, err)
		if own.Worker != "" || own.Introduce != "Julie" {
			t.Errorf("%+v", own)
		}
		count := func(q string) (n int) {
			must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error { return tx.QueryRow(u.Ctx, q).Scan(&n) }))
			return n
		}
		if n := count(`SELECT count(*) FROM disclosure`); n != 0 {
			t.Errorf("%d openings before a worker read", n)
		}
		seen, _, err := w.svc.Of(u.Ctx, w.halte, "p")
		must(t, err)
		if seen.Number != "514 555-0101" || count(`SELECT count(*) FROM disclosure`) != 1 {
			t.Errorf("%+v, %d openings", seen, count(`SELECT count(*) FROM disclosure`))
		}
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error { return w.vault.Destroy(u.Ctx, tx, dbtest.Region, reach.OfPerson("p")) }))
		if k, _, err := w.svc.Of(u.Ctx, w.halte, "p"); k != nil || err != nil {
			t.Errorf("after its key went: %+v, %v", k, err)
		}
	})
}

// TestWhatIsWrongIsSaidAtItsField, and nothing is kept of it.
func TestWhatIsWrongIsSaidAtItsField(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for field, spoil := range map[string]func(p *contact.Profile){
			"days":      func(p *contact.Profile) { p.Days = [7]bool{} },
			"number":    func(p *contact.Profile) { p.Number = "appelez ma sœur" },
			"pick_up":   func(p *contact.Profile) { p.PickUp = "" },
			"introduce": func(p *contact.Profile) { p.Introduce = "Julie de la Halte" },
			"from":      func(p *contact.Profile) { p.From = 24 * 60 },
			"ways":      func(p *contact.Profile) { p.Ways = append(p.Ways, "pigeon") },
			"code":      func(p *contact.Profile) { p.Code = strings.Repeat("x", reach.CodeMost+1) },
		} {
			p := mornings()
			spoil(&p)
			err := w.svc.Set(u.Ctx, w.halte, field, "p", p)
			if list := fault.FieldsOf(err); len(list) != 1 || list[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if k, _, err := w.svc.Of(u.Ctx, w.halte, "p"); k != nil || err != nil {
			t.Errorf("kept: %+v %v", k, err)
		}
		if err := w.svc.CallMe(u.Ctx, w.halte, "x", "p", "allo"); len(fault.FieldsOf(err)) != 1 {
			t.Errorf("a number to call back that is none: %v", err)
		}
	})
}

// TestAMessageThatCannotLeaveSaysSo: what carries messages does not answer for hours,
// and the queue gives up; whoever asked the person to call reads that it did not leave,
// and it is forgotten in its time.
func TestAMessageThatCannotLeaveSaysSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		always := mornings()
		always.From, always.To = 0, 0
		must(t, w.svc.Set(u.Ctx, w.halte, "1", "p", always))
		w.at(10)
		w.out.fails = fault.New(fault.Unavailable, "error.unavailable")
		must(t, w.svc.CallMe(u.Ctx, w.halte, "a", "p", "514 555-0199"))
		for range 20 {
			w.run(t)
			u.Clock.Advance(6 * time.Hour)
		}
		if got := w.state(t); got != reach.Failed {
			t.Errorf("five days later it is said to be %s", got)
		}
		if n, err := w.svc.Forget(u.Ctx, dbtest.Region, u.Clock.Now()); err != nil || n != 1 {
			t.Errorf("forgotten: %d, %v", n, err)
		}
	})
}
