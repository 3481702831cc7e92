package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/text"
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

// TeamName is the name of a team, for a page that has established its reader's
// right to what was done under that hat; "" for none.
func (s *Service) TeamName(ctx context.Context, id access.Team) (name string, err error) {
	if id == "" {
		return "", nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		name, err = teamName(ctx, tx, id)
		return err
	})
	return name, err
}

// Named finds the organisation that bears a name, in either language, whatever
// its case and accents. fault.NotFound when there is none, fault.Conflict when
// two bear it.
func (s *Service) Named(ctx context.Context, name string) (found Organization, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := everyOrg(ctx, tx)
		if err != nil {
			return err
		}
		found = Organization{}
		for _, o := range all {
			if !o.bears(name) {
				continue
			}
			if found.ID != "" {
				return fault.New(fault.Conflict, "cli.org_listed_twice", "org", name)
			}
			found = o
		}
		if found.ID == "" {
			return fault.New(fault.NotFound, "cli.org_unknown", "org", name)
		}
		return nil
	})
	return found, err
}

// bears reports that this is its name, in either language, whatever the case and
// accents.
func (o Organization) bears(name string) bool {
	want := text.Fold(name)
	return want != "" && (text.Fold(o.NameFR) == want || text.Fold(o.NameEN) == want)
}

// Find reads an organisation; what it holds is public.
func (s *Service) Find(ctx context.Context, id access.Org) (o Organization, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o, err = findOrg(ctx, tx, id)
		return err
	})
	return o, err
}
