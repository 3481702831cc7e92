package referral

import (
	"context"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Receive acknowledges receipt: somebody has it in hand. It answers nothing
// yet, so a link survives it.
func (s *Service) Receive(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Answer, id, act, Receive, func(tx *db.Tx, r *referral) (event.Event, error) {
		return happenedTo(r.ID, ReceivedKind), r.move(Receive, tx.Now)
	})
}

// Assess says that the receiver must meet the person before answering; the
// sender sees it instead of silence. It answers nothing yet either.
func (s *Service) Assess(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.answer(ctx, by, id, act, Assess, AssessingKind, "")
}

// AssessSigned is Assess by a link, with the first name and role of its holder.
func (s *Service) AssessSigned(ctx context.Context, by access.Actor, id access.Referral, act, signed string) error {
	return s.answer(ctx, by, id, act, Assess, AssessingKind, signed)
}

// Accept says that the receiver takes the person on. Only the receiver may;
// NotFound for anyone else. Conflict, saying what happened, when it was
// answered already. It closes nothing: answered is not helped.
func (s *Service) Accept(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.answer(ctx, by, id, act, Accept, AcceptedKind, "")
}

// AcceptSigned is Accept by a link, with the first name and role of its holder:
// the link proves the organisation, and the sender wants somebody to call.
func (s *Service) AcceptSigned(ctx context.Context, by access.Actor, id access.Referral, act, signed string) error {
	return s.answer(ctx, by, id, act, Accept, AcceptedKind, signed)
}

func (s *Service) answer(ctx context.Context, by access.Actor, id access.Referral, act string, verb Verb, kind, signed string) error {
	if err := checkSigned(signed); err != nil {
		return err
	}
	return s.act(ctx, by, access.Answer, id, act, verb, func(tx *db.Tx, r *referral) (event.Event, error) {
		if err := r.move(verb, tx.Now); err != nil {
			return nil, err
		}
		return happenedTo(r.ID, kind), s.saveAnswer(ctx, tx, by, r, answered{Signed: signed})
	})
}

// signedMax bounds a first name and a role.
const signedMax = 120

func checkSigned(signed string) error {
	if utf8.RuneCountInString(signed) > signedMax {
		return fault.Field("name", "referral.text_too_long", "max", signedMax)
	}
	return nil
}

// saveAnswer seals what was written with an answer; what was written before
// and is not replaced stays.
func (s *Service) saveAnswer(ctx context.Context, tx *db.Tx, by access.Actor, r *referral, a answered) error {
	if a == (answered{}) {
		return nil
	}
	var before answered
	if err := s.open(ctx, tx, by, access.ReadNeed, r.ID, answerPart, &before); err != nil {
		return err
	}
	if a.Words == "" {
		a.Words = before.Words
	}
	if a.Signed == "" {
		a.Signed = before.Signed
	}
	key, err := s.vault.For(ctx, tx, r.Region, seal.OfPackage(r.ID))
	if err != nil {
		return err
	}
	sealed, err := sealPart(key, r.ID, answerPart, a)
	if err != nil {
		return err
	}
	return savePart(ctx, tx, r.Region, r.ID, answerPart, sealed)
}
