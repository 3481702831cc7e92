package org

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// Passkey is one that a worker added, as they see it.
type Passkey struct {
	ID       string
	Name     string
	Added    db.Time
	LastUsed db.Time // zero: not yet

	worker access.Worker
	sealed []byte // the credential record
}

// Address is where browsers meet us: a passkey is made for a name and opens
// under no other, and an answer says from which origin it comes.
type Address struct {
	Host   string // a name, without port; a browser makes no passkey for a number
	Origin string // https://host[:port]
}

// Ceremony is what a page gives the browser to make or to use a passkey, and
// what it sends back with the answer. Nothing is kept before the answer comes.
type Ceremony struct {
	Options string // JSON, for navigator.credentials
	Ticket  string
}

// CeremonyLife is how long an answer may be waited for.
const CeremonyLife = 10 * time.Minute

// maxAnswer bounds what is read of a browser's answer.
const maxAnswer = 16 << 10

// Answer is what came back.
type Answer struct {
	At     Address
	Ticket string
	JSON   string
	Source string
}

// passkeyRefused is the one answer for a passkey that is unknown, removed, of
// another, or used for another page than this one.
func passkeyRefused() error { return fault.New(fault.Invalid, "security.passkey_refused") }

// ticket names a ceremony: drawn at random, and until when.
func (s *Service) ticket(now time.Time) string {
	return id.Secret(tokenBytes) + "." + strconv.FormatInt(now.Add(CeremonyLife).UnixMilli(), 36)
}

// ticketLives says until when; zero when that is past or never was.
func ticketLives(ticket string, now time.Time) (until time.Time) {
	_, text, _ := strings.Cut(ticket, ".")
	ms, err := strconv.ParseInt(text, 36, 64)
	if until = time.UnixMilli(ms).UTC(); err != nil || !until.After(now) {
		return time.Time{}
	}
	return until
}

// challenge is what is signed. It is made of whose ceremony it is (nobody's, at
// the door), of the address and of the ticket, with the installation's key:
// nothing needs to be kept to know it again, nobody else can make one, and an
// answer given for one page opens no other.
func (s *Service) challenge(w access.Worker, at Address, ticket string) protocol.URLEncodedBase64 {
	print := s.keys.Fingerprint("passkey-challenge", strings.Join([]string{string(w), at.Host, at.Origin, ticket}, "|"))
	b, err := base64.RawURLEncoding.DecodeString(print)
	if err != nil {
		panic("org: a fingerprint is base64: " + err.Error())
	}
	return b
}

// spend has a ticket serve once. Those that are too old anyway are forgotten.
func (s *Service) spend(ctx context.Context, tx *db.Tx, ticket string) error {
	until := ticketLives(ticket, tx.Now)
	if until.IsZero() {
		return passkeyRefused()
	}
	if err := dropOldTickets(ctx, tx); err != nil {
		return err
	}
	fresh, err := insertTicket(ctx, tx, s.keys.Fingerprint("passkey-ticket", ticket), until)
	if err == nil && !fresh {
		return passkeyRefused()
	}
	return err
}

// party is the library's side of an address. A passkey proves possession and,
// by the phone's own lock, the person: both are required, as it stands for the
// password and the second step together.
func party(at Address) (*webauthn.WebAuthn, error) {
	return webauthn.New(&webauthn.Config{
		RPID: at.Host, RPDisplayName: "Passerelle", RPOrigins: []string{at.Origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
	})
}

// owner is a worker as the library asks for one.
type owner struct {
	worker
	credentials []webauthn.Credential
}

func (o owner) WebAuthnID() []byte                         { return []byte(o.id) }
func (o owner) WebAuthnName() string                       { return o.email }
func (o owner) WebAuthnDisplayName() string                { return o.name }
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.credentials }

// sealRecord and openRecord: a record that was changed in the database, or
// moved to another worker, does not open.
func (s *Service) sealRecord(id string, w access.Worker, c *webauthn.Credential) ([]byte, error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return s.keys.Seal(plain, "worker_passkey", id, string(w))
}

func (s *Service) openRecord(k Passkey) (c webauthn.Credential, err error) {
	plain, err := s.keys.Open(k.sealed, "worker_passkey", k.ID, string(k.worker))
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(plain, &c)
}

func credentialText(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func ceremony(options any, ticket string) (Ceremony, error) {
	b, err := json.Marshal(options)
	return Ceremony{Options: string(b), Ticket: ticket}, err
}
