package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// NewWorker is a worker made at the command line, without an invitation.
type NewWorker struct {
	Name     string
	Email    string
	Password string
	Hats     []NewHat // at least one
}

// NewHat is a hat to give.
type NewHat struct {
	Org   access.Org
	Team  access.Team
	Roles []access.Role
}

// AddWorker makes a worker with a password and hats at once. Only whoever runs
// the installation may: for its first administrator, or a region of invented
// people. fault.Conflict when the address has an account.
func (s *Service) AddWorker(ctx context.Context, by access.Actor, in NewWorker) (id access.Worker, err error) {
	defer fault.Wrap(&err, "org.AddWorker")
	if err := operates(by); err != nil {
		return "", err
	}
	w, err := newWorker(in.Name, in.Email, in.Password)
	if err != nil {
		return "", err
	}
	hash, err := s.hash.of(ctx, in.Password)
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = s.addWorker(ctx, tx, by, w, hash, in.Hats)
		return err
	})
	return id, err
}

func (s *Service) addWorker(ctx context.Context, tx *db.Tx, by access.Actor, w worker, hash string, hats []NewHat) (access.Worker, error) {
	id, err := createWorker(ctx, tx, w, hash)
	if err != nil {
		return "", err
	}
	for _, h := range hats {
		if err := teamIsIn(ctx, tx, h.Org, h.Team); err != nil {
			return "", err
		}
		if _, err := giveHat(ctx, tx, id, h); err != nil {
			return "", err
		}
		if err := s.log.Append(ctx, tx, by, joined{Worker: id, Org: h.Org, Team: h.Team, Roles: ordered(h.Roles).String()}); err != nil {
			return "", err
		}
	}
	return id, nil
}

// newWorker checks what a new account is made of.
func newWorker(name, email, password string) (worker, error) {
	var bad fault.Fields
	w := worker{name: line(&bad, "name", name), email: address(&bad, "email", email)}
	if e := checkPassword(password, w.name, w.email); e != nil {
		bad = append(bad, e)
	}
	return w, bad.Err()
}

func createWorker(ctx context.Context, tx *db.Tx, w worker, hash string) (access.Worker, error) {
	w.id = access.Worker(tx.NewID())
	if err := insertWorker(ctx, tx, w); err != nil {
		return "", err
	}
	return w.id, savePassword(ctx, tx, w.id, hash)
}

// giveHat gives a hat, or adds the roles to the same one worn already.
func giveHat(ctx context.Context, tx *db.Tx, w access.Worker, n NewHat) (hat string, err error) {
	hats, err := hatsOf(ctx, tx, w)
	if err != nil {
		return "", err
	}
	for _, h := range hats {
		if h.Org == n.Org && h.Team == n.Team {
			return h.ID, saveRoles(ctx, tx, h.ID, h.Roles.with(n.Roles...))
		}
	}
	hat = tx.NewID()
	return hat, insertHat(ctx, tx, Hat{ID: hat, Worker: w, Org: n.Org, Team: n.Team, Roles: ordered(n.Roles)})
}
