package share

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Change renames or arranges a list of the worker's own organisation. It
// returns fault.Conflict when the list is no longer as it was seen. A retried
// act changes once.
func (s *Service) Change(ctx context.Context, by access.Actor, act, code string, c Change) (err error) {
	defer fault.Wrap(&err, "share.Change(%s)", code)
	var bad fault.Fields
	if c.Name != nil {
		name := named(&bad, *c.Name)
		c.Name = &name
	}
	if c.Services != nil {
		c.Services = services(&bad, c.Services)
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.act(ctx, by, act, code, func(tx *db.Tx, l List) error {
		if l.Version != c.Version {
			return fault.New(fault.Conflict, "share.list_moved")
		}
		if c.Name != nil {
			l.Name = *c.Name
		}
		if c.Services != nil {
			l.Services = c.Services
		}
		l.Version++
		l.Changed = db.At(tx.Now)
		if err := updateList(ctx, tx, by.Region(), l); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, listChanged{List: l.ID})
	})
}

// Remove takes a list away: its name and services are erased, its code stays
// to tell those who still hold it. A retried act removes once.
func (s *Service) Remove(ctx context.Context, by access.Actor, act, code string) (err error) {
	defer fault.Wrap(&err, "share.Remove(%s)", code)
	return s.act(ctx, by, act, code, func(tx *db.Tx, l List) error {
		l.Name, l.Services, l.Changed, l.Removed = "", nil, db.At(tx.Now), db.At(tx.Now)
		l.Version++
		if err := updateList(ctx, tx, by.Region(), l); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, listRemoved{List: l.ID})
	})
}

// act runs an act once on a standing list of the worker's own organisation.
func (s *Service) act(ctx context.Context, by access.Actor, act, code string, do func(tx *db.Tx, l List) error) error {
	if err := isStaff(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			l, err := ownList(ctx, tx, by, code)
			if err != nil {
				return "", err
			}
			return "", do(tx, l)
		})
		return err
	})
}

// ownList is a standing list of the worker's own organisation; any other is
// answered as if it were not there.
func ownList(ctx context.Context, tx *db.Tx, by access.Actor, code string) (List, error) {
	l, err := listByCode(ctx, tx, by.Region(), code)
	if err != nil {
		return List{}, err
	}
	if l.Org != by.Org() || !l.Standing() {
		return List{}, notFound()
	}
	return l, nil
}
