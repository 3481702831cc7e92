package directory

import (
	"context"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Remark is an issue about one field of a record, and what the record says
// there now.
type Remark struct {
	Found
	Record    string // what the record is called
	Column    Column
	Value     string
	Corrected bool // Value was put there by somebody here
}

// correctableTables are the records whose fields can be corrected one at a time. What
// classifies others, and what logs changes, cannot.
var correctableTables = []string{"organization", "program", "service", "service_at_location", "location", "contact", "phone", "address", "schedule", "service_area",
	"language", "accessibility", "cost_option", "funding", "required_document", "url", "organization_identifier"}

// CanCorrect reports whether an issue can be corrected at its field.
func (i Issue) CanCorrect() bool {
	if i.ID == "" || i.Field == "" || !slices.Contains(correctableTables, i.Table) {
		return false
	}
	t := TableOf(i.Table)
	at := t.At(i.Field)
	return at > 0 && t.Columns[at].Kind != Link
}

// Remark reads an issue of a run for its correction.
func (s *Service) Remark(ctx context.Context, by access.Actor, run string, no int) (m Remark, err error) {
	if !keeps(by) {
		return m, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		m, _, err = remarkOf(ctx, tx, run, no)
		return err
	})
	return m, err
}

func remarkOf(ctx context.Context, tx *db.Tx, run string, no int) (m Remark, row stored, err error) {
	f, err := findIssue(ctx, tx, run, no)
	if err != nil {
		return m, row, err
	}
	if !f.CanCorrect() {
		return m, row, notFound()
	}
	t := TableOf(f.Table)
	rows, err := fullOf(ctx, tx, t, []string{f.ID})
	if err != nil {
		return m, row, err
	}
	if len(rows) == 0 { // the import was taken back
		return m, row, notFound()
	}
	fixed, err := correctionsOf(ctx, tx, f.Table, []string{f.ID})
	_, mended := fixed[stateKey{f.Table, f.ID, f.Field}]
	return Remark{Found: f, Record: summary(rows[0].Record), Column: t.Columns[t.At(f.Field)], Value: rows[0].Get(f.Field), Corrected: mended}, rows[0], err
}

// CorrectRemark corrects the field that an issue is about. What the source says stays
// beside it, and the next imports keep the value given here. A record that was
// shown to nobody because of that field is shown from now on.
//
// fault.Invalid, at the field value, when the value is not of its kind.
func (s *Service) CorrectRemark(ctx context.Context, by access.Actor, run string, no int, value string) (err error) {
	defer fault.Wrap(&err, "directory.CorrectRemark(%s, %d)", run, no)
	if !keeps(by) {
		return notFound()
	}
	value = plain(strings.TrimSpace(value))
	return s.db.Write(ctx, func(tx *db.Tx) error {
		m, row, err := remarkOf(ctx, tx, run, no)
		if err != nil {
			return err
		}
		if key := wrongCell(m.Column, value); key != "" {
			return fault.Field("value", key)
		}
		touched, err := servicesAround(ctx, tx, row)
		if err != nil {
			return err
		}
		do := func(tx *db.Tx) error { return correctRemark(ctx, tx, by, m, value) }
		if len(touched) == 0 {
			return do(tx)
		}
		if err := s.amend(ctx, tx, by, touched[0], cause{}, do); err != nil {
			return err
		}
		for _, other := range touched[1:] {
			if err := touch(ctx, tx, other); err != nil {
				return err
			}
			if err := s.log.Append(ctx, tx, by, ServiceChanged{Service: other}); err != nil {
				return err
			}
		}
		return nil
	})
}

func correctRemark(ctx context.Context, tx *db.Tx, by access.Actor, m Remark, value string) error {
	corrected := fieldState{Value: value, Corrected: true, Org: string(by.Org()), At: ms(tx.Now)}
	if err := setField(ctx, tx, stateKey{m.Table, m.ID, m.Field}, corrected); err != nil {
		return err
	}
	rows, err := fullOf(ctx, tx, TableOf(m.Table), []string{m.ID})
	if err != nil || len(rows) == 0 || !rows[0].Withheld {
		return err
	}
	if whole, err := isWhole(ctx, tx, rows[0]); err != nil || !whole {
		return err
	}
	corrected.Value = "1"
	return setField(ctx, tx, stateKey{m.Table, m.ID, publishedField}, corrected)
}

