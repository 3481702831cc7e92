package directory

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// DuplicatesToDecide keeps, of pairs that were found, those that the actor may
// make one or say apart, and that nobody has decided: both pages are of their
// organisation, or they keep the directory on behalf of all.
func (s *Service) DuplicatesToDecide(ctx context.Context, by access.Actor, found []Duplicate) (out []Duplicate, err error) {
	defer fault.Wrap(&err, "directory.DuplicatesToDecide(%d)", len(found))
	if !decides(by) {
		return nil, notFound()
	}
	var apart map[[2]access.Service]bool
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		apart, err = apartPairs(ctx, tx)
		return err
	})
	for _, d := range found {
		if SpeaksFor(by, d.A.Org) && SpeaksFor(by, d.B.Org) && !apart[pairOf(d.A.ID, d.B.ID)] {
			out = append(out, d)
		}
	}
	return out, err
}

// pairOf is two services in one order.
func pairOf(a, b access.Service) [2]access.Service {
	if b < a {
		a, b = b, a
	}
	return [2]access.Service{a, b}
}

// SayApart says that two services are not one, so that nobody is asked again;
// apart false takes that back. For those who may change both.
func (s *Service) SayApart(ctx context.Context, by access.Actor, act string, a, b access.Service, apart bool) (err error) {
	defer fault.Wrap(&err, "directory.SayApart(%s, %s, %t)", a, b, apart)
	if a == b {
		return notFound()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, x := range []access.Service{a, b} {
			if _, err := mayChange(ctx, tx, by, x); err != nil {
				return err
			}
		}
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			if err := saveApart(ctx, tx, pairOf(a, b), by.Org(), apart); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, ServicesApart{A: pairOf(a, b)[0], B: pairOf(a, b)[1], Apart: apart})
		})
		return err
	})
}

// Union is two pages about to become one: what the page that goes says and the
// one that stays does not.
type Union struct {
	Keep, Gone *Listing
	Offers     []Offer
	// Waiting is how many proposals wait on the page that goes. They are
	// decided first: nothing that somebody wrote may be lost with a page.
	Waiting int
}

// Union compares two services for those who may change both. Nothing changes.
func (s *Service) Union(ctx context.Context, by access.Actor, keep, gone access.Service) (u Union, err error) {
	defer fault.Wrap(&err, "directory.Union(%s, %s)", keep, gone)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, waiting, err := union(ctx, tx, by, keep, gone)
		u = Union{Keep: c.keep, Gone: c.gone, Offers: c.offers, Waiting: waiting}
		return err
	})
	return u, err
}

// union compares two services that the actor may change, and counts what waits
// on the one that goes.
func union(ctx context.Context, tx *db.Tx, by access.Actor, keep, gone access.Service) (c comparison, waiting int, err error) {
	if keep == gone {
		return c, 0, notFound()
	}
	var both [2]*Listing
	for i, x := range []access.Service{keep, gone} {
		if _, err := mayChange(ctx, tx, by, x); err != nil {
			return c, 0, err
		}
		if both[i], err = Find(ctx, tx, by.Region(), x); err != nil {
			return c, 0, err
		}
	}
	if waiting, err = countWaiting(ctx, tx, by.Region(), gone); err != nil {
		return c, 0, err
	}
	c, err = compare(ctx, tx, both[0], both[1])
	return c, waiting, err
}

// Unite makes two pages one: the one that stays takes over the offers named by
// their keys, as said here by who decides; the other is shown to nobody, and
// its addresses lead to the one that stays. Its record stays as its source
// tells it, and the next imports leave it out. One press in the history of the
// page that stays takes all of it back. Should an import hide that page, or be
// taken back with it, the other is itself again (freeStranded).
//
// For those who may change both. fault.Conflict when proposals wait on the page
// that goes, or when an offer is no more what it was. A retried act does it
// once.
func (s *Service) Unite(ctx context.Context, by access.Actor, act string, keep, gone access.Service, take []string) (err error) {
	defer fault.Wrap(&err, "directory.Unite(%s, %s)", keep, gone)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) { return "", s.unite(ctx, tx, by, keep, gone, take) })
		return err
	})
}

func (s *Service) unite(ctx context.Context, tx *db.Tx, by access.Actor, keep, gone access.Service, take []string) error {
	c, waiting, err := union(ctx, tx, by, keep, gone)
	if err != nil {
		return err
	}
	if waiting > 0 {
		return fault.New(fault.Conflict, "duplicate.waiting")
	}
	for _, key := range take {
		if !slices.ContainsFunc(c.offers, func(o Offer) bool { return o.Key == key }) {
			return fault.New(fault.Conflict, "sheet.changed_meanwhile")
		}
	}
	// Both are watched: a place that the page that stays now shares was there
	// before, and must not be taken away by an undo.
	changed, err := watch(ctx, tx, []access.Service{keep, gone}, func(tx *db.Tx) error {
		for _, o := range c.offers {
			if slices.Contains(take, o.Key) {
				if err := o.take(ctx, tx, by, c); err != nil {
					return err
				}
			}
		}
		return redirect(ctx, tx, gone, keep, by.Org(), db.At(tx.Now))
	})
	if err != nil {
		return err
	}
	if changed, err = intoRedirect(changed, gone); err != nil {
		return err
	}
	if err := s.keep(ctx, tx, by, keep, cause{kind: ByMerge, of: string(gone)}, changed); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, ServiceChanged{Service: gone})
}
