package hsds

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"passerelle/internal/directory"
)

// outline is what a first look at a JSON text tells of its top level.
type outline struct {
	kind    byte // '[' a list, '{' one object, 'l' an object a line
	members map[string]byte
}

// outlineOf walks over a JSON text without keeping it.
func (p *Package) outlineOf(f file, encoding string) (o outline, err error) {
	r, err := decode(f, encoding)
	if err != nil {
		return o, err
	}
	defer r.Close()
	in := &meter{r: r, left: p.limits.RowBytes}
	d := json.NewDecoder(in)
	o.members = map[string]byte{}
	depth, name, named, held := 0, "", false, 0
	for n := 0; ; n++ {
		in.left = p.limits.RowBytes
		tok, err := d.Token()
		if err == io.EOF {
			return o, nil
		}
		if err != nil {
			if o.kind == '{' && depth == 0 {
				o.kind = 'l' // whatever follows the first object is a matter of lines
				return o, nil
			}
			return o, located(f.name, 1, err)
		}
		delim, isDelim := tok.(json.Delim)
		switch {
		case n == 0 && !isDelim:
			return o, refuse(f.name, 1, "json_shape", "")
		case n == 0:
			if o.kind = byte(delim); o.kind == '[' {
				return o, nil
			}
		case depth == 0: // a second value after the first
			o.kind = 'l'
			return o, nil
		case depth == 1 && delim == '}': // the end of the object
		case depth == 1 && !named:
			name, _ = tok.(string)
			named = true
		case depth == 1:
			held += len(name)
			o.members[name] = 's'
			if isDelim {
				o.members[name] = byte(delim)
			}
			if named = false; len(o.members) > p.limits.Columns || held > p.limits.RowBytes {
				return o, refuse(f.name, 1, "too_many_columns", "")
			}
		}
		if isDelim {
			switch delim {
			case '{', '[':
				depth++
				if depth > maxDepth {
					return o, refuse(f.name, 1, "json_deep", "")
				}
			default:
				depth--
			}
		}
	}
}

// tree is a JSON file on its way through the mapper.
type tree struct {
	file
	encoding string
	outline  outline
}

// runTree passes every object of the file through the mapper.
func (p *Package) runTree(t tree) (err error) {
	r, err := decode(t.file, t.encoding)
	if err != nil {
		return err
	}
	defer r.Close()
	p.paths, p.inOrder, p.objects = map[string]*column{}, nil, 0
	ranks := map[[32]byte]int{}
	if t.outline.kind == 'l' {
		err = p.lines(t, r, ranks)
	} else {
		err = p.values(t, r, ranks)
	}
	if err != nil {
		return err
	}
	if p.mapper.first {
		return p.widen(t.name, 1, p.inOrder)
	}
	p.summary.Ledger.Add(directory.LedgerFile{File: t.name, Encoding: t.encoding, Rows: p.objects, Columns: ledgerOf(p.inOrder)})
	return nil
}

