package org

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// NewOrg is what is typed to open an organisation.
type NewOrg struct {
	ID             access.Org // of its entry in the directory; empty: it has none
	Sector         Sector
	Regime         Regime
	NameFR         string
	NameEN         string
	AnswerEmail    string
	PersonInCharge string
}

// CreateOrg opens an organisation whose workers will act here. Only whoever
// runs the installation may: an organisation is a party to agreements, not a
// form anyone fills in. fault.Conflict when it is open already.
func (s *Service) CreateOrg(ctx context.Context, by access.Actor, in NewOrg) (id access.Org, err error) {
	defer fault.Wrap(&err, "org.CreateOrg")
	if err := operates(by); err != nil {
		return "", err
	}
	o, err := in.check()
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = s.createOrg(ctx, tx, by, o)
		return err
	})
	return id, err
}

func (s *Service) createOrg(ctx context.Context, tx *db.Tx, by access.Actor, o Organization) (access.Org, error) {
	if o.ID == "" {
		o.ID = access.Org(tx.NewID())
	}
	o.Created = db.At(tx.Now)
	if err := insertOrg(ctx, tx, o); err != nil {
		return "", err
	}
	return o.ID, s.log.Append(ctx, tx, by, created{o.ID})
}

func (in NewOrg) check() (Organization, error) {
	var bad fault.Fields
	o := Organization{
		ID: in.ID, Sector: in.Sector, Regime: in.Regime,
		NameFR:         line(&bad, "name_fr", in.NameFR),
		NameEN:         optional(&bad, "name_en", in.NameEN),
		PersonInCharge: optional(&bad, "person_in_charge", in.PersonInCharge),
	}
	if in.AnswerEmail != "" {
		o.AnswerEmail = address(&bad, "answer_email", in.AnswerEmail)
	}
	if !slices.Contains(Sectors, in.Sector) {
		bad = append(bad, fault.Field("sector", "org.choose_one"))
	}
	if !slices.Contains(Regimes, in.Regime) {
		bad = append(bad, fault.Field("regime", "org.choose_one"))
	}
	return o, bad.Err()
}
