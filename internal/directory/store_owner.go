package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// ownerOf is the organisation that gives a published service.
func ownerOf(ctx context.Context, tx *db.Tx, service access.Service) (org access.Org, err error) {
	err = tx.QueryRow(ctx, `SELECT s.organization_id FROM service AS s WHERE s.id = $1 AND s.published`, string(service)).Scan(&org)
	return org, err
}

func saveSteward(ctx context.Context, tx *db.Tx, org access.Org, keeps bool) error {
	if !keeps {
		_, err := tx.Exec(ctx, `DELETE FROM steward WHERE org_id = $1`, string(org))
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO steward (org_id, at) VALUES ($1, $2) ON CONFLICT (org_id) DO NOTHING`, string(org), db.At(tx.Now))
	return err
}

// orgNameOf is what an organisation is called in the directory or, when it is
// not in it, among those that sign in; "" when it is nowhere.
func orgNameOf(ctx context.Context, tx *db.Tx, org access.Org) (string, error) {
	names, err := db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT n.name
		FROM   (SELECT 1 AS place, o.name AS name FROM organization AS o WHERE o.id = $1
		        UNION ALL
		        SELECT 2 AS place, g.name_fr AS name FROM org AS g WHERE g.id = $1) AS n
		WHERE  n.name <> ''
		ORDER  BY n.place`, string(org))
	if err != nil || len(names) == 0 {
		return "", err
	}
	return names[0], nil
}

// sheetPlaces are the places where a service is given, with their addresses.
func sheetPlaces(ctx context.Context, tx *db.Tx, service access.Service) ([]InsidePlace, error) {
	type row struct{ location, name, line, city, province string }
	rows, err := db.Collect(ctx, tx, func(r *row) []any { return []any{&r.location, &r.name, &r.line, &r.city, &r.province} }, `
		SELECT l.id, l.name, COALESCE(a.address_1, ''), COALESCE(a.city, ''), COALESCE(a.state_province, '')
		FROM   location AS l
		LEFT   JOIN address AS a ON a.location_id = l.id AND a.published AND a.address_type <> 'postal'
		WHERE  l.id IN (SELECT d.location_id FROM service_at_location AS d WHERE d.service_id = $1 AND d.published)
		ORDER  BY l.id, a.id`, string(service))
	if err != nil {
		return nil, err
	}
	var out []InsidePlace
	for _, r := range rows {
		if n := len(out); n > 0 && out[n-1].Location == r.location {
			continue // one address is enough to know the place by
		}
		p := InsidePlace{Location: r.location, Name: r.name}
		for _, s := range []string{r.line, r.city, r.province} {
			if s != "" && p.Address != "" {
				p.Address += ", "
			}
			p.Address += s
		}
		out = append(out, p)
	}
	return out, nil
}

// orgPublished reports whether the directory shows an organisation.
func orgPublished(ctx context.Context, tx *db.Tx, org access.Org) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT count(*) FROM organization AS o WHERE o.id = $1 AND o.published`, string(org)).Scan(&n)
	return n > 0, err
}
