package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// The owner rule: what the directory says of a service is changed by those who
// coordinate, manage or administer the organisation that gives it; by whoever
// holds the link by which that organisation was asked to look at it; and by
// those who keep the whole directory (access.Actor.Steward). Everyone else
// gets the answer of what is not there.

// SpeaksFor reports that the actor may say what an organisation says.
func SpeaksFor(by access.Actor, org access.Org) bool {
	if by.Steward() {
		return true
	}
	its := org != "" && by.Org() == org
	return its && (by.Kind() == access.Updater || by.Has(access.Coordination, access.Management, access.Administration))
}

// mayChange finds a published service that the actor may change, and whose it
// is. fault.NotFound when it is not there, and when it is not theirs.
func mayChange(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service) (access.Org, error) {
	owner, err := ownerOf(ctx, tx, service)
	if err == nil && !SpeaksFor(by, owner) {
		err = notFound()
	}
	return owner, err
}

// AppointSteward lets those who coordinate or administer an organisation keep
// the directory on behalf of all, or ends that. Only whoever operates the
// installation may. It holds from the next request of each of them.
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
