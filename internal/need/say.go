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
		id, err = event.Once(ctx, tx, by, act, func() (string, error) {
			if said.Words+said.Observed != "" {
				// Refused rather than left out: whoever typed them keeps them.
				if err := s.vault.OnlyCounts(ctx, tx, by); fault.Is(err, fault.Conflict) {
					return "", fault.Field("words", "strongbox.no_words")
				} else if err != nil {
					return "", err
				}
			}
			return s.say(ctx, tx, by, new(weekly), said, "")
		})
		return err
	})
	if err != nil {
		return "", err
	}
	return s.receiptOf(id), nil
}

// SayIn keeps a need that a worker heard where nothing could be asked, as at a
// door without network, in the caller's transaction; the caller sees to it that
// it happens once. What looks like a name was warned of there. receipt is that of
// a slip of paper given on the spot, empty when none was. It reports false when
// the slip was another need's: this need then has a receipt of its own, that
// nobody was given.
func (s *Service) SayIn(ctx context.Context, tx *db.Tx, by access.Actor, said Said, receipt string) (own bool, err error) {
	defer fault.Wrap(&err, "need.SayIn")
	if !by.WorksWithPeople() {
		return false, notFound()
	}
	said.Via, said.Named = ByWorker, true
	if err := said.check(s.atlas); err != nil {
		return false, err
	}
	mark, own := "", true
	if r, ok := parseReceipt(receipt); ok {
		mark = s.mark(r)
		switch _, err := findByReceipt(ctx, tx, by.Region(), mark); {
		case err == nil:
			mark, own = "", false
		case !fault.Is(err, fault.NotFound):
			return false, err
		}
	}
	_, err = s.say(ctx, tx, by, new(weekly), said, mark)
	return own, err
}

// say stores a need that was checked. mark is that of a receipt that was given
// already; empty: it has its own.
func (s *Service) say(ctx context.Context, tx *db.Tx, by access.Actor, wk *weekly, said Said, mark string) (string, error) {
	n := Need{
		ID: tx.NewID(), At: db.At(tx.Now), Via: said.Via, Need: said.Need, Place: said.Place, Wanted: said.Wanted, With: said.With, Org: by.Org(), State: Open,
	}
	if mark == "" {
		mark = s.mark(s.receiptOf(n.ID))
	}
	var err error
	if n.apart, err = s.vault.HasStrongbox(ctx, tx, by.Region(), by.Org()); err != nil {
		return "", err
	}
	if err := insertNeed(ctx, tx, by.Region(), n, mark); err != nil {
		return "", err
	}
	if n.apart { // a phone of an earlier round may still send words: they have no safe place
		// Not need.said: open boards would stir, and tell that somebody came.
		return n.ID, s.log.Append(ctx, tx, by, happened{countedKind, n.ID})
	}
	if err := s.keep(ctx, tx, by.Region(), wk, n.ID, saidWords, said.Words, said.Language); err != nil {
		return "", err
	}
	if err := s.keep(ctx, tx, by.Region(), wk, n.ID, observedWords, said.Observed, ""); err != nil {
		return "", err
	}
	return n.ID, s.log.Append(ctx, tx, by, happened{SaidKind, n.ID})
}
