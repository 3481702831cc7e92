package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// The owner rule: what the directory says of a service is changed by those who
// coordinate, manage or administer the organisation that gives it; by the
// organisations that keep the directory on behalf of all (stewards); and by
// the installation itself. Everyone else gets the answer of what is not there.

// speaks reports that the actor's role lets them speak for their organisation.
func speaks(by access.Actor) bool {
	return by.Has(access.Coordination, access.Management, access.Administration)
}

// installation reports that the installation itself acts.
func installation(by access.Actor) bool {
	return by.Kind() == access.Operator || by.Kind() == access.Machine
}

// mayChange finds a published service that the actor may change, and whose it
// is. fault.NotFound when it is not there, and when it is not theirs.
func mayChange(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service) (access.Org, error) {
	owner, err := ownerOf(ctx, tx, service)
	if err != nil {
		return "", err
	}
	return owner, maySpeakFor(ctx, tx, by, owner)
}

// maySpeakFor is nil when the actor may say what an organisation says.
func maySpeakFor(ctx context.Context, tx *db.Tx, by access.Actor, owner access.Org) error {
	switch {
	case installation(by), speaks(by) && by.Org() == owner:
		return nil
	case !speaks(by):
		return notFound()
	}
	keeps, err := isSteward(ctx, tx, by.Org())
	if err != nil {
		return err
	}
	if !keeps {
		return notFound()
	}
	return nil
}

// IsSteward reports that the actor acts for an organisation that keeps the
// directory on behalf of all, in a role that may.
func (s *Service) IsSteward(ctx context.Context, by access.Actor) (is bool, err error) {
	if installation(by) || !speaks(by) {
		return installation(by), nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		is, err = isSteward(ctx, tx, by.Org())
		return err
	})
	return is, err
}

// AppointSteward lets an organisation keep the directory on behalf of all, or
// ends that. Only whoever operates the installation may.
func (s *Service) AppointSteward(ctx context.Context, by access.Actor, org access.Org, keeps bool) (err error) {
	defer fault.Wrap(&err, "directory.AppointSteward(%s)", org)
	if by.Kind() != access.Operator || org == "" {
		return notFound()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := saveSteward(ctx, tx, org, keeps); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, StewardAppointed{Org: org, Keeps: keeps})
	})
}
