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
	person, err := findPerson(ctx, tx, by.Region(), by.Scope(access.Accompany, tx.Now), q.Person)
	if err != nil {
		return "", err
	}
	if q.says(Yes) && q.How != OnScreen {
		if err := s.vault.OnlyCounts(ctx, tx, by); fault.Is(err, fault.Conflict) {
			return "", fault.Field("how", "strongbox.person_says")
		} else if err != nil {
			return "", err
		}
	}
	forced := s.forced(q, person.sign)
	if err := q.lasts(tx.Now); err != nil {
		return "", err
	}
	if err := s.lift(ctx, tx, by, q, forced); err != nil {
		return "", err
	}
	receipt := tx.NewID()
	said := kept{
		holder: by.Org(), worker: by.Worker(), team: by.Team(), receipt: receipt, person: q.Person, recipient: q.Recipient, recipientWorker: q.Worker,
		wording: q.Wording, language: q.Language, how: q.How, until: q.Until, day: q.Day, forced: forced,
	}
	if said.whatFor, err = s.sealWords(ctx, tx, by, q.Person, receipt, whatFor, q.WhatFor); err != nil {
		return "", err
	}
	if said.textAt, err = s.sealWords(ctx, tx, by, q.Person, receipt, textAt, q.address); err != nil {
		return "", err
	}
	for _, part := range access.Parts {
		answer, asked := q.Parts[part]
		if !asked {
			continue
		}
		if err := replace(ctx, tx, by, slot{q.Person, q.Recipient, q.Worker, part}, q.everyone(answer), said.ends(answer, tx.Now)); err != nil {
			return "", err
		}
		said.answer = answer
		if err := insertAnswer(ctx, tx, by.Region(), said, part); err != nil {
			return "", err
		}
	}
	if err := keepText(ctx, tx, by.Region(), q.Wording, q.Language, q.Text); err != nil {
		return "", err
	}
	return receipt, s.tell(ctx, tx, by, q, receipt)
}

// everyone reports whether an answer takes the place of all that was allowed
// there: a Non or Pas maintenant to the whole organisation, and a Oui for one
// worker alone, which is no longer one for the others.
func (q Question) everyone(a Answer) bool { return (a == Yes) == (q.Worker != "") }

// lift ends standing refusals of the parts now allowed, when the person said
// so; else it refuses the Oui. A refusal that was lifted under pressure stands
// until a Oui that is not.
func (s *Service) lift(ctx context.Context, tx *db.Tx, by access.Actor, q Question, forced bool) error {
	for _, part := range q.parts(Yes) {
		_, refused, err := s.Standing(ctx, tx, by, q.Person, q.Recipient, q.Worker, part)
		if err != nil {
			return err
		}
		if refused && !q.LiftRefusal {
			return fault.New(fault.Conflict, "consent.refusal_stands")
		}
		end := ending{at: tx.Now, by: endedByLift}
		if forced {
			end = ending{said: tx.Now}
		}
		if err := liftRefusals(ctx, tx, by, slot{q.Person, q.Recipient, q.Worker, part}, q.LiftRefusal, end); err != nil {
			return err
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
