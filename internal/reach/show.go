package reach

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Of is what a person said, for themself or for a worker of the organisation
// that accompanies them; nil when they said nothing, which permits nothing. A
// worker's reading is in the person's log.
func (s *Service) Of(ctx context.Context, by access.Actor, p access.Person) (k *Known, list []Message, err error) {
	defer fault.Wrap(&err, "reach.Of(%s)", p)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		k, list = nil, nil
		if _, err := s.holder(ctx, tx, by, p); err != nil {
			return err
		}
		row, err := find(ctx, tx, by, p)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if k, err = s.opened(ctx, tx, by.Region(), row); err != nil || k == nil {
			return err
		}
		if list, err = messages(ctx, tx, by, p); err != nil || by.Kind() == access.Holder {
			return err
		}
		return s.log.Disclose(ctx, tx, by, event.Disclosure{Person: p, Purpose: access.SeeConsent, Parts: []access.Part{access.PartContact}, Allowed: true})
	})
	if err != nil {
		return nil, nil, err
	}
	return k, list, nil
}

// ForReferral is what the person of a referral said, as it stands now, for
// whoever may read how to reach them; nil when they said nothing. The caller
// writes the opening in the person's log, in the same transaction.
func (s *Service) ForReferral(ctx context.Context, tx *db.Tx, by access.Actor, r access.Referral) (*contact.Profile, error) {
	row, err := findForReferral(ctx, tx, by, r)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	k, err := s.opened(ctx, tx, by.Region(), row)
	if err != nil || k == nil {
		return nil, err
	}
	return &k.Profile, nil
}

// opened is a row in clear; nil when its key is gone.
func (s *Service) opened(ctx context.Context, tx *db.Tx, region access.Region, r row) (*Known, error) {
	key, err := s.vault.Existing(ctx, tx, region, OfPerson(r.person))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return r.known(key)
}

// known is a row in clear, by its person's key.
func (r row) known(key *seal.Key) (*Known, error) {
	k := &Known{Set: r.set.Time, Worker: r.worker}
	return k, open(key, string(r.person), r.sealed, &k.Profile)
}
