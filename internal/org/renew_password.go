package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// PasswordLink makes a link by which a worker of the administrator's
// organisation chooses a new password, for who lost theirs. A worker who also
// works elsewhere is not one organisation's to let in: whoever runs the
// installation does it, with PasswordLinkFor. Like an invitation, it is shown
// again by InvitationLink.
func (s *Service) PasswordLink(ctx context.Context, by access.Actor, act string, w access.Worker) (link string, err error) {
	defer fault.Wrap(&err, "org.PasswordLink(%s)", w)
	if err := administers(by, by.Org()); err != nil {
		return "", err
	}
	return s.passwordLink(ctx, by, act, func(tx *db.Tx) (Hat, error) {
		hats, err := hatsOf(ctx, tx, w)
		if err != nil {
			return Hat{}, err
		}
		if !worksIn(hats, by.Org()) {
			return Hat{}, notFound()
		}
		if !worksOnlyIn(hats, by.Org()) {
			return Hat{}, fault.New(fault.Conflict, "org.works_elsewhere")
		}
		return hats[0], nil
	})
}

// PasswordLinkFor is PasswordLink for whoever runs the installation.
func (s *Service) PasswordLinkFor(ctx context.Context, by access.Actor, act, email string) (link string, err error) {
	defer fault.Wrap(&err, "org.PasswordLinkFor")
	if err := operates(by); err != nil {
		return "", err
	}
	return s.passwordLink(ctx, by, act, func(tx *db.Tx) (Hat, error) {
		known, err := findAccount(ctx, tx, email)
		if err != nil {
			return Hat{}, err
		}
		hats, err := hatsOf(ctx, tx, known.worker)
		if err == nil && len(hats) == 0 {
			return Hat{}, notFound()
		}
		if err != nil {
			return Hat{}, err
		}
		return hats[0], nil
	})
}

// passwordLink makes the link for the worker of the hat that whose finds.
func (s *Service) passwordLink(ctx context.Context, by access.Actor, act string, whose func(*db.Tx) (Hat, error)) (string, error) {
	link := s.link(by, act)
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			h, err := whose(tx)
			if err != nil {
				return "", err
			}
			w, err := findWorker(ctx, tx, h.Worker)
			if err != nil {
				return "", err
			}
			if err := endPasswordLinks(ctx, tx, w); err != nil {
				return "", err
			}
			i := Invitation{
				ID: tx.NewID(), purpose: toPassword, Org: h.Org, Team: h.Team, Email: w.email,
				MadeBy: by.Worker(), Expires: db.At(tx.Now.Add(InvitationLife)),
			}
			if err := insertInvitation(ctx, tx, i, s.linkPrint(link)); err != nil {
				return "", err
			}
			return i.ID, s.log.Append(ctx, tx, by, passwordLinkMade{Worker: w.id, Org: h.Org})
		})
		return err
	})
	if err != nil {
		return "", err
	}
	return link, nil
}

// renewPassword uses such a link: the new password, and no session of before.
// Who has a second step is still asked for it: a link replaces one proof alone.
func (s *Service) renewPassword(ctx context.Context, i Invitation, known account, a Acceptance) (Session, error) {
	owner, err := s.ownerOf(ctx, known.worker)
	if err != nil {
		return Session{}, err
	}
	var hash string
	if i.used.IsZero() {
		if e := checkPassword(a.Password, owner.name, owner.email); e != nil {
			return Session{}, e
		}
		if hash, err = s.hash.of(ctx, a.Password); err != nil {
			return Session{}, err
		}
	}
	w, now, err := s.useOnce(ctx, a.Act, func(tx *db.Tx) (access.Worker, error) {
		return owner.id, s.replacePassword(ctx, tx, a.Link, owner, hash)
	})
	if err == nil && !now {
		w, err = s.prove(ctx, owner.email, a.Password, a.Source)
	}
	if err != nil {
		return Session{}, err
	}
	return s.startOrAsk(ctx, w, a.Previous)
}

func (s *Service) ownerOf(ctx context.Context, id access.Worker) (w worker, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		w, err = findWorker(ctx, tx, id)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return worker{}, linkOver()
	}
	return w, err
}

// replacePassword looks again, at the moment of use, whether the link may: an
// organisation that made one must not reach hats given elsewhere since. Every other
// link of the kind ends with it: one that went astray opens nothing more.
func (s *Service) replacePassword(ctx context.Context, tx *db.Tx, link string, owner worker, hash string) error {
	w := owner.id
	i, err := findInvitation(ctx, tx, s.linkPrint(link))
	if err != nil {
		return err
	}
	hats, err := hatsOf(ctx, tx, w)
	if err != nil {
		return err
	}
	byOperator := i.MadeBy == ""
	if !i.live(tx.Now) || !worksIn(hats, i.Org) || (!byOperator && !worksOnlyIn(hats, i.Org)) {
		return linkOver()
	}
	if err := savePassword(ctx, tx, w, hash); err != nil {
		return err
	}
	if err := endSessionsOf(ctx, tx, w); err != nil {
		return err
	}
	if err := useInvitation(ctx, tx, i.ID); err != nil {
		return err
	}
	if err := endPasswordLinks(ctx, tx, owner); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, access.ForWorker(s.region, w, i.Org, i.Team), passwordRenewed{w})
}

func worksIn(hats []Hat, o access.Org) bool {
	for _, h := range hats {
		if h.Org == o {
			return true
		}
	}
	return false
}

func worksOnlyIn(hats []Hat, o access.Org) bool {
	for _, h := range hats {
		if h.Org != o {
			return false
		}
	}
	return true
}
