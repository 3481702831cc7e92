package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// ActorsOf are the actors that a worker may be now, one for each organisation with
// all that they do there: for a job that counts what waits for them. None for who
// left, or whose account is closed.
func (s *Service) ActorsOf(ctx context.Context, w access.Worker) (list []access.Actor, err error) {
	defer fault.Wrap(&err, "org.ActorsOf(%s)", w)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		who, err := findWorker(ctx, tx, w)
		if fault.Is(err, fault.NotFound) || err == nil && !who.disabled.IsZero() {
			return nil
		}
		if err != nil {
			return err
		}
		hats, err := hatsOf(ctx, tx, w)
		if err != nil {
			return err
		}
		roles := map[access.Org]Roles{}
		for _, h := range hats {
			roles[h.Org] = roles[h.Org].with(h.Roles...)
		}
		for _, h := range hats {
			if roles[h.Org] != nil {
				list = append(list, access.ForWorker(s.region, w, h.Org, h.Team, roles[h.Org]...))
				roles[h.Org] = nil
			}
		}
		return nil
	})
	return list, err
}
