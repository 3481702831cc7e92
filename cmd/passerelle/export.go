package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

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
	Format  string `name:"format" enum:"hsds-csv,hsds-json,source" default:"hsds-csv" help:"${cli_help_format}"`
	Dataset string `name:"dataset" placeholder:"NAME" help:"${cli_help_dataset_back}"`
	Out     string `name:"out" required:"" placeholder:"FILE" help:"${cli_help_out}"`
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
	d := directory.New(g.DB, g.Events)
	if c.Format == "source" {
		return c.giveBack(r, d)
	}
	by := access.Anyone(access.Region(c.Region))
	services := 0
	records := func(fn func(directory.Record) error) error {
		services = 0
		return d.Export(r.ctx, by, func(x directory.Record) error {
			if x.Table == "service" {
				services++
			}
			return fn(x)
		})
	}
	err = whole(c.Out, func(w io.Writer) error {
		if c.Format == "hsds-json" {
			return hsds.WriteJSON(w, records)
		}
		return hsds.WriteCSV(w, records, hsds.About{Languages: []string{"fr", "en"}})
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
	rows := 0
	err := whole(c.Out, func(w io.Writer) error {
		return hsds.GiveBack(w, func(fn func(directory.SourceRow) error) error {
			rows = 0
			return d.Sources(r.ctx, access.ForOperator(access.Region(c.Region)), c.Dataset, func(x directory.SourceRow) error {
				if !x.Header {
					rows++
				}
				return fn(x)
			})
		})
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(r.out, r.say.N("cli.given_back", rows, "file", c.Out))
	return nil
}

// whole writes a file beside its place and moves it there when it is complete.
func whole(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".passerelle-")
	if err != nil {
		return fault.Field("out", "config.file_unwritable").With(err)
	}
	err = errors.Join(write(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
