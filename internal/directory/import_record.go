package directory

import (
	"context"
	"slices"

	"passerelle/internal/db"
	"passerelle/internal/id"
)

// records compares every record of the package with what is there.
func (im *importer) records(ctx context.Context) error {
	err := im.in.Records(func(r Record) error {
		if wordsOutside().made(r) {
			return nil
		}
		im.waiting[r.Table] = append(im.waiting[r.Table], r)
		if im.compared++; im.o.Progress != nil && im.compared%1000 == 0 {
			im.o.Progress(im.compared)
		}
		if len(im.waiting[r.Table]) < batch {
			return nil
		}
		return im.flush(ctx, r.Table)
	})
	for _, t := range append([]*Table{Translations}, Tables...) {
		if err == nil {
			err = im.flush(ctx, t.Name)
		}
	}
	return err
}

// flush compares and writes a batch of records of one table.
func (im *importer) flush(ctx context.Context, table string) error {
	recs := im.waiting[table]
	if len(recs) == 0 {
		return nil
	}
	im.waiting[table] = recs[:0]
	t, counts := TableOf(table), im.rep.table(table)
	ids := make([]string, len(recs))
	if im.seen[table] == nil {
		im.seen[table] = map[[16]byte]bool{}
	}
	for i, r := range recs {
		ids[i] = r.ID()
		im.seen[table][short(r.ID())] = true
	}
	there, err := digestsOf(ctx, im.tx, t, ids)
	if err != nil {
		return err
	}
	var added, changed []stored
	for _, r := range recs {
		digest := r.Digest()
		k, has := there[r.ID()]
		row := stored{Record: r, Dataset: im.set.ID, Digest: digest, FirstRun: im.run, Updated: db.At(im.tx.Now)}
		counted := &counts.Unchanged
		switch {
		case has && here(k.dataset): // an export of ours that comes back: no source overwrites what was said here
		case !has:
			counted = &counts.New
			added = append(added, row)
		case k.digest != digest || !k.absent.IsZero():
			counted = &counts.Changed
			row.FirstRun = k.firstRun
			changed = append(changed, row)
		}
		if r.Withheld {
			counted = &counts.Refused
		}
		*counted++
	}
	if len(added)+len(changed) == 0 {
		return nil
	}
	im.dirty = true
	if im.o.DryRun {
		return nil
	}
	if err := im.change(ctx, t, changed); err != nil {
		return err
	}
	if table == "service" {
		if err := im.number(ctx, added); err != nil {
			return err
		}
	}
	for i := range added {
		if err := im.correct(ctx, &added[i]); err != nil {
			return err
		}
	}
	return insertAll(ctx, im.tx, t, added)
}

