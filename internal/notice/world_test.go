package notice_test

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/job"
	"passerelle/internal/notice"
	"passerelle/internal/seal"
)

// staff stands for package org: who works where.
type staff map[access.Worker][]access.Actor

func (s staff) ActorsOf(_ context.Context, w access.Worker) ([]access.Actor, error) { return s[w], nil }

// desk stands for package web: what waits, by organisation.
type desk map[access.Org]notice.Day

func (d desk) Day(_ context.Context, by access.Actor) (notice.Day, error) { return d[by.Org()], nil }

type voice struct{}

func (voice) Say(lang, key string, _ ...any) string { return lang + " " + key }
func (voice) Count(lang, key string, n int) string  { return fmt.Sprint(lang, " ", key, " ", n) }

type carrier struct {
	mu    sync.Mutex
	sent  []contact.Cleared
	fails error
}

func (c *carrier) Send(m contact.Cleared) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fails == nil {
		c.sent = append(c.sent, m)
	}
	return m.ID(), c.fails
}

const site = "https://passerelle.example"

type world struct {
	*dbtest.Universe
	svc, second *notice.Service // two nodes
	queue       *job.Queue
	out         *carrier
	staff       staff
	desk        desk
	by          access.Actor
	zone        *time.Location
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	keys, err := seal.NewKeys()
	must(t, err)
	zone, err := time.LoadLocation("America/Toronto")
	must(t, err)
	quiet := slog.New(slog.DiscardHandler)
	w := &world{Universe: u, out: &carrier{}, zone: zone, staff: staff{}, desk: desk{"halte": {Todo: 3, Waiting: 1, News: 2, Week: 4}}}
	w.by = access.ForWorker(dbtest.Region, "maelle", "halte", "", access.Intervention)
	w.staff["maelle"] = []access.Actor{w.by}
	for _, s := range []**notice.Service{&w.svc, &w.second} {
		w.queue = job.New(u.DB, u.Clock, quiet)
		*s = notice.New(u.DB, event.NewLog(w.queue), w.queue, keys, w.staff, quiet)
		(*s).Speaks(notice.Speech{Voice: voice{}, Sender: w.out, Site: site, Zone: zone, Desk: w.desk})
	}
	must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
		for _, q := range []string{
			`INSERT INTO org (id, sector, legal_regime, name_fr, name_en, answer_email, person_in_charge, created_at) VALUES ('halte', 'OC', 'P-39.1', 'La Halte', '', '', '', 1)`,
			`INSERT INTO worker (id, name, email, email_fold, created_at) VALUES ('maelle', 'Maëlle', 'maelle@exemple.ca', 'maelle@exemple.ca', 1)`,
			`INSERT INTO hat (id, worker_id, org_id, team_id, roles, created_at, worn_at) VALUES ('h', 'maelle', 'halte', '', 'intervention', 1, 1)`,
		} {
			if _, err := tx.Exec(u.Ctx, q); err != nil {
				return err
			}
		}
		return nil
	}))
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func daily() notice.Wish {
	return notice.Wish{Rhythm: notice.Daily, Hour: 8, CalmFrom: 18, CalmTo: 8, Language: "fr", Address: "maelle@exemple.ca"}
}

func (w *world) run(t *testing.T) {
	t.Helper()
	_, err := w.queue.RunDue(w.Ctx, dbtest.Region)
	must(t, err)
}

var proofLink = regexp.MustCompile(site + `/fr/courriel/([a-z0-9-]+)`)

// asks has Maëlle ask for a wish, and confirm her address.
func (w *world) asks(t *testing.T, wish notice.Wish) {
	t.Helper()
	must(t, w.svc.Ask(w.Ctx, w.by, "a1", wish))
	w.run(t)
	must(t, w.svc.Confirm(w.Ctx, dbtest.Region, w.proof(t)))
	w.out.sent = nil
}

func (w *world) proof(t *testing.T) string {
	t.Helper()
	if len(w.out.sent) == 0 {
		t.Fatal("no message asks to confirm the address")
	}
	m := proofLink.FindStringSubmatch(w.out.sent[len(w.out.sent)-1].Text())
	if m == nil {
		t.Fatalf("no link in %q", w.out.sent[len(w.out.sent)-1].Text())
	}
	return m[1]
}

func (w *world) tell(t *testing.T) int {
	t.Helper()
	must(t, w.svc.Tell(w.Ctx, dbtest.Region))
	must(t, w.second.Tell(w.Ctx, dbtest.Region))
	n := len(w.out.sent)
	w.out.sent = nil
	return n
}

func (w *world) at(day, hour, minute int) {
	w.Clock.Set(time.Date(2026, 3, day, hour, minute, 0, 0, w.zone))
}
