package referral

import (
	"context"
	"maps"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// KnowThem is "je connais cette personne" of a worker, on either side: from the
// next query on they read nothing of the referral, nor of the person. When they
// were the one with the person, a colleague takes their place at once, of those
// whom the person did not refuse the one who is with the fewest; nobody is told
// why. It is not taken back: that they know one another has not ceased to be true.
func (s *Service) KnowThem(ctx context.Context, by access.Actor, id access.Referral, act string) (err error) {
	defer fault.Wrap(&err, "referral.KnowThem(%s)", id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "know_them", id, func() (string, error) {
			r, err := s.find(ctx, tx, by, access.Follow, id)
			if err != nil {
				return "", err
			}
			side := r.sideOf(by.Org())
			if by.Kind() != access.Staff || side == noSide {
				return "", fault.New(fault.NotFound, "error.not_found")
			}
			if place := r.place(side); place != nil && *place == by.Worker() && !r.State.Ended() {
				to, err := s.freest(ctx, tx, by, &r)
				if err != nil {
					return "", err
				}
				if err := s.pass(ctx, tx, by, &r, by.Worker(), to); err != nil {
					return "", err
				}
			}
			return "", s.consents.KeepAway(ctx, tx, by, r.Person, r.Sender, by.Org(), by.Worker())
		})
		return err
	})
}

// freest is the colleague who is with the fewest people, of those who may follow
// the referral; nobody when there is none: then whoever is there takes over.
func (s *Service) freest(ctx context.Context, tx *db.Tx, by access.Actor, r *referral) (to access.Worker, err error) {
	if s.colleagues == nil {
		return "", nil
	}
	who, err := s.colleagues.Accompanying(ctx, tx, by.Org())
	if err != nil {
		return "", err
	}
	fewest := handedMost + 1
	for _, w := range slices.Sorted(maps.Keys(who)) {
		if w == by.Worker() {
			continue
		}
		colleague := access.ForWorker(by.Region(), w, by.Org(), "", access.Intervention)
		switch _, err := find(ctx, tx, r.Region, colleague.Scope(access.Follow, tx.Now), r.ID); {
		case fault.Is(err, fault.NotFound):
			continue
		case err != nil:
			return "", err
		}
		rows, err := withWorker(ctx, tx, colleague, colleague.Scope(access.Follow, tx.Now), w, handedMost)
		if err != nil {
			return "", err
		}
		if len(rows) < fewest {
			to, fewest = w, len(rows)
		}
	}
	return to, nil
}

// barrier keeps away, before anything of the package can be shown there, the
// workers of the receiver who declared that they know whom it may be about.
func (s *Service) barrier(ctx context.Context, tx *db.Tx, by access.Actor, r *referral) error {
	var n Need
	var c Contact
	for part, into := range map[access.Part]any{access.PartNeed: &n, access.PartContact: &c} {
		if err := s.open(ctx, tx, by, access.ReadPart(part), r.ID, part, into); err != nil {
			return err
		}
	}
	who, err := s.consents.Acquainted(ctx, tx, r.Region, r.Receiver, n.Words, n.Observed, c.Called, c.Reach, c.Message, c.Avoid)
	if err != nil {
		return err
	}
	for _, w := range who {
		if err := s.consents.KeepAway(ctx, tx, by, r.Person, r.Sender, r.Receiver, w); err != nil {
			return err
		}
	}
	return nil
}
