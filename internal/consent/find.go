package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Find opens the organisation's own record of a person. The opening and its
// entry in the log are one transaction: the person reads who looked.
func (s *Service) Find(ctx context.Context, by access.Actor, p access.Person) (found Person, err error) {
	defer fault.Wrap(&err, "consent.Find(%s)", p)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		found, err = s.open(ctx, tx, by, p)
		if err != nil {
			return err
		}
		return s.log.Disclose(ctx, tx, by, event.Disclosure{
			Person: p, Purpose: access.Accompany, Parts: []access.Part{access.PartContact}, Allowed: true,
		})
	})
	if err != nil {
		return Person{}, err
	}
	return found, nil
}

func (s *Service) open(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) (Person, error) {
	row, err := findPerson(ctx, tx, by.Region(), by.Scope(access.Accompany, tx.Now), p)
	if err != nil {
		return Person{}, err
	}
	key, err := s.reading(ctx, tx, by.Region(), by.Org(), p)
	if err != nil {
		return Person{}, err
	}
	facts, err := openPerson(key, p, row.sealed)
	if err != nil {
		return Person{}, err
	}
	label := Label{ID: p, Code: facts.Code, Language: row.Language, Since: row.created.Time}
	return Person{Label: label, Facts: Facts{Note: facts.Note, Reach: facts.Reach}}, nil
}

// Labels lists the organisation's own people by code or alias, newest first.
// Their facts stay closed.
func (s *Service) Labels(ctx context.Context, by access.Actor) (labels []Label, err error) {
	defer fault.Wrap(&err, "consent.Labels")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		labels = nil
		return s.eachPerson(ctx, tx, by, func(r personRow, facts sealedPerson) error {
			labels = append(labels, Label{ID: r.ID, Code: facts.Code, Language: r.Language, Since: r.created.Time})
			return nil
		})
	})
	return labels, err
}

// eachPerson opens the organisation's own people, newest first.
func (s *Service) eachPerson(ctx context.Context, tx *db.Tx, by access.Actor, do func(personRow, sealedPerson) error) error {
	rows, err := listPersons(ctx, tx, by.Region(), by.Scope(access.Accompany, tx.Now))
	if err != nil || len(rows) == 0 {
		return err
	}
	people := make([]access.Person, len(rows))
	for i, r := range rows {
		people[i] = r.ID
	}
	keys, err := s.ringOf(ctx, tx, by.Region(), by.Org(), people...)
	if err != nil {
		return err
	}
	for _, r := range rows {
		key, err := keys.of(r.ID)
		if fault.Is(err, fault.NotFound) { // a backup put back: they were forgotten since
			continue
		}
		if err != nil {
			return err
		}
		facts, err := openPerson(key, r.ID, r.sealed)
		if err != nil {
			return err
		}
		if err := do(r, facts); err != nil {
			return err
		}
	}
	return nil
}

// Holds says that the actor's organisation accompanies the person; NotFound
// otherwise. Other packages ask it in their own transaction.
func (s *Service) Holds(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) error {
	_, err := findPerson(ctx, tx, by.Region(), by.Scope(access.Accompany, tx.Now), p)
	return err
}
