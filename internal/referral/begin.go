package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Begin begins a draft with what was observed as its need, in the transaction of
// whoever hands over: a pathway that came to its end. What the person says in
// their own words is still to be written.
func (s *Service) Begin(ctx context.Context, tx *db.Tx, by access.Actor, person access.Person, observed string) (id access.Referral, err error) {
	defer fault.Wrap(&err, "referral.Begin")
	need := Need{Observed: observed}
	if bad := tooLong(need.fields()...); len(bad) > 0 {
		return "", bad
	}
	made, err := s.draft(ctx, tx, by, NewDraft{Person: person})
	if err != nil {
		return "", err
	}
	r, err := s.find(ctx, tx, by, access.Send, access.Referral(made))
	if err != nil {
		return "", err
	}
	return r.ID, s.saveParts(ctx, tx, &r, Change{Need: &need})
}
