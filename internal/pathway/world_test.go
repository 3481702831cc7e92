package pathway_test

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/pathway"
	"passerelle/internal/seal"
)

// desk is the referrals of the test: it accompanies one person, and keeps what
// it was told.
type desk struct{ told []string }

func (d *desk) Begin(_ context.Context, _ *db.Tx, by access.Actor, person access.Person, observed string) (access.Referral, error) {
	if person != "p1" || by.Org() != "ambulances" {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	d.told = append(d.told, observed)
	return access.Referral("r" + strconv.Itoa(len(d.told))), nil
}

// world is an ambulance crew, a nurse practitioner of another organisation, and
// those who keep pathways at the CIUSSS.
type world struct {
	*dbtest.Universe
	svc   *pathway.Service
	queue *job.Queue
	desk  desk

	crew, colleague, nurse  access.Actor // who walk
	coord, second, chief    access.Actor // of the CIUSSS: two coordinate, one manages
	rival, boss, far, visit access.Actor // coordinates elsewhere; manages the ambulances; the crew of another region; anyone
	acts                    atomic.Int64
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
	w := &world{
		Universe: u, queue: job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler)),
		crew: who("lou", "ambulances", access.Intervention), colleague: who("sam", "ambulances", access.Intervention), nurse: who("ines", "clinique", access.Intervention),
		coord: who("genevieve", "ciusss", access.Coordination), second: who("farid", "ciusss", access.Coordination), chief: who("baolinh", "ciusss", access.Management),
		rival: who("odile", "table", access.Coordination), boss: who("chef", "ambulances", access.Management), visit: access.Anyone(dbtest.Region),
		far: access.ForWorker("region-b", "lou", "ambulances", "", access.Intervention),
	}
	w.svc = pathway.New(u.DB, event.NewLog(w.queue), w.queue, vault, keys, u.Clock, &w.desk)
	return w
}

func (w *world) act() string { return "act-" + strconv.FormatInt(w.acts.Add(1), 10) }

// walk begins a pathway and answers.
func (w *world) walk(t *testing.T, by access.Actor, of string, said ...string) string {
	t.Helper()
	id, err := w.svc.Begin(w.Ctx, by, w.act(), of)
	must(t, err)
	for _, a := range said {
		r, err := w.svc.Open(w.Ctx, by, id)
		must(t, err)
		here := r.Walk.Here(r.Pathway)
		_, err = w.svc.Answer(w.Ctx, by, id, here.N, here.Step.ID, a)
		must(t, err)
	}
	return id
}

// code is what is said aloud of a run.
func (w *world) code(t *testing.T, by access.Actor, id string) string {
	t.Helper()
	r, err := w.svc.Open(w.Ctx, by, id)
	must(t, err)
	return r.Code
}

// draft is a draft of the CIUSSS: a copy of an example.
func (w *world) draft(t *testing.T) string {
	t.Helper()
	id, err := w.svc.Copy(w.Ctx, w.coord, w.act(), "exemple-convalescence")
	must(t, err)
	return id
}

// published is a pathway of the CIUSSS that two people published.
func (w *world) published(t *testing.T) string {
	t.Helper()
	id := w.draft(t)
	w.release(t, id)
	return id
}

func (w *world) release(t *testing.T, id string) {
	t.Helper()
	must(t, w.svc.Propose(w.Ctx, w.coord, w.act(), id, w.edition(t, id)))
	must(t, w.svc.Publish(w.Ctx, w.chief, w.act(), id, w.edition(t, id)))
}

func (w *world) edition(t *testing.T, id string) int {
	t.Helper()
	sheet, err := w.svc.FindDraft(w.Ctx, w.coord, id)
	must(t, err)
	return sheet.Edition
}

// wantEvent fails unless events of a kind were appended so often.
func (w *world) wantEvent(t *testing.T, kind string, times int) {
	t.Helper()
	var kinds []string
	must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		kinds, err = db.Collect(w.Ctx, tx, func(s *string) []any { return []any{s} }, `SELECT kind FROM event WHERE region_id = $1`, dbtest.Region)
		return err
	}))
	n := 0
	for _, k := range kinds {
		if k == kind {
			n++
		}
	}
	if n != times {
		t.Errorf("%s: %d times, want %d", kind, n, times)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, what string, err error, k fault.Kind) {
	t.Helper()
	if !fault.Is(err, k) {
		t.Errorf("%s: %v, want kind %v", what, err, k)
	}
}

// wantKey fails unless the error says this sentence.
func wantKey(t *testing.T, what string, err error, key string) {
	t.Helper()
	if got, _ := fault.KeyOf(err); got != key && !slices.ContainsFunc(fault.FieldsOf(err), func(f *fault.Error) bool { return f.Key == key }) {
		t.Errorf("%s: %v, want the sentence %s", what, err, key)
	}
}
