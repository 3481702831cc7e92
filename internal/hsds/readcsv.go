package hsds

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"passerelle/internal/directory"
)

// sheet is a delimited file on its way through the mapper.
type sheet struct {
	file
	encoding string
	comma    byte
	l        *layout  // nil: not recognised, all of it is residual
	flat     *flat    // what a mapping makes of it, in place of l
	absent   []string // columns that the mapping speaks of and the header lacks
	header   []string
	top      int // the row that names the columns: the first, or the second after "sep=;"
	told     resource
}

// open reads the header of a delimited file and finds what it is.
func (p *Package) sheet(f file, encoding string, told resource) (s sheet, err error) {
	s = sheet{file: f, encoding: encoding, told: told}
	r, err := decode(f, encoding)
	if err != nil {
		return s, err
	}
	s.comma = separator(r)
	r.Close()
	if len(told.comma) == 1 && told.comma[0] != s.comma {
		if p.parted(f, encoding, told.comma[0]) || !p.parted(f, encoding, s.comma) {
			s.comma = told.comma[0]
		} else {
			p.spools.issue(directory.Issue{File: f.name, Row: 1, Value: told.comma, Reason: "descriptor_comma"})
		}
	}
	r, err = decode(f, encoding)
	if err != nil {
		return s, err
	}
	defer r.Close()
	t := newTable(r, s.comma, p.limits)
	cells, err := t.next()
	if err == nil && len(cells) == 2 && cells[0] == "sep=" { // how a spreadsheet notes the separator for its like
		cells, err = t.next()
	}
	if err != nil && err != io.EOF {
		return s, located(f.name, t.row, err)
	}
	s.header, s.top = cells, t.row
	for _, c := range cells {
		p.named += len(c)
	}
	if p.named > p.limits.RowBytes { // the headers of all tables are held at once
		return s, refuse(f.name, t.row, "row_too_long", "")
	}
	if s.l = recognise(f.name, told.name, names(cells)); s.l != nil && layouts[told.name] != nil && s.l.to != layouts[told.name].to && told.name != "taxonomy" {
		p.spools.issue(directory.Issue{File: f.name, Row: s.top, Value: told.name, Reason: "descriptor_table"})
		s.told.columns = nil // they are those of another table
	}
	m := p.opts.Mapping
	part := m.forFile(f.name, cells, s.l != nil)
	if part == nil && m == nil && s.l == nil {
		m, part = shippedFor(cells)
	}
	if part != nil {
		s.l = nil
		s.flat, s.absent = part.compile(cells)
		p.summary.Mapping, p.summary.Rules = m.Name, string(m.JSON())
	}
	return s, nil
}

// parted reports that a separator parts the first row of a file.
func (p *Package) parted(f file, encoding string, comma byte) bool {
	r, err := decode(f, encoding)
	if err != nil {
		return false
	}
	defer r.Close()
	cells, err := newTable(r, comma, p.limits).next()
	return err == nil && len(cells) > 1
}

// located turns a fault of reading into a refusal that says where.
func located(file string, row int, err error) error {
	switch {
	case errors.Is(err, errRowTooLong):
		return refuse(file, row, "row_too_long", "")
	case errors.Is(err, errTooWide):
		return refuse(file, row, "too_many_columns", "")
	case errors.Is(err, errOpenQuote):
		return refuse(file, row, "quote_open", "")
	case errors.Is(err, errTooDeep):
		return refuse(file, row, "json_deep", "")
	case errors.Is(err, errXMLDoctype):
		return refuse(file, row, "xml_doctype", "")
	case errors.Is(err, errXMLAfter), errors.Is(err, errXMLEmpty), errors.As(err, new(*xml.SyntaxError)):
		return refuse(file, row, "xml_broken", "")
	case errors.As(err, new(*json.SyntaxError)), errors.Is(err, io.ErrUnexpectedEOF):
		return refuse(file, row, "json_broken", "")
	}
	return err
}

