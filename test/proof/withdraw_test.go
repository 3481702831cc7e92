package proof

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/referral"
)

// said are the words that must not pass.
var said = passages{words: "Dort dans sa voiture zqwords", observed: "Tousse zqobserved", reach: "819 555-0181 zqreach", tried: "Appels au 211 zqtried"}

// discloses looks for whole words: two letters alone stand in one token of forty.
func discloses(body string) bool {
	return slices.ContainsFunc([]string{"zqwords", "zqobserved", "zqreach", "zqtried"}, func(w string) bool { return strings.Contains(body, w) })
}

// race is the same story over and over: while everybody reads, the person takes
// their consent back.
type race struct {
	*world
	front          []http.Handler // what is asked, one for each node
	from, to       access.Org
	maelle         staff
	receivers      []staff
	before, after  atomic.Int64 // readings that began before the acknowledgement and disclosed; that began after it
	late           atomic.Int64 // those of after that disclosed
	reminded, kept int          // rounds in which the reminder went first, or was kept back
	lateReminders  int          // reminders that exist later and did not when the withdrawal was acknowledged
}

func newRace(t *testing.T, engine db.Engine, nodes int) *race {
	r := &race{world: open(t, engine, nodes)}
	for _, n := range r.nodes {
		r.front = append(r.front, n)
	}
	r.from, r.to = r.institution("La Halte (fictif)"), r.institution("Dents (fictif)")
	r.maelle = r.hire("maelle", r.from, access.Intervention)
	r.receivers = []staff{r.hire("ximena", r.to, access.Intervention), r.hire("carlos", r.to, access.Coordination)}
	return r
}

// reading is one way to read, again and again, until the withdrawal is past.
type reading struct {
	who  visitor
	node int
	path string
}

// afterwards is how often each asks again once the withdrawal is acknowledged.
const afterwards = 4

// run lets the person withdraw once, on a node, while each reading goes on on
// its own, and a job is due on every node.
func (r *race) run(round int) {
	t, ctx, a := r.t, r.t.Context(), r.first()
	p := r.person(r.maelle.Actor, consent.NewPerson{Code: "Code " + r.act()})
	id := r.sent(r.maelle.Actor, p.id, r.to, said)
	if round%2 == 0 {
		must(t, a.Referral.Receive(ctx, r.receivers[0].Actor, id, r.act())) // had in hand: a system keeps the shell
	}
	token, err := a.Referral.MakeLink(ctx, r.maelle.Actor, id)
	must(t, err)
	if round%5 == 4 { // nothing is under way any more: the consent alone keeps it open
		r.write(func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE referral SET state = 'need_met' WHERE region_id = $1 AND id = $2`, dbtest.Region, id)
			return err
		})
	}
	sys, actor := r.system(r.to)
	defer func() {
		must(t, a.Partner.Revoke(ctx, access.ForWorker(dbtest.Region, "admin", r.to, "", access.Administration), string(actor.Worker())))
	}()
	last := len(r.front) - 1
	ref := string(id)
	readings := []reading{
		{r.receivers[0].visitor, 0, "/fr/app/reference/" + ref},
		{r.receivers[1].visitor, last, "/fr/app/reference/" + ref},
		{visitor{}, last, "/fr/reponse/" + token},
		{sys, 0, "/fhir/ServiceRequest/" + ref},
		{sys, last, "/fhir/Patient/" + ref},
		{sys, last, "/fhir/Task?_include=Task:focus&_id=" + ref},
	}
	place := (round + 1) % len(r.front)
	form := p.ask(r.front[place], http.MethodGet, "/fr/lien/retirer/"+string(r.to), nil)
	act := form.act(t)

	var revoked atomic.Bool
	var first, all sync.WaitGroup
	for _, x := range readings {
		first.Add(1)
		all.Go(func() { r.read(x, &revoked, &first) })
	}
	first.Wait()
	// The reminder is due a moment before, during, or after.
	r.write(func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE job SET scheduled_at = $1 WHERE region_id = $2 AND kind = 'referral.remind' AND key IN ($3, $4)`,
			db.At(r.clock.Now()), dbtest.Region, ref+"/1", ref+"/2")
		return err
	})
	for i, n := range r.nodes {
		all.Go(func() {
			time.Sleep(time.Duration((round*3+i*2)%7) * time.Millisecond)
			for !revoked.Load() {
				if _, err := n.Queue.RunDue(ctx, dbtest.Region); err != nil {
					t.Error(err)
				}
			}
			if _, err := n.Queue.RunDue(ctx, dbtest.Region); err != nil { // and once more after it
				t.Error(err)
			}
		})
	}
	time.Sleep(time.Duration(round%5) * time.Millisecond)
	done := p.ask(r.front[place], http.MethodPost, "/fr/lien/retirer/"+string(r.to), url.Values{"act": {act}})
	for done.status == http.StatusServiceUnavailable { // two nodes wrote at once: the browser sends it again
		done = p.ask(r.front[place], http.MethodPost, "/fr/lien/retirer/"+string(r.to), url.Values{"act": {act}})
	}
	revoked.Store(true)
	if done.status != http.StatusSeeOther {
		t.Errorf("not withdrawn: %d %s", done.status, done.body)
	}
	atOnce := r.reminders(id)
	all.Wait()
	later := r.reminders(id)
	r.lateReminders += later - atOnce
	if later > 0 {
		r.reminded++
	} else {
		r.kept++
	}
}

