package hsds

import (
	"encoding/json"
	"errors"
	"io"
)

// node is a JSON value that remembers the order of its members and its
// duplicates: encoding/json into a map would lose both, and with them cells.
type node struct {
	kind    byte // '{' '[' 's' text, 'n' number, 'b' true or false, '0' null
	text    string
	members []member
	items   []node
}

type member struct {
	name  string
	value node
}

func (n node) member(name string) (node, bool) {
	for _, m := range n.members {
		if m.name == name {
			return m.value, true
		}
	}
	return node{}, false
}

// maxDepth is far beyond any nested service; a deeper text is an attack on the
// stack.
const maxDepth = 64

// mostNodes is how many values one object may hold: a list of bare numbers
// takes forty times its bytes once it is read.
const mostNodes = 1 << 20

var errTooDeep = errors.New("nested too deep")

// parse reads one value whose first token is tok.
func parse(d *json.Decoder, tok json.Token) (node, error) {
	left := mostNodes
	return parseIn(d, tok, 0, 0, &left)
}

// parseIn reads a value at a depth, whose path takes so many bytes.
func parseIn(d *json.Decoder, tok json.Token, depth, path int, left *int) (n node, err error) {
	if depth > maxDepth || path > longestPath {
		return n, errTooDeep
	}
	if *left--; *left < 0 {
		return n, errRowTooLong
	}
	switch t := tok.(type) {
	case string:
		return node{kind: 's', text: t}, nil
	case json.Number:
		return node{kind: 'n', text: t.String()}, nil
	case bool:
		if t {
			return node{kind: 'b', text: "true"}, nil
		}
		return node{kind: 'b', text: "false"}, nil
	case nil:
		return node{kind: '0'}, nil
	case json.Delim:
		n.kind = byte(t)
	}
	for d.More() {
		var m member
		if n.kind == '{' {
			tok, err := d.Token()
			if err != nil {
				return n, err
			}
			m.name, _ = tok.(string)
		}
		tok, err := d.Token()
		if err != nil {
			return n, err
		}
		if m.value, err = parseIn(d, tok, depth+1, path+2+len(m.name), left); err != nil {
			return n, err
		}
		if n.kind == '{' {
			n.members = append(n.members, m)
		} else {
			n.items = append(n.items, m.value)
		}
	}
	_, err = d.Token() // the closing bracket
	return n, err
}

// meter lets through at most left bytes, and is filled up for each object: no
// object can make us hold more than that.
type meter struct {
	r    io.Reader
	left int
}

func (m *meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, errRowTooLong
	}
	if len(p) > m.left {
		p = p[:m.left]
	}
	n, err := m.r.Read(p)
	m.left -= n
	return n, err
}
