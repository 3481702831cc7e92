package crisis

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Contact is whom to call at an organisation of the cell.
type Contact struct{ Function, Phone, Hours string }

func (c Contact) function() *fault.Error {
	return typed("function", c.Function, ShortMost, "crisis.function_missing")
}
func (c Contact) phone() *fault.Error {
	return typed("phone", c.Phone, ShortMost, "crisis.phone_missing")
}
func (c Contact) hours() *fault.Error { return typed("hours", c.Hours, ShortMost, "") }

// Join makes the worker's organisation a member of the cell, or changes whom to
// call there.
func (s *Service) Join(ctx context.Context, by access.Actor, act, id string, to Contact) (err error) {
	defer fault.Wrap(&err, "crisis.Join(%s)", id)
	if err := wrong(to.function(), to.phone(), to.hours()); err != nil {
		return err
	}
	_, err = s.on(ctx, by, act, id, false, func(tx *db.Tx, c *cell) (string, error) {
		return "", s.join(ctx, tx, c, to)
	})
	return err
}

func (s *Service) join(ctx context.Context, tx *db.Tx, c *cell, to Contact) error {
	in, err := memberNow(ctx, tx, c.by.Region(), c.ID, c.by.Org())
	if err != nil {
		return err
	}
	b, err := c.seal(string(c.by.Org()), to)
	if err != nil {
		return err
	}
	if err := saveMember(ctx, tx, c.by.Region(), c.ID, c.by.Org(), b); err != nil {
		return err
	}
	if in {
		return nil // another number to call: nobody joined
	}
	return s.write(ctx, tx, c, Entry{Kind: Joined})
}

// Leave takes the worker's organisation out of the cell. Its open tasks stay
// its own until they are given to another; the last organisation cannot leave,
// it closes.
func (s *Service) Leave(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "crisis.Leave(%s)", id)
	_, err = s.on(ctx, by, act, id, true, func(tx *db.Tx, c *cell) (string, error) {
		n, err := countMembers(ctx, tx, by.Region(), id)
		if err != nil {
			return "", err
		}
		if n == 1 {
			return "", fault.New(fault.Invalid, "crisis.last_member")
		}
		if err := endMember(ctx, tx, by.Region(), id, by.Org()); err != nil {
			return "", err
		}
		return "", s.write(ctx, tx, c, Entry{Kind: Left})
	})
	return err
}
