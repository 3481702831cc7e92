package directory

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

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
	for _, step := range []func(context.Context) error{im.flushChanges, im.flushTold, im.analyse, im.stranded, im.own, im.issues} {
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

func (im *importer) analyse(ctx context.Context) error { return analyse(ctx, im.tx) }
