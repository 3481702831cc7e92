package directory

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// ImportOptions say how to import.
type ImportOptions struct {
	// DryRun says what would be done, and does nothing.
	DryRun bool
	// Progress is told how many records were compared, now and then.
	Progress func(records int)
	// Task ends together with the import that was asked for as one, by Org and
	// Worker. Empty: it was asked for at a terminal.
	Task   string
	Org    access.Org
	Worker access.Worker
}

// Import makes a package part of the directory, or says what that would do.
//
// It is one transaction: a process killed halfway leaves nothing. A batch-wise
// import would let others write in between, but would also need rows that are
// there and not there; reading and mapping, which take most of the time, are
// done before the transaction begins, and rows that did not change cost one
// look each, so that even the first import of a province holds the writer for
// seconds.
//
// The same bytes again change nothing: no record, event, issue or run. A
// record that left its source is marked so and stays. What was corrected here
// stays as corrected.
//
// The report is whole even when the import is refused, with fault.Invalid.
// Only who keeps the directory may import; others get fault.NotFound.
func (s *Service) Import(ctx context.Context, by access.Actor, in Incoming, o ImportOptions) (rep *Report, err error) {
	defer fault.Wrap(&err, "directory.Import(%s)", in.Summary().Dataset)
	if !keeps(by) {
		return nil, notFound()
	}
	rep, err = newReport(in, o.DryRun)
	if err != nil {
		return nil, err
	}
	if in.Summary().Refused {
		return rep, fault.New(fault.Invalid, "import.refused")
	}
	if len(in.Summary().Tables) == 0 {
		return rep, fault.New(fault.Invalid, "import.not_recognised")
	}
	work := func(tx *db.Tx) error {
		im := importer{tx: tx, by: by, in: in, o: o, log: s.log, rep: rep, sum: in.Summary()}
		return im.all(ctx)
	}
	if o.DryRun {
		return rep, s.db.Read(ctx, work)
	}
	return rep, s.db.Write(ctx, work)
}

// importer is one transaction's work. A transaction that runs again gets a new
// one.
type importer struct {
	tx  *db.Tx
	by  access.Actor
	in  Incoming
	o   ImportOptions
	log appender
	rep *Report
	sum Summary

	set       dataset
	again     bool     // the dataset is known
	was       *dataset // what it was called before, when that changes
	run       string
	dirty     bool
	waiting   map[string][]Record
	seen      map[string]map[[16]byte]bool
	seenRows  map[sourceKey]bool
	files     map[string]bool
	fixed     map[string][]correction
	changes   []change
	changeNo  int
	serviced  []string // services that are new or say something else
	compared  int
	sourceNew []SourceRow
	told      sourced
}

func (im *importer) all(ctx context.Context) (err error) {
	im.rep.reset()
	im.waiting, im.seen, im.seenRows, im.files = map[string][]Record{}, map[string]map[[16]byte]bool{}, map[sourceKey]bool{}, map[string]bool{}
	if err := byIndex(ctx, im.tx); err != nil {
		return err
	}
	im.set, err = findDataset(ctx, im.tx, id.Derived("dataset", im.sum.Dataset))
	if im.again = err == nil; err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	before := im.set.LastRun
	if im.again && (im.set.Language != im.sum.Language || im.set.Version != im.sum.Version) {
		im.was = &dataset{Language: im.set.Language, Version: im.set.Version}
	}
	im.set = dataset{ID: id.Derived("dataset", im.sum.Dataset), Name: im.sum.Dataset, Language: im.sum.Language, Version: im.sum.Version}
	im.run = im.tx.NewID()
	im.set.LastRun = im.run
	im.told = sourced{by: im.by, revision: revision{Kind: ByImport, Source: im.sum.Dataset, Cause: im.run}}
	if im.fixed, err = corrections(ctx, im.tx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{im.records, im.absent, im.rows, im.absentRows} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	im.rep.total()
	if im.o.DryRun {
		return nil
	}
	if err := im.rules(ctx); err != nil {
		return err
	}
	if !im.dirty {
		return im.end(ctx, before)
	}
	if im.was != nil {
		if err := im.remember(ctx, datasetTable, im.set.ID, im.was); err != nil {
			return err
		}
	}
	for _, step := range []func(context.Context) error{im.flushChanges, im.flushTold, im.analyse, im.own, im.issues} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if err := saveDataset(ctx, im.tx, im.set); err != nil {
		return err
	}
	im.rep.Run = im.run
	if err := im.end(ctx, im.run); err != nil {
		return err
	}
	counts, e1 := json.Marshal(im.rep.Tables)
	ledger, e2 := json.Marshal(im.sum.Ledger)
	if err := errors.Join(e1, e2); err != nil {
		return err
	}
	if err := insertRun(ctx, im.tx, run{ID: im.run, Dataset: im.set.ID, State: "done", ActorKind: string(im.by.Kind()), Org: string(cmp.Or(im.o.Org, im.by.Org())),
		Worker: string(cmp.Or(im.o.Worker, im.by.Worker())), At: db.At(im.tx.Now), Before: before, Digest: im.sum.Digest, Counts: string(counts), Ledger: plain(string(ledger)), DatasetName: im.set.Name}); err != nil {
		return err
	}
	return im.log.Append(ctx, im.tx, im.by, Imported{Run: im.run})
}

// rules keeps how the columns were read, as a new version when it is another.
func (im *importer) rules(ctx context.Context) error {
	if im.sum.Rules == "" {
		return nil
	}
	last, version, err := lastMapping(ctx, im.tx, im.set.ID)
	if err != nil || last == im.sum.Rules {
		return err
	}
	return insertMapping(ctx, im.tx, im.set.ID, version+1, plain(im.sum.Rules), string(cmp.Or(im.o.Org, im.by.Org())))
}

// end ends the task that asked for the import, in the same transaction: a
// program killed in between does not import twice. run is what stands now.
func (im *importer) end(ctx context.Context, run string) error {
	if im.o.Task == "" {
		return nil
	}
	t, err := findTask(ctx, im.tx, im.o.Task)
	switch {
	case err != nil:
		return err
	case t.State != TaskWriting:
		return fault.New(fault.Conflict, "import_task.moved_on")
	}
	t.Report, t.Run, t.Changed = ReportOf(im.rep), run, im.tx.Now
	if err := endTask(ctx, im.tx, &t, TaskDone); err != nil {
		return err
	}
	if err := removeIssues(ctx, im.tx, t.ID); err != nil {
		return err
	}
	return updateTask(ctx, im.tx, t)
}

// records compares every record of the package with what is there.
func (im *importer) records(ctx context.Context) error {
	err := im.in.Records(func(r Record) error {
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

// number gives new services their short code.
func (im *importer) number(ctx context.Context, rows []stored) error {
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
		taken, err := takenCodes(ctx, im.tx, ask)
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
	for i := range rows {
		im.serviced = append(im.serviced, rows[i].ID())
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

func (im *importer) analyse(ctx context.Context) error { return analyse(ctx, im.tx) }
