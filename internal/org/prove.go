package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// refused is the one answer for an unknown address, a wrong password, a
// disabled worker and one who wears no hat.
func refused() error { return fault.New(fault.Invalid, "org.sign_in_refused") }

// prove says whose address and password these are, or refused. It counts the
// guess first; then it does the same reading, hashing and writing whether the
// account exists or not, so that neither the answer nor its time tells.
func (s *Service) prove(ctx context.Context, email, password, source string) (_ access.Worker, err error) {
	defer fault.Wrap(&err, "org.prove")
	account := s.keys.Fingerprint("account", foldEmail(email))
	if err := s.try(ctx, account, source); err != nil {
		return "", err
	}
	known, err := s.account(ctx, email)
	if err != nil {
		return "", err
	}
	ok, err := s.hash.matches(ctx, known.hash, password)
	if err != nil {
		return "", err
	}
	if !ok || !known.disabled.IsZero() {
		if err := s.noteRefusal(ctx, account); err != nil {
			return "", err
		}
		return "", refused()
	}
	s.guess.giveBack(account, source)
	return known.worker, nil
}

func (s *Service) account(ctx context.Context, email string) (a account, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, err = findAccount(ctx, tx, email)
		return err
	})
	return a, err
}

// noteRefusal keeps a refused guess, for whoever looks after the installation.
// There are never more of them than the limits of guess.go let through.
func (s *Service) noteRefusal(ctx context.Context, account string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return s.log.Append(ctx, tx, access.Anyone(s.region), signInRefused{account})
	})
}