// read asks without a pause. Whether a reading began before or after the
// acknowledgement is looked at before it begins.
func (r *race) read(x reading, revoked *atomic.Bool, first *sync.WaitGroup) {
	seen, begun := 0, false
	defer func() {
		if !begun {
			first.Done()
		}
	}()
	for after := 0; after < afterwards; {
		late := revoked.Load()
		a := x.who.ask(r.front[x.node], http.MethodGet, x.path, nil)
		if a.status >= 500 && a.status != http.StatusServiceUnavailable {
			r.t.Errorf("%s: %d", x.path, a.status)
			return
		}
		switch {
		case late:
			after++
			r.after.Add(1)
			if discloses(a.body) {
				r.late.Add(1)
				r.t.Logf("after: %s on node %d: %d", x.path, x.node, a.status)
			}
		case discloses(a.body):
			r.before.Add(1)
			if seen++; seen == 2 {
				begun = true
				first.Done()
			}
		case seen == 0 && a.status != http.StatusServiceUnavailable:
			r.t.Errorf("%s: nothing is read before either: %d %s", x.path, a.status, a.body)
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// reminders that were sent about a referral.
func (r *race) reminders(id access.Referral) (n int) {
	r.t.Helper()
	must(r.t, r.first().DB.Read(r.t.Context(), func(tx *db.Tx) error {
		records, err := event.History(r.t.Context(), tx, dbtest.Region, string(id))
		n = 0
		for _, e := range records {
			if e.Kind == referral.RemindedKind {
				n++
			}
		}
		return err
	}))
	return n
}

// TestI2NothingPassesOnAnyNode: workers, a link and a partner's system read on
// two nodes without a pause, and a reminder is due on both, while the person
// withdraws by their page on one. No reading that begins after that was
// acknowledged discloses a word; no reminder is written after it.
func TestI2NothingPassesOnAnyNode(t *testing.T) {
	t.Parallel()
	rounds := 30
	if long {
		rounds = 500
	}
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			nodes := 2
			if engine == db.SQLite {
				nodes = 1 // one program writes a file
			}
			r := newRace(t, engine, nodes)
			for round := range rounds {
				r.run(round)
			}
			t.Logf("%d withdrawals, %d readings before and %d after; %d disclosed after the acknowledgement; the reminder went first in %d, was kept back in %d, came after in %d",
				rounds, r.before.Load(), r.after.Load(), r.late.Load(), r.reminded, r.kept, r.lateReminders)
			if n := r.late.Load(); n > 0 {
				t.Errorf("%d readings that began after the acknowledgement have disclosed", n)
			}
			if r.lateReminders > 0 {
				t.Errorf("%d reminders were written after the acknowledgement", r.lateReminders)
			}
			if int(r.after.Load()) < rounds*6*afterwards || int(r.before.Load()) < rounds*6*2 || r.reminded == 0 || r.kept == 0 {
				t.Error("too little happened at once to prove anything")
			}
		})
	}
}

// remembering is a node that keeps a permission for a second: what it answered
// is answered again without asking.
type remembering struct {
	http.Handler
	mu   sync.Mutex
	kept map[string]remembered
}

type remembered struct {
	reply
	at time.Time
}

// ServeHTTP implements http.Handler.
func (c *remembering) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		c.Handler.ServeHTTP(w, r)
		return
	}
	name := r.URL.String() + r.Header.Get("Cookie") + r.Header.Get("Authorization")
	c.mu.Lock()
	k, ok := c.kept[name]
	c.mu.Unlock()
	if !ok || time.Since(k.at) > time.Second {
		v := visitor{r.Header.Get("Cookie"), r.Header.Get("Authorization")}
		k = remembered{v.ask(c.Handler, r.Method, r.URL.RequestURI(), nil), time.Now()}
		c.mu.Lock()
		c.kept[name] = k
		c.mu.Unlock()
	}
	w.WriteHeader(k.status)
	_, _ = w.Write([]byte(k.body))
}

// TestI2ControlACachedPermissionIsCaught: the same race with a node that
// remembers what it allowed must find readings that came too late.
func TestI2ControlACachedPermissionIsCaught(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			r := newRace(t, engine, 1)
			r.front = slices.Repeat([]http.Handler{&remembering{Handler: r.nodes[0], kept: map[string]remembered{}}}, 2)
			r.run(0)
			if r.late.Load() == 0 {
				t.Error("a permission kept for a second is not noticed")
			}
		})
	}
}
