package directory

import (
	"context"

	"passerelle/internal/db"
)

// organizationRow is an organisation as its own page shows it.
type organizationRow struct {
	orgRow
	Description, Parent string
	Since               *float64
}

const selectOrganization = `SELECT x.id, x.name, x.alternate_name, x.website, x.email, x.dataset_id, x.description, x.parent_organization_id, x.year_incorporated
	FROM organization AS x`

func (o *organizationRow) fields() []any {
	return append(o.orgRow.fields(), &o.Description, &o.Parent, &o.Since)
}

type programRow struct{ ID, Name, Alternate, Description, Dataset string }

const selectPrograms = `SELECT x.id, x.name, x.alternate_name, x.description, x.dataset_id FROM program AS x`

func (r *programRow) fields() []any {
	return []any{&r.ID, &r.Name, &r.Alternate, &r.Description, &r.Dataset}
}

// organizationsUnder are those that name an organisation as the one above them:
// some of them, by name, from one on.
func organizationsUnder(ctx context.Context, tx *db.Tx, org string, from, most int) ([]orgRow, error) {
	return db.Collect(ctx, tx, (*orgRow).fields, selectOrgs+`
	WHERE  x.published
	AND    x.parent_organization_id = $1
	AND    x.parent_organization_id <> ''
	AND    x.id <> $2
	ORDER  BY x.name, x.id
	LIMIT  $3 OFFSET $4`, org, org, most, from)
}
