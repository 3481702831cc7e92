package directory

import (
	"context"
	"slices"
	"strings"

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
// shared by a service that must stay hidden. What is public is the least that
// any organisation lets be seen. It returns fault.NotFound for a
// place where the service is not given.
func (s *Service) ShowPlace(ctx context.Context, by access.Actor, service access.Service, location string, shows Showing) (err error) {
	defer fault.Wrap(&err, "directory.ShowPlace(%s, %s)", location, shows)
	if !oneOf(string(shows), string(ShowAddress), string(ShowArea), string(ShowNothing)) {
		return fault.Field("shows", "error.invalid")
	}
	return s.change(ctx, by, service, mayChange, func(tx *db.Tx) error {
		if err := showPlace(ctx, tx, by, service, location, shows); err != nil {
			return err
		}
		return s.tellOthersAt(ctx, tx, by, service, location)
	})
}

// tellOthersAt tells that the other services of a place changed too: on each
// node the address they show is that of the place.
func (s *Service) tellOthersAt(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, location string) error {
	others, err := servicesAt(ctx, tx, location)
	if err != nil {
		return err
	}
	for _, other := range others {
		if other == service {
			continue
		}
		if err := touch(ctx, tx, other); err != nil {
			return err
		}
		if err := s.log.Append(ctx, tx, by, ServiceChanged{Service: other}); err != nil {
			return err
		}
	}
	return nil
}

func showPlace(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, location string, shows Showing) error {
	if err := givenAt(ctx, tx, service, location); err != nil {
		return err
	}
	said, err := saidOf(ctx, tx, location)
	if err != nil {
		return err
	}
	_, hides := said[by.Org()]
	switch {
	case by.Steward():
		for org, s := range said {
			if org != by.Org() && open(s) < open(shows) {
				if err := show(ctx, tx, location, org, ShowAddress); err != nil {
					return err
				}
			}
		}
	case shows == ShowAddress && !hides && len(said) > 0:
		return fault.Field("shows", "error.hidden_by_other")
	}
	return show(ctx, tx, location, by.Org(), shows)
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

// least is what is public of an address of which several said how much.
func least(said map[access.Org]Showing) Showing {
	l := ShowAddress
	for _, s := range said {
		if open(s) < open(l) {
			l = s
		}
	}
	return l
}

// written is what organisations said of an address as one text, the same for
// the same; readSaid reads it back.
func written(said map[access.Org]Showing) string {
	var list []string
	for org, s := range said {
		list = append(list, string(s)+" "+string(org))
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}

func readSaid(text string) map[access.Org]Showing {
	said := map[access.Org]Showing{}
	for line := range strings.Lines(text) {
		s, org, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		said[access.Org(org)] = Showing(s)
	}
	return said
}
