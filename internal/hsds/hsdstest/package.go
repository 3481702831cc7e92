package hsdstest

import (
	"slices"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/id"
)

// Package is a directory told record by record. It implements
// directory.Incoming.
type Package struct {
	Name     string
	Language string // fr when empty
	List     []directory.Record
}

// Summary implements directory.Incoming.
func (p Package) Summary() directory.Summary {
	s := directory.Summary{Dataset: p.Name, Language: p.Language, Version: "3.x", Digest: p.Name}
	if s.Language == "" {
		s.Language = "fr"
	}
	for _, r := range p.List {
		if !slices.Contains(s.Tables, r.Table) {
			s.Tables = append(s.Tables, r.Table)
		}
	}
	return s
}

// Records implements directory.Incoming.
func (p Package) Records(fn func(directory.Record) error) error {
	for _, r := range p.List {
		r.Values = slices.Clone(r.Values) // an import keeps what it is given
		if err := fn(r); err != nil {
			return err
		}
	}
	return nil
}

// Rows implements directory.Incoming.
func (p Package) Rows(fn func(directory.SourceRow) error) error {
	for i, r := range p.List {
		if err := fn(directory.SourceRow{File: r.Table + ".csv", No: i + 2, Raw: strings.Join(r.Values, ","), SHA256: r.Digest(), Cells: "m"}); err != nil {
			return err
		}
	}
	return nil
}

// Issues implements directory.Incoming.
func (Package) Issues(func(directory.Issue) error) error { return nil }

// ID is the id of a record of a table, by a name of the test's choice.
func ID(table, name string) string { return id.Derived("hsdstest", table, name) }

// Record is a record of a table: its name for the test, then columns and
// values.
func Record(table, name string, pairs ...string) directory.Record {
	r := directory.NewRecord(table, ID(table, name))
	for i := 0; i < len(pairs); i += 2 {
		if !r.Set(pairs[i], pairs[i+1]) {
			panic(table + " has no column " + pairs[i])
		}
	}
	return r
}

// Few is n services of one organisation, each with a telephone.
func Few(n int) Package {
	p := Package{Name: "few", List: []directory.Record{Record("organization", "o", "name", "Le Pont", "description", "Un lieu")}}
	for i := range n {
		name := "s" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		p.List = append(p.List,
			Record("service", name, "organization_id", ID("organization", "o"), "name", "Service "+name, "status", "active"),
			Record("phone", name, "service_id", ID("service", name), "number", "514 555-0100"))
	}
	return p
}