// lines reads an object a line. A line that is no JSON is kept and told; the
// next ones are read all the same.
func (p *Package) lines(t tree, r io.Reader, ranks map[[32]byte]int) error {
	in := bufio.NewReaderSize(r, 64<<10)
	for no := 1; ; no++ {
		line, err := readLine(in, p.limits.RowBytes)
		if err != nil && err != io.EOF {
			return located(t.name, no, err)
		}
		if text := bytes.TrimSpace(line); len(text) > 0 {
			d := json.NewDecoder(bytes.NewReader(text))
			d.UseNumber()
			var n node
			tok, bad := d.Token()
			if bad == nil {
				n, bad = parse(d, tok)
			}
			if bad == nil && d.More() {
				bad = errors.New("more than one value")
			}
			if bad != nil {
				if err := p.tick(t.name); err != nil {
					return err
				}
				p.brokenLine(t.name, no, string(text), ranks)
			} else if err := p.item(t.name, no, n, nil, "", ranks); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}

func readLine(in *bufio.Reader, most int) (line []byte, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > most {
			return nil, errRowTooLong
		}
		line = append(line, part...)
		if err != bufio.ErrBufferFull {
			return line, err
		}
	}
}

func (p *Package) brokenLine(file string, no int, text string, ranks map[[32]byte]int) {
	it := &item{m: p.mapper, file: file, no: no}
	at := p.leaf(it, "")
	ro := &row{item: it, cells: []cell{{raw: text, val: text, at: at}}}
	ro.faulty(&ro.cells[0], "json_line")
	p.objects++
	raw, _ := json.Marshal(text)
	p.keepRaw(file, no, string(raw), false, it.close(func(int) bool { return false }), ranks)
}

// values reads a list, a Page, an object of lists, or one object.
func (p *Package) values(t tree, r io.Reader, ranks map[[32]byte]int) error {
	in := &meter{r: r, left: p.limits.RowBytes}
	d := json.NewDecoder(in)
	d.UseNumber()
	read := func() (node, error) {
		in.left = p.limits.RowBytes
		tok, err := d.Token()
		if err != nil {
			return node{}, err
		}
		return parse(d, tok)
	}
	fail := func(err error) error {
		if err == io.EOF { // inside a list: it was cut off
			err = io.ErrUnexpectedEOF
		}
		return located(t.name, p.objects+1, err)
	}
	end := func() error { // nothing may follow: it would be lost
		if _, err := d.Token(); err != io.EOF {
			return refuse(t.name, p.objects+1, "json_broken", "")
		}
		return nil
	}
	list := func(l *layout, under string) error {
		if _, err := d.Token(); err != nil { // the opening bracket
			return fail(err)
		}
		for d.More() {
			n, err := read()
			if err != nil {
				return fail(err)
			}
			if err := p.item(t.name, p.objects+1, n, l, under, ranks); err != nil {
				return err
			}
		}
		_, err := d.Token()
		if err != nil {
			return fail(err)
		}
		return nil
	}
	if t.outline.kind == '[' {
		if err := list(fromName(t.name), ""); err != nil {
			return err
		}
		return end()
	}
	lists := 0
	for name, kind := range t.outline.members {
		if kind == '[' && (name == "contents" || collection(name) != nil) {
			lists++
		}
	}
	if _, record := t.outline.members["id"]; record && t.outline.members["contents"] != '[' || lists == 0 {
		n, err := read()
		if err != nil {
			return fail(err)
		}
		if err := p.item(t.name, 1, n, fromName(t.name), "", ranks); err != nil {
			return err
		}
		return end()
	}
	if _, err := d.Token(); err != nil {
		return fail(err)
	}
	rest, beside := node{kind: '{'}, int64(0) // bytes of what stands beside the lists
	for d.More() {
		in.left = p.limits.RowBytes
		tok, err := d.Token()
		if err != nil {
			return fail(err)
		}
		name, _ := tok.(string)
		l := collection(name)
		switch {
		case t.outline.members[name] == '[' && name == "contents":
			err = list(fromName(t.name), "/contents/*")
		case t.outline.members[name] == '[' && l != nil:
			err = list(l, "/"+name+"/*")
		default:
			var n node
			from := d.InputOffset()
			if n, err = read(); err != nil {
				err = fail(err)
			} else if beside += d.InputOffset() - from; beside > int64(p.limits.RowBytes) {
				err = refuse(t.name, p.objects+1, "row_too_long", "")
			}
			rest.members = append(rest.members, member{name, n})
		}
		if err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return fail(err)
	}
	if len(rest.members) > 0 { // what stands beside the lists: page numbers and the like
		p.unread(t.name, p.objects+1, rest, ranks)
		p.strange[t.name]--
	}
	return end()
}

// fromName takes a file's name for a hint of what its objects are.
func fromName(name string) *layout {
	stem := strings.ToLower(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	return collection(strings.TrimSuffix(strings.TrimSuffix(stem, "_full"), "_list"))
}

// item maps one object of a list. hint is what its list says it is.
func (p *Package) item(file string, no int, n node, hint *layout, under string, ranks map[[32]byte]int) error {
	if err := p.tick(file); err != nil {
		return err
	}
	if p.mapper.first {
		p.filled++
	}
	l := hint
	if l == nil {
		l = kindOf(n)
	} else if k := kindOf(n); k != nil && hint.to != k.to && under == "" { // a file's name is only a hint
		l = k
	}
	if n.kind != '{' || l == nil {
		p.unread(file, no, n, ranks)
		return p.narrow(file, no)
	}
	p.objects++
	p.met[l.name] = true
	p.spot(n)
	it := &item{m: p.mapper, file: file, no: no}
	p.object(it, n, l, under, nil)
	p.keepTree(file, no, n, it, ranks)
	return p.narrow(file, no)
}

// narrow refuses a file whose objects differ so much that each is a table of
// its own: its ledger would fill the memory.
func (p *Package) narrow(file string, no int) error {
	if len(p.paths) > p.limits.Columns {
		return refuse(file, no, "too_many_columns", "")
	}
	return nil
}

// unread keeps an object that no rule reads.
func (p *Package) unread(file string, no int, n node, ranks map[[32]byte]int) {
	p.objects++
	it := &item{m: p.mapper, file: file, no: no}
	p.leaves(it, n, "")
	if n.kind == '{' {
		p.strange[file]++
	}
	p.keepTree(file, it.no, n, it, ranks)
}

func (p *Package) keepTree(file string, no int, n node, it *item, ranks map[[32]byte]int) {
	marks := it.close(func(int) bool { return false })
	if p.mapper.first {
		return
	}
	var b bytes.Buffer
	write(&b, n)
	p.keepRaw(file, no, b.String(), false, marks, ranks)
}

// write puts a node back as JSON, its members and numbers as they came.
func write(b *bytes.Buffer, n node) {
	switch n.kind {
	case '{':
		b.WriteByte('{')
		for i, m := range n.members {
			if i > 0 {
				b.WriteByte(',')
			}
			quote(b, m.name)
			b.WriteByte(':')
			write(b, m.value)
		}
		b.WriteByte('}')
	case '[':
		b.WriteByte('[')
		for i, v := range n.items {
			if i > 0 {
				b.WriteByte(',')
			}
			write(b, v)
		}
		b.WriteByte(']')
	case 's':
		quote(b, n.text)
	case '0':
		b.WriteString("null")
	default:
		b.WriteString(n.text)
	}
}

// quote writes a text as JSON does. Most texts need no escape.
func quote(b *bytes.Buffer, s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' {
			enc := json.NewEncoder(b)
			enc.SetEscapeHTML(false)
			enc.Encode(s)
			b.Truncate(b.Len() - 1) // the line end that Encode adds
			return
		}
	}
	b.WriteByte('"')
	b.WriteString(s)
	b.WriteByte('"')
}

// spot looks for what only HSDS 3.3 has.
func (p *Package) spot(n node) {
	for _, m := range n.members {
		if m.name == "operating_hours" || m.name == "events" {
			p.newer = true
		}
	}
}
