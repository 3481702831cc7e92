package org

import (
	"context"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// AskPasskey is what the page of the door needs to be opened by a passkey. It
// is the same for everybody: it names nobody, and says not who has one.
func (s *Service) AskPasskey(ctx context.Context, at Address) (_ Ceremony, err error) {
	defer fault.Wrap(&err, "org.AskPasskey")
	return s.ask(ctx, "", at)
}

// AskPasskeyAgain is for a worker who proves again who they are.
func (s *Service) AskPasskeyAgain(ctx context.Context, by access.Actor, at Address) (_ Ceremony, err error) {
	defer fault.Wrap(&err, "org.AskPasskeyAgain")
	if err := isStaff(by); err != nil {
		return Ceremony{}, err
	}
	return s.ask(ctx, by.Worker(), at)
}

func (s *Service) ask(ctx context.Context, w access.Worker, at Address) (Ceremony, error) {
	var ticket string
	if err := s.db.Read(ctx, func(tx *db.Tx) error { ticket = s.ticket(tx.Now); return nil }); err != nil {
		return Ceremony{}, err
	}
	assertion, _, err := s.assertion(w, at, ticket)
	if err != nil {
		return Ceremony{}, err
	}
	return ceremony(assertion.Response, ticket)
}

func (s *Service) assertion(w access.Worker, at Address, ticket string) (*protocol.CredentialAssertion, *webauthn.SessionData, error) {
	p, err := party(at)
	if err != nil {
		return nil, nil, err
	}
	return p.BeginDiscoverableLogin(func(o *protocol.PublicKeyCredentialRequestOptions) error {
		o.Challenge = s.challenge(w, at, ticket)
		return nil
	})
}

// SignInWithPasskey opens a session for the worker whose passkey answered. It
// stands for the passphrase and the second step together.
func (s *Service) SignInWithPasskey(ctx context.Context, a Answer, previous string) (_ Session, err error) {
	defer fault.Wrap(&err, "org.SignInWithPasskey")
	w, err := s.provePasskey(ctx, "", a, func(*db.Tx) error { return nil })
	if err != nil {
		return Session{}, err
	}
	return s.start(ctx, w, previous)
}

// ProveAgainWithPasskey is ProveAgain by a passkey of that very worker.
func (s *Service) ProveAgainWithPasskey(ctx context.Context, by access.Actor, token string, a Answer) (err error) {
	defer fault.Wrap(&err, "org.ProveAgainWithPasskey(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return err
	}
	_, err = s.provePasskey(ctx, by.Worker(), a, func(tx *db.Tx) error { return s.noteProof(ctx, tx, by, token) })
	return err
}

// provePasskey says whose passkey answered, wanted when it must be somebody's;
// then runs in the transaction that spends the ticket.
func (s *Service) provePasskey(ctx context.Context, wanted access.Worker, a Answer, then func(*db.Tx) error) (access.Worker, error) {
	account := s.keys.Fingerprint("passkey", sourceOf(a.Source))
	if err := s.guess.try(account, a.Source); err != nil {
		return "", err
	}
	var w access.Worker
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.spend(ctx, tx, a.Ticket); err != nil {
			return err
		}
		k, err := s.answered(ctx, tx, wanted, a)
		if err != nil {
			return err
		}
		if w = k.worker; wanted != "" && w != wanted {
			return passkeyRefused()
		}
		if err := usePasskey(ctx, tx, k); err != nil {
			return err
		}
		return then(tx)
	})
	if err != nil {
		return "", err
	}
	s.guess.giveBack(account, a.Source)
	return w, nil
}

// answered finds the passkey that signed, and checks the signature: for this
// ceremony, this address, by a person whom the device recognised.
func (s *Service) answered(ctx context.Context, tx *db.Tx, wanted access.Worker, a Answer) (k Passkey, err error) {
	if len(a.JSON) > maxAnswer {
		return k, passkeyRefused()
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(a.JSON))
	if err != nil {
		return k, fault.New(fault.Invalid, "security.passkey_refused").With(err)
	}
	k, err = findPasskey(ctx, tx, a.At.Host, credentialText(parsed.RawID))
	if fault.Is(err, fault.NotFound) {
		return k, passkeyRefused()
	}
	if err != nil {
		return k, err
	}
	who := owner{credentials: make([]webauthn.Credential, 1)}
	if who.worker, err = findWorker(ctx, tx, k.worker); err != nil {
		return k, err
	}
	if who.credentials[0], err = s.openRecord(k); err != nil {
		return k, err
	}
	p, err := party(a.At)
	if err != nil {
		return k, err
	}
	_, session, err := s.assertion(wanted, a.At, a.Ticket)
	if err != nil {
		return k, err
	}
	c, err := p.ValidateDiscoverableLogin(func(_, _ []byte) (webauthn.User, error) { return who, nil }, *session, parsed)
	if err == nil && c.Authenticator.CloneWarning {
		err = errors.New("org: the count of a passkey went back: two copies of it may exist")
	}
	if err != nil {
		return k, fault.New(fault.Invalid, "security.passkey_refused").With(err)
	}
	k.sealed, err = s.sealRecord(k.ID, k.worker, c)
	return k, err
}
