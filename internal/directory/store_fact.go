package directory

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"passerelle/internal/db"
)

const selectFacts = `SELECT f.service_id, f.kind, f.code, f.origin, f.value, f.said_by, f.said_at, f.attribute_id FROM service_fact AS f`

// facts reads the facts of some services, or of all when ids is nil, ordered by
// service, kind, code and origin.
func facts(ctx context.Context, tx *db.Tx, ids []string) ([]Fact, error) {
	all, err := factsRead(ctx, tx, ids)
	if ids == nil {
		all = factsInOrder(all)
	}
	return all, err
}

// factsInOrder puts facts in the order of facts.
func factsInOrder(all []Fact) []Fact {
	at := make([]int32, len(all))
	for i := range at {
		at[i] = int32(i)
	}
	slices.SortFunc(at, func(i, j int32) int {
		a, b := &all[i], &all[j]
		return cmp.Or(strings.Compare(string(a.Service), string(b.Service)), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Code, b.Code), strings.Compare(string(a.Origin), string(b.Origin)))
	})
	out := make([]Fact, len(all))
	for i, n := range at {
		out[i] = all[n]
	}
	return out
}

// factsRead is facts; those of the whole directory as they lie, for the same
// reason as some.
func factsRead(ctx context.Context, tx *db.Tx, ids []string) ([]Fact, error) {
	order := ` ORDER BY f.service_id, f.kind, f.code, f.origin`
	if ids == nil {
		order = ""
	}
	rows, err := ofServices(ctx, tx, (*factRow).fields, selectFacts, order, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Fact, 0, len(rows))
	for _, r := range rows {
		if factRules[r.Kind] == nil {
			continue // a kind of a later version of the program
		}
		r.Fact.At = r.at.Time
		out = append(out, r.Fact)
	}
	return out, nil
}

type factRow struct {
	Fact
	at db.Time
}

func (f *factRow) fields() []any {
	return []any{&f.Service, &f.Kind, &f.Code, &f.Origin, &f.Value, &f.By, &f.at, &f.Attribute}
}

// ofServices reads the rows of some services, or of all when ids is nil; the
// query calls its table f.
func ofServices[T any](ctx context.Context, tx *db.Tx, fields func(*T) []any, query, order string, ids []string) ([]T, error) {
	if ids == nil {
		return db.Gather(ctx, tx, fields, query+order)
	}
	return inBatches(ids, func(args []any) ([]T, error) {
		return db.Collect(ctx, tx, fields, query+` WHERE f.service_id IN `+tuples(len(args), 1)+order, args...)
	})
}

func saveFacts(ctx context.Context, tx *db.Tx, facts []Fact) error {
	const insert, width = `INSERT INTO service_fact (service_id, kind, code, origin, value, said_by, said_at, attribute_id) VALUES `, 8
	var args []any
	for _, f := range facts {
		args = append(args, string(f.Service), string(f.Kind), f.Code, string(f.Origin), f.Value, string(f.By), db.At(f.At), f.Attribute)
		if len(args) == width*batch {
			if err := insertTuples(ctx, tx, insert, width, args); err != nil {
				return err
			}
			args = args[:0]
		}
	}
	return insertTuples(ctx, tx, insert, width, args)
}

func removeFact(ctx context.Context, tx *db.Tx, f Fact) error {
	_, err := tx.Exec(ctx, `DELETE FROM service_fact WHERE service_id = $1 AND kind = $2 AND code = $3 AND origin = $4`,
		string(f.Service), string(f.Kind), f.Code, string(f.Origin))
	return err
}
