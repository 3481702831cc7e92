package reach

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Set keeps how a person may be reached, in the place of what was said before:
// their own word on their page, or told to a worker of the organisation that
// accompanies them. It holds for the next message and the next page, those that
// wait included.
func (s *Service) Set(ctx context.Context, by access.Actor, act string, p access.Person, profile contact.Profile) (err error) {
	defer fault.Wrap(&err, "reach.Set(%s)", p)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		org, err := s.holder(ctx, tx, by, p)
		if err != nil {
			return err
		}
		profile, err := check(profile, s.names(org))
		if err != nil {
			return err
		}
		_, err = event.Once(ctx, tx, by, "reach:"+string(p)+":"+act, func() (string, error) {
			key, err := s.sealing(ctx, tx, by.Region(), org, p)
			if err != nil {
				return "", err
			}
			b, err := sealed(key, string(p), profile)
			if err != nil {
				return "", err
			}
			if err := save(ctx, tx, by, p, org, b); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, happened{SetKind, p})
		})
		return err
	})
}

// holder is the organisation that accompanies the person; NotFound for whoever
// is neither of it nor the person.
func (s *Service) holder(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) (access.Org, error) {
	if by.Kind() == access.Holder && by.Person() == p {
		return holderOf(ctx, tx, by)
	}
	return by.Org(), s.people.Holds(ctx, tx, by, p)
}
