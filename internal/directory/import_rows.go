package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
)

// appender is the part of the event log that an import needs.
type appender interface {
	Append(ctx context.Context, tx *db.Tx, by access.Actor, e event.Event) error
}

// place is where a source row stood before a run, for undo.
type place struct {
	Key    sourceKey
	No     int
	Cells  string
	Absent db.Time
}

// rows keeps each row of the source as it came.
func (im *importer) rows(ctx context.Context) error {
	var some []SourceRow
	flush := func() error {
		if len(some) == 0 {
			return nil
		}
		err := im.flushRows(ctx, some)
		some = some[:0]
		return err
	}
	err := im.in.Rows(func(r SourceRow) error {
		if len(some) == batch || len(some) > 0 && some[0].File != r.File {
			if err := flush(); err != nil {
				return err
			}
		}
		some = append(some, r)
		return nil
	})
	if err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	if im.o.DryRun {
		return nil
	}
	return saveSource(ctx, im.tx, im.set.ID, im.run, im.sourceNew)
}

func (im *importer) flushRows(ctx context.Context, some []SourceRow) error {
	file := some[0].File
	im.files[file] = true
	sums := make([]string, len(some))
	for i, r := range some {
		sums[i] = r.SHA256
	}
	var there map[sourceKey]sourceRow
	if im.again {
		var err error
		if there, err = sourceKnown(ctx, im.tx, im.set.ID, file, sums); err != nil {
			return err
		}
	}
	for _, r := range some {
		k := sourceKey{r.File, r.SHA256, r.Rank}
		if im.again {
			im.seenRows[k] = true
		}
		old, has := there[k]
		if has && old.No == r.No && old.Cells == r.Cells && old.Absent.IsZero() {
			continue
		}
		im.dirty = true
		switch {
		case im.o.DryRun:
		case has:
			if err := im.remember(ctx, sourceTable, "", place{k, old.No, old.Cells, old.Absent}); err != nil {
				return err
			}
			if err := moveSource(ctx, im.tx, im.set.ID, k, r.No, r.Cells, db.Time{}); err != nil {
				return err
			}
		default:
			if im.sourceNew = append(im.sourceNew, r); len(im.sourceNew) == batch {
				if err := saveSource(ctx, im.tx, im.set.ID, im.run, im.sourceNew); err != nil {
					return err
				}
				im.sourceNew = im.sourceNew[:0]
			}
		}
	}
	return nil
}

// What a run may change besides records.
const (
	sourceTable  = "source_record"
	datasetTable = "dataset"
)

// absentRows marks rows that left their file.
func (im *importer) absentRows(ctx context.Context) error {
	if !im.again {
		return nil
	}
	for after := (sourceKey{}); ; {
		rows, err := sourceKeys(ctx, im.tx, im.set.ID, after)
		if err != nil || len(rows) == 0 {
			return err
		}
		after = rows[len(rows)-1].key()
		for _, r := range rows {
			if im.seenRows[r.key()] || !im.files[r.File] || r.FirstRun == im.run {
				continue
			}
			im.dirty = true
			if im.o.DryRun {
				continue
			}
			if err := im.remember(ctx, sourceTable, "", place{r.key(), r.No, r.Cells, r.Absent}); err != nil {
				return err
			}
			if err := moveSource(ctx, im.tx, im.set.ID, r.key(), r.No, r.Cells, db.At(im.tx.Now)); err != nil {
				return err
			}
		}
	}
}
