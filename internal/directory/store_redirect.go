package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// redirectRow is a service that became one with another.
type redirectRow struct {
	From, To access.Service
	Name     string // of the one that is no more
	Code     string // its short address
	Org      access.Org
	At       db.Time
}

func (r *redirectRow) fields() []any {
	return []any{&r.From, &r.To, &r.Name, &r.Code, &r.Org, &r.At}
}

const selectRedirects = `SELECT f.service_id, f.to_id, s.name, s.code, f.org_id, f.at FROM service_redirect AS f JOIN service AS s ON s.id = f.service_id`

// redirectsTo are the services that became one with a service, directly.
func redirectsTo(ctx context.Context, tx *db.Tx, service access.Service) ([]redirectRow, error) {
	return db.Collect(ctx, tx, (*redirectRow).fields, selectRedirects+` WHERE f.to_id = $1 ORDER BY f.service_id`, string(service))
}

// allRedirects are those of the whole directory.
func allRedirects(ctx context.Context, tx *db.Tx) ([]redirectRow, error) {
	return db.Collect(ctx, tx, (*redirectRow).fields, selectRedirects+` ORDER BY f.service_id`)
}

// saveRedirect has a service lead to another. It may have been deleted with its
// import, and have come back, while its redirect stood.
func saveRedirect(ctx context.Context, tx *db.Tx, from, to access.Service, org string, at db.Time) error {
	if err := removeRedirect(ctx, tx, string(from)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO service_redirect (service_id, to_id, org_id, at)
		VALUES ($1, $2, $3, $4)`, string(from), string(to), org, at)
	return err
}

func removeRedirect(ctx context.Context, tx *db.Tx, from string) error {
	_, err := tx.Exec(ctx, `DELETE FROM service_redirect WHERE service_id = $1`, from)
	return err
}

// strandedRedirects are those that lead to a service which is shown to nobody,
// and leads nowhere itself.
func strandedRedirects(ctx context.Context, tx *db.Tx) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT f.service_id
		FROM   service_redirect AS f
		WHERE  NOT EXISTS (SELECT 1 FROM service AS s WHERE s.id = f.to_id AND s.published)
		AND    NOT EXISTS (SELECT 1 FROM service_redirect AS n WHERE n.service_id = f.to_id)
		ORDER  BY f.service_id`)
}
