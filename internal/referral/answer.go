package referral

import (
	"context"
	"time"
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

// Assessment says when the receiver, who must meet the person first, will
// answer.
type Assessment struct {
	Within time.Duration // from now; zero: the delay that was asked for stands
	Signed string        // of whoever answers by a link: first name and role
}

// Assess says that the receiver must meet the person before answering; the
// sender sees it instead of silence. It answers nothing yet either: what it
// promises is a date, the receiver's own, which both then count from.
func (s *Service) Assess(ctx context.Context, by access.Actor, id access.Referral, act string, a Assessment) error {
	if a.Within != 0 && (a.Within < time.Hour || a.Within > MaxDelay) {
		return fault.Field("within", "referral.delay_range", "days", int(MaxDelay/day))
	}
	return s.answer(ctx, by, id, act, Assess, given{signed: a.Signed, within: a.Within})
}

// Accept says that the receiver takes the person on. Only the receiver may;
// NotFound for anyone else. Conflict, saying what happened, when it was
// answered already. It closes nothing: answered is not helped.
func (s *Service) Accept(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.answer(ctx, by, id, act, Accept, given{})
}

// AcceptSigned is Accept by a link, with the first name and role of its holder:
// the link proves the organisation, and the sender wants somebody to call.
func (s *Service) AcceptSigned(ctx context.Context, by access.Actor, id access.Referral, act, signed string) error {
	return s.answer(ctx, by, id, act, Accept, given{signed: signed})
}

// given is what comes with a yes, or with a promise of an answer.
type given struct {
	signed string
	within time.Duration
	heard  Side // who noted it from a telephone call
}

var answerKinds = map[Verb]string{Assess: AssessingKind, Accept: AcceptedKind}

func (s *Service) answer(ctx context.Context, by access.Actor, id access.Referral, act string, verb Verb, g given) error {
	if err := checkSigned(g.signed); err != nil {
		return err
	}
	return s.act(ctx, by, access.Answer, id, act, verb, func(tx *db.Tx, r *referral) (event.Event, error) {
		return s.give(ctx, tx, by, r, verb, g)
	})
}

// give moves the row by an answer that is not a refusal.
func (s *Service) give(ctx context.Context, tx *db.Tx, by access.Actor, r *referral, verb Verb, g given) (event.Event, error) {
	if err := r.move(verb, tx.Now); err != nil {
		return nil, err
	}
	switch {
	case verb == Accept:
		r.takenUp(by, tx.Now)
		r.Heard = g.heard
	case g.within != 0:
		if err := s.promise(ctx, tx, r, g.within); err != nil {
			return nil, err
		}
	}
	e := happenedTo(r.ID, answerKinds[verb])
	e.Side, e.Heard = r.side(by), g.heard != noSide
	return e, s.saveAnswer(ctx, tx, by, r, answered{Signed: g.signed})
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
