package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// Standing says whether a part may be told to a recipient (and to one worker
// there, when named) now: a grant lives, a refusal stands. A refusal decides.
// It sees what the actor may see: the answers of their own organisation's
// people. Other packages ask it in their own transaction, before sending; a
// reading asks the Scope, which alone knows what was said under pressure: to
// whoever sends, that looks like any other Oui.
func (s *Service) Standing(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, recipient access.Org, worker access.Worker, part access.Part) (granted, refused bool, err error) {
	rows, err := standing(ctx, tx, by, p, recipient, worker, part)
	if err != nil {
		return false, false, err
	}
	// Out of a strongbox goes what the person began with their own hand; what was
	// written down of them before it was made must be asked again.
	only, err := s.vault.HasStrongbox(ctx, tx, by.Region(), by.Org())
	for _, r := range rows {
		switch {
		case r.Answer == No:
			refused = refused || r.Ended.IsZero()
		case only && r.How != OnScreen:
		case r.Answer == Yes && r.Ended.IsZero() && !r.From.After(tx.Now) && r.To.After(tx.Now):
			granted = true
		}
	}
	return granted, refused, err
}

// RefusalStands says whether the person said Non to an organisation.
func (s *Service) RefusalStands(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, recipient access.Org) (bool, error) {
	_, refused, err := s.Standing(ctx, tx, by, p, recipient, "", access.PartNeed)
	return refused, err
}
