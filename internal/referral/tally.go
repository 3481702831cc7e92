package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Tally counts an organisation's referrals on one side of the desk. Sent is
// always the sum of the others: nothing is lost on the way.
type Tally struct {
	Sent, Pending, Accepted, Declined, Expired, Withdrawn int
}

// Tally counts, for a worker, what their organisation sent (Out) or received
// (In). It is numbers alone, and those of the receiver hold what was withdrawn
// too: what is owed and was answered must add up on both sides.
func (s *Service) Tally(ctx context.Context, by access.Actor, box Box) (t Tally, err error) {
	defer fault.Wrap(&err, "referral.Tally")
	if by.Kind() != access.Staff || by.Org() == "" || !by.WorksWithPeople() || box != In && box != Out {
		return t, fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		counts, err := count(ctx, tx, by.Region(), by.Org(), box)
		t = Tally{}
		for _, c := range counts {
			t.add(c.state, c.n)
		}
		return err
	})
	return t, err
}

func (t *Tally) add(s State, n int) {
	t.Sent += n
	switch s {
	case Sent, Received:
		t.Pending += n
	case Accepted, InHandoff, NeedMet:
		t.Accepted += n
	case Declined:
		t.Declined += n
	case Expired:
		t.Expired += n
	case Withdrawn:
		t.Withdrawn += n
	}
}
