package org

import (
	"context"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// maxPasskeys is more devices than anyone has.
const maxPasskeys = 20

// NewPasskey is what a page needs to have the worker who asks make a passkey.
func (s *Service) NewPasskey(ctx context.Context, by access.Actor, at Address) (_ Ceremony, err error) {
	defer fault.Wrap(&err, "org.NewPasskey(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return Ceremony{}, err
	}
	var me owner
	var ticket string
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		ticket = s.ticket(tx.Now)
		me, err = s.ownerWithKeys(ctx, tx, by.Worker(), at)
		return err
	})
	if err != nil {
		return Ceremony{}, err
	}
	creation, _, err := s.registration(me, at, ticket)
	if err != nil {
		return Ceremony{}, err
	}
	return ceremony(creation.Response, ticket)
}

func (s *Service) ownerWithKeys(ctx context.Context, tx *db.Tx, w access.Worker, at Address) (me owner, err error) {
	if me.worker, err = findWorker(ctx, tx, w); err != nil {
		return owner{}, err
	}
	keys, err := passkeysOf(ctx, tx, w, at.Host)
	for _, k := range keys {
		c, err := s.openRecord(k)
		if err != nil {
			return owner{}, err
		}
		me.credentials = append(me.credentials, c)
	}
	return me, err
}

// registration is the same for the same ticket: what was asked is known again
// without having been kept.
func (s *Service) registration(me owner, at Address, ticket string) (*protocol.CredentialCreation, *webauthn.SessionData, error) {
	p, err := party(at)
	if err != nil {
		return nil, nil, err
	}
	return p.BeginRegistration(me, webauthn.WithExclusions(webauthn.Credentials(me.credentials).CredentialDescriptors()),
		func(o *protocol.PublicKeyCredentialCreationOptions) error {
			o.Challenge = s.challenge(me.id, at, ticket)
			return nil
		})
}

// AddPasskey keeps a passkey that the worker's device has just made, under a
// name of theirs. Sent twice, the form acts once.
func (s *Service) AddPasskey(ctx context.Context, by access.Actor, act, name string, a Answer) (err error) {
	defer fault.Wrap(&err, "org.AddPasskey(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return err
	}
	var bad fault.Fields
	if name = line(&bad, "name", name); len(bad) > 0 {
		return bad.Err()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			me, err := s.ownerWithKeys(ctx, tx, by.Worker(), a.At)
			if err != nil {
				return "", err
			}
			if len(me.credentials) >= maxPasskeys {
				return "", fault.New(fault.Invalid, "security.passkeys_many", "max", maxPasskeys)
			}
			c, err := s.made(me, a)
			if err != nil {
				return "", err
			}
			if err := s.spend(ctx, tx, a.Ticket); err != nil {
				return "", err
			}
			k := Passkey{ID: tx.NewID(), Name: name, worker: me.id}
			if k.sealed, err = s.sealRecord(k.ID, me.id, c); err != nil {
				return "", err
			}
			if err := insertPasskey(ctx, tx, k, a.At.Host, credentialText(c.ID)); err != nil {
				return "", err
			}
			return k.ID, s.log.Append(ctx, tx, by, passkeyAdded{Worker: me.id, Passkey: k.ID})
		})
		return err
	})
}

// made checks what the device made against what it was asked.
func (s *Service) made(me owner, a Answer) (*webauthn.Credential, error) {
	if len(a.JSON) > maxAnswer {
		return nil, passkeyRefused()
	}
	p, err := party(a.At)
	if err != nil {
		return nil, err
	}
	_, session, err := s.registration(me, a.At, a.Ticket)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(a.JSON))
	if err != nil {
		return nil, fault.New(fault.Invalid, "security.passkey_refused").With(err)
	}
	c, err := p.CreateCredential(me, *session, parsed)
	if err != nil {
		return nil, fault.New(fault.Invalid, "security.passkey_refused").With(err)
	}
	return c, nil
}

// RemovePasskey has a passkey of the worker who asks open nothing any more, nor
// what it opened stay open: their sessions end, but for that of token.
// fault.NotFound for any other.
func (s *Service) RemovePasskey(ctx context.Context, by access.Actor, token, id string) (err error) {
	defer fault.Wrap(&err, "org.RemovePasskey(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := dropPasskey(ctx, tx, by.Worker(), id); err != nil {
			return err
		}
		if err := endOtherSessions(ctx, tx, by.Worker(), s.sessionPrint(token)); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, passkeyRemoved{Worker: by.Worker(), Passkey: id})
	})
}
