package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
)

// exportCmd writes the public directory in an open format.
type exportCmd struct {
	config.Store
	Format  string `name:"format" enum:"hsds-csv,hsds-json,source" default:"hsds-csv" help:"cli.help_format"`
	Dataset string `name:"dataset" placeholder:"NAME" help:"cli.help_dataset_back"`
	Out     string `name:"out" required:"" placeholder:"FILE" help:"cli.help_out"`
}

// Run exports. The file appears whole or not at all.
func (c exportCmd) Run(r *run) (err error) {
	if (c.Format == "source") != (c.Dataset != "") {
		return errors.Join(errUsage, fault.New(fault.Invalid, "cli.export_which"))
	}
	g, err := app.OpenGround(r.ctx, c.Store, app.MustExist, clock.System(), 2, r.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	if err := g.Current(r.ctx); err != nil {
		return err
	}
	d := directory.New(g.DB, g.Events)
	if c.Format == "source" {
		return c.giveBack(r, d)
	}
	services := 0
	err = whole("out", c.Out, func(w io.Writer) error {
		return d.WholeView(r.ctx, access.Anyone(access.Region(c.Region)), func(x *directory.WholeView) (err error) {
			services = 0
			if c.Format == "hsds-json" {
				services, err = hsds.WriteJSON(r.ctx, w, x.Reader)
				return err
			}
			return hsds.WriteCSV(w, func(fn func(directory.Record) error) error {
				return x.Records(r.ctx, func(record directory.Record) error {
					if record.Table == "service" {
						services++
					}
					return fn(record)
				})
			}, hsds.About{Languages: []string{"fr", "en"}})
		})
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(r.out, r.say.N("cli.exported", services, "file", c.Out))
	return nil
}

// giveBack writes a dataset as its source had it, every cell in its place:
// what nobody may read through the directory too, so it is the operator's.
func (c exportCmd) giveBack(r *run, d *directory.Service) error {
	rows, by := 0, access.ForOperator(access.Region(c.Region))
	err := whole("out", c.Out, func(w io.Writer) error {
		return hsds.GiveBack(w, func(fn func(directory.SourceRow) error) error {
			rows = 0
			return d.Sources(r.ctx, by, c.Dataset, func(x directory.SourceRow) error {
				if !x.Header {
					rows++
				}
				return fn(x)
			})
		})
	})
	if fault.Is(err, fault.NotFound) {
		return c.unknownDataset(r, d, by)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(r.out, r.say.N("cli.given_back", rows, "file", c.Out))
	return nil
}

// unknownDataset says which names there are to whoever wrote another one.
func (c exportCmd) unknownDataset(r *run, d *directory.Service, by access.Actor) error {
	names, err := d.Datasets(r.ctx, by)
	switch {
	case err != nil:
		return err
	case len(names) == 0:
		return fault.New(fault.NotFound, "cli.no_dataset", "dataset", c.Dataset)
	}
	return fault.New(fault.NotFound, "cli.dataset_unknown", "dataset", c.Dataset, "names", strings.Join(names, ", "))
}
