package feedback

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/seal"
)

// Service holds the use-cases of feedback. It is safe for concurrent use.
type Service struct {
	db    *db.DB
	log   *event.Log
	vault *seal.Vault
	keys  seal.Keys
}

// New joins the parts.
func New(d *db.DB, log *event.Log, vault *seal.Vault, keys seal.Keys) *Service {
	return &Service{db: d, log: log, vault: vault, keys: keys}
}

const (
	tokenBytes    = 15
	tokenLife     = 180 * 24 * time.Hour // paper is found again in a pocket, months later
	fingerprinted = "feedback"
)

// Given is the payload of feedback.given. It names the service alone: neither
// the answer nor who gave it.
type Given struct {
	Service access.Service `json:"service"`
}

// Kind names the event.
func (Given) Kind() string { return "feedback.given" }

// Subject is the service.
func (g Given) Subject() string { return string(g.Service) }

// MakeToken makes a token for one answer about a service, to print on a slip
// or put in a message. Workers may, and our own machine; the public may not,
// or answers could be made by the thousand.
func (s *Service) MakeToken(ctx context.Context, by access.Actor, service access.Service) (token string, err error) {
	defer fault.Wrap(&err, "feedback.MakeToken")
	if by.Kind() != access.Machine && !by.WorksWithPeople() {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		token = id.Secret(tokenBytes)
		return insertToken(ctx, tx, by.Region(), s.keys.Fingerprint(fingerprinted, token), service)
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// About says which service a token speaks of, for the page that asks. A token
// unknown, run out or spent is NotFound, with one sentence for the three.
func (s *Service) About(ctx context.Context, region access.Region, token string) (service access.Service, err error) {
	defer fault.Wrap(&err, "feedback.About")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		service, err = findToken(ctx, tx, region, s.keys.Fingerprint(fingerprinted, token))
		return err
	})
	return service, spent(err)
}

// Give keeps an answer and spends its token. A retried act answers once.
func (s *Service) Give(ctx context.Context, region access.Region, act, token string, a Answer) (err error) {
	defer fault.Wrap(&err, "feedback.Give")
	if err := a.check(); err != nil {
		return err
	}
	by := access.Anyone(region)
	fingerprint := s.keys.Fingerprint(fingerprinted, token)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if act != "" {
			act = "feedback:" + fingerprint[:16] + ":" + act
		}
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			service, err := findToken(ctx, tx, region, fingerprint)
			if err != nil {
				return "", spent(err)
			}
			if err := deleteToken(ctx, tx, region, fingerprint); err != nil {
				return "", err
			}
			return "", s.keep(ctx, tx, by, service, a)
		})
		return err
	})
}

// GiveAbout keeps the answer of a person, from their own page, about the
// service of one of their referrals: once per referral. That they answered is
// remembered, so that nobody counts twice; what they answered is not tied to
// them.
func (s *Service) GiveAbout(ctx context.Context, by access.Actor, r access.Referral, a Answer) (err error) {
	defer fault.Wrap(&err, "feedback.GiveAbout(%s)", r)
	if err := a.check(); err != nil {
		return err
	}
	if by.Kind() != access.Holder {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, "feedback:"+string(r), func() (string, error) {
			service, err := serviceOf(ctx, tx, by.Region(), by.Scope(access.Follow, tx.Now), r)
			if err != nil {
				return "", err
			}
			if service == "" { // sent to an organisation, not to one of its services
				return "", fault.New(fault.NotFound, "error.not_found")
			}
			return "", s.keep(ctx, tx, access.Anyone(by.Region()), service, a)
		})
		return err
	})
}

func (s *Service) keep(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, a Answer) error {
	// Not a sortable id: its first half would be the hour.
	row := id.Secret(tokenBytes)
	var sealed []byte
	if a.Words != "" {
		key, err := s.vault.For(ctx, tx, by.Region(), seal.OfMonth(keyKind, tx.Now))
		if err != nil {
			return err
		}
		if sealed, err = key.Seal([]byte(a.Words), "feedback", string(service), row); err != nil {
			return err
		}
	}
	if err := insert(ctx, tx, by.Region(), row, service, a, sealed); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, Given{service})
}

// Count tells how many answered what about a service.
func (s *Service) Count(ctx context.Context, region access.Region, service access.Service) (c Counts, err error) {
	defer fault.Wrap(&err, "feedback.Count")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err = counts(ctx, tx, region, service)
		return err
	})
	return c, err
}

// spent gives unknown tokens their one sentence.
func spent(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "feedback.token_dead")
	}
	return err
}
