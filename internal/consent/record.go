package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Record keeps what the person answered about one organisation. Only a worker
// of the organisation that accompanies the person may record it; NotFound for
// anyone else. A new answer takes the place of the earlier ones for the same
// parts. A Oui while a Non stands is Conflict, unless the person lifts it in
// the same act. It returns the id of the receipt.
func (s *Service) Record(ctx context.Context, by access.Actor, act string, q Question) (receipt string, err error) {
	defer fault.Wrap(&err, "consent.Record")
	if err := q.settle(); err != nil {
		return "", err
	}
	if q.Recipient == by.Org() {
		return "", fault.Field("recipient", "consent.own_organisation")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		receipt, err = once(ctx, tx, by, act, "answer", string(q.Person), func() (string, error) { return s.record(ctx, tx, by, q) })
		return err
	})
	return receipt, err
}

func (s *Service) record(ctx context.Context, tx *db.Tx, by access.Actor, q Question) (string, error) {
	if err := s.Holds(ctx, tx, by, q.Person); err != nil {
		return "", err
	}
	if err := s.lift(ctx, tx, by, q); err != nil {
		return "", err
	}
	receipt := tx.NewID()
	whatFor, err := s.sealWhatFor(ctx, tx, by, receipt, q.WhatFor)
	if err != nil {
		return "", err
	}
	for _, part := range access.Parts {
		answer, asked := q.Parts[part]
		if !asked {
			continue
		}
		if err := replace(ctx, tx, by, q, part, answer); err != nil {
			return "", err
		}
		if err := insertAnswer(ctx, tx, by, q, receipt, whatFor, part, answer); err != nil {
			return "", err
		}
	}
	return receipt, s.tell(ctx, tx, by, q, receipt)
}

// lift ends standing refusals of the parts now allowed, when the person said
// so; else it refuses the Oui.
func (s *Service) lift(ctx context.Context, tx *db.Tx, by access.Actor, q Question) error {
	for _, part := range q.parts(Yes) {
		_, refused, err := s.Standing(ctx, tx, by, q.Person, q.Recipient, q.Worker, part)
		if err != nil {
			return err
		}
		if refused && !q.LiftRefusal {
			return fault.New(fault.Conflict, "consent.refusal_stands")
		}
		if refused {
			if err := liftRefusals(ctx, tx, by, q, part); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) tell(ctx context.Context, tx *db.Tx, by access.Actor, q Question, receipt string) error {
	for _, said := range []struct {
		answer Answer
		event  func(Answered) event.Event
	}{
		{Yes, func(a Answered) event.Event { return Given{a} }},
		{No, func(a Answered) event.Event { return Refused{a} }},
		{Later, func(a Answered) event.Event { return PutOff{a} }},
	} {
		if !q.says(said.answer) {
			continue
		}
		a := Answered{receipt, q.Person, q.Recipient, q.Worker, q.parts(said.answer)}
		if err := s.log.Append(ctx, tx, by, said.event(a)); err != nil {
			return err
		}
	}
	return nil
}
