package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// codeLength of a code drawn for somebody who gives none.
const codeLength = 6

// Create begins the organisation's own record of a person. A code already used
// there is Conflict at the field; whether another organisation uses it cannot
// be known.
func (s *Service) Create(ctx context.Context, by access.Actor, act string, n NewPerson) (_ access.Person, err error) {
	defer fault.Wrap(&err, "consent.Create")
	if err := n.check(); err != nil {
		return "", err
	}
	var made string
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		made, err = once(ctx, tx, by, act, "person", "", func() (string, error) { return s.create(ctx, tx, by, n) })
		return err
	})
	return access.Person(made), err
}

func (s *Service) create(ctx context.Context, tx *db.Tx, by access.Actor, n NewPerson) (string, error) {
	if !by.Allows(access.Accompany, access.Facts{Region: by.Region(), Holder: by.Org()}) {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	if n.Code == "" {
		n.Code = id.Code(codeLength)
	}
	p := access.Person(tx.NewID())
	mark, err := s.marking(ctx, tx, by, n.Code)
	if err != nil {
		return "", err
	}
	key, err := s.sealing(ctx, tx, by, p)
	if err != nil {
		return "", err
	}
	sealed, err := sealPerson(key, p, n.Code, n.Facts)
	if err != nil {
		return "", err
	}
	// The table itself says that a code is taken: whoever the person keeps away
	// must not find them here either, and yet gets the same answer.
	switch err := insertPerson(ctx, tx, by, p, mark, sealed, n.Language); {
	case fault.Is(err, fault.Conflict):
		e := fault.Field("code", "consent.code_taken")
		e.Kind = fault.Conflict
		return "", e
	case err != nil:
		return "", err
	}
	if err := s.greet(ctx, tx, by, p, n.Code, n.Facts); err != nil {
		return "", err
	}
	return string(p), s.log.Append(ctx, tx, by, PersonMade{p})
}

// Change replaces the optional facts of the organisation's own record.
func (s *Service) Change(ctx context.Context, by access.Actor, act string, p access.Person, f Facts) (err error) {
	defer fault.Wrap(&err, "consent.Change(%s)", p)
	if err := f.check().Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "facts", string(p), func() (string, error) {
			row, err := findPerson(ctx, tx, by.Region(), by.Scope(access.Accompany, tx.Now), p)
			if err != nil {
				return "", err
			}
			key, err := s.reading(ctx, tx, by.Region(), by.Org(), p)
			if err != nil {
				return "", err
			}
			old, err := openPerson(key, p, row.sealed)
			if err != nil {
				return "", err
			}
			if key, err = s.sealing(ctx, tx, by, p); err != nil {
				return "", err
			}
			sealed, err := sealPerson(key, p, old.Code, f)
			if err != nil {
				return "", err
			}
			if err := updateFacts(ctx, tx, by.Region(), by.Scope(access.Accompany, tx.Now), p, sealed); err != nil {
				return "", err
			}
			if err := s.greet(ctx, tx, by, p, old.Code, f); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, PersonChanged{p})
		})
		return err
	})
}
