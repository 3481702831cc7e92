package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// like copies into a draft what the organisation's own last package about the
// same person says of how to reach them, whom to call first, and how long it
// waits. The need and what was tried are another day's: they are not copied. A
// package that the person withdrew gives nothing.
func (s *Service) like(ctx context.Context, tx *db.Tx, by access.Actor, id access.Referral) error {
	r, err := s.find(ctx, tx, by, access.Send, id)
	if err != nil {
		return err
	}
	earlier, err := lastAbout(ctx, tx, by.Region(), by.Scope(access.Send, tx.Now), r.Person, r.ID)
	if err != nil || len(earlier) == 0 {
		return err
	}
	last, err := s.find(ctx, tx, by, access.Send, earlier[0])
	if err != nil {
		return err
	}
	var need Need
	var contact Contact
	for part, into := range map[access.Part]any{access.PartNeed: &need, access.PartContact: &contact} {
		if err := s.open(ctx, tx, by, access.Send, last.ID, part, into); err != nil {
			return err
		}
	}
	c := Change{CallFirst: &last.CallFirst, Delay: &last.Delay, Need: &Need{Language: need.Language, Pivot: need.Pivot}}
	if contact != (Contact{}) {
		c.Contact = &contact
	}
	c.apply(&r)
	if err := save(ctx, tx, by.Scope(access.Send, tx.Now), &r); err != nil {
		return err
	}
	return s.saveParts(ctx, tx, &r, c)
}
