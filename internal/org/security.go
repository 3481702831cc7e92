package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Security is how the worker who asks signs in.
type Security struct {
	Passkeys []Passkey // the oldest first
	SecondOn bool      // a code is asked after the passphrase
	App      bool      // of an application; else of a sheet alone
	SetAt    db.Time
	Codes    int // of the sheet, not used yet
}

// Security reads it.
func (s *Service) Security(ctx context.Context, by access.Actor) (out Security, err error) {
	defer fault.Wrap(&err, "org.Security(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return Security{}, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if out.Passkeys, err = everyPasskeyOf(ctx, tx, by.Worker()); err != nil {
			return err
		}
		step, err := findSecondStep(ctx, tx, by.Worker())
		if err != nil || !step.on {
			return err
		}
		out.SecondOn, out.App = true, step.secret != nil
		out.SetAt, out.Codes, err = sheetOf(ctx, tx, by.Worker())
		return err
	})
	if err != nil {
		return Security{}, err
	}
	return out, nil
}

// ForgetProofs has a colleague who lost a phone sign in with the passphrase
// alone: their passkeys and second step are gone, and their sessions end. Like
// a link for a lost passphrase it is an organisation's only while the worker
// works nowhere else.
func (s *Service) ForgetProofs(ctx context.Context, by access.Actor, w access.Worker) (err error) {
	defer fault.Wrap(&err, "org.ForgetProofs(%s)", w)
	if err := administers(by, by.Org()); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		hats, err := hatsOf(ctx, tx, w)
		if err != nil {
			return err
		}
		if by.Kind() != access.Operator {
			if !worksIn(hats, by.Org()) {
				return notFound()
			}
			if !worksOnlyIn(hats, by.Org()) {
				return fault.New(fault.Conflict, "org.works_elsewhere")
			}
		}
		steps, err := dropSecondStep(ctx, tx, w)
		if err != nil {
			return err
		}
		keys, err := dropPasskeys(ctx, tx, w)
		if err != nil || steps+keys == 0 { // nothing to forget: a second press does nothing more
			return err
		}
		if err := endSessionsOf(ctx, tx, w); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, proofsForgotten{Worker: w, Org: by.Org()})
	})
}
