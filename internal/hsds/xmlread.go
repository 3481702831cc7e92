package hsds

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// element is an element of an XML text with all that is in it.
type element struct {
	// name is its local name; one of another vocabulary than the root's has
	// that vocabulary before it, in braces, so that no rule takes it for ours.
	name  string
	attrs []attr
	kids  []*element
	text  string // its own, without that of its kids
	line  int
	at    int // the place of its text among the cells of the item; -1: none
}

type attr struct {
	name, val string
	at        int
}

// piece is the root's start tag, or one of the elements and texts below it:
// what the ledger has for a row.
type piece struct {
	*element
	raw string // its bytes, as UTF-8
	no  int    // the line it stands on; of several on one line each has one of its own
}

// tokenBytes is how long one tag or one text may be. The longest text of the
// formats we know takes a tenth of it; a tag of attributes alone takes twenty
// times its bytes once it is read.
const tokenBytes = 1 << 20

var (
	errXMLDoctype = errors.New("document type declaration")
	errXMLEmpty   = errors.New("no element")
	errXMLAfter   = errors.New("something after the root")
)

// xmlReader reads an XML text one element below the root after the other. It
// holds one of them at a time, and never more than Limits say. It resolves no
// entity but the five of XML, and refuses the declarations that make others.
type xmlReader struct {
	in    *xmlBytes
	d     *xml.Decoder
	most  int // bytes of one piece
	space string
	end   int // the line on which the piece before ended, as GiveBack will write it
	last  int // its number
	left  int // values that the piece may still hold
	over  bool
}

func newXMLReader(r io.Reader, lim Limits) *xmlReader {
	x := &xmlReader{in: &xmlBytes{r: bufio.NewReaderSize(r, 64<<10)}, most: lim.RowBytes}
	x.d = xml.NewDecoder(x.in)
	// The bytes are decoded already, by what the declaration and the bytes say.
	x.d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return x
}

// token reads on, within what is left to the piece.
func (x *xmlReader) token() (xml.Token, error) {
	x.in.left = min(tokenBytes, x.most-len(x.in.kept))
	return x.d.Token()
}

// root reads up to the root's start tag.
func (x *xmlReader) root() (p piece, err error) {
	doctype := false
	for {
		x.in.forget(x.d.InputOffset())
		line, _ := x.d.InputPos()
		tok, err := x.token()
		switch t := tok.(type) {
		case xml.StartElement:
			x.space, x.left = t.Name.Space, mostNodes
			if doctype {
				err = errXMLDoctype
			}
			p.element = x.element(t, line)
			p.raw, p.no = x.in.taken(x.d.InputOffset()), line
			x.last, x.end = line, line+strings.Count(p.raw, "\n")
			return p, err
		case xml.Directive:
			doctype = true
		}
		if err == io.EOF {
			return p, errXMLEmpty
		}
		if err != nil {
			return p, err
		}
	}
}

// next reads the next element or text below the root; io.EOF after the last.
func (x *xmlReader) next() (p piece, err error) {
	for {
		x.in.forget(x.d.InputOffset())
		x.left = mostNodes
		line, _ := x.d.InputPos()
		tok, err := x.token()
		if err != nil {
			return p, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if x.over {
				return p, errXMLAfter
			}
			if p.element, err = x.inside(t, line, 1, 0); err != nil {
				return p, err
			}
		case xml.CharData:
			if strings.TrimSpace(string(t)) == "" {
				continue
			}
			if x.over {
				return p, errXMLAfter
			}
			p.element = &element{text: string(t), line: line, at: -1}
		case xml.EndElement:
			x.over = true
			continue
		case xml.Directive:
			return p, errXMLDoctype
		default: // a comment, an instruction
			continue
		}
		p.raw = x.in.taken(x.d.InputOffset())
		if p.name == "" {
			blank := len(p.raw) - len(strings.TrimLeft(p.raw, " \t\r\n"))
			line += strings.Count(p.raw[:blank], "\n")
			p.raw = strings.TrimSpace(p.raw)
		}
		p.no = max(line, x.end)
		if p.no <= x.last {
			p.no = x.last + 1
		}
		x.last, x.end = p.no, p.no+strings.Count(p.raw, "\n")
		return p, nil
	}
}

// element is a start tag, with its attributes.
func (x *xmlReader) element(t xml.StartElement, line int) *element {
	e := &element{name: x.nameOf(t.Name), line: line, at: -1}
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" { // names vocabularies, says nothing
			continue
		}
		x.left--
		e.attrs = append(e.attrs, attr{a.Name.Local, a.Value, -1})
	}
	return e
}

func (x *xmlReader) nameOf(n xml.Name) string {
	if n.Space == x.space {
		return n.Local
	}
	return "{" + n.Space + "}" + n.Local
}

// inside reads an element to its end, at a depth, under a path of so many
// bytes.
func (x *xmlReader) inside(t xml.StartElement, line, depth, path int) (*element, error) {
	e := x.element(t, line)
	if path += len(e.name) + 1; depth > maxDepth || path > longestPath {
		return nil, errTooDeep
	}
	var text strings.Builder
	for {
		if x.left--; x.left < 0 {
			return nil, errRowTooLong
		}
		line, _ := x.d.InputPos()
		tok, err := x.token()
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			kid, err := x.inside(t, line, depth+1, path)
			if err != nil {
				return nil, err
			}
			e.kids = append(e.kids, kid)
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			if e.text = text.String(); strings.TrimSpace(e.text) == "" {
				e.text = ""
			}
			return e, nil
		case xml.Directive:
			return nil, errXMLDoctype
		}
	}
}

// xmlBytes gives a decoder its bytes and keeps those of the piece being read.
type xmlBytes struct {
	r    *bufio.Reader
	kept []byte
	from int64 // the offset of the first kept byte
	left int
}

// ReadByte implements io.ByteReader, which keeps the decoder from reading
// ahead.
func (x *xmlBytes) ReadByte() (byte, error) {
	if x.left--; x.left < 0 {
		return 0, errRowTooLong
	}
	b, err := x.r.ReadByte()
	if err == nil {
		x.kept = append(x.kept, b)
	}
	return b, err
}

// Read implements io.Reader.
func (x *xmlBytes) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := x.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// forget drops what was kept before an offset. The decoder may have looked at
// one byte beyond it.
func (x *xmlBytes) forget(offset int64) {
	n := copy(x.kept, x.kept[offset-x.from:])
	x.kept, x.from = x.kept[:n], offset
}

// taken is what was kept, up to an offset.
func (x *xmlBytes) taken(offset int64) string { return string(x.kept[:offset-x.from]) }
