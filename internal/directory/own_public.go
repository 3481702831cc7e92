package directory

import (
	"context"
	"slices"
	"strings"

	"passerelle/internal/db"
)

// ours puts what was said here in the place of what sources say of the same
// things, and adds the records that say it: what Export does for all, for the
// records that were looked for.
func (r *Reader) ours(ctx context.Context, table, column string, ids []string, rows []PublicRecord) ([]PublicRecord, error) {
	var made []Record
	switch {
	case table == "language" && column == "service_id", table == "service_capacity" && column == "service_id", table == "attribute" && column == "link_id":
		v, err := leavingNow(ctx, r.tx, ids)
		if err != nil {
			return nil, err
		}
		rows = slices.DeleteFunc(rows, func(p PublicRecord) bool { return v.replaces(p.Record) })
		made = v.extra[table]
		r.met(v)
	case table == "metadata" && column == "resource_id":
		made = r.sure
	case column == "id":
		for _, x := range map[string]map[string]Record{"taxonomy": r.kinds, "taxonomy_term": r.terms, "unit": r.units}[table] {
			made = append(made, x)
		}
	}
	if len(made) == 0 {
		return rows, nil
	}
	asked := make(map[string]bool, len(ids))
	for _, x := range ids {
		asked[x] = true
	}
	own := map[string]bool{}
	for _, x := range made {
		if asked[x.Get(column)] {
			own[x.ID()] = true
		}
	}
	rows = slices.DeleteFunc(rows, func(p PublicRecord) bool { return own[p.ID()] }) // a fact that came back by a package of ours
	for _, x := range made {
		if own[x.ID()] {
			rows = append(rows, PublicRecord{x, ""})
		}
	}
	slices.SortFunc(rows, func(a, b PublicRecord) int { return strings.Compare(a.ID(), b.ID()) })
	return rows, nil
}

// met keeps the records that what was read points at, for when they are looked
// for in their turn.
func (r *Reader) met(v *leaving) {
	for _, x := range v.extra["taxonomy"] {
		r.kinds[x.ID()] = x
	}
	for _, x := range v.extra["taxonomy_term"] {
		r.terms[x.ID()] = x
	}
	for _, x := range v.extra["unit"] {
		r.units[x.ID()] = x
	}
	r.sure = v.extra["metadata"]
}

// statusNow is the status of those services that have closures.
func statusNow(ctx context.Context, tx *db.Tx, services []string) (map[string]Status, error) {
	all, err := facts(ctx, tx, services)
	if err != nil {
		return nil, err
	}
	v := leaving{status: map[string]Status{}}
	v.closures(winners(all), tx.Now)
	return v.status, nil
}
