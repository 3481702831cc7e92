package directory

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// saveStamp records who found a fact true. A stamp of today replaces the one
// before.
func saveStamp(ctx context.Context, tx *db.Tx, f Fact, origin Origin, org access.Org, name string, at time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO fact_confirmation (service_id, kind, code, origin, value, org_id, org_name, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (service_id, kind, code, origin) DO UPDATE
		SET    value = excluded.value, org_id = excluded.org_id, org_name = excluded.org_name, at = excluded.at`,
		string(f.Service), string(f.Kind), f.Code, string(origin), f.Value, string(org), name, db.At(at))
	return err
}

// stampRow is a confirmation of one value of a fact.
type stampRow struct {
	Service     access.Service
	Kind        FactKind
	Code, Value string
	Origin      Origin
	Org         access.Org
	Name        string
	At          db.Time
}

func (r *stampRow) fields() []any {
	return []any{&r.Service, &r.Kind, &r.Code, &r.Value, &r.Origin, &r.Org, &r.Name, &r.At}
}

// stamps reads the confirmations of some services, or of all when ids is nil.
func stamps(ctx context.Context, tx *db.Tx, ids []string) ([]stampRow, error) {
	return ofServices(ctx, tx, (*stampRow).fields, `SELECT f.service_id, f.kind, f.code, f.value, f.origin, f.org_id, f.org_name, f.at FROM fact_confirmation AS f`,
		` ORDER BY f.service_id, f.kind, f.code, f.origin`, ids)
}
