package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/clock"
	"passerelle/internal/db"
)

// seed lives the demo's stories through the use-cases, in the order of time:
// nothing it leaves behind could not have been done by people, and every rule
// has had its say.
type seed struct {
	a        *App
	data     demo.Data
	clock    *clock.Replay
	zone     *time.Location
	now      time.Time
	operator access.Actor
	line     timeline
	acts     int

	orgs     map[string]demo.Organization
	services map[string]demo.Service
	workers  map[string]demo.Worker
	people   map[string]demo.Person
	lines    map[string]string // direct lines, by code

	teams     map[string]access.Team
	hats      map[[2]string]access.Actor // by worker and organisation
	persons   map[string]access.Person
	holders   map[string]access.Actor // of threads, by person
	referrals map[string]access.Referral
}

// seedDemo fills an empty database. The clock comes back to the present
// whatever happens.
func (a *App) seedDemo(ctx context.Context, c *clock.Replay, d demo.Data, zone *time.Location) (*seed, error) {
	s := &seed{
		a: a, data: d, clock: c, zone: zone, now: c.Now(), operator: access.ForOperator(a.Region),
		orgs:     by(d.Organizations, func(o demo.Organization) string { return o.Code }),
		services: by(d.Services, func(o demo.Service) string { return o.Code }),
		workers:  by(d.Workers, func(o demo.Worker) string { return o.Code }),
		people:   by(d.People, func(o demo.Person) string { return o.Code }),
		teams:    map[string]access.Team{}, hats: map[[2]string]access.Actor{}, persons: map[string]access.Person{},
		holders: map[string]access.Actor{}, referrals: map[string]access.Referral{},
	}
	defer c.Arrive()
	s.confirmations()
	s.closedDoors()
	s.facts()
	s.doorReplies()
	s.savedLists()
	s.suggestions()
	s.campaign()
	s.partners()
	s.missed()
	s.counts()
	s.crises()
	s.signals()
	s.needs()
	s.heard()
	s.sharedOut()
	s.rounds()
	s.pathways()
	s.texts()
	s.companions()
	for i := range d.Consents {
		s.consent(&d.Consents[i])
	}
	for i := range d.Referrals {
		s.story(&d.Referrals[i])
	}
	s.blockedWay()
	s.askedSpace()
	s.answers()
	s.line.sort()
	c.Depart(s.line[0].at.AddDate(0, 0, -1))
	if err := errors.Join(s.mark(ctx, demoBegun{}), s.directory(ctx), s.staff(ctx)); err != nil {
		return nil, err
	}
	if err := s.live(ctx); err != nil {
		return nil, err
	}
	return s, s.mark(ctx, demoMade{})
}

func by[T any](list []T, code func(T) string) map[string]T {
	m := make(map[string]T, len(list))
	for _, x := range list {
		m[code(x)] = x
	}
	return m
}

// act is a form's own id.
func (s *seed) act() string { s.acts++; return fmt.Sprintf("demo-%d", s.acts) }

// demoSubject is what the marks below are about.
var demoSubject = demo.ID("demo", "region")

// demoBegun and demoMade mark a database as the demo's: between the two it is
// half a region.
type demoBegun struct{}

func (demoBegun) Kind() string    { return "demo.begun" }
func (demoBegun) Subject() string { return demoSubject }

type demoMade struct{}

func (demoMade) Kind() string    { return "demo.made" }
func (demoMade) Subject() string { return demoSubject }

func (s *seed) mark(ctx context.Context, e interface {
	Kind() string
	Subject() string
}) error {
	return s.a.DB.Write(ctx, func(tx *db.Tx) error { return s.a.Events.Append(ctx, tx, s.operator, e) })
}
