package directory

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"strings"

	"passerelle/internal/db"
)

// rememberRecord keeps what the source said of a record, for undo: what is
// corrected here stands beside it and is not the import's to take back.
func (im *importer) rememberRecord(ctx context.Context, old stored) error {
	for _, c := range im.fixed[old.Table+"|"+old.ID()] {
		old.setField(c.Field, c.Source)
	}
	return im.remember(ctx, old.Table, old.ID(), &old)
}

// remember keeps what a row was, for undo.
func (im *importer) remember(ctx context.Context, table, rowID string, before any) error {
	b, err := json.Marshal(before)
	if err != nil {
		return err
	}
	im.changes = append(im.changes, change{Type: table, ID: rowID, Before: string(b)})
	if len(im.changes) == batch {
		return im.flushChanges(ctx)
	}
	return nil
}

func (im *importer) flushChanges(ctx context.Context) error {
	err := saveChanges(ctx, im.tx, im.run, im.changeNo, im.changes)
	im.changeNo += len(im.changes)
	im.changes = im.changes[:0]
	return err
}

func (im *importer) flushTold(ctx context.Context) error { return im.told.flush(ctx, im.tx, 1) }

// issues keeps what there is to look at, for the page of the run.
func (im *importer) issues(ctx context.Context) error { return keepIssues(ctx, im.tx, im.run, im.in) }

func keepIssues(ctx context.Context, tx *db.Tx, run string, in Incoming) error {
	var some []Issue
	no := 1
	flush := func() error {
		err := saveIssues(ctx, tx, run, no, some)
		no += len(some)
		some = some[:0]
		return err
	}
	err := in.Issues(func(x Issue) error {
		if some = append(some, x); len(some) < batch {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// short is an id in the sixteen bytes it stands for.
func short(uuid string) (k [16]byte) {
	hex.Decode(k[:], []byte(strings.ReplaceAll(uuid, "-", "")))
	return k
}

// plain takes out the one character that no column may hold.
func plain(s string) string { return strings.ReplaceAll(s, "\x00", "") }
