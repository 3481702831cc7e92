package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
	"passerelle/internal/hsds/feed"
)

// importCmd takes in a directory, says what that would do, or takes one back.
type importCmd struct {
	config.Store
	DryRun  bool     `name:"dry-run" help:"cli.help_dry_run"`
	Report  string   `name:"report" placeholder:"FILE" help:"cli.help_report"`
	Dataset string   `name:"dataset" placeholder:"NAME" help:"cli.help_dataset"`
	Mapping string   `name:"mapping" placeholder:"FILE" help:"cli.help_mapping"`
	Guess   string   `name:"guess-mapping" placeholder:"FILE" help:"cli.help_guess"`
	Strict  bool     `name:"strict" help:"cli.help_import_strict"`
	Undo    string   `name:"undo" placeholder:"RUN" help:"cli.help_undo"`
	Source  []string `arg:"" optional:"" help:"cli.help_source"`
}

// Run imports.
func (c importCmd) Run(r *run) (err error) {
	if (len(c.Source) == 0) == (c.Undo == "") {
		return errors.Join(errUsage, fault.New(fault.Invalid, "cli.import_what"))
	}
	if c.Guess != "" {
		return c.guess(r)
	}
	mapping, err := c.mapping()
	if err != nil {
		return err
	}
	// Its place is tried first: an import that is done is no longer refused
	// because nobody may write beside it.
	out, err := openOutput("report", c.Report)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.drop()) }()
	how := app.MayCreate
	if c.DryRun {
		how = app.JustLooks
	}
	g, err := app.OpenGround(r.ctx, c.Store, how, clock.System(), 2, r.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	if err := g.Migrate(r.ctx); err != nil {
		return err
	}
	d, by := directory.New(g.DB, g.Events), access.ForOperator(access.Region(c.Region))
	if c.Undo != "" {
		err := d.Undo(r.ctx, by, c.Undo)
		if fault.Is(err, fault.NotFound) {
			return fault.New(fault.NotFound, "cli.run_unknown", "run", c.Undo)
		}
		if err != nil {
			return err
		}
		r.println("cli.import_undone")
		return told(r.ctx, g, d)
	}
	if mapping == nil {
		if mapping, err = c.remembered(r, d, by); err != nil {
			return err
		}
	}
	report, err := c.load(r, d, by, mapping)
	done := err == nil
	if report != nil {
		c.sum(r, report, done)
		if out != nil {
			err = errors.Join(err, r.explain(report, out))
		}
	}
	if done && !c.DryRun {
		err = errors.Join(err, told(r.ctx, g, d))
	}
	if err == nil && c.Strict && report.Counts.Refused > 0 {
		return fault.New(fault.Invalid, "cli.import_strict")
	}
	return err
}

// told gives what happened its place in the log, and tells it to those who
// follow the directory.
func told(ctx context.Context, g *app.Ground, d *directory.Service) error {
	return errors.Join(g.Linker.Drain(ctx), (&feed.Keeper{Directory: d}).CatchUp(ctx))
}

// mapping reads how flat tables are to be read: from a file, or a mapping that
// the program brings, by its name. nil when none was asked for.
func (c importCmd) mapping() (*hsds.Mapping, error) {
	if c.Mapping == "" {
		return nil, nil
	}
	if m, ok := hsds.ShippedMapping(c.Mapping); ok {
		return m, nil
	}
	b, err := os.ReadFile(c.Mapping)
	if err != nil {
		return nil, fault.Field("mapping", "config.file_unreadable").With(err)
	}
	m, err := hsds.ParseMapping(b)
	if wrong := (hsds.MappingFault{}); errors.As(err, &wrong) {
		return nil, fault.Field("mapping", "mapping."+wrong.Why, "column", wrong.Column, "target", wrong.Target).With(err)
	}
	return &m, err
}

// remembered is how the dataset was read when it last came.
func (c importCmd) remembered(r *run, d *directory.Service, by access.Actor) (*hsds.Mapping, error) {
	rules, _, err := d.Mapping(r.ctx, by, cmp.Or(c.Dataset, hsds.DatasetOf(c.Source...)))
	if err != nil || rules == "" {
		return nil, err
	}
	m, err := hsds.ParseMapping([]byte(rules))
	return &m, err
}

