package consortium

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Taking is a part that an organisation takes for itself.
type Taking struct{ Place, Population, Contact string }

// Take has the actor's organisation cover a population in a place: it is a
// member from then on. A part that it covers already keeps its new contact.
func (s *Service) Take(ctx context.Context, by access.Actor, act, id string, t Taking) (err error) {
	defer fault.Wrap(&err, "consortium.Take(%s)", id)
	t.Contact = strings.TrimSpace(t.Contact)
	return s.act(ctx, by, act, id, false, func(tx *db.Tx, p Plan) error {
		var bad fault.Fields
		if !slices.Contains(p.Places, t.Place) {
			bad = append(bad, fault.Field("place", "consortium.place_choose"))
		}
		if !slices.Contains(p.Populations, t.Population) {
			bad = append(bad, fault.Field("population", "consortium.population_choose"))
		}
		if utf8.RuneCountInString(t.Contact) > ContactMost {
			bad = append(bad, fault.Field("contact", "consortium.contact_long", "most", ContactMost))
		}
		had := func(x Part) bool { return x.Org == by.Org() }
		if len(p.Parts) >= PartsMost && !slices.ContainsFunc(p.At(t.Place, t.Population), had) {
			bad = append(bad, fault.Field("place", "consortium.full", "most", PartsMost))
		}
		if err := bad.Err(); err != nil {
			return err
		}
		part := Part{ID: tx.NewID(), Org: by.Org(), Place: t.Place, Population: t.Population, Contact: t.Contact, Since: db.At(tx.Now)}
		for _, x := range p.At(t.Place, t.Population) {
			if x.Org == by.Org() {
				part.ID, part.Since = x.ID, x.Since
				if err := deletePart(ctx, tx, by.Region(), by.Org(), x.ID); err != nil {
					return err
				}
			}
		}
		if err := insertPart(ctx, tx, by.Region(), p.ID, part); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, happened{takenKind, p.ID, part.ID})
	})
}

// Leave has the actor's organisation cover a part no more. Nobody else's part
// is there for it.
func (s *Service) Leave(ctx context.Context, by access.Actor, act, id, part string) (err error) {
	defer fault.Wrap(&err, "consortium.Leave(%s)", id)
	return s.act(ctx, by, act, id, false, func(tx *db.Tx, p Plan) error {
		if !slices.ContainsFunc(p.Parts, func(x Part) bool { return x.ID == part && x.Org == by.Org() }) {
			return notFound()
		}
		if err := deletePart(ctx, tx, by.Region(), by.Org(), part); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, happened{leftKind, p.ID, part})
	})
}

// Show reads a plan; every worker of the region may.
func (s *Service) Show(ctx context.Context, by access.Actor, id string) (p Plan, err error) {
	defer fault.Wrap(&err, "consortium.Show(%s)", id)
	if by.Kind() != access.Staff {
		return Plan{}, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = find(ctx, tx, by.Region(), id)
		return err
	})
	return p, err
}

// List is the plans of the region, those under way first.
func (s *Service) List(ctx context.Context, by access.Actor) (list []Plan, err error) {
	defer fault.Wrap(&err, "consortium.List")
	if by.Kind() != access.Staff {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		found, err := all(ctx, tx, by.Region())
		if err != nil {
			return err
		}
		list = nil
		for _, c := range found {
			p, err := find(ctx, tx, by.Region(), c.ID)
			if err != nil {
				return err
			}
			list = append(list, p)
		}
		return nil
	})
	return list, err
}
