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
	if err := correctable(field, value); err != nil {
		return err
	}
	return s.change(ctx, by, service, mayChange, func(tx *db.Tx) error { return correct(ctx, tx, by, service, field, plain(value)) })
}

// correct is Correct within a transaction, for a field and a value that were
// checked.
func correct(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, field, value string) error {
	rows, err := fullOf(ctx, tx, TableOf("service"), []string{string(service)})
	if err != nil || len(rows) == 0 {
		return err
	}
	row := rows[0]
	if err := saveCorrection(ctx, tx, correction{Type: "service", ID: row.ID(), Field: field, Local: value, Source: row.Get(field)}, string(by.Org())); err != nil {
		return err
	}
	row.Set(field, value)
	row.Updated = db.At(tx.Now)
	return update(ctx, tx, &row)
}

// correctable reports that a field of a service can be corrected to a value.
func correctable(field, value string) error {
	t := TableOf("service")
	i := t.At(field)
	switch {
	case i < 0 || t.Columns[i].Kind == Link || field == "id":
		return fault.Field(field, "error.invalid")
	case t.Columns[i].Required && value == "":
		return fault.Field(field, "error.empty")
	case t.Columns[i].Kind == Number && value != "" && !isNumber(value):
		return fault.Field(field, "error.invalid")
	}
	return nil
}
