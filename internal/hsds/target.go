package hsds

import (
	"errors"
	"slices"
	"strings"

	"passerelle/internal/directory"
)

// target is where a cell of a flat table goes: a field of one of the records
// that its row makes. Records of one table are told apart by their slot, so
// that a row has a telephone and a fax.
type target struct {
	owner string // the table of the record it hangs on; "": the first of group.owners that the row makes
	table string
	slot  string
	field string
}

func (t target) String() string {
	s := t.table
	if t.owner != "" {
		s = t.owner + "/" + s
	}
	if t.slot != "" {
		s += ":" + t.slot
	}
	return s + "." + t.field
}

// group is a kind of record that a row of a flat table may make.
type group struct {
	table string
	// owners are the tables it may hang on, the likeliest first. None: the row
	// makes one such record, and others hang on it.
	owners []string
	fields []string // beyond those of the table
}

// hoursField takes opening hours in words and makes a schedule of each opening.
const hoursField = "hours"

// groups are in the order in which a row's records are made.
var groups = []group{
	{table: "organization"},
	{table: "program"},
	{table: "location"},
	{table: "service"},
	{table: "service_at_location"},
	{table: "contact", owners: []string{"service", "location", "organization"}},
	{table: "phone", owners: []string{"service", "location", "organization", "contact"}},
	{table: "address", owners: []string{"location"}},
	{table: "schedule", owners: []string{"service", "location"}, fields: []string{hoursField}},
	{table: "service_area", owners: []string{"service"}},
	{table: "language", owners: []string{"service", "location", "phone"}},
	{table: "accessibility", owners: []string{"location"}},
	{table: "cost_option", owners: []string{"service"}},
	{table: "funding", owners: []string{"organization", "service"}},
	{table: "required_document", owners: []string{"service"}},
	{table: "url", owners: []string{"service", "organization"}},
	{table: "organization_identifier", owners: []string{"organization"}},
}

func groupOf(table string) *group {
	for i := range groups {
		if groups[i].table == table {
			return &groups[i]
		}
	}
	return nil
}

// Reasons why a target is none; keys of the catalogue under mapping.
var (
	errNoTarget = errors.New("no_target")
	errNoTable  = errors.New("no_table")
	errNoField  = errors.New("no_field")
	errNoOwner  = errors.New("no_owner")
)

// parseTarget reads [owner/]table[:slot].field.
func parseTarget(s string) (t target, err error) {
	record, field, ok := strings.Cut(s, ".")
	if !ok || field == "" {
		return t, errNoTarget
	}
	t.field = field
	if owner, rest, ok := strings.Cut(record, "/"); ok {
		t.owner, record = owner, rest
	}
	t.table, t.slot, _ = strings.Cut(record, ":")
	g := groupOf(t.table)
	switch {
	case g == nil:
		return t, errNoTable
	case !directory.TableOf(t.table).Has(field) && !slices.Contains(g.fields, field):
		return t, errNoField
	case t.owner != "" && !slices.Contains(g.owners, t.owner), t.slot != "" && len(g.owners) == 0:
		return t, errNoOwner
	}
	return t, nil
}

// canRepeat reports whether a row may make several records of the target's
// kind.
func (t target) canRepeat() bool { return len(groupOf(t.table).owners) > 0 && t.field != hoursField }

// Targets lists what a column may become, in the order of groups: for the
// screen on which a person chooses. Ids and links of records that hang on
// others are left out, as the row tells them.
func Targets() (out []string) {
	for _, g := range groups {
		for _, c := range directory.TableOf(g.table).Columns {
			if len(g.owners) > 0 && (c.Name == "id" || c.Kind == directory.Link) || g.table == "service_at_location" && c.Kind == directory.Link {
				continue
			}
			out = append(out, target{table: g.table, field: c.Name}.String())
		}
		for _, f := range g.fields {
			out = append(out, target{table: g.table, field: f}.String())
		}
	}
	return out
}
