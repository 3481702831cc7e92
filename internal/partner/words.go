package partner

import (
	"context"
	"encoding/json"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Where a subscription leads and what it is for are written by a system, which may
// write anything there: both are sealed, with a key of that subscription alone.

// words are what is sealed.
type words struct {
	Endpoint string `json:"endpoint"`
	Reason   string `json:"reason"`
}

func keyOf(id string) seal.Owner { return seal.Owner("subscription:" + id) }

func (s *Service) sealWords(ctx context.Context, tx *db.Tx, region access.Region, n Subscription) ([]byte, error) {
	key, err := s.vault.For(ctx, tx, region, keyOf(n.ID))
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(words{n.Endpoint, n.Reason})
	if err != nil {
		return nil, err
	}
	return key.Seal(plain, n.ID)
}

// openWords completes one; those of before words were sealed have none.
func (s *Service) openWords(ctx context.Context, tx *db.Tx, region access.Region, n *Subscription) (err error) {
	defer fault.Wrap(&err, "partner.openWords")
	if len(n.sealed) == 0 {
		return nil
	}
	key, err := s.vault.Existing(ctx, tx, region, keyOf(n.ID))
	if err != nil {
		return err
	}
	plain, err := key.Open(n.sealed, n.ID)
	if err != nil {
		return err
	}
	var w words
	if err := json.Unmarshal(plain, &w); err != nil {
		return err
	}
	n.Endpoint, n.Reason = w.Endpoint, w.Reason
	return nil
}

// forgetWords ends the subscriptions of a system that is no more, and destroys what
// opens their words: nobody reads them again.
func (s *Service) forgetWords(ctx context.Context, tx *db.Tx, region access.Region, system string) error {
	list, err := allOfSystem(ctx, tx, region, system)
	if err != nil {
		return err
	}
	for _, id := range list {
		if err := s.vault.Destroy(ctx, tx, region, keyOf(id)); err != nil {
			return err
		}
	}
	return endAllOfSystem(ctx, tx, region, system)
}

// found is a subscription of the actor's own, with its words.
func (s *Service) found(ctx context.Context, tx *db.Tx, by access.Actor, id string) (n Subscription, err error) {
	if n, err = findSubscription(ctx, tx, by, id); err != nil {
		return n, err
	}
	return n, s.openWords(ctx, tx, by.Region(), &n)
}
