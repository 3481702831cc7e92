package signal

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// MarkRead says that the organisation that was asked has read it. Nothing is
// promised by it, and the clock runs on. Again, it changes nothing.
func (s *Service) MarkRead(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "signal.MarkRead(%s)", id)
	return s.on(ctx, by, act, id, func(tx *db.Tx, x *sealing) error {
		mine := x.Duty(by.Org())
		if mine == nil {
			return fault.New(fault.Conflict, "signal.not_asked")
		}
		if !mine.Read.IsZero() {
			return nil
		}
		if err := readLeg(ctx, tx, by.Region(), by.Scope(access.Heed, tx.Now), mine.ID); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, happened{kind: ReadKind, Signal: id, Leg: mine.ID})
	})
}

// Answer is what the organisation that was asked says: what it does, or with
// refuse that it will not, and why. Either is shown alike, and goes back to those
// who spoke: on their pages, and by text message to who spoke by one.
func (s *Service) Answer(ctx context.Context, by access.Actor, act, id, words string, refuse, asked bool) (err error) {
	defer fault.Wrap(&err, "signal.Answer(%s)", id)
	missing, state, kind := "signal.answer_missing", Answered, AnsweredKind
	if refuse {
		missing, state, kind = "signal.refusal_missing", Refused, RefusedKind
	}
	if err := wrong(passage{"words", words, missing, MoreMost}.check(s.named, asked)); err != nil {
		return err
	}
	return s.on(ctx, by, act, id, func(tx *db.Tx, x *sealing) error {
		mine := x.Duty(by.Org())
		if mine == nil {
			return fault.New(fault.Conflict, "signal.not_asked")
		}
		b, err := x.seal(mine.ID, answerPart, words)
		if err != nil {
			return err
		}
		sc := by.Scope(access.Heed, tx.Now)
		if err := settleLeg(ctx, tx, by.Region(), sc, mine.ID, state, b); err != nil {
			return err
		}
		if err := s.log.Append(ctx, tx, by, happened{kind: kind, Signal: id, Leg: mine.ID}); err != nil {
			return err
		}
		talk, err := talkOf(ctx, tx, by.Region(), sc, id)
		if err != nil || talk == "" {
			return err
		}
		return s.teller.AnswerWaits(ctx, tx, by.Region(), talk)
	})
}
