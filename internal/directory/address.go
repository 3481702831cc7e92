package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Showing says how much of a place's address is public.
type Showing string

// The three ways. Violence asks for the third, sometimes the second.
const (
	ShowAddress Showing = "address"
	ShowArea    Showing = "area"    // the town alone
	ShowNothing Showing = "nothing" // given by telephone only
)

// Showings lists them in the order of screens.
var Showings = []Showing{ShowAddress, ShowArea, ShowNothing}

// HideAddress makes the address of a place known by telephone only; not hidden
// takes that back.
func (s *Service) HideAddress(ctx context.Context, by access.Actor, service access.Service, location string, hidden bool) error {
	if hidden {
		return s.ShowPlace(ctx, by, service, location, ShowNothing)
	}
	return s.ShowPlace(ctx, by, service, location, ShowAddress)
}

// ShowPlace says how much of the address of a service's place is public. Those
// who speak for the service may hide more; only the organisation that hid an
// address, a steward or the operator shows more of it again: a place may be
// shared by a service that must stay hidden. It returns fault.NotFound for a
// place where the service is not given.
func (s *Service) ShowPlace(ctx context.Context, by access.Actor, service access.Service, location string, shows Showing) (err error) {
	defer fault.Wrap(&err, "directory.ShowPlace(%s, %s)", location, shows)
	if !oneOf(string(shows), string(ShowAddress), string(ShowArea), string(ShowNothing)) {
		return fault.Field("shows", "error.invalid")
	}
	return s.change(ctx, by, service, mayChange, func(tx *db.Tx) error { return showPlace(ctx, tx, by, service, location, shows) })
}

func showPlace(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, location string, shows Showing) error {
	if err := givenAt(ctx, tx, service, location); err != nil {
		return err
	}
	now, hidBy, err := shown(ctx, tx, location)
	if err != nil {
		return err
	}
	if more := open(shows) > open(now); more && hidBy != by.Org() && !by.Steward() {
		return fault.Field("shows", "error.hidden_by_other")
	}
	if shows == now {
		return nil
	}
	return show(ctx, tx, location, string(by.Org()), shows)
}

// open orders the ways by how much they give away.
func open(s Showing) int {
	switch s {
	case ShowNothing:
		return 0
	case ShowArea:
		return 1
	}
	return 2
}
