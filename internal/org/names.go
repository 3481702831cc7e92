package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Names gives the names of workers, those who left included, for a page that
// has established its reader's right to what they did. An unknown id has none.
func Names(ctx context.Context, tx *db.Tx, ids []access.Worker) (_ map[access.Worker]string, err error) {
	defer fault.Wrap(&err, "org.Names")
	out := make(map[access.Worker]string, len(ids))
	for _, id := range ids {
		if _, done := out[id]; done || id == "" {
			continue
		}
		w, err := findWorker(ctx, tx, id)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		out[id] = w.name
	}
	return out, nil
}

// WorkerNames is Names outside a transaction.
func (s *Service) WorkerNames(ctx context.Context, ids []access.Worker) (out map[access.Worker]string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = Names(ctx, tx, ids)
		return err
	})
	return out, err
}

// Find reads an organisation; what it holds is public.
func (s *Service) Find(ctx context.Context, id access.Org) (o Organization, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o, err = findOrg(ctx, tx, id)
		return err
	})
	return o, err
}
