package consent

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// PersonForgottenKind is the kind of the event after which nothing that was kept
// of a person opens: their key is destroyed. Whoever keeps something else about
// them reacts to it, in the same transaction.
const PersonForgottenKind = "person.forgotten"

// PersonForgotten says it: an opaque id, which leads to nothing any more.
type PersonForgotten struct {
	Person access.Person `json:"person"`
}

// Kind names the event.
func (PersonForgotten) Kind() string { return PersonForgottenKind }

// Subject is the person.
func (e PersonForgotten) Subject() string { return string(e.Person) }

// forgetAtOnce is how many people one transaction forgets.
const forgetAtOnce = 20

// Forget destroys what is kept of people about whom nothing was noted since an
// instant: no answer, no referral, no communication. It says how many; the
// caller asks again until there are none. The rows that stay hold opaque ids,
// dates and codes, and no word.
func (s *Service) Forget(ctx context.Context, region access.Region, before time.Time) (n int, err error) {
	defer fault.Wrap(&err, "consent.Forget")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		people, err := quietSince(ctx, tx, region, before, forgetAtOnce)
		n = len(people)
		for _, p := range people {
			if err := s.forget(ctx, tx, access.System(region), p); err != nil {
				return err
			}
		}
		return err
	})
	return n, err
}

func (s *Service) forget(ctx context.Context, tx *db.Tx, by access.Actor, p quiet) error {
	// The key first: what is left of the rows, in any copy, opens no more.
	if err := s.vault.Destroy(ctx, tx, by.Region(), seal.OfPerson(p.Person)); err != nil {
		return err
	}
	if err := wipePerson(ctx, tx, by.Region(), p); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, PersonForgotten{p.Person})
}
