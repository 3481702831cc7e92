package need

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Say keeps a need that somebody says, or that a worker notes, and gives its
// receipt. source is an opaque word for where a visit of the public comes from,
// remembered an hour in memory to bound floods, and never stored. What looks
// like a person's name is a field error until Said.Named. A retried act keeps
// it once and gives the same receipt.
func (s *Service) Say(ctx context.Context, by access.Actor, source, act string, said Said) (r Receipt, err error) {
	defer fault.Wrap(&err, "need.Say")
	switch {
	case by.Kind() == access.Public:
		said.Via, said.Observed = ByWeb, "" // nobody observed anything
	case !by.WorksWithPeople():
		return "", notFound()
	case said.Via != ByCall:
		said.Via = ByWorker
	}
	if err := said.check(s.atlas); err != nil {
		return "", err
	}
	if by.Kind() == access.Public && !s.said.Take(source) {
		return "", fault.New(fault.TooMany, "needs.wait")
	}
	var id string
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = event.Once(ctx, tx, by, act, func() (string, error) { return s.say(ctx, tx, by, new(weekly), said) })
		return err
	})
	if err != nil {
		return "", err
	}
	return s.receiptOf(id), nil
}

// say stores a need that was checked.
func (s *Service) say(ctx context.Context, tx *db.Tx, by access.Actor, wk *weekly, said Said) (string, error) {
	n := Need{
		ID: tx.NewID(), At: db.At(tx.Now), Via: said.Via, Need: said.Need, Place: said.Place, Wanted: said.Wanted, With: said.With, Org: by.Org(), State: Open,
	}
	if err := insertNeed(ctx, tx, by.Region(), n, s.mark(s.receiptOf(n.ID))); err != nil {
		return "", err
	}
	if err := s.keep(ctx, tx, by.Region(), wk, n.ID, saidWords, said.Words, said.Language); err != nil {
		return "", err
	}
	if err := s.keep(ctx, tx, by.Region(), wk, n.ID, observedWords, said.Observed, ""); err != nil {
		return "", err
	}
	return n.ID, s.log.Append(ctx, tx, by, happened{SaidKind, n.ID})
}
