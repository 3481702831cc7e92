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

// SignIn opens a session under the hat worn last. The token is new each time:
// one planted in the browser beforehand opens nothing, and the one it came
// with is ended.
func (s *Service) SignIn(ctx context.Context, c Credentials) (_ Session, err error) {
	defer fault.Wrap(&err, "org.SignIn")
	w, err := s.prove(ctx, c.Email, c.Password, c.Source)
	if err != nil {
		return Session{}, err
	}
	return s.start(ctx, w, "", c.Previous)
}

// start opens a session for a worker whom some proof has recognised, under one
// of their live hats: the one asked for, else the one worn last.
func (s *Service) start(ctx context.Context, w access.Worker, hat, previous string) (_ Session, err error) {
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
		worn := pick(hats, hat)
		if worn == nil || !known.disabled.IsZero() {
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
		if err := insertSession(ctx, tx, s.sessionPrint(out.Token), w, worn.ID, out.Expires); err != nil {
			return err
		}
		return wear(ctx, tx, worn.ID)
	})
	if err != nil {
		return Session{}, err
	}
	return out, nil
}

// pick is the hat asked for, or the first when none is.
func pick(hats []Hat, id string) *Hat {
	for i := range hats {
		if id == "" || hats[i].ID == id {
			return &hats[i]
		}
	}
	return nil
}