// run passes every row of the file through the mapper.
func (p *Package) runSheet(s sheet) (err error) {
	r, err := decode(s.file, s.encoding)
	if err != nil {
		return err
	}
	defer r.Close()
	t := newTable(r, s.comma, p.limits)
	m := p.mapper
	var cols []*column
	for i, h := range s.header {
		c := &column{name: strings.TrimSpace(h)}
		if c.name == "" {
			c.name = "#" + two(i+1)
		}
		cols = append(cols, c)
	}
	rules, rows := names(s.header), 0
	sample := Sample{File: s.name, Header: s.header}
	sampled := 0
	ranks := map[[32]byte]int{}
	for {
		cells, err := t.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return located(s.name, t.row, err)
		}
		if err := p.tick(s.name); err != nil {
			return err
		}
		if t.row <= s.top {
			p.keep(s.name, t.row, cells, true, "", ranks)
			continue
		}
		if blank(cells) { // separators and spaces, as a spreadsheet leaves below a table: no record
			if strings.Join(cells, "") != "" {
				p.keep(s.name, t.row, cells, false, strings.Repeat(string(directory.NoCell), len(cells)), ranks)
			}
			continue
		}
		if rows++; m.first {
			p.filled++
			if s.l == nil && rows <= sampleRows && sampled < sampleBytes && p.sampled < sampleAll {
				var row []string
				for _, c := range cells {
					row = append(row, strings.Clone(clipTo(c, sampleCell))) // a piece would hold its whole row
					sampled += 16 + len(row[len(row)-1])
				}
				sample.Rows = append(sample.Rows, row)
			}
		}
		for len(cols) < len(cells) { // cells beyond the header have a place of their own
			cols = append(cols, &column{name: "#" + two(len(cols)+1)})
		}
		it := &item{m: m, file: s.name, no: t.row, marks: make([]byte, len(cells)), cols: cols}
		ro := &row{item: it, l: s.l, cells: make([]cell, 0, len(cells))}
		if t.odd {
			ro.fill("", "stray_quote")
		}
		for i, raw := range cells {
			val, odd := clean(raw)
			c := cell{raw: raw, val: val, at: i}
			if i < len(rules) {
				c.name = rules[i]
			}
			ro.cells = append(ro.cells, c)
			for _, reason := range odd {
				ro.issue(&ro.cells[i], reason)
			}
			if i >= len(s.header) && val != "" {
				ro.faulty(&ro.cells[i], "row_long")
			}
		}
		if len(cells) < len(s.header) {
			ro.fill("", "row_short")
		}
		switch {
		case s.flat != nil:
			p.flatRow(s.flat, it, cells)
		case s.l != nil:
			m.row(ro)
		}
		marks := it.close(func(i int) bool { return strings.TrimSpace(cells[i]) == "" })
		p.keep(s.name, t.row, cells, false, marks, ranks)
	}
	if m.first && s.l == nil {
		p.samples = append(p.samples, sample)
		p.sampled += sampled
	}
	if m.first {
		return p.widen(s.name, s.top, cols)
	}
	if t.mixed > 0 {
		p.spools.issue(directory.Issue{File: s.name, Row: t.mixed, Reason: "mixed_line_ends"})
	}
	f := directory.LedgerFile{File: s.name, Encoding: s.encoding, Rows: rows, Columns: ledgerOf(cols)}
	switch {
	case s.flat != nil:
		f.Table = s.flat.main
		for i, rule := range s.flat.columns {
			f.Columns[i].Ignored = rule.MappingColumn != nil && rule.Ignore
		}
	case s.l != nil:
		f.Table = s.l.to
	}
	p.summary.Ledger.Add(f)
	return nil
}

// widen counts the columns of a file into those of the package.
func (p *Package) widen(file string, row int, cols []*column) error {
	if p.wide += len(cols); p.wide > allColumns*p.limits.Columns {
		return refuse(file, row, "too_many_columns", "")
	}
	return nil
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// keep spools the row as it came.
func (p *Package) keep(file string, no int, cells []string, header bool, marks string, ranks map[[32]byte]int) {
	if p.mapper.first {
		return
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.Encode(cells) // a list of texts: it cannot fail
	p.keepRaw(file, no, strings.TrimSuffix(b.String(), "\n"), header, marks, ranks)
}

func (p *Package) keepRaw(file string, no int, raw string, header bool, marks string, ranks map[[32]byte]int) {
	if p.mapper.first {
		return
	}
	sum := sha256.Sum256([]byte(raw))
	p.spools.sourceRow(directory.SourceRow{File: file, No: no, Raw: raw, Header: header,
		SHA256: hex.EncodeToString(sum[:]), Rank: ranks[sum], Cells: marks})
	ranks[sum]++
}
