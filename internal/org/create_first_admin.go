package org

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// FirstAdmin is the first administrator of an organisation, made at the
// command line because nobody is there yet to invite them.
type FirstAdmin struct {
	Org      NewOrg
	Name     string
	Email    string
	Password string // empty: a link is made instead, and Name is asked there
}

// CreateFirstAdmin opens the organisation and its first administrator, both or
// neither. With no password it returns the secret of an invitation link. Asked
// again while nobody administers it, it is a new link, and the one before opens
// nothing; fault.Conflict once somebody does, who invites the others.
func (s *Service) CreateFirstAdmin(ctx context.Context, by access.Actor, in FirstAdmin) (o access.Org, link string, err error) {
	defer fault.Wrap(&err, "org.CreateFirstAdmin")
	if err := operates(by); err != nil {
		return "", "", err
	}
	fresh, err := in.Org.check()
	if err != nil {
		return "", "", err
	}
	add, err := s.firstAdmin(ctx, by, in)
	if err != nil {
		return "", "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if o, err = s.begun(ctx, tx, by, fresh); fault.Is(err, fault.NotFound) {
			o, err = s.createOrg(ctx, tx, by, fresh)
		}
		if err != nil {
			return err
		}
		link, err = add(tx, o)
		return err
	})
	if err != nil {
		return "", "", err
	}
	return o, link, nil
}

// begun is the organisation of this name that waits for an administrator, its first
// or one in the place of an account that was closed; its open invitations end. Two
// of one name, of which somebody administers one, are refused: no command that names
// one could tell them apart.
func (s *Service) begun(ctx context.Context, tx *db.Tx, by access.Actor, fresh Organization) (access.Org, error) {
	all, err := everyOrg(ctx, tx)
	if err != nil {
		return "", err
	}
	for _, o := range all {
		if o.ID != fresh.ID && !o.bears(fresh.NameFR) {
			continue
		}
		hats, err := hatsIn(ctx, tx, o.ID)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(hats, func(h Hat) bool { return h.Roles.Has(access.Administration) }) {
			return "", fault.New(fault.Conflict, "cli.org_open", "org", o.NameFR)
		}
		if fresh.ID != "" && o.ID != fresh.ID {
			continue // begun without its entry in the directory: never tied to it
		}
		open, err := pendingInvitations(ctx, tx, o.ID)
		if err != nil {
			return "", err
		}
		for _, i := range open {
			if err := endInvitation(ctx, tx, o.ID, i.ID); err != nil {
				return "", err
			}
			if err := s.log.Append(ctx, tx, by, invitationWithdrawn{Invitation: i.ID, Org: o.ID}); err != nil {
				return "", err
			}
		}
		return o.ID, nil
	}
	return "", notFound()
}

// firstAdmin checks what was typed and hashes before the transaction; what it
// returns runs inside.
func (s *Service) firstAdmin(ctx context.Context, by access.Actor, in FirstAdmin) (func(*db.Tx, access.Org) (string, error), error) {
	// The law makes whoever leads an organisation the one in charge of personal
	// information, until they name somebody else.
	roles := []access.Role{access.Administration, access.Privacy}
	if in.Password == "" {
		i, err := NewInvitation{Email: in.Email, Roles: roles}.check()
		act := id.Secret(tokenBytes)
		return func(tx *db.Tx, o access.Org) (string, error) {
			i.Org = o
			return s.invite(ctx, tx, by, act, i)
		}, err
	}
	w, err := newWorker(in.Name, in.Email, in.Password)
	if err != nil {
		return nil, err
	}
	hash, err := s.hash.of(ctx, in.Password)
	return func(tx *db.Tx, o access.Org) (string, error) {
		_, err := s.addWorker(ctx, tx, by, w, hash, []NewHat{{Org: o, Roles: roles}})
		return "", err
	}, err
}
