package reach

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/seal"
)

// PutIn puts how an organisation's people may be reached safely into the strongbox
// that it makes, but for those who were referred already: whoever receives them
// must go on reading it, or would call at the wrong hour.
func (s *Service) PutIn(ctx context.Context, tx *db.Tx, by access.Actor, into *seal.Strongbox) error {
	people, err := toPutIn(ctx, tx, by.Region(), by.Org())
	if err != nil {
		return err
	}
	return seal.PutAllIn(ctx, tx, s.vault, by.Region(), into, people, OfPerson)
}

// LetOut takes it out again for one person, who is being referred. Nothing known
// is nothing to take out.
func (s *Service) LetOut(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) error {
	return s.vault.LetOut(ctx, tx, by.Region(), OfPerson(p))
}

// sealing is the key under which what a person says is kept: in the strongbox of
// who accompanies them, unless they were referred and a receiver must read it.
func (s *Service) sealing(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, p access.Person) (*seal.Key, error) {
	referred, err := wasReferred(ctx, tx, region, p)
	if err != nil {
		return nil, err
	}
	if referred {
		org = ""
	}
	return s.vault.ForOrg(ctx, tx, region, org, OfPerson(p))
}
