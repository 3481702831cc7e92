package hsds

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/text"
)

// Mapping says what each column of flat tables becomes. It is made by a person,
// or guessed and looked at by one, and kept with the dataset: the next file of
// the same source is read alike.
type Mapping struct {
	Format int           `json:"passerelle_mapping"` // 1
	Name   string        `json:"name,omitempty"`
	Note   string        `json:"note,omitempty"` // for people
	Files  []MappingFile `json:"files"`
}

// MappingFile is the part of a mapping for one table.
type MappingFile struct {
	// File is the table's name; * stands for any letters. Empty: any table.
	File      string            `json:"file,omitempty"`
	Columns   []MappingColumn   `json:"columns"`
	Constants []MappingConstant `json:"constants,omitempty"`
	// Keys says, per HSDS table, the columns that tell its records apart when
	// no column holds an id. A table that is not named here has all columns
	// that make its name and place.
	Keys map[string][]string `json:"keys,omitempty"`
}

// MappingColumn says what becomes of one column. A column that a mapping does
// not name is kept word for word, with an issue.
type MappingColumn struct {
	// Column is its name in the header, whatever its case and accents; #3 is
	// the third, for a name that is empty or stands twice.
	Column string `json:"column"`
	// To are the targets, [owner/]table[:slot].field. Each gets the whole cell,
	// unless Parts is given.
	To []string `json:"to,omitempty"`
	// Parts cuts the cell: the first piece goes to the first target, and so on;
	// the last target gets the rest.
	Parts string `json:"parts,omitempty"`
	// Split makes one record of each piece. Each of its characters separates.
	Split string `json:"split,omitempty"`
	// Join stands between what a field has already and what is appended to it.
	Join string `json:"join,omitempty"`
	// Label goes before the cell, with a colon: "Bus : 55".
	Label string `json:"label,omitempty"`
	// Values is a table of values. A cell that is not in it keeps its word when
	// Others is "keep"; else it is kept word for word with an issue.
	Values map[string]string `json:"values,omitempty"`
	Others string            `json:"others,omitempty"`
	// Attribute makes an attribute of this taxonomy, on the record of table Of.
	Attribute string `json:"attribute,omitempty"`
	Of        string `json:"of,omitempty"`
	// Ignore leaves the column out on purpose: kept word for word, no issue.
	Ignore bool `json:"ignore,omitempty"`
}

// MappingConstant gives a field the same value in each row.
type MappingConstant struct {
	To    string `json:"to"`
	Value string `json:"value"`
}

// Bounds of a mapping: a file that a person keeps.
const (
	mappingFormat = 1
	mappingBytes  = 4 << 20
	mappingFiles  = 100
	othersKeep    = "keep"
)

// MappingFault says what is wrong in a mapping, and where.
type MappingFault struct {
	Column string // "" when it is not about one column
	Target string // or the text that is no JSON
	Why    string // a key of the catalogue: mapping.<why>
}

func (f MappingFault) Error() string {
	return fmt.Sprintf("mapping: column %q, %q: %s", f.Column, f.Target, f.Why)
}

