package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
)

// Receive acknowledges receipt: somebody has it in hand. It answers nothing
// yet, so a link survives it.
func (s *Service) Receive(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Answer, id, act, Receive, func(tx *db.Tx, r *referral) (event.Event, error) {
		return happenedTo(r.ID, ReceivedKind), r.move(Receive, tx.Now)
	})
}

// Assess says that the receiver must meet the person before answering; the
// sender sees it instead of silence.
func (s *Service) Assess(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Answer, id, act, Assess, func(tx *db.Tx, r *referral) (event.Event, error) {
		return happenedTo(r.ID, AssessingKind), r.move(Assess, tx.Now)
	})
}

// Accept says that the receiver takes the person on. Only the receiver may;
// NotFound for anyone else. Conflict, saying what happened, when it was
// answered already. It closes nothing: answered is not helped.
func (s *Service) Accept(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Answer, id, act, Accept, func(tx *db.Tx, r *referral) (event.Event, error) {
		return happenedTo(r.ID, AcceptedKind), r.move(Accept, tx.Now)
	})
}
