package crisis

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// ListMost is how many crises a list holds.
const ListMost = 50

// List are the crises of the region, those under way first. Any worker reads
// it. now is the instant at which it is true.
func (s *Service) List(ctx context.Context, by access.Actor) (list []Crisis, now time.Time, err error) {
	defer fault.Wrap(&err, "crisis.List")
	if by.Kind() != access.Staff {
		return nil, now, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		now = tx.Now
		rows, err := latestCrises(ctx, tx, by.Region(), ListMost)
		if err != nil {
			return err
		}
		for _, r := range rows {
			k, err := s.vault.Existing(ctx, tx, by.Region(), owner(r.ID))
			if fault.Is(err, fault.NotFound) { // a backup put back: its time was over
				continue
			}
			if err != nil {
				return err
			}
			c, err := r.open(k)
			if err != nil {
				return err
			}
			list = append(list, c)
		}
		return nil
	})
	return list, now, err
}

// Show is a crisis whole, as it stands at the instant of reading. Any worker of
// the region reads it.
func (s *Service) Show(ctx context.Context, by access.Actor, id string) (v *Situation, err error) {
	defer fault.Wrap(&err, "crisis.Show(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.find(ctx, tx, by, id)
		if err != nil {
			return err
		}
		v = &Situation{Crisis: c.Crisis, Now: tx.Now}
		for _, read := range []func(context.Context, *db.Tx, *cell) error{v.readMembers, v.readRules, v.readTasks, v.readEntries} {
			if err := read(ctx, tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	return v, err
}

func (s *Situation) readMembers(ctx context.Context, tx *db.Tx, c *cell) error {
	rows, err := membersOf(ctx, tx, c.by.Region(), c.ID)
	for _, r := range rows {
		var to Contact
		if err := open(c.key, c.ID, string(r.Org), r.sealed, &to); err != nil {
			return err
		}
		r.Function, r.Phone, r.Hours = to.Function, to.Phone, to.Hours
		s.Members = append(s.Members, r.Member)
	}
	return err
}

func (s *Situation) readRules(ctx context.Context, tx *db.Tx, c *cell) error {
	rows, err := rulesOf(ctx, tx, c.by.Region(), c.ID)
	for _, r := range rows {
		var w ruleWords
		if err := open(c.key, c.ID, r.ID, r.sealed, &w); err != nil {
			return err
		}
		r.Words, r.By = w.Words, w.By
		s.Rules = append(s.Rules, r.Rule)
	}
	return err
}

func (s *Situation) readTasks(ctx context.Context, tx *db.Tx, c *cell) error {
	rows, err := tasksOf(ctx, tx, c.by.Region(), c.ID)
	for _, r := range rows {
		if err := open(c.key, c.ID, r.ID, r.sealed, &r.Words); err != nil {
			return err
		}
		s.Tasks = append(s.Tasks, r.Task)
	}
	return err
}

func (s *Situation) readEntries(ctx context.Context, tx *db.Tx, c *cell) error {
	rows, err := entriesOf(ctx, tx, c.by.Region(), c.ID)
	for _, r := range rows {
		var w entryWords
		if err := open(c.key, c.ID, r.ID, r.sealed, &w); err != nil {
			return err
		}
		r.Words, r.Origin = w.Words, w.Origin
		s.Entries = append(s.Entries, r.Entry)
	}
	return err
}
