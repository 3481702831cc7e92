package consortium

import (
	"context"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// row is a consortium with its lists as they are kept: a line each.
type row struct {
	Consortium
	places, populations string
}

func (r *row) fields() []any {
	return []any{&r.ID, &r.Name, &r.places, &r.populations, &r.Org, &r.Version, &r.Begun, &r.Ended}
}

func (r row) read() Consortium {
	c := r.Consortium
	c.Places, c.Populations = strings.Split(r.places, "\n"), strings.Split(r.populations, "\n")
	return c
}

func insert(ctx context.Context, tx *db.Tx, region access.Region, c Consortium) (err error) {
	defer fault.Wrap(&err, "consortium.insert")
	_, err = tx.Exec(ctx, `
		INSERT INTO consortium (region_id, id, name, places, populations, org_id, version, begun_at, ended_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		region, c.ID, c.Name, strings.Join(c.Places, "\n"), strings.Join(c.Populations, "\n"), c.Org, c.Version, c.Begun, c.Ended)
	return err
}

func update(ctx context.Context, tx *db.Tx, region access.Region, c Consortium) (err error) {
	defer fault.Wrap(&err, "consortium.update(%s)", c.ID)
	_, err = tx.Exec(ctx, `
		UPDATE consortium SET name = $1, places = $2, populations = $3, version = $4, ended_at = $5
		WHERE  region_id = $6 AND id = $7`,
		c.Name, strings.Join(c.Places, "\n"), strings.Join(c.Populations, "\n"), c.Version, c.Ended, region, c.ID)
	return err
}

func find(ctx context.Context, tx *db.Tx, region access.Region, id string) (p Plan, err error) {
	r, err := db.Find(ctx, tx, (*row).fields, `
		SELECT c.id, c.name, c.places, c.populations, c.org_id, c.version, c.begun_at, c.ended_at
		FROM   consortium AS c
		WHERE  c.region_id = $1 AND c.id = $2`, region, id)
	if err != nil {
		return Plan{}, err
	}
	p.Consortium = r.read()
	p.Parts, err = db.Collect(ctx, tx, func(x *Part) []any {
		return []any{&x.ID, &x.Org, &x.Place, &x.Population, &x.Contact, &x.Since}
	}, `
		SELECT x.id, x.org_id, x.place, x.population, x.contact, x.since
		FROM   consortium_part AS x
		WHERE  x.region_id = $1 AND x.consortium_id = $2
		ORDER  BY x.since, x.id`, region, id)
	p.byPlan()
	return p, err
}

// listed bounds a list: a region has a handful.
const listed = 50

func all(ctx context.Context, tx *db.Tx, region access.Region) (list []Consortium, err error) {
	rows, err := db.Collect(ctx, tx, (*row).fields, `
		SELECT c.id, c.name, c.places, c.populations, c.org_id, c.version, c.begun_at, c.ended_at
		FROM   consortium AS c
		WHERE  c.region_id = $1
		ORDER  BY CASE WHEN c.ended_at IS NULL THEN 0 ELSE 1 END, c.begun_at DESC, c.id DESC
		LIMIT  $2`, region, listed)
	for _, r := range rows {
		list = append(list, r.read())
	}
	return list, err
}

func insertPart(ctx context.Context, tx *db.Tx, region access.Region, consortium string, x Part) (err error) {
	defer fault.Wrap(&err, "consortium.insertPart")
	_, err = tx.Exec(ctx, `
		INSERT INTO consortium_part (region_id, id, consortium_id, org_id, place, population, contact, since)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		region, x.ID, consortium, x.Org, x.Place, x.Population, x.Contact, x.Since)
	return err
}

func deletePart(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, id string) (err error) {
	defer fault.Wrap(&err, "consortium.deletePart(%s)", id)
	_, err = tx.Exec(ctx, `
		DELETE FROM consortium_part
		WHERE  region_id = $1 AND org_id = $2 AND id = $3`, region, org, id)
	return err
}
