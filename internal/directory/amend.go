package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// addRecord adds a record that was said here. It begins withheld and is then
// shown, so that its being there is a change like any other, and can be taken
// back without being deleted.
func addRecord(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, language string, r Record) error {
	row := stored{Record: r, Dataset: saidHereFR, Updated: db.At(tx.Now)}
	if language == "en" {
		row.Dataset = saidHereEN
	}
	row.Withheld = true
	if err := insertAll(ctx, tx, TableOf(r.Table), []stored{row}); err != nil {
		return err
	}
	return correctField(ctx, tx, by, service, stateKey{r.Table, r.ID(), publishedField}, "1")
}

// dropRecord takes a record out, whoever told it. Its source may tell it again:
// it stays out until somebody here puts it back.
func dropRecord(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, table, id string) error {
	return correctField(ctx, tx, by, service, stateKey{table, id, publishedField}, "0")
}

// languageOf is the language that a record is written in: that of its source.
func languageOf(ctx context.Context, tx *db.Tx, dataset string) (string, error) {
	sets, err := datasets(ctx, tx)
	if sets[dataset].Language == "en" {
		return "en", err
	}
	return "fr", err
}
