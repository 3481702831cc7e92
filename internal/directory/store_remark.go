package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// servicesAround finds the published services whose page a record is on.
func servicesAround(ctx context.Context, tx *db.Tx, row stored) ([]access.Service, error) {
	link := func(column string) string {
		if row.Table == column[:len(column)-len("_id")] {
			return row.ID()
		}
		return row.Get(column)
	}
	if contact := row.Get("contact_id"); contact != "" {
		rows, err := fullOf(ctx, tx, TableOf("contact"), []string{contact})
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		return servicesAround(ctx, tx, rows[0])
	}
	return db.Collect(ctx, tx, func(s *access.Service) []any { return []any{s} }, `
		SELECT s.id
		FROM   service AS s
		WHERE  s.published
		AND    (s.id = $1
		OR      ($2 <> '' AND s.program_id = $2)
		OR      ($3 <> '' AND s.organization_id = $3)
		OR      s.id IN (SELECT a.service_id FROM service_at_location AS a WHERE ($4 <> '' AND a.id = $4) OR ($5 <> '' AND a.location_id = $5)))
		ORDER  BY s.id`,
		link("service_id"), ownLink(row, "program"), ownLink(row, "organization"), link("service_at_location_id"), link("location_id"))
}

// ownLink is the record itself when it is of a table, or what a child of it
// hangs on. The organisation of a service, or of a place, is not what they are
// a part of.
func ownLink(row stored, table string) string {
	switch row.Table {
	case table:
		return row.ID()
	case "service", "location", "program":
		return ""
	}
	return row.Get(table + "_id")
}
