package hsds

import (
	"cmp"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"passerelle/internal/directory"
)

// xmlFile is an XML file on its way through the mapper.
type xmlFile struct {
	file
	encoding string
	form     *xmlForm
}

// xmlForm is one of the XML formats that are read.
type xmlForm struct {
	version string // what a package of it is
	root    string // the name of its root
	spaces  string // how the names of its vocabularies begin
	records string // the name of the elements that make a file more than an empty one
	// take makes the records of an element below the root.
	take func(*maker, *element)
}

var xmlForms = []*xmlForm{
	{"CIOC", "ROOT", "urn:ciocshare-schema", "RECORD", takeCIOC},
	{"AIRS 3", "Source", "http://www.airs.org/schema/3", "Agency", takeAIRS},
}

// latin1 is what CIOC's files declare. Its bytes are read as CP1252, which has
// letters where ISO-8859-1 has nothing that anybody writes.
const latin1 = "ISO-8859-1"

var declaration = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// xmlFile finds what an XML file is, by its root, and in which encoding.
func (p *Package) xmlFile(f file, s survey) (x xmlFile, err error) {
	x = xmlFile{file: f, encoding: s.encoding}
	r, err := decode(f, s.encoding)
	if err != nil {
		return x, err
	}
	head := make([]byte, 1024)
	n, _ := io.ReadFull(r, head) // a shorter file is all there
	r.Close()
	declared := ""
	if m := declaration.FindSubmatch(head[:n]); m != nil {
		declared = strings.ToLower(string(m[1]))
	}
	switch declared {
	case "iso-8859-1", "latin1", "windows-1252", "cp1252", "us-ascii":
		if s.encoding == patched || s.encoding == cp1252 || s.wide == 0 && s.encoding == utf8Plain {
			x.encoding = latin1
		}
	case "", "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be":
	default:
		if !wideEncoding(s.encoding) && (s.wide > 0 || s.encoding != utf8Plain) {
			return x, refuse(f.name, 1, "xml_encoding", declared)
		}
	}
	if x.form, err = p.xmlForm(x); err != nil {
		return x, err
	}
	// What a declaration says and the bytes are is told only where they differ.
	if odd := x.encoding == cp1252 || x.encoding == patched || wideEncoding(x.encoding) && !strings.HasPrefix(declared, "utf-16"); odd || declared == "iso-8859-1" && x.encoding != latin1 {
		p.spools.issue(directory.Issue{File: f.name, Value: x.encoding, Reason: "encoding"})
	}
	return x, nil
}

// xmlForm reads the root.
func (p *Package) xmlForm(x xmlFile) (*xmlForm, error) {
	r, err := decode(x.file, x.encoding)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	in := newXMLReader(r, p.limits)
	root, err := in.root()
	for _, f := range xmlForms {
		if root.element == nil || root.name != f.root || in.space != "" && !strings.HasPrefix(in.space, f.spaces) {
			continue
		}
		if err != nil {
			return nil, in.located(x.name, err)
		}
		return f, nil
	}
	return nil, refuse(x.name, 1, "not_csv", "")
}

// located turns a fault of reading into a refusal that says where.
func (x *xmlReader) located(file string, err error) error {
	line, _ := x.d.InputPos()
	if errors.Is(err, errTooDeep) {
		return refuse(file, line, "xml_deep", "")
	}
	return located(file, line, err)
}

// runXML passes every element below the root through the mapper.
func (p *Package) runXML(x xmlFile) (err error) {
	r, err := decode(x.file, x.encoding)
	if err != nil {
		return err
	}
	defer r.Close()
	p.paths, p.inOrder, p.objects = map[string]*column{}, nil, 0
	ranks := map[[32]byte]int{}
	in := newXMLReader(r, p.limits)
	root, err := in.root()
	if err != nil {
		return in.located(x.name, err)
	}
	p.piece(x, root, nil, ranks)
	for {
		one, err := in.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return in.located(x.name, err)
		}
		if err := p.tick(x.name); err != nil {
			return err
		}
		if one.name == x.form.records {
			if p.objects++; p.mapper.first {
				p.filled++
			}
		}
		p.piece(x, one, x.form.take, ranks)
		if err := p.narrow(x.name, one.no); err != nil {
			return err
		}
	}
	if p.mapper.first {
		return p.widen(x.name, 1, p.inOrder)
	}
	p.aboutHidden(x.name)
	p.summary.Ledger.Add(directory.LedgerFile{File: x.name, Encoding: x.encoding, Rows: p.objects, Columns: ledgerOf(p.inOrder)})
	return nil
}

// aboutHidden tells which elements have values that nobody may see, and how many.
func (p *Package) aboutHidden(file string) {
	var order []string
	rows, counts := map[string]int{}, map[string]int{}
	for _, c := range p.inOrder {
		if c.led.NotPublic == 0 {
			continue
		}
		element, _, _ := strings.Cut(c.name, "/@")
		if counts[element] == 0 {
			order = append(order, element)
		}
		counts[element] += c.led.NotPublic
		if rows[element] == 0 || c.hidden < rows[element] {
			rows[element] = c.hidden
		}
	}
	for _, e := range order {
		p.spools.issue(directory.Issue{File: file, Row: rows[e], Column: e, Value: strconv.Itoa(counts[e]), Reason: "not_public"})
	}
}

// piece gives every value of an element its place in the ledger, makes its
// records, and keeps it as it came.
func (p *Package) piece(x xmlFile, one piece, take func(*maker, *element), ranks map[[32]byte]int) {
	it := &item{m: p.mapper, file: x.name, no: one.line, lines: []int{}}
	p.spread(it, one.element, "/"+one.name)
	if take != nil {
		take(&maker{Package: p, it: it, own: p.own()}, one.element)
	}
	p.keepRaw(x.name, one.no, one.raw, false, it.close(func(int) bool { return false }), ranks)
}

// spread gives the attributes and texts of an element, and of all in it, their
// places in the order in which they stand.
func (p *Package) spread(it *item, e *element, path string) {
	place := func(path, val string) int {
		if strings.TrimSpace(val) == "" {
			return -1
		}
		it.lines = append(it.lines, e.line)
		_, odd := clean(val)
		for _, reason := range odd { // without the value: nobody may be meant to see it
			p.mapper.issue(directory.Issue{File: it.file, Row: e.line, Column: path, Reason: reason})
		}
		return p.leaf(it, path)
	}
	for i := range e.attrs {
		e.attrs[i].at = place(path+"/@"+e.attrs[i].name, e.attrs[i].val)
	}
	e.at = place(path, e.text)
	for _, k := range e.kids {
		p.spread(it, k, path+"/"+k.name)
	}
}

// own is the language in which records hold their own texts, as far as a
// package of two languages has told.
func (p *Package) own() string { return cmp.Or(p.opts.Language, p.pairs.language(), "fr") }
