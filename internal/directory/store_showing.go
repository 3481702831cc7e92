package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// givenAt finds a place where a service is given.
func givenAt(ctx context.Context, tx *db.Tx, service access.Service, location string) error {
	var n int
	return tx.QueryRow(ctx, `SELECT 1 FROM service_at_location AS d WHERE d.service_id = $1 AND d.location_id = $2 LIMIT 1`, string(service), location).Scan(&n)
}

// servicesAt are the services given at a place.
func servicesAt(ctx context.Context, tx *db.Tx, location string) ([]access.Service, error) {
	return db.Collect(ctx, tx, func(s *access.Service) []any { return []any{s} }, `
		SELECT DISTINCT d.service_id FROM service_at_location AS d WHERE d.location_id = $1 ORDER BY d.service_id`, location)
}

// saidOf is what each organisation that hides the address of a place lets be
// seen of it.
func saidOf(ctx context.Context, tx *db.Tx, location string) (map[access.Org]Showing, error) {
	type row struct {
		org access.Org
		s   Showing
	}
	rows, err := db.Collect(ctx, tx, func(r *row) []any { return []any{&r.org, &r.s} }, `
		SELECT h.org_id, h.shows FROM hidden_address AS h WHERE h.location_id = $1`, location)
	m := map[access.Org]Showing{}
	for _, r := range rows {
		m[r.org] = r.s
	}
	return m, err
}

// show keeps how much of a place's address an organisation lets be seen.
func show(ctx context.Context, tx *db.Tx, location string, org access.Org, s Showing) error {
	if s == ShowAddress {
		_, err := tx.Exec(ctx, `DELETE FROM hidden_address WHERE location_id = $1 AND org_id = $2`, location, org)
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO hidden_address (location_id, org_id, shows, at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (location_id, org_id) DO UPDATE
		SET    shows = excluded.shows, at = excluded.at`, location, org, string(s), db.At(tx.Now))
	return err
}

// secretPlace is a location whose address is not public.
type secretPlace struct {
	shows Showing
	town  string // when it is public
}

// hiddenPlaces reads them, by location: the least that any organisation here
// lets be seen, else what a source says by an attribute of ours.
func hiddenPlaces(ctx context.Context, tx *db.Tx) (map[string]secretPlace, error) {
	type row struct {
		location string
		secretPlace
	}
	fields := func(r *row) []any { return []any{&r.location, &r.shows, &r.town} }
	// CROSS JOIN keeps SQLite to this order: it would begin with every attribute.
	told, err := db.Collect(ctx, tx, fields, `
		SELECT a.link_id, t.name, a.value
		FROM   taxonomy AS x
		CROSS  JOIN taxonomy_term AS t
		CROSS  JOIN attribute AS a
		WHERE  x.name = $1
		AND    t.taxonomy_id = x.id
		AND    t.name IN ($2, $3)
		AND    a.taxonomy_term_id = t.id`, string(addressShown), string(ShowArea), string(ShowNothing))
	if err != nil {
		return nil, err
	}
	here, err := db.Collect(ctx, tx, fields, `
		SELECT h.location_id, h.shows, COALESCE((SELECT min(a.city) FROM address AS a WHERE a.location_id = h.location_id AND a.published), '')
		FROM   hidden_address AS h`)
	m := map[string]secretPlace{}
	said := map[string]bool{}
	for _, r := range here {
		if known, ok := m[r.location]; !ok || open(r.shows) < open(known.shows) {
			m[r.location], said[r.location] = r.secretPlace, true
		}
	}
	for _, r := range told {
		if !said[r.location] {
			m[r.location] = r.secretPlace
		}
	}
	for at, p := range m {
		if p.shows != ShowArea {
			p.town = ""
			m[at] = p
		}
	}
	return m, err
}
