package demo

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Text is a passage in both languages of the demo.
type Text struct{ FR, EN string }

// Ago is a number of days before the demo starts.
type Ago int

// Never marks what has not happened.
const Never Ago = -1

// Before gives the instant, zero when it never happened.
func (a Ago) Before(now time.Time) time.Time {
	if a == Never {
		return time.Time{}
	}
	return now.AddDate(0, 0, -int(a))
}

// row is one line of a file, read by column name so that columns can move.
type row struct {
	where string
	cells map[string]string
	read  map[string]bool
	errs  []error
}

// read fills list with the lines of a file. A column that nothing reads is an
// error: it would be content that the demo silently leaves out.
func read[T any](name string, list *[]T, one func(*row) T) error {
	raw, err := files.ReadFile("data/" + name + ".tsv")
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
	columns := strings.Split(lines[0], "\t")
	var errs []error
	for i, line := range lines[1:] {
		r := &row{where: fmt.Sprintf("%s.tsv, line %d", name, i+2), cells: map[string]string{}, read: map[string]bool{}}
		cells := strings.Split(line, "\t")
		if len(cells) != len(columns) {
			errs = append(errs, fmt.Errorf("%s: %d cells under %d columns", r.where, len(cells), len(columns)))
			continue
		}
		for j, c := range columns {
			r.cells[c] = cells[j]
		}
		*list = append(*list, one(r))
		for _, c := range columns {
			if !r.read[c] {
				r.fault(c, "is read by nothing")
			}
		}
		errs = append(errs, r.errs...)
	}
	return errors.Join(errs...)
}

func (r *row) fault(column, what string) {
	r.errs = append(r.errs, fmt.Errorf("%s: %s %q %s", r.where, column, r.cells[column], what))
}

func (r *row) text(column string) string {
	s, ok := r.cells[column]
	if !ok {
		r.fault(column, "has no column")
	}
	r.read[column] = true
	return s
}

func (r *row) both(column string) Text {
	return Text{FR: r.text(column + "_fr"), EN: r.text(column + "_en")}
}

func (r *row) list(column, separator string) []string {
	s := r.text(column)
	if s == "" {
		return nil
	}
	return strings.Split(s, separator)
}

func (r *row) number(column string, absent int) int {
	s := r.text(column)
	if s == "" {
		return absent
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		r.fault(column, "is not a number")
	}
	return n
}

func (r *row) ago(column string) Ago { return Ago(r.number(column, int(Never))) }

func (r *row) float(column string) float64 {
	f, err := strconv.ParseFloat(r.text(column), 64)
	if err != nil {
		r.fault(column, "is not a number")
	}
	return f
}

func (r *row) flag(column string) bool {
	switch r.text(column) {
	case "", "0", "no":
		return false
	case "1", "yes":
		return true
	}
	r.fault(column, "is neither 1 nor 0")
	return false
}

// pairs reads "ifhp=confirmed,ramq=no".
func (r *row) pairs(column string) map[string]string {
	out := map[string]string{}
	for _, p := range r.list(column, ",") {
		k, v, ok := strings.Cut(p, "=")
		if !ok {
			r.fault(column, "is not a list of name=value")
		}
		out[k] = v
	}
	return out
}

// Empty reports that neither language holds anything.
func (t Text) Empty() bool { return t.FR == "" && t.EN == "" }
