package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// Credentials are what is typed to sign in, and where from.
type Credentials struct {
	Email    string
	Password string
	Source   string // the address of the connection, for counting guesses
	Previous string // the token the browser came with, if any
}

// SignIn opens a session under the hat worn last, or half of one for who has a
// second step. The token is new each time:
// one planted in the browser beforehand opens nothing, and the one it came
// with is ended.
func (s *Service) SignIn(ctx context.Context, c Credentials) (_ Session, err error) {
	defer fault.Wrap(&err, "org.SignIn")
	w, err := s.prove(ctx, c.Email, c.Password, c.Source)
	if err != nil {
		return Session{}, err
	}
	return s.startOrAsk(ctx, w, c.Previous)
}

// start opens a session for a worker whom some proof has recognised, under the
// live hat they wore last.
func (s *Service) start(ctx context.Context, w access.Worker, previous string) (_ Session, err error) {
	defer fault.Wrap(&err, "org.start(%s)", w)
	out := Session{Token: id.Secret(tokenBytes), Worker: w}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		known, err := findWorker(ctx, tx, w)
		if err != nil {
			return err
		}
		hats, err := hatsOf(ctx, tx, w)
		if err != nil {
			return err
		}
		if len(hats) == 0 || !known.disabled.IsZero() {
			return refused()
		}
		if previous != "" {
			if err := endSession(ctx, tx, s.sessionPrint(previous)); err != nil {
				return err
			}
		}
		if err := dropOldSessions(ctx, tx, w); err != nil {
			return err
		}
		out.Expires = tx.Now.Add(Absolute)
		if err := insertSession(ctx, tx, s.sessionPrint(out.Token), w, hats[0].ID, out.Expires); err != nil {
			return err
		}
		return wear(ctx, tx, hats[0].ID)
	})
	if err != nil {
		return Session{}, err
	}
	return out, nil
}