// guess writes the mapping that the headers of flat tables suggest, for a
// person to look at before anything is imported by it.
func (c importCmd) guess(r *run) (err error) {
	p, err := hsds.Open(r.ctx, hsds.Options{Dataset: c.Dataset}, c.Source...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if len(p.Samples()) == 0 {
		return fault.New(fault.Invalid, "cli.import_no_guess")
	}
	m := p.Suggested()
	known, all := 0, 0
	for _, s := range p.Samples() {
		known, all = known+m.Knows(s), all+len(s.Header)
	}
	if err := whole("guess-mapping", c.Guess, these(m.JSON())); err != nil {
		return err
	}
	r.println("cli.import_guessed", "file", c.Guess, "known", r.say.Number(known), "all", r.say.Number(all))
	return nil
}

// load reads the package and gives it to the directory. Progress goes to the
// terminal's line, so that nobody wonders whether it still works.
func (c importCmd) load(r *run, d *directory.Service, by access.Actor, mapping *hsds.Mapping) (_ *directory.Report, err error) {
	p, err := hsds.Open(r.ctx, hsds.Options{Dataset: c.Dataset, Mapping: mapping, Progress: func(at hsds.Progress) { r.progress(at.File, at.Rows) }}, c.Source...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	return d.Import(r.ctx, by, p, directory.ImportOptions{DryRun: c.DryRun, Progress: func(n int) { r.progress("", n) }})
}

// progressEvery is how many rows pass between two lines of progress.
const progressEvery = 20_000

func (r *run) progress(file string, rows int) {
	if rows > 0 && rows%progressEvery == 0 {
		r.println("cli.import_progress", "file", file, "rows", r.say.Number(rows))
	}
}

// sum says on the terminal what became of it.
func (c importCmd) sum(r *run, rep *directory.Report, done bool) {
	issues := 0
	for _, n := range rep.Issues {
		issues += n
	}
	n := rep.Counts
	counts := []any{"new", r.say.Number(n.New), "changed", r.say.Number(n.Changed), "unchanged", r.say.Number(n.Unchanged), "refused", r.say.Number(n.Refused), "run", rep.Run}
	switch {
	case !done:
		c.located(r, rep)
	case c.DryRun:
		r.println("cli.import_dry", counts...)
	case rep.Run == "":
		r.println("cli.import_same", counts...)
	default:
		r.println("cli.import_done", counts...)
	}
	if done {
		if n.Refused > 0 {
			r.println("cli.import_refused")
		}
		r.println("cli.import_cells", "cells", r.say.Number(rep.Ledger.Cells))
	}
	if issues > 0 {
		fmt.Fprintln(r.out, r.say.N("cli.import_issues", issues))
	}
	if done {
		r.kinds(rep)
	}
}

// kinds counts what is to be looked at, each kind apart, the most frequent first.
func (r *run) kinds(rep *directory.Report) {
	reasons := slices.SortedFunc(maps.Keys(rep.Issues), func(a, b string) int {
		return cmp.Or(cmp.Compare(rep.Issues[b], rep.Issues[a]), cmp.Compare(a, b))
	})
	for _, reason := range reasons {
		i := directory.Issue{Reason: reason}
		r.println("cli.import_kind", "n", r.say.Number(rep.Issues[reason]), "says", r.say.T(i.Says()), "do", r.say.T(i.Do()))
	}
}

// mostLocated is how many places of a refused package are named on the
// terminal; the report has all.
const mostLocated = 5

// located names where a package is wrong and what to do there: first what
// refused it, which is told last.
func (c importCmd) located(r *run, rep *directory.Report) {
	for n := len(rep.Found) - 1; n >= max(0, len(rep.Found)-mostLocated); n-- {
		i := rep.Found[n]
		where := i.File
		if i.Row > 0 {
			where += ", " + r.say.T("cli.import_row", "row", i.Row)
		}
		if i.Column != "" {
			where += ", " + i.Column
		}
		if where == "" { // of nothing in particular: of all that was given
			where = strings.Join(c.Source, ", ")
		}
		r.println("cli.import_at", "where", strings.TrimPrefix(where, ", "), "says", r.say.T(i.Says()), "do", r.say.T(i.Do()))
	}
}

// explain puts the whole report in its file, with what each of its reasons
// means, and what to do about it, in the reader's language: the file is read far
// from the program.
func (r *run) explain(rep *directory.Report, file *output) error {
	type words struct {
		Says string `json:"says"`
		Do   string `json:"do"`
	}
	out := struct {
		*directory.Report
		Reasons map[string]words `json:"reasons"`
	}{rep, map[string]words{}}
	for reason := range rep.Issues {
		i := directory.Issue{Reason: reason}
		out.Reasons[reason] = words{r.say.T(i.Says()), r.say.T(i.Do())}
	}
	b, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	return file.fill(these(append(b, '\n')))
}