// isWhole reports whether a record lacks nothing that it could not be shown
// without: its name, and what it hangs on.
func isWhole(ctx context.Context, tx *db.Tx, row stored) (bool, error) {
	t := TableOf(row.Table)
	hung, holds := false, false
	for i, c := range t.Columns {
		v := row.Values[i]
		if c.Required && v == "" {
			return false, nil
		}
		if c.Kind != Link || v == "" || loose(t.Name, c.Name) {
			continue
		}
		there, err := digestsOf(ctx, tx, TableOf(c.To), []string{v})
		if err != nil {
			return false, err
		}
		if len(there) == 0 && c.Required {
			return false, nil
		}
		hung, holds = true, holds || len(there) > 0
	}
	return !hung || holds || t.Name == "location", nil
}

// CellMost is how many signs a correction may have: four pages of a book.
const CellMost = 5000

// wrongCell says why a value is none of a column; a key of the catalogue, ""
// when it is one.
func wrongCell(c Column, v string) string {
	switch {
	case v == "" && c.Required:
		return "import_task.value_missing"
	case v == "":
		return ""
	case utf8.RuneCountInString(v) > CellMost:
		return "import_task.value_long"
	}
	if allowed, ok := enums[c.Name]; ok && !oneOf(v, allowed...) {
		return "import_task.value_word"
	}
	switch c.Kind {
	case Number:
		f, err := strconv.ParseFloat(v, 64)
		most, bounded := map[string]float64{"latitude": 90, "longitude": 180}[c.Name]
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || bounded && math.Abs(f) > most {
			return "import_task.value_number"
		}
	case Date:
		if _, err := time.Parse(time.DateOnly, v); err != nil {
			return "import_task.value_date"
		}
	case Moment:
		if _, err := time.Parse(time.RFC3339Nano, v); err != nil {
			return "import_task.value_date"
		}
	case Hour:
		if !cellHour.MatchString(v) {
			return "import_task.value_hour"
		}
	case Web:
		if !cellWeb.MatchString(v) {
			return "import_task.value_web"
		}
	case Mail:
		if !cellMail.MatchString(v) {
			return "import_task.value_mail"
		}
	}
	return ""
}

var (
	cellHour = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$`)
	cellWeb  = regexp.MustCompile(`^https?://[^\s/]+\.[^\s]+$`)
	cellMail = regexp.MustCompile(`^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$`)
)

// enums are the fields of which HSDS lists the words.
var enums = map[string][]string{
	"status":        {string(Active), string(Inactive), string(Defunct), string(TemporarilyClosed)},
	"location_type": {"physical", "postal", "virtual"},
	"address_type":  {"physical", "postal", "virtual"},
	"freq":          {"WEEKLY", "MONTHLY"},
	"wkst":          {"MO", "TU", "WE", "TH", "FR", "SA", "SU"},
}

// Enum lists the words that a column may hold; nil when it may hold any.
func Enum(column string) []string { return enums[column] }

// CorrectedRemarks reads what was put here in the place of what issues are about, by
// their numbers.
func (s *Service) CorrectedRemarks(ctx context.Context, by access.Actor, found []Found) (mended map[int]string, err error) {
	if !keeps(by) {
		return nil, notFound()
	}
	ids := map[string][]string{}
	for _, f := range found {
		if f.CanCorrect() {
			ids[f.Table] = append(ids[f.Table], f.ID)
		}
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		mended = map[int]string{}
		for _, table := range correctableTables {
			fixed, err := correctionsOf(ctx, tx, table, distinct(ids[table]))
			if err != nil {
				return err
			}
			for _, f := range found {
				if c, ok := fixed[stateKey{f.Table, f.ID, f.Field}]; ok {
					mended[f.No] = c.Local
				}
			}
		}
		return nil
	})
	return mended, err
}
