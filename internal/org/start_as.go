package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// The acts of this file take no proof of who somebody is. They are for a
// region of invented people, where a visitor steps into each role, so only
// whoever runs the installation may: no form of a real one leads here.

// AddInvented makes a worker who has no password, so that no form lets anybody
// in as them. fault.Conflict when the address has an account.
func (s *Service) AddInvented(ctx context.Context, by access.Actor, name, email string, hats ...NewHat) (id access.Worker, err error) {
	defer fault.Wrap(&err, "org.AddInvented")
	if err := operates(by); err != nil {
		return "", err
	}
	var bad fault.Fields
	w := worker{name: line(&bad, "name", name), email: address(&bad, "email", email)}
	if err := bad.Err(); err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = s.addWorker(ctx, tx, by, w, "", hats)
		return err
	})
	return id, err
}

// WorkerAt finds the worker of an address, with the hats they can wear.
// fault.NotFound when nobody has it, or for any other actor.
func (s *Service) WorkerAt(ctx context.Context, by access.Actor, email string) (out Me, err error) {
	defer fault.Wrap(&err, "org.WorkerAt")
	if err := operates(by); err != nil {
		return Me{}, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		known, err := findAccount(ctx, tx, email)
		if err != nil {
			return err
		}
		if known.worker == "" || !known.disabled.IsZero() {
			return notFound()
		}
		w, err := findWorker(ctx, tx, known.worker)
		if err != nil {
			return err
		}
		out = Me{Worker: w.id, Name: w.name, Email: w.email}
		if out.Hats, err = hatsOf(ctx, tx, w.id); err == nil && len(out.Hats) > 0 {
			out.Worn = out.Hats[0]
		}
		return err
	})
	if err != nil {
		return Me{}, err
	}
	return out, nil
}

// ProveAs notes on a session of a worker that they proved who they are.
// fault.NotFound for any actor but the operator.
func (s *Service) ProveAs(ctx context.Context, by access.Actor, w access.Worker, token string) (err error) {
	defer fault.Wrap(&err, "org.ProveAs(%s)", w)
	if err := operates(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return saveProof(ctx, tx, s.sessionPrint(token), w) })
}

// StartAs opens a session as a worker. previous is the token the browser came
// with, which ends. fault.NotFound for any actor but the operator.
func (s *Service) StartAs(ctx context.Context, by access.Actor, w access.Worker, previous string) (_ Session, err error) {
	defer fault.Wrap(&err, "org.StartAs(%s)", w)
	if err := operates(by); err != nil {
		return Session{}, err
	}
	return s.start(ctx, w, previous)
}
