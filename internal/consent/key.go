package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// ring opens what an organisation keeps of its people. Each person has a key of
// their own, so that forgetting one is destroying it, in every backup too; what
// was sealed before that was so opens with the organisation's key.
type ring struct {
	org  *seal.Key // nil: the organisation never had one
	keys map[seal.Owner]*seal.Key
}

// ringOf reads the keys of several people at once.
func (s *Service) ringOf(ctx context.Context, tx *db.Tx, region access.Region, holder access.Org, people ...access.Person) (ring, error) {
	owners := []seal.Owner{seal.OfOrg(holder)}
	for _, p := range people {
		owners = append(owners, seal.OfPerson(p))
	}
	keys, err := s.vault.Keys(ctx, tx, region, owners...)
	return ring{keys[seal.OfOrg(holder)], keys}, err
}

// of is the key that opens what is kept of a person; NotFound when there is none.
func (r ring) of(p access.Person) (*seal.Key, error) {
	switch own := r.keys[seal.OfPerson(p)]; {
	case own == nil && r.org == nil:
		return nil, fault.New(fault.NotFound, "error.not_found")
	case own == nil:
		return r.org, nil
	case r.org == nil:
		return own, nil
	default:
		return own.OrElse(r.org), nil
	}
}

// reading is the key that opens what one organisation keeps of one person.
func (s *Service) reading(ctx context.Context, tx *db.Tx, region access.Region, holder access.Org, p access.Person) (*seal.Key, error) {
	r, err := s.ringOf(ctx, tx, region, holder, p)
	if err != nil {
		return nil, err
	}
	return r.of(p)
}

// sealing is the key that closes it; NotFound for whoever was forgotten.
func (s *Service) sealing(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) (*seal.Key, error) {
	return s.vault.ForOrg(ctx, tx, by.Region(), by.Org(), seal.OfPerson(p))
}
