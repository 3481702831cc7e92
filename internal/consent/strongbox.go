package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/seal"
)

// PutIn puts what the actor's organisation keeps of its people into the strongbox
// that it makes, which is open: the keys, and the marks by which codes are told
// apart. It shows nothing to the actor, who only administers.
func (s *Service) PutIn(ctx context.Context, tx *db.Tx, by access.Actor, into *seal.Strongbox) error {
	people, err := heldBy(ctx, tx, by.Region(), by.Org())
	if err != nil {
		return err
	}
	for _, p := range people {
		key, err := s.reading(ctx, tx, by.Region(), by.Org(), p.ID)
		if err != nil {
			return err
		}
		facts, err := openPerson(key, p.ID, p.sealed)
		if err != nil {
			return err
		}
		if err := remark(ctx, tx, by, p.ID, into.Fingerprint(markUse, markOf(by.Org(), facts.Code))); err != nil {
			return err
		}
		if err := s.vault.PutIn(ctx, tx, by.Region(), into, seal.OfPerson(p.ID)); err != nil {
			return err
		}
		// One sealed before each had a key of their own gets it here: their page may
		// be opened while the strongbox is shut, and makes none outside.
		if _, err := s.sealing(ctx, tx, by, p.ID); err != nil {
			return err
		}
	}
	return s.vault.PutIn(ctx, tx, by.Region(), into, seal.OfOrg(by.Org()))
}
