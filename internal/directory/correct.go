package directory

import (
	"context"
	"slices"

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
// checked. What was said of it in languages that are not edited here goes: it
// translates words that are no more.
func correct(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, field, value string) error {
	if hasLanguage(field) {
		if err := untranslate(ctx, tx, by, service, field); err != nil {
			return err
		}
	}
	return correctField(ctx, tx, by, service, stateKey{"service", string(service), field}, value)
}

// seeAspect records that who speaks knows one part of a page to be true today.
func seeAspect(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, a Aspect) error {
	name, err := orgNameOf(ctx, tx, by.Org())
	if err != nil {
		return err
	}
	return saveAspect(ctx, tx, service, a, string(by.Org()), name, db.At(tx.Now))
}

// correctField says here what one field of a record is. What the source says
// is kept beside it; saying the same as the source leaves nothing to keep.
func correctField(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, k stateKey, value string) error {
	if a := aspectOfField(k.Type, k.Field); a != "" {
		if err := seeAspect(ctx, tx, by, service, a); err != nil {
			return err
		}
	}
	return setField(ctx, tx, k, fieldState{Value: value, Corrected: true, Org: string(by.Org()), At: ms(tx.Now)})
}

// setField writes one field of a record, as corrected here or as its source
// tells it. What was not corrected takes the word of the source of today: it
// may have changed since the state was noted.
func setField(ctx context.Context, tx *db.Tx, k stateKey, is fieldState) error {
	rows, err := fullOf(ctx, tx, TableOf(k.Type), []string{k.ID})
	if err != nil || len(rows) == 0 {
		return err
	}
	row := rows[0]
	fixed, err := correctionsOf(ctx, tx, k.Type, []string{k.ID})
	if err != nil {
		return err
	}
	c, known := fixed[k]
	if !known {
		c.correction = correction{Type: k.Type, ID: k.ID, Field: k.Field, Source: row.field(k.Field)}
	}
	switch {
	case known && is.Corrected && is.Value == c.Local: // said before, in the same words
		return nil
	case row.saidHere(): // it has no source to be kept apart from
	case is.Corrected && is.Value != c.Source:
		c.Local = is.Value
		err = saveCorrection(ctx, tx, c.correction, is.Org, fromMS(is.At))
	case known:
		is.Value = c.Source
		err = removeCorrection(ctx, tx, k)
	}
	if err != nil {
		return err
	}
	row.setField(k.Field, is.Value)
	row.Updated = db.At(tx.Now)
	return update(ctx, tx, &row)
}

// field reads a column, or whether the record is shown.
func (s *stored) field(name string) string {
	if name == publishedField {
		if s.Withheld {
			return "0"
		}
		return "1"
	}
	return s.Get(name)
}

func (s *stored) setField(name, value string) {
	if name == publishedField {
		s.Withheld = value != "1"
		return
	}
	s.Values = slices.Clone(s.Values)
	s.Set(name, value)
}

// Datasets of what was said here, by language: no import has their names.
const (
	saidHereFR = "here:fr"
	saidHereEN = "here:en"
)

// saidHere reports a record that no source told.
func (s *stored) saidHere() bool { return here(s.Dataset) }

func here(dataset string) bool { return dataset == saidHereFR || dataset == saidHereEN }

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
