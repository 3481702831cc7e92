package org_test

import (
	"log/slog"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/job"
	"passerelle/internal/org"
	"passerelle/internal/seal"
)

// goodPassword is long and nobody's.
const goodPassword = "neuf canards violets sur la rive"

// world is a test's installation: the operator, and whoever they let in.
type world struct {
	*dbtest.Universe
	t        *testing.T
	s        *org.Service
	keys     seal.Keys
	operator access.Actor
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	keys, err := seal.NewKeys()
	must(t, err)
	log := event.NewLog(job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler)))
	w := &world{Universe: u, t: t, keys: keys, operator: access.ForOperator(dbtest.Region)}
	w.s = org.New(u.DB, log, keys, u.Clock, dbtest.Region)
	w.s.HashCheaply()
	return w
}

// another has the next acts happen on a node of its own, on the same database.
func (w *world) another() {
	w.t.Helper()
	log := event.NewLog(job.New(w.DB, w.Clock, slog.New(slog.DiscardHandler)))
	w.s = org.New(w.DB, log, w.keys, w.Clock, dbtest.Region)
	w.s.HashCheaply()
}

func (w *world) open(name string) access.Org {
	w.t.Helper()
	o, err := w.s.CreateOrg(w.Ctx, w.operator, org.NewOrg{Sector: org.Community, Regime: org.PrivateQuebec, NameFR: name})
	must(w.t, err)
	return o
}

// hire makes a worker with a password and hats; their address is name@exemple.org.
func (w *world) hire(name string, hats ...org.NewHat) access.Worker {
	w.t.Helper()
	id, err := w.s.AddWorker(w.Ctx, w.operator, org.NewWorker{Name: name, Email: name + "@exemple.org", Password: goodPassword, Hats: hats})
	must(w.t, err)
	return id
}

func hat(o access.Org, roles ...access.Role) org.NewHat { return org.NewHat{Org: o, Roles: roles} }

// as is a worker under a hat of an organisation, without signing in.
func as(id access.Worker, o access.Org, roles ...access.Role) access.Actor {
	return access.ForWorker(dbtest.Region, id, o, "", roles...)
}

func (w *world) signIn(name string) org.Session {
	w.t.Helper()
	s, err := w.s.SignIn(w.Ctx, org.Credentials{Email: name + "@exemple.org", Password: goodPassword, Source: "192.0.2.1"})
	must(w.t, err)
	return s
}

// actor is who holds the session now.
func (w *world) actor(s org.Session) access.Actor {
	w.t.Helper()
	a, err := w.s.Actor(w.Ctx, s.Token)
	must(w.t, err)
	return a
}

func (w *world) wantOver(t *testing.T, s org.Session) {
	t.Helper()
	a, err := w.s.Actor(w.Ctx, s.Token)
	wantKey(t, err, fault.NotFound, "org.session_over")
	if a.Kind() != access.Nobody {
		t.Errorf("the session is over and still gives %v", a)
	}
}

// reopen undoes what ended sessions, as a fault of ours would; some must have
// been ended.
func (w *world) reopen(t *testing.T) {
	t.Helper()
	must(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(w.Ctx, `UPDATE session SET ended_at = NULL WHERE ended_at IS NOT NULL`)
		if n == 0 {
			t.Error("no session was ended")
		}
		return err
	}))
}

func (w *world) count(q string, args ...any) (n int) {
	w.t.Helper()
	must(w.t, w.DB.Read(w.Ctx, func(tx *db.Tx) error { return tx.QueryRow(w.Ctx, q, args...).Scan(&n) }))
	return n
}

// act is a fresh form's id.
func act() string { return id.Secret(10) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, k fault.Kind) {
	t.Helper()
	if !fault.Is(err, k) {
		t.Errorf("error %v, want %s", err, k)
	}
}

func wantKey(t *testing.T, err error, k fault.Kind, key string) {
	t.Helper()
	wantKind(t, err, k)
	if got, _ := fault.KeyOf(err); got != key {
		t.Errorf("says %q, want %q", got, key)
	}
}

// wantFields fails unless err speaks of exactly these fields, as field:key.
func wantFields(t *testing.T, err error, want ...string) {
	t.Helper()
	var got []string
	for _, f := range fault.FieldsOf(err) {
		got = append(got, f.Field+":"+f.Key)
	}
	if len(got) != len(want) {
		t.Fatalf("fields %v, want %v (%v)", got, want, err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("fields %v, want %v", got, want)
		}
	}
}

// exec writes in the database as whoever holds it could.
func (w *world) exec(t *testing.T, q string, args ...any) {
	t.Helper()
	must(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error { _, err := tx.Exec(w.Ctx, q, args...); return err }))
}
