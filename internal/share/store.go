package share

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func (l *List) fields() []any {
	return []any{&l.ID, &l.Code, &l.Org, &l.Name, &l.Version, &l.Created, &l.Changed, &l.Removed}
}

func listByCode(ctx context.Context, tx *db.Tx, region access.Region, code string) (l List, err error) {
	l, err = db.Find(ctx, tx, (*List).fields, `
		SELECT l.id, l.code, l.org_id, l.name, l.version, l.created_at, l.changed_at, l.removed_at
		FROM   saved_list AS l
		WHERE  l.region_id = $1 AND l.code = $2`, region, code)
	if err != nil {
		return List{}, err
	}
	l.Services, err = itemsOf(ctx, tx, region, l.ID)
	return l, err
}

func listsOf(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) ([]List, error) {
	list, err := db.Collect(ctx, tx, (*List).fields, `
		SELECT l.id, l.code, l.org_id, l.name, l.version, l.created_at, l.changed_at, l.removed_at
		FROM   saved_list AS l
		WHERE  l.region_id = $1 AND l.org_id = $2 AND l.removed_at IS NULL
		ORDER  BY l.changed_at DESC, l.id DESC`, region, org)
	for i := range list {
		if list[i].Services, err = itemsOf(ctx, tx, region, list[i].ID); err != nil {
			return nil, err
		}
	}
	return list, err
}

func countLists(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*)
		FROM   saved_list AS l
		WHERE  l.region_id = $1 AND l.org_id = $2 AND l.removed_at IS NULL`, region, org).Scan(&n)
	return n, err
}

func itemsOf(ctx context.Context, tx *db.Tx, region access.Region, list string) ([]access.Service, error) {
	return db.Collect(ctx, tx, func(s *access.Service) []any { return []any{s} }, `
		SELECT i.service_id
		FROM   saved_list_item AS i
		WHERE  i.region_id = $1 AND i.list_id = $2
		ORDER  BY i.rank`, region, list)
}

func insertList(ctx context.Context, tx *db.Tx, region access.Region, l List) (err error) {
	defer fault.Wrap(&err, "share.insertList")
	_, err = tx.Exec(ctx, `
		INSERT INTO saved_list (region_id, id, org_id, code, name, version, created_at, changed_at, removed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		region, l.ID, l.Org, l.Code, l.Name, l.Version, l.Created, l.Changed, l.Removed)
	if err != nil {
		return err
	}
	return insertItems(ctx, tx, region, l)
}

func updateList(ctx context.Context, tx *db.Tx, region access.Region, l List) (err error) {
	defer fault.Wrap(&err, "share.updateList(%s)", l.ID)
	if _, err = tx.Exec(ctx, `
		UPDATE saved_list SET name = $1, version = $2, changed_at = $3, removed_at = $4
		WHERE  region_id = $5 AND id = $6`,
		l.Name, l.Version, l.Changed, l.Removed, region, l.ID); err != nil {
		return err
	}
	if _, err = tx.Exec(ctx, `DELETE FROM saved_list_item WHERE region_id = $1 AND list_id = $2`, region, l.ID); err != nil {
		return err
	}
	return insertItems(ctx, tx, region, l)
}

func insertItems(ctx context.Context, tx *db.Tx, region access.Region, l List) error {
	for rank, service := range l.Services {
		if _, err := tx.Exec(ctx, `
			INSERT INTO saved_list_item (region_id, list_id, rank, service_id)
			VALUES ($1, $2, $3, $4)`, region, l.ID, rank, service); err != nil {
			return err
		}
	}
	return nil
}
