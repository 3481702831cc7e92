package referral

import (
	"context"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Heard is an answer that came by telephone.
type Heard struct {
	Answer  Verb          // Accept, Assess or Decline
	Who     string        // who said it there: first name and role; sealed
	Within  time.Duration // of Assess: when they will answer
	Refusal Refusal       // of Decline: a reason of the service
}

// HearAnswer notes an answer that was given in a call. Either side may; it is
// attributed to whoever noted it, and the sender says who told them. A refusal
// that the sender notes can only be the service's: nobody else's is theirs to
// hear. The receiver sees what was noted in their name, and can still say
// otherwise while it is open to them.
func (s *Service) HearAnswer(ctx context.Context, by access.Actor, id access.Referral, act string, h Heard) error {
	if err := h.check(); err != nil {
		return err
	}
	return s.act(ctx, by, access.Follow, id, act, h.Answer, func(tx *db.Tx, r *referral) (event.Event, error) {
		side := r.side(by)
		if by.Kind() != access.Staff || side == noSide {
			return nil, fault.New(fault.NotFound, "error.not_found")
		}
		if side == Source && h.Who == "" {
			return nil, fault.Field("who", "referral.who_missing")
		}
		if h.Answer != Decline {
			return s.give(ctx, tx, by, r, h.Answer, given{signed: h.Who, within: h.Within, heard: side})
		}
		if !r.State.Unanswered() {
			return nil, fault.New(fault.Conflict, happened[r.State])
		}
		if err := r.move(Decline, tx.Now); err != nil {
			return nil, err
		}
		r.DeclineBy, r.DeclineReason, r.Heard = OfService, h.Refusal.Reason, side
		e := happenedTo(r.ID, DeclinedKind)
		e.Side, e.Party, e.Reason, e.Heard = side, OfService, h.Refusal.Reason, true
		return e, s.saveAnswer(ctx, tx, by, r, answered{h.Refusal.Words, h.Who})
	})
}

func (h *Heard) check() error {
	h.Who = strings.TrimSpace(h.Who)
	if err := checkSigned(h.Who); err != nil {
		return fault.Field("who", "referral.text_too_long", "max", signedMax)
	}
	switch h.Answer {
	case Accept:
		return nil
	case Assess:
		if h.Within < time.Hour || h.Within > MaxDelay {
			return fault.Field("within", "referral.delay_range", "days", int(MaxDelay/day))
		}
		return nil
	case Decline:
		party, err := h.Refusal.check()
		if err == nil && party != OfService {
			err = fault.Field("reason", "referral.reason_missing")
		}
		return err
	}
	return fault.Field("answer", "referral.heard_missing")
}
