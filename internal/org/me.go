package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Me is a worker as their own pages show them.
type Me struct {
	Worker access.Worker
	Name   string
	Email  string
	Worn   Hat
	Hats   []Hat // all live ones, the one worn included
}

// Me reads the name and hats of the worker who asks.
func (s *Service) Me(ctx context.Context, by access.Actor) (out Me, err error) {
	defer fault.Wrap(&err, "org.Me(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return Me{}, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		w, err := findWorker(ctx, tx, by.Worker())
		if err != nil {
			return err
		}
		out = Me{Worker: w.id, Name: w.name, Email: w.email}
		if out.Hats, err = hatsOf(ctx, tx, w.id); err != nil {
			return err
		}
		for _, h := range out.Hats {
			if h.Org == by.Org() && h.Team == by.Team() {
				out.Worn = h
				return nil
			}
		}
		return sessionOver() // the hat was taken off since the request began
	})
	if err != nil {
		return Me{}, err
	}
	return out, nil
}
