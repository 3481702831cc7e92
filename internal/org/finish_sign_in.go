package org

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// HalfLife is how long the second step may be waited for after the first.
const HalfLife = 10 * time.Minute

func (s *Service) halfPrint(token string) string { return s.keys.Fingerprint("half-session", token) }

// secondRefused is the one answer for a code that is wrong, used or too old.
func secondRefused() error { return fault.Field("code", "security.code_refused") }

// startOrAsk opens a session for who has proved their password alone, or half
// of one when a second step is asked of them: half a session opens nothing but
// the page of the code.
func (s *Service) startOrAsk(ctx context.Context, w access.Worker, previous string) (_ Session, err error) {
	half := Session{Worker: w, Half: id.Secret(tokenBytes)}
	asked := false
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		step, err := findSecondStep(ctx, tx, w)
		if asked = step.on; err != nil || !asked {
			return err
		}
		if err := dropHalves(ctx, tx, w); err != nil {
			return err
		}
		half.Expires = tx.Now.Add(HalfLife)
		return insertHalf(ctx, tx, s.halfPrint(half.Half), w, half.Expires)
	})
	switch {
	case err != nil:
		return Session{}, err
	case asked:
		return half, nil
	}
	return s.start(ctx, w, previous)
}

// HalfSignedIn says whether a half session still waits for its code.
// fault.NotFound when it does not.
func (s *Service) HalfSignedIn(ctx context.Context, half string) (err error) {
	defer fault.Wrap(&err, "org.HalfSignedIn")
	return s.db.Read(ctx, func(tx *db.Tx) error {
		_, err := findHalf(ctx, tx, s.halfPrint(half))
		if fault.Is(err, fault.NotFound) {
			return sessionOver()
		}
		return err
	})
}

// SecondStep is a code, and the half session that waits for it.
type SecondStep struct {
	Half     string
	Code     string
	Source   string
	Previous string // the token the browser came with, if any
}

// FinishSignIn opens the session of who gives the right code. Guesses are
// counted like those of a password; the code is used in the same transaction
// that ends the half session.
func (s *Service) FinishSignIn(ctx context.Context, in SecondStep) (_ Session, err error) {
	defer fault.Wrap(&err, "org.FinishSignIn")
	var w access.Worker
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		w, err = findHalf(ctx, tx, s.halfPrint(in.Half))
		if fault.Is(err, fault.NotFound) {
			return sessionOver()
		}
		return err
	})
	if err != nil {
		return Session{}, err
	}
	err = s.proveCode(ctx, w, in.Code, in.Source, func(tx *db.Tx) error { return endHalf(ctx, tx, s.halfPrint(in.Half)) })
	if err != nil {
		return Session{}, err
	}
	return s.start(ctx, w, in.Previous)
}

// proveCode counts a guess and takes a code; then runs with it, in the same
// transaction.
func (s *Service) proveCode(ctx context.Context, w access.Worker, code, source string, then func(*db.Tx) error) error {
	account := s.keys.Fingerprint("second-step", string(w))
	if err := s.try(ctx, account, source); err != nil {
		return err
	}
	right := false
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if right, err = s.take(ctx, tx, w, code); err != nil || !right {
			return err
		}
		return then(tx)
	})
	if err != nil {
		return err
	}
	if !right {
		if err := s.noteRefusal(ctx, account); err != nil {
			return err
		}
		return secondRefused()
	}
	s.guess.giveBack(account, source)
	return nil
}
