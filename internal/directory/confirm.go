package directory

import (
	"context"
	"fmt"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Confirm records that an organisation looked at what the directory says of a
// service today and found it true. orgName is the name the page shows beside
// the date. Any worker may; others get fault.NotFound.
func (s *Service) Confirm(ctx context.Context, by access.Actor, service access.Service, orgName string) (err error) {
	defer fault.Wrap(&err, "directory.Confirm(%s)", service)
	if !keeps(by) && by.Kind() != access.Staff {
		return notFound()
	}
	return s.change(ctx, by, service, func(tx *db.Tx) error {
		return saveConfirmation(ctx, tx, service, by.Org(), orgName)
	})
}

// Declare records facts that a service says of itself here: papers, questions
// at the door, needs, populations, marks, capacity. They win over what any
// source says, and leave in exports. A fact of the same kind and code replaces
// the one before; declaring a capacity replaces any other.
func (s *Service) Declare(ctx context.Context, by access.Actor, service access.Service, said ...Fact) (err error) {
	defer fault.Wrap(&err, "directory.Declare(%s)", service)
	if !keeps(by) {
		return notFound()
	}
	for i, f := range said {
		g, ok := checked(f)
		if !ok {
			return fault.Field("facts", "error.invalid").With(fmt.Errorf("%s %s %q", f.Kind, f.Code, f.Value))
		}
		said[i] = g
	}
	return s.change(ctx, by, service, func(tx *db.Tx) error {
		old, err := facts(ctx, tx, []string{string(service)})
		if err != nil {
			return err
		}
		for i := range said {
			f := &said[i]
			f.Service, f.Origin, f.By = service, Local, by.Org()
			if f.At.IsZero() {
				f.At = tx.Now
			}
			for _, o := range old {
				if o.Origin == Local && o.Kind == f.Kind && (o.Code == f.Code || f.Kind == FactCapacity) {
					if err := removeFact(ctx, tx, o); err != nil {
						return err
					}
				}
			}
		}
		return saveFacts(ctx, tx, said)
	})
}

// checked is a fact with a code and a value that exist.
func checked(f Fact) (Fact, bool) {
	g, ok := said(f.Kind, f.Code, f.Value)
	if f.Kind != FactCapacity {
		g.At = f.At
	} else if g.At.IsZero() {
		g.At = f.At
	}
	return g, ok
}

// HideAddress makes the address of a place known by telephone only; show takes
// that back.
func (s *Service) HideAddress(ctx context.Context, by access.Actor, service access.Service, location string, hidden bool) (err error) {
	defer fault.Wrap(&err, "directory.HideAddress(%s)", location)
	if !keeps(by) {
		return notFound()
	}
	return s.change(ctx, by, service, func(tx *db.Tx) error {
		if hidden {
			return hide(ctx, tx, location, string(by.Org()))
		}
		return show(ctx, tx, location)
	})
}

// change runs a change to one service that is shown, and tells of it.
func (s *Service) change(ctx context.Context, by access.Actor, service access.Service, do func(tx *db.Tx) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := serviceShown(ctx, tx, service); err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		if err := touch(ctx, tx, service); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, ServiceChanged{Service: service})
	})
}
