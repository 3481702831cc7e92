package consortium

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Begin begins a plan, and returns its id. Those who coordinate or manage may. A
// retried act begins once.
func (s *Service) Begin(ctx context.Context, by access.Actor, act string, d Drawn) (made string, err error) {
	defer fault.Wrap(&err, "consortium.Begin")
	if err := shares(by); err != nil {
		return "", err
	}
	c, err := d.check(s.places)
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		made, err = event.Once(ctx, tx, by, act, func() (string, error) {
			c := c
			c.ID, c.Org, c.Begun, c.Version = tx.NewID(), by.Org(), db.At(tx.Now), 1
			if err := insert(ctx, tx, by.Region(), c); err != nil {
				return "", err
			}
			return c.ID, s.log.Append(ctx, tx, by, happened{kind: begunKind, Consortium: c.ID})
		})
		return err
	})
	return made, err
}

// Change draws a plan again, from the version that was seen. A member may. What
// somebody covers stays: taking it off is an error at its field.
func (s *Service) Change(ctx context.Context, by access.Actor, act, id string, version int, d Drawn) (err error) {
	defer fault.Wrap(&err, "consortium.Change(%s)", id)
	drawn, err := d.check(s.places)
	if err != nil {
		return err
	}
	return s.act(ctx, by, act, id, true, func(tx *db.Tx, p Plan) error {
		if p.Version != version {
			return fault.Field("name", "consortium.moved")
		}
		var bad fault.Fields
		for _, x := range p.Parts {
			if !slices.Contains(drawn.Places, x.Place) {
				bad = append(bad, fault.Field("places", "consortium.place_covered", "place", x.Place))
				break
			}
		}
		for _, x := range p.Parts {
			if !slices.Contains(drawn.Populations, x.Population) {
				bad = append(bad, fault.Field("populations", "consortium.population_covered", "population", x.Population))
				break
			}
		}
		if err := bad.Err(); err != nil {
			return err
		}
		p.Name, p.Places, p.Populations = drawn.Name, drawn.Places, drawn.Populations
		p.Version++
		if err := update(ctx, tx, by.Region(), p.Consortium); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, happened{kind: changedKind, Consortium: p.ID})
	})
}

// Close ends a plan; it stays to be read. A member may.
func (s *Service) Close(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "consortium.Close(%s)", id)
	return s.act(ctx, by, act, id, true, func(tx *db.Tx, p Plan) error {
		p.Ended = db.At(tx.Now)
		p.Version++
		if err := update(ctx, tx, by.Region(), p.Consortium); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, happened{kind: closedKind, Consortium: p.ID})
	})
}

// act runs an act once on a plan that is not over; of a member when it asks so.
func (s *Service) act(ctx context.Context, by access.Actor, act, id string, member bool, do func(tx *db.Tx, p Plan) error) error {
	if err := shares(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			p, err := find(ctx, tx, by.Region(), id)
			switch {
			case err != nil:
				return "", err
			case member && !p.Member(by.Org()):
				return "", notFound()
			case p.Over():
				return "", fault.New(fault.Conflict, "consortium.over")
			}
			return "", do(tx, p)
		})
		return err
	})
}
