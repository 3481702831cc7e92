package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Correct changes one field of a service here. The value of the source is kept
// beside it, and the next imports keep the value given here.
func (s *Service) Correct(ctx context.Context, by access.Actor, service access.Service, field, value string) (err error) {
	defer fault.Wrap(&err, "directory.Correct(%s, %s)", service, field)
	t := TableOf("service")
	i := t.At(field)
	switch {
	case !keeps(by):
		return notFound()
	case i < 0 || t.Columns[i].Kind == Link || field == "id":
		return fault.Field(field, "error.invalid")
	case t.Columns[i].Required && value == "":
		return fault.Field(field, "error.empty")
	case t.Columns[i].Kind == Number && value != "" && !isNumber(value):
		return fault.Field(field, "error.invalid")
	}
	return s.change(ctx, by, service, func(tx *db.Tx) error {
		rows, err := fullOf(ctx, tx, t, []string{string(service)})
		if err != nil || len(rows) == 0 {
			return err
		}
		row := rows[0]
		if err := saveCorrection(ctx, tx, correction{Type: "service", ID: row.ID(), Field: field, Local: plain(value), Source: row.Get(field)}, string(by.Org())); err != nil {
			return err
		}
		row.Set(field, plain(value))
		row.Updated = db.At(tx.Now)
		return update(ctx, tx, &row)
	})
}