// change writes records that say something else than before, and remembers
// what they said.
func (im *importer) change(ctx context.Context, t *Table, rows []stored) error {
	if len(rows) == 0 {
		return nil
	}
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].ID()
	}
	olds, err := fullOf(ctx, im.tx, t, ids)
	if err != nil {
		return err
	}
	was := map[string]*stored{}
	for i := range olds {
		was[olds[i].ID()] = &olds[i]
		if err := im.rememberRecord(ctx, olds[i]); err != nil {
			return err
		}
	}
	for i := range rows {
		old := was[rows[i].ID()]
		rows[i].Code = old.Code
		if err := im.together(ctx, old, &rows[i]); err != nil {
			return err
		}
		if err := im.correct(ctx, &rows[i]); err != nil {
			return err
		}
		if err := im.told.row(ctx, im.tx, old, &rows[i]); err != nil {
			return err
		}
		if t.Name == "service" {
			im.serviced = append(im.serviced, rows[i].ID())
		}
		if err := update(ctx, im.tx, &rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// together are fields that say something only side by side: an opening of which
// the end was mended here and the beginning comes from elsewhere is an opening
// that nobody ever told.
var together = map[string][]string{
	"schedule": {"freq", "interval", "byday", "opens_at", "closes_at", "valid_from", "valid_to"},
	"phone":    {"number", "extension"},
}

// together keeps what stands beside a mended field as it stood when it was
// mended, as corrected by who mended it.
func (im *importer) together(ctx context.Context, old, row *stored) error {
	key, fields := row.Table+"|"+row.ID(), together[row.Table]
	i := slices.IndexFunc(im.fixed[key], func(c correction) bool { return slices.Contains(fields, c.Field) })
	if i < 0 {
		return nil
	}
	known, err := correctionsOf(ctx, im.tx, row.Table, []string{row.ID()})
	if err != nil {
		return err
	}
	by := known[stateKey{row.Table, row.ID(), im.fixed[key][i].Field}]
	for _, f := range fields {
		if _, mended := known[stateKey{row.Table, row.ID(), f}]; mended || old.field(f) == row.field(f) {
			continue
		}
		c := correction{Type: row.Table, ID: row.ID(), Field: f, Local: old.field(f), Source: row.field(f)}
		if err := saveCorrection(ctx, im.tx, c, by.Org, by.At.Time); err != nil {
			return err
		}
		im.fixed[key] = append(im.fixed[key], c)
	}
	return nil
}

// correct puts back what was corrected here, and notes what the source says.
func (im *importer) correct(ctx context.Context, row *stored) error {
	for _, c := range im.fixed[row.Table+"|"+row.ID()] {
		if now := row.field(c.Field); now != c.Source {
			c.Source = now
			if err := moveSourceValue(ctx, im.tx, c); err != nil {
				return err
			}
		}
		row.setField(c.Field, c.Local)
	}
	return nil
}

// codeLength makes a short address that can be copied by hand; where two
// services would share one, the later gets a longer one.
const codeLength = 7

// number gives new services of an import their short addresses.
func (im *importer) number(ctx context.Context, rows []stored) error {
	if err := giveCodes(ctx, im.tx, rows); err != nil {
		return err
	}
	for i := range rows {
		im.serviced = append(im.serviced, rows[i].ID())
	}
	return nil
}

// giveCodes gives new services their short addresses, each of as few letters as no
// other service has.
func giveCodes(ctx context.Context, tx *db.Tx, rows []stored) error {
	used := map[string]bool{}
	for length := codeLength; ; length += 2 {
		var ask []string
		for i := range rows {
			if rows[i].Code == "" {
				ask = append(ask, id.CodeOf(length, rows[i].ID()))
			}
		}
		if len(ask) == 0 {
			break
		}
		taken, err := takenCodes(ctx, tx, ask)
		if err != nil {
			return err
		}
		for _, c := range taken {
			used[c] = true
		}
		for i := range rows {
			if c := id.CodeOf(length, rows[i].ID()); rows[i].Code == "" && !used[c] {
				rows[i].Code, used[c] = c, true
			}
		}
	}
	return nil
}

// absent marks what the dataset had and its source no longer tells. Only
// tables that the package speaks of: a package of one table empties no other.
func (im *importer) absent(ctx context.Context) error {
	if !im.again {
		return nil
	}
	for _, name := range im.sum.Tables {
		t := TableOf(name)
		for after := ""; ; {
			ids, err := idsOf(ctx, im.tx, t, im.set.ID, after)
			if err != nil {
				return err
			}
			if len(ids) == 0 {
				break
			}
			after = ids[len(ids)-1]
			for _, x := range ids {
				if im.seen[name][short(x)] {
					continue
				}
				im.rep.table(name).Absent++
				im.dirty = true
				if im.o.DryRun {
					continue
				}
				old, err := fullOf(ctx, im.tx, t, []string{x})
				if err != nil || len(old) == 0 {
					return err
				}
				if err := im.rememberRecord(ctx, old[0]); err != nil {
					return err
				}
				if err := markAbsent(ctx, im.tx, t, x, db.At(im.tx.Now)); err != nil {
					return err
				}
				if err := im.told.left(ctx, im.tx, &old[0], im.tx.Now); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
