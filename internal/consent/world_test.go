package consent_test

import (
	"log/slog"
	"strconv"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/seal"
)

// world is La Halte, which accompanies people, and those it may ask about.
type world struct {
	*dbtest.Universe
	svc   *consent.Service
	keys  seal.Keys
	log   *event.Log
	queue *job.Queue
	halte access.Actor // a street worker of La Halte
	other access.Actor // a worker of another organisation
	acts  int
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	keys, err := seal.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	vault, err := seal.NewVault(keys)
	if err != nil {
		t.Fatal(err)
	}
	queue := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
	log := event.NewLog(queue)
	w := &world{
		Universe: u, keys: keys, log: log, queue: queue, svc: consent.New(u.DB, log, vault, keys, u.Clock).Works(queue),
		halte: access.ForWorker(dbtest.Region, "maelle", "halte", "rue", access.Intervention),
		other: access.ForWorker(dbtest.Region, "malik", "comptoir", "", access.Intervention),
	}
	log.InTx("worker.joined", w.svc.OnJoined)
	return w
}

// act is a form's own id.
func (w *world) act() string { w.acts++; return "act-" + strconv.Itoa(w.acts) }

func (w *world) person(t *testing.T) access.Person {
	t.Helper()
	p, err := w.svc.Create(w.Ctx, w.halte, w.act(), consent.NewPerson{})
	must(t, err)
	return p
}

// asked is La Halte's page about one organisation, answered.
func asked(p access.Person, org access.Org, a consent.Answer) consent.Question {
	parts := map[access.Part]consent.Answer{}
	for _, part := range access.Parts {
		parts[part] = a
	}
	return consent.Question{Person: p, Recipient: org, Parts: parts, Until: consent.ThreeMonths, Wording: "v1", Language: "fr", How: consent.OnScreen}
}

func (w *world) record(t *testing.T, q consent.Question) string {
	t.Helper()
	receipt, err := w.svc.Record(w.Ctx, w.halte, w.act(), q)
	must(t, err)
	return receipt
}

func (w *world) standing(t *testing.T, p access.Person, org access.Org, part access.Part) (granted, refused bool) {
	t.Helper()
	must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		granted, refused, err = w.svc.Standing(w.Ctx, tx, w.halte, p, org, "", part)
		return err
	}))
	return granted, refused
}

func (w *world) holder(t *testing.T, p access.Person) access.Actor {
	t.Helper()
	words, err := w.svc.NewThread(w.Ctx, w.halte, p)
	must(t, err)
	by, err := w.svc.Open(w.Ctx, dbtest.Region, "here", words.String())
	must(t, err)
	return by
}

// run lets the jobs that are due run.
func (w *world) run(t *testing.T) {
	t.Helper()
	_, err := w.queue.RunDue(w.Ctx, dbtest.Region)
	must(t, err)
}

// kinds are those of all events, in their order.
func (w *world) kinds(t *testing.T) (list []string) {
	t.Helper()
	must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		list, err = db.Collect(w.Ctx, tx, func(s *string) []any { return []any{s} }, `SELECT e.kind FROM event AS e ORDER BY e.at, e.id`)
		return err
	}))
	return list
}

// arrived is the event of package org, as this one reads it.
type arrived struct {
	Worker access.Worker `json:"worker"`
	Org    access.Org    `json:"org"`
}

func (arrived) Kind() string      { return "worker.joined" }
func (a arrived) Subject() string { return string(a.Worker) }

// joins has somebody join an organisation.
func (w *world) joins(t *testing.T, id access.Worker, o access.Org) {
	t.Helper()
	must(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		return w.log.Append(w.Ctx, tx, access.ForOperator(dbtest.Region), arrived{id, o})
	}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, k fault.Kind, key string) {
	t.Helper()
	if !fault.Is(err, k) {
		t.Errorf("err = %v, want %v", err, k)
		return
	}
	if got, _ := fault.KeyOf(err); key != "" && got != key {
		t.Errorf("key = %q, want %q", got, key)
	}
}

const day = 24 * time.Hour
