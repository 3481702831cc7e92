package signal

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Show is a signal whole, for who sees it.
func (s *Service) Show(ctx context.Context, by access.Actor, id string) (x *Situation, err error) {
	defer fault.Wrap(&err, "signal.Show(%s)", id)
	if !MaySay(by) {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		found, err := s.find(ctx, tx, by, id)
		if err == nil {
			x = found.Situation
		}
		return err
	})
	return x, err
}

// List is what the actor sees, the newest first, fifty at most.
func (s *Service) List(ctx context.Context, by access.Actor) (list []*Situation, err error) {
	defer fault.Wrap(&err, "signal.List")
	if !MaySay(by) {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		sc := by.Scope(access.Heed, tx.Now)
		rows, err := latest(ctx, tx, by.Region(), sc)
		if err != nil || len(rows) == 0 {
			return err
		}
		oldest := rows[len(rows)-1].At
		joins, err := joinsSince(ctx, tx, by.Region(), sc, oldest)
		if err != nil {
			return err
		}
		legs, err := legsSince(ctx, tx, by.Region(), sc, oldest)
		if err != nil {
			return err
		}
		joined, asked := map[string][]joinRow{}, map[string][]legRow{}
		for _, j := range joins {
			joined[j.signal] = append(joined[j.signal], j)
		}
		for _, l := range legs {
			asked[l.signal] = append(asked[l.signal], l)
		}
		owners := make([]seal.Owner, len(rows))
		for i, r := range rows {
			owners[i] = owner(r.ID)
		}
		keys, err := s.vault.Keys(ctx, tx, by.Region(), owners...)
		if err != nil {
			return err
		}
		for _, r := range rows {
			key := keys[owner(r.ID)]
			if key == nil {
				return notFound() // rows and key go together
			}
			x, err := unseal(tx.Now, key, r, joined[r.ID], asked[r.ID])
			if err != nil {
				return err
			}
			list = append(list, x.Situation)
		}
		return nil
	})
	return list, err
}

// Owed is how many answers an organisation owes: in all, past their time, within
// the next hour (Soon), and past a time that was short (Missed): somebody asked for a
// team at once, and heard nothing.
type Owed struct{ Waiting, Late, Soon, Missed int }

// Duties are the answers that the actor's organisation owes.
func (s *Service) Duties(ctx context.Context, by access.Actor) (owed Owed, err error) {
	defer fault.Wrap(&err, "signal.Duties")
	if !MaySay(by) {
		return Owed{}, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		owed, err = countDuties(ctx, tx, by.Region(), by.Scope(access.Heed, tx.Now), by.Org())
		return err
	})
	return owed, err
}
