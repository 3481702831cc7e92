package org

import (
	"context"
	"net/netip"
	"net/url"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Institution is an organisation whose own sign-in is believed for its workers
// (OpenID Connect). Issuer is its exact name, as its answers must bear it.
type Institution struct {
	ID       string
	Org      access.Org
	OrgName  Name
	Issuer   string
	ClientID string
	Secret   string // of the client; only where it is needed to ask

	sealed []byte
}

// NewInstitution is what is typed at the command line.
type NewInstitution struct {
	Org      access.Org
	Issuer   string
	ClientID string
	Secret   string
}

// SetInstitution believes the sign-in of an institution for the workers of one
// organisation, in place of what was believed before. Only whoever runs the
// installation may: the program then asks an address that somebody typed.
func (s *Service) SetInstitution(ctx context.Context, by access.Actor, in NewInstitution) (id string, err error) {
	defer fault.Wrap(&err, "org.SetInstitution(%s)", in.Org)
	if err := operates(by); err != nil {
		return "", err
	}
	if err := in.check(); err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := findOrg(ctx, tx, in.Org); err != nil {
			return err
		}
		if err := endInstitution(ctx, tx, in.Org); err != nil {
			return err
		}
		id = tx.NewID()
		sealed, err := s.keys.Seal([]byte(in.Secret), "institution", id)
		if err != nil {
			return err
		}
		if err := insertInstitution(ctx, tx, Institution{ID: id, Org: in.Org, Issuer: in.Issuer, ClientID: in.ClientID, sealed: sealed}); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, institutionSet{Institution: id, Org: in.Org})
	})
	return id, err
}

// EndInstitution believes it no more. Nobody's session ends: who signed in did
// so in good faith, and signs in otherwise next time.
func (s *Service) EndInstitution(ctx context.Context, by access.Actor, o access.Org) (err error) {
	defer fault.Wrap(&err, "org.EndInstitution(%s)", o)
	if err := operates(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := endInstitution(ctx, tx, o); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, institutionEnded{Org: o})
	})
}

func (in NewInstitution) check() error {
	var bad fault.Fields
	u, err := url.Parse(in.Issuer)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())) {
		bad = append(bad, fault.Field("issuer", "security.issuer_malformed"))
	}
	if strings.TrimSpace(in.ClientID) == "" {
		bad = append(bad, fault.Field("client-id", "org.name_empty"))
	}
	return bad.Err()
}

// loopback: a provider on the same machine, for trials.
func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

// Institutions lists those that are believed now, for the page of the door.
func (s *Service) Institutions(ctx context.Context) (list []Institution, err error) {
	defer fault.Wrap(&err, "org.Institutions")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = institutions(ctx, tx)
		return err
	})
	return list, err
}

// Institution is one of them with what is needed to ask it. fault.NotFound when
// it is not believed.
func (s *Service) Institution(ctx context.Context, id string) (i Institution, err error) {
	defer fault.Wrap(&err, "org.Institution(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		i, err = findInstitution(ctx, tx, id)
		return err
	})
	if err != nil {
		return Institution{}, err
	}
	secret, err := s.keys.Open(i.sealed, "institution", i.ID)
	i.Secret, i.sealed = string(secret), nil
	return i, err
}
