package place_test

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/place"
)

// paper is a directory of two shelters.
type paper struct {
	moved access.Org // who gives the beds now, once they changed hands
	gone  bool       // they left the directory
}

func (p *paper) Owner(_ context.Context, _ *db.Tx, service access.Service) (access.Org, error) {
	switch {
	case service == "lits" && p.moved != "":
		return p.moved, nil
	case service == "lits" && p.gone:
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	switch service {
	case "lits", "hiver":
		return "refuge", nil
	case "bleu":
		return "maison", nil
	}
	return "", fault.New(fault.NotFound, "error.not_found")
}

func (*paper) Believed(unit, population string) (time.Duration, bool) {
	known := population == "" || population == "women" || population == "men"
	switch unit {
	case "bed":
		return 48 * time.Hour, known
	case "housing":
		return 14 * 24 * time.Hour, known
	}
	return 0, false
}

type world struct {
	*dbtest.Universe
	svc                        *place.Service
	dir                        paper
	queue                      *job.Queue
	night, chief, maison       access.Actor // who count: two of the refuge, one of the maison
	street, nurse              access.Actor // who hold, of two organisations
	desk, bureau, other, visit access.Actor // who do neither: of the refuge, of the street's, of another region, anyone
	acts                       atomic.Int64
	warned                     *strings.Builder // what the queue complained of
}

func newWorld(u *dbtest.Universe) *world {
	who := func(name, org string, role access.Role) access.Actor {
		return access.ForWorker(dbtest.Region, access.Worker(name), access.Org(org), "", role)
	}
	w := &world{
		Universe: u, night: who("nuit", "refuge", access.Intervention), chief: who("chef", "refuge", access.Management), maison: who("hawa", "maison", access.Coordination),
		street: who("rue", "halte", access.Intervention), nurse: who("inf", "ciusss", access.Coordination),
		desk: who("desk", "refuge", access.Administration), bureau: who("bureau", "halte", access.Management), visit: access.Anyone(dbtest.Region),
		other: access.ForWorker("region-b", "rue", "halte", "", access.Intervention),
	}
	w.warned = &strings.Builder{}
	w.restart()
	return w
}

// restart is a program that begins again on the same database.
func (w *world) restart() {
	w.queue = job.New(w.DB, w.Clock, slog.New(slog.NewTextHandler(w.warned, nil)))
	w.svc = place.New(w.DB, event.NewLog(w.queue), w.queue, &w.dir)
}

func (w *world) act() string { return "act-" + strconv.FormatInt(w.acts.Add(1), 10) }

// counted is a count of the refuge's beds.
func (w *world) counted(t *testing.T, free int) string {
	t.Helper()
	id, err := w.svc.Open(w.Ctx, w.night, w.act(), place.Opening{Service: "lits", Unit: "bed", Population: "men", Free: free})
	must(t, err)
	return id
}

func (w *world) held(t *testing.T, by access.Actor, offer string) string {
	t.Helper()
	id, err := w.svc.Hold(w.Ctx, by, w.act(), offer)
	must(t, err)
	return id
}

// offer is a count as the board shows it.
func (w *world) offer(t *testing.T, id string) place.Offer {
	t.Helper()
	list, _, err := w.svc.Board(w.Ctx, w.street)
	must(t, err)
	for _, o := range list {
		if o.ID == id {
			return o
		}
	}
	t.Fatalf("%s is not on the board", id)
	return place.Offer{}
}

func (w *world) wantLeft(t *testing.T, id string, free, held int) {
	t.Helper()
	if o := w.offer(t, id); o.Free != free || o.Held != held || o.Left() != free-held {
		t.Errorf("free %d, held %d, left %d; want %d, %d, %d", o.Free, o.Held, o.Left(), free, held, free-held)
	}
}

// state is how a hold stands for who holds it.
func (w *world) state(t *testing.T, by access.Actor, id string) place.Ending {
	t.Helper()
	h, now, err := w.svc.FindHeld(w.Ctx, by, id)
	must(t, err)
	return h.State(now)
}

func (w *world) run(t *testing.T) {
	t.Helper()
	_, err := w.queue.RunDue(w.Ctx, dbtest.Region)
	must(t, err)
	if w.warned.Len() > 0 {
		t.Errorf("a job did not do its work: %s", w.warned)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, k fault.Kind) {
	t.Helper()
	if !fault.Is(err, k) {
		t.Errorf("err = %v, want kind %v", err, k)
	}
}

// wantKey fails unless the error says this sentence.
func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	if got, _ := fault.KeyOf(err); got == key {
		return
	}
	for _, f := range fault.FieldsOf(err) {
		if f.Key == key {
			return
		}
	}
	t.Errorf("err = %v, want the sentence %s", err, key)
}