// ParseMapping reads a mapping and checks it. An error is a MappingFault.
func ParseMapping(b []byte) (m Mapping, err error) {
	if len(b) > mappingBytes {
		return m, MappingFault{Why: "too_long"}
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields() // a misspelt word would be a column lost
	if err := d.Decode(&m); err != nil {
		return m, MappingFault{Target: err.Error(), Why: "no_json"}
	}
	return m, m.Check()
}

// JSON writes the mapping as people keep it, a column a line: the same mapping,
// the same bytes.
func (m Mapping) JSON() []byte {
	var b bytes.Buffer
	compact := func(v any) {
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.Encode(v)             // texts and lists: it cannot fail
		b.Truncate(b.Len() - 1) // its line end
	}
	fmt.Fprintf(&b, "{\n  \"passerelle_mapping\": %d", mappingFormat)
	for _, x := range []struct{ name, value string }{{"name", m.Name}, {"note", m.Note}} {
		if x.value != "" {
			fmt.Fprintf(&b, ",\n  %q: ", x.name)
			compact(x.value)
		}
	}
	b.WriteString(",\n  \"files\": [")
	for i, f := range m.Files {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n    {\n")
		if f.File != "" {
			b.WriteString("      \"file\": ")
			compact(f.File)
			b.WriteString(",\n")
		}
		b.WriteString("      \"columns\": [")
		for k, c := range f.Columns {
			lineOf(&b, k)
			compact(c)
		}
		b.WriteString("\n      ]")
		if len(f.Constants) > 0 {
			b.WriteString(",\n      \"constants\": [")
			for k, c := range f.Constants {
				lineOf(&b, k)
				compact(c)
			}
			b.WriteString("\n      ]")
		}
		if len(f.Keys) > 0 {
			b.WriteString(",\n      \"keys\": ")
			compact(f.Keys)
		}
		b.WriteString("\n    }")
	}
	b.WriteString("\n  ]\n}\n")
	return b.Bytes()
}

// lineOf begins the line of an element of a list.
func lineOf(b *bytes.Buffer, k int) {
	if k > 0 {
		b.WriteByte(',')
	}
	b.WriteString("\n        ")
}

// Check reports the first thing wrong, as a MappingFault.
func (m Mapping) Check() error {
	switch {
	case m.Format != mappingFormat:
		return MappingFault{Target: fmt.Sprint(m.Format), Why: "other_format"}
	case len(m.Files) == 0 || len(m.Files) > mappingFiles:
		return MappingFault{Why: "no_files"}
	}
	for _, f := range m.Files {
		if _, err := path.Match(f.File, ""); err != nil {
			return MappingFault{Target: f.File, Why: "bad_pattern"}
		}
		if len(f.Columns) > DefaultLimits.Columns {
			return MappingFault{Why: "too_long"}
		}
		met := map[string]bool{}
		for _, c := range f.Columns {
			if err := c.check(); err != nil {
				return err
			}
			if n := headerName(c.Column); met[n] {
				return MappingFault{Column: c.Column, Why: "column_twice"}
			} else {
				met[n] = true
			}
		}
		for _, c := range f.Constants {
			if _, err := parseTarget(c.To); err != nil {
				return MappingFault{Target: c.To, Why: err.Error()}
			}
		}
		for table, columns := range f.Keys {
			if directory.TableOf(table) == nil || len(columns) == 0 {
				return MappingFault{Target: table, Why: "no_table"}
			}
		}
	}
	return nil
}

func (c MappingColumn) check() error {
	fault := func(target, why string) error { return MappingFault{c.Column, target, why} }
	if headerName(c.Column) == "" {
		return fault("", "no_column")
	}
	if c.Others != "" && c.Others != othersKeep {
		return fault(c.Others, "bad_others")
	}
	for _, to := range c.To {
		t, err := parseTarget(to)
		if err != nil {
			return fault(to, err.Error())
		}
		if c.Split != "" && !t.canRepeat() {
			return fault(to, "no_list")
		}
	}
	switch {
	case c.Ignore && (len(c.To) > 0 || c.Attribute != ""):
		return fault("", "ignored_and_used")
	case !c.Ignore && len(c.To) == 0 && c.Attribute == "":
		return fault("", "goes_nowhere")
	case c.Parts != "" && len(c.To) < 2:
		return fault(c.Parts, "one_part")
	case c.Parts != "" && c.Split != "":
		return fault(c.Parts, "parts_and_split")
	case c.Of != "" && groupOf(c.Of) == nil:
		return fault(c.Of, "no_table")
	}
	return nil
}

// forFile finds the part of the mapping that speaks of a table; nil when none
// does. A part without a file's name speaks of tables whose columns it knows:
// all of them, where the table is one of HSDS that needs no mapping.
func (m *Mapping) forFile(name string, header []string, recognised bool) *MappingFile {
	if m == nil {
		return nil
	}
	base := text.Fold(path.Base(name))
	for i := range m.Files {
		f := &m.Files[i]
		if ok, _ := path.Match(text.Fold(f.File), base); ok && f.File != "" {
			return f
		}
	}
	for i := range m.Files {
		f := &m.Files[i]
		if n := f.knows(header); f.File == "" && n > 0 && (!recognised || n == len(f.Columns)) {
			return f
		}
	}
	return nil
}

// Part is what the mapping says of a table: an empty part is added when it says
// nothing.
func (m *Mapping) Part(s Sample) *MappingFile {
	if f := m.forFile(s.File, s.Header, false); f != nil {
		return f
	}
	m.Files = append(m.Files, MappingFile{File: s.File})
	return &m.Files[len(m.Files)-1]
}

// Rules are what a part says of the columns of a header, by their places.
func (f *MappingFile) Rules(header []string) map[int]MappingColumn {
	h, rules := headerOf(header), map[int]MappingColumn{}
	for _, c := range f.Columns {
		at := h.find(c.Column)
		if _, said := rules[at]; at >= 0 && !said {
			rules[at] = c
		}
	}
	return rules
}

// SetRule says what a column of a header becomes; not used, nothing is said of
// it.
func (f *MappingFile) SetRule(header []string, column int, rule MappingColumn, used bool) {
	h := headerOf(header)
	i := slices.IndexFunc(f.Columns, func(c MappingColumn) bool { return h.find(c.Column) == column })
	switch {
	case used && i >= 0:
		f.Columns[i] = rule
	case used:
		f.Columns = append(f.Columns, rule)
	case i >= 0:
		f.Columns = slices.Delete(f.Columns, i, i+1)
	}
}

// ColumnNames are how a mapping calls the columns of a header: by their names,
// or by their places where a name is empty or stands twice.
func ColumnNames(header []string) []string {
	h, out := headerOf(header), make([]string, len(header))
	for i := range header {
		if out[i] = strings.TrimSpace(header[i]); headerName(out[i]) == "" || h.find(out[i]) != i {
			out[i] = fmt.Sprintf("#%d", i+1)
		}
	}
	return out
}

// Knows counts the columns of a table that the mapping speaks of.
func (m Mapping) Knows(s Sample) int {
	if f := m.forFile(s.File, s.Header, false); f != nil {
		return f.knows(s.Header)
	}
	return 0
}

// knows counts the columns of the mapping that a header has.
func (f *MappingFile) knows(header []string) (n int) {
	h := headerOf(header)
	for _, c := range f.Columns {
		if h.find(c.Column) >= 0 {
			n++
		}
	}
	return n
}

// headerName is a column's name as mappings compare it.
func headerName(s string) string {
	return strings.Join(strings.Fields(text.Fold(strings.Trim(s, "\ufeff"))), " ")
}

// header is a table's header made ready for its columns to be found: a table may
// have ten thousand, and a mapping may speak of each.
type header struct {
	at   map[string]int // the first column of a name
	wide int
}

func headerOf(cells []string) header {
	h := header{make(map[string]int, len(cells)), len(cells)}
	for i, c := range cells {
		if _, met := h.at[headerName(c)]; !met {
			h.at[headerName(c)] = i
		}
	}
	return h
}

// find finds a column by the name a mapping gives it; -1 when there is none.
func (h header) find(name string) int {
	var no int
	if n, err := fmt.Sscanf(name, "#%d", &no); n == 1 && err == nil {
		if no >= 1 && no <= h.wide {
			return no - 1
		}
		return -1
	}
	if i, ok := h.at[headerName(name)]; ok {
		return i
	}
	return -1
}
