package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

func (s *Service) subjectPrint(institution, subject string) string {
	return s.keys.Fingerprint("identity", institution+"|"+subject)
}

// identityUnknown is the one answer for an account that is nobody's here, or
// that may not open: an institution makes no worker by itself.
func identityUnknown() error { return fault.New(fault.Invalid, "security.identity_unknown") }

// SignInWithIdentity opens a session for the worker who tied this account of an
// institution to theirs. The institution must have proved it, to the caller. It
// is believed while the worker works in that organisation and in no other: what
// they do elsewhere is not its to open. Who has a second step is asked for it.
func (s *Service) SignInWithIdentity(ctx context.Context, institution, subject, previous string) (_ Session, err error) {
	defer fault.Wrap(&err, "org.SignInWithIdentity(%s)", institution)
	var w access.Worker
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		i, err := findInstitution(ctx, tx, institution)
		if err != nil {
			return err
		}
		if w, err = findIdentity(ctx, tx, i.ID, s.subjectPrint(i.ID, subject)); err != nil {
			return err
		}
		hats, err := hatsOf(ctx, tx, w)
		if err == nil && (!worksIn(hats, i.Org) || !worksOnlyIn(hats, i.Org)) {
			return identityUnknown()
		}
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return Session{}, identityUnknown()
	}
	if err != nil {
		return Session{}, err
	}
	return s.startOrAsk(ctx, w, previous)
}

// SpendJourney takes the way back from an institution, once: whoever kept what a
// browser carried, and the address it came back by, opens nothing by them.
func (s *Service) SpendJourney(ctx context.Context, print string) (err error) {
	defer fault.Wrap(&err, "org.SpendJourney")
	return s.db.Write(ctx, func(tx *db.Tx) error {
		spent := true
		_, err := event.Once(ctx, tx, access.Anyone(s.region), "institution "+print, func() (string, error) {
			spent = false
			return "", nil
		})
		if err == nil && spent {
			return identityUnknown()
		}
		return err
	})
}

// TieIdentity ties an account of an institution to the worker who asks, who
// works there. Tied twice is once; one account is one worker's.
func (s *Service) TieIdentity(ctx context.Context, by access.Actor, institution, subject string) (err error) {
	defer fault.Wrap(&err, "org.TieIdentity(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		i, err := findInstitution(ctx, tx, institution)
		if err != nil {
			return err
		}
		if i.Org != by.Org() {
			return notFound()
		}
		print := s.subjectPrint(i.ID, subject)
		switch whose, err := findIdentity(ctx, tx, i.ID, print); {
		case err == nil && whose == by.Worker():
			return nil
		case err == nil:
			return identityUnknown()
		case !fault.Is(err, fault.NotFound):
			return err
		}
		if _, err := dropIdentities(ctx, tx, by.Worker(), i.ID); err != nil { // another account of theirs
			return err
		}
		if err := insertIdentity(ctx, tx, i.ID, print, by.Worker()); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, identityTied{Worker: by.Worker(), Institution: i.ID})
	})
}

// UntieIdentity has that account open nothing here any more.
func (s *Service) UntieIdentity(ctx context.Context, by access.Actor, institution string) (err error) {
	defer fault.Wrap(&err, "org.UntieIdentity(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := dropIdentities(ctx, tx, by.Worker(), institution)
		if err != nil || n == 0 { // untied already
			return err
		}
		return s.log.Append(ctx, tx, by, identityUntied{Worker: by.Worker(), Institution: institution})
	})
}

// TiedTo is the institution of the organisation acted for, and whether the
// worker who asks tied an account of it. nil when none is believed there.
func (s *Service) TiedTo(ctx context.Context, by access.Actor) (i *Institution, tied bool, err error) {
	defer fault.Wrap(&err, "org.TiedTo(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return nil, false, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := institutions(ctx, tx)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.Org == by.Org() {
				i = &one
				tied, err = isTied(ctx, tx, by.Worker(), one.ID)
			}
		}
		return err
	})
	return i, tied, err
}
