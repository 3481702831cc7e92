package crisis_test

import (
	"log/slog"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/crisis"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/seal"
)

type world struct {
	*dbtest.Universe
	svc                 *crisis.Service
	halte, ciusss       access.Actor // who coordinate, in two organisations
	street, desk        access.Actor // of the halte: an intervention worker, and administration
	table, other, visit access.Actor // a third organisation, another region, anyone
	acts                atomic.Int64
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	keys, err := seal.NewKeys()
	must(t, err)
	vault, err := seal.NewVault(keys)
	must(t, err)
	who := func(name, org string, role access.Role) access.Actor {
		return access.ForWorker(dbtest.Region, access.Worker(name), access.Org(org), "", role)
	}
	queue := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
	return &world{
		Universe: u, svc: crisis.New(u.DB, event.NewLog(queue), vault, func(phrase string) (bool, bool) { return phrase == "Parc Camille-Roy", false }),
		halte: who("h1", "halte", access.Coordination), ciusss: who("c1", "ciusss", access.Management), table: who("t1", "table", access.Coordination),
		street: who("h2", "halte", access.Intervention), desk: who("h3", "halte", access.Administration),
		other: access.ForWorker("region-b", "h1", "halte", "", access.Coordination), visit: access.Anyone(dbtest.Region),
	}
}

func (w *world) act() string { return "act-" + strconv.FormatInt(w.acts.Add(1), 10) }

var (
	phone = crisis.Contact{Function: "Coordination de nuit", Phone: "819 555-0100", Hours: "Jour et nuit"}
	cold  = crisis.Opening{Title: "Grand froid", Sector: "Gare-Est", Why: "Deux abris fermés", For: 72 * time.Hour, Review: 8 * time.Hour, Contact: phone}
)

// opened is a crisis of two organisations.
func (w *world) opened(t *testing.T) string {
	t.Helper()
	id, err := w.svc.Open(w.Ctx, w.halte, w.act(), cold)
	must(t, err)
	must(t, w.svc.Join(w.Ctx, w.ciusss, w.act(), id, phone))
	return id
}

func (w *world) show(t *testing.T, id string) *crisis.Situation {
	t.Helper()
	s, err := w.svc.Show(w.Ctx, w.street, id)
	must(t, err)
	return s
}

func (w *world) relaxed(t *testing.T, id string, d time.Duration) string {
	t.Helper()
	rule, err := w.svc.Relax(w.Ctx, w.ciusss, w.act(), id, "Pas de carte demandée au dépannage", "Direction des services", d, false)
	must(t, err)
	return rule
}

// inForce says which rules are relaxed now.
func (w *world) inForce(t *testing.T, id string) (list []string) {
	t.Helper()
	s := w.show(t, id)
	for _, r := range s.Rules {
		if r.InForce(s.Crisis, s.Now) {
			list = append(list, r.ID)
		}
	}
	return list
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
