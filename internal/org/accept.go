package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Acceptance is what is typed by the holder of a link.
type Acceptance struct {
	Act      string // the form's id
	Link     string
	Name     string // of who has no account yet
	Password string // a new one; of who has an account, theirs
	Source   string
	Previous string // the token the browser came with, if any
}

// Accept uses an invitation: it makes the account of who has none, gives the
// hat and opens a session under it. Who has an account already keeps it, and
// proves with its password that the invitation reached the right person. A
// retried form ends in the same place.
//
// fault.NotFound for a link that opens nothing; whoever holds a live one may
// learn whether its address has an account, nobody else may.
func (s *Service) Accept(ctx context.Context, a Acceptance) (_ Session, err error) {
	defer fault.Wrap(&err, "org.Accept")
	i, known, err := s.readLink(ctx, a.Link)
	if err != nil {
		return Session{}, err
	}
	if i.RenewsPassword() {
		return s.renewPassword(ctx, i, known, a)
	}
	fresh, hash, err := s.recognise(ctx, i, known, a)
	if err != nil {
		return Session{}, err
	}
	w, now, err := s.useOnce(ctx, a.Act, func(tx *db.Tx) (access.Worker, error) {
		return s.join(ctx, tx, a.Link, fresh, hash)
	})
	if err == nil && !now && known.worker == "" {
		w, err = s.prove(ctx, i.Email, a.Password, a.Source) // nobody was recognised yet
	}
	if err != nil {
		return Session{}, err
	}
	return s.startOrAsk(ctx, w, a.Previous)
}

// useOnce uses a link once for a form; now is false when the same form had
// done it before, and its password is still to be proven.
func (s *Service) useOnce(ctx context.Context, act string, use func(*db.Tx) (access.Worker, error)) (_ access.Worker, now bool, err error) {
	var w string
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		now = false
		w, err = event.Once(ctx, tx, access.Anyone(s.region), act, func() (string, error) {
			now = true
			w, err := use(tx)
			return string(w), err
		})
		return err
	})
	return access.Worker(w), now, err
}

// readLink reads the invitation and the account of its address. A used one is
// still read for who has an account: theirs may be the retry that used it.
func (s *Service) readLink(ctx context.Context, link string) (i Invitation, known account, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		i, err = findInvitation(ctx, tx, s.linkPrint(link))
		if fault.Is(err, fault.NotFound) {
			return linkOver()
		}
		if err != nil {
			return err
		}
		if known, err = findAccount(ctx, tx, i.Email); err != nil {
			return err
		}
		if !i.live(tx.Now) && (i.used.IsZero() || known.worker == "") {
			return linkOver()
		}
		return nil
	})
	return i, known, err
}

// recognise proves who has an account, and checks what is typed by who has
// none.
func (s *Service) recognise(ctx context.Context, i Invitation, known account, a Acceptance) (fresh worker, hash string, err error) {
	if known.worker != "" {
		_, err := s.prove(ctx, i.Email, a.Password, a.Source)
		switch {
		case fault.Is(err, fault.Invalid) && !i.used.IsZero():
			return worker{}, "", linkOver()
		case fault.Is(err, fault.Invalid):
			return worker{}, "", fault.Field("password", "org.password_of_account").With(err)
		}
		return worker{}, "", err
	}
	if fresh, err = newWorker(a.Name, i.Email, a.Password); err != nil {
		return worker{}, "", err
	}
	hash, err = s.hash.of(ctx, a.Password)
	return fresh, hash, err
}

// join uses the link, in the transaction that looks whether it still opens.
func (s *Service) join(ctx context.Context, tx *db.Tx, link string, fresh worker, hash string) (access.Worker, error) {
	i, err := findInvitation(ctx, tx, s.linkPrint(link))
	if err != nil {
		return "", err
	}
	if !i.live(tx.Now) {
		return "", linkOver()
	}
	known, err := findAccount(ctx, tx, i.Email)
	if err != nil {
		return "", err
	}
	w := known.worker
	switch {
	case w == "" && hash == "", w != "" && hash != "":
		return "", fault.New(fault.Conflict, "error.conflict") // an account came or went between
	case w == "":
		if w, err = createWorker(ctx, tx, fresh, hash); err != nil {
			return "", err
		}
	}
	hat, err := giveHat(ctx, tx, w, NewHat{Org: i.Org, Team: i.Team, Roles: i.Roles})
	if err != nil {
		return "", err
	}
	if err := wear(ctx, tx, hat); err != nil { // the session opens under it
		return "", err
	}
	if err := useInvitation(ctx, tx, i.ID); err != nil {
		return "", err
	}
	by := access.ForWorker(s.region, w, i.Org, i.Team, i.Roles...)
	return w, s.log.Append(ctx, tx, by, joined{Worker: w, Org: i.Org, Team: i.Team, Roles: i.Roles.String(), Invitation: i.ID})
}
