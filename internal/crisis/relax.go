package crisis

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Relax writes down a rule that is relaxed for a time, and who allows it. sure is
// that of Give.
func (s *Service) Relax(ctx context.Context, by access.Actor, act, id, words, allowed string, d time.Duration, sure bool) (rule string, err error) {
	defer fault.Wrap(&err, "crisis.Relax(%s)", id)
	if err := wrong(s.told("words", words, WordsMost, "crisis.words_missing", sure), typed("by", allowed, ShortMost, "crisis.by_missing"), stretch(d)); err != nil {
		return "", err
	}
	return s.on(ctx, by, act, id, true, func(tx *db.Tx, c *cell) (string, error) {
		n, err := countRules(ctx, tx, by.Region(), id)
		if err != nil {
			return "", err
		}
		if n >= KindMost {
			return "", fault.New(fault.Invalid, "crisis.full", "most", KindMost)
		}
		r := Rule{ID: tx.NewID(), Org: by.Org(), Words: words, By: allowed, From: db.At(tx.Now), Until: db.At(tx.Now.Add(d))}
		b, err := c.seal(r.ID, ruleWords{words, allowed})
		if err != nil {
			return "", err
		}
		if err := insertRule(ctx, tx, by.Region(), id, r, b); err != nil {
			return "", err
		}
		return r.ID, s.write(ctx, tx, c, Entry{Kind: Relaxed, About: r.ID, Until: r.Until})
	})
}

// RenewRule gives a relaxed rule another time, from now. One that has lapsed is
// not renewed: it is decided again.
func (s *Service) RenewRule(ctx context.Context, by access.Actor, act, id, rule string, d time.Duration) (err error) {
	defer fault.Wrap(&err, "crisis.RenewRule(%s)", rule)
	if err := wrong(stretch(d)); err != nil {
		return err
	}
	return s.onRule(ctx, by, act, id, rule, func(tx *db.Tx, c *cell, r Rule) error {
		r.Until, r.Renewed = db.At(tx.Now.Add(d)), r.Renewed+1
		if err := updateRule(ctx, tx, by.Region(), r); err != nil {
			return err
		}
		return s.write(ctx, tx, c, Entry{Kind: RuleRenewed, About: r.ID, Until: r.Until})
	})
}

// LiftRule has a rule stand again, before its time.
func (s *Service) LiftRule(ctx context.Context, by access.Actor, act, id, rule string) (err error) {
	defer fault.Wrap(&err, "crisis.LiftRule(%s)", rule)
	return s.onRule(ctx, by, act, id, rule, func(tx *db.Tx, c *cell, r Rule) error {
		r.Lifted = db.At(tx.Now)
		if err := updateRule(ctx, tx, by.Region(), r); err != nil {
			return err
		}
		return s.write(ctx, tx, c, Entry{Kind: RuleLifted, About: r.ID})
	})
}

func (s *Service) onRule(ctx context.Context, by access.Actor, act, id, rule string, do func(tx *db.Tx, c *cell, r Rule) error) error {
	_, err := s.on(ctx, by, act, id, true, func(tx *db.Tx, c *cell) (string, error) {
		row, err := findRule(ctx, tx, by.Region(), id, rule)
		if err != nil {
			return "", err
		}
		if !row.Rule.InForce(c.Crisis, tx.Now) {
			return "", fault.New(fault.Conflict, "crisis.rule_over")
		}
		return "", do(tx, c, row.Rule)
	})
	return err
}
