package hsds

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
)

// table reads the rows of a delimited text, one at a time. It is more lenient
// than encoding/csv and loses nothing: line endings inside quoted cells stay
// as they are, a stray quote is text, rows may be ragged.
type table struct {
	r     *bufio.Reader
	comma byte
	max   int  // bytes of a row
	wide  int  // cells of a row
	row   int  // of the row last read; the first is 1
	odd   bool // that row had a stray quote
	buf   []byte
	ends  []int
	// last is how the row before ended, and mixed the first row that ended
	// otherwise.
	last  lineEnd
	mixed int
}

type lineEnd uint8

const (
	lf lineEnd = iota + 1
	crlf
	cr
)

// ended notes how a row ended.
func (t *table) ended(how lineEnd) {
	if t.last != 0 && t.last != how && t.mixed == 0 {
		t.mixed = t.row
	}
	t.last = how
}

var (
	errRowTooLong = errors.New("row too long")
	errTooWide    = errors.New("too many columns")
	errOpenQuote  = errors.New("quote never closed")
)

func newTable(r io.Reader, comma byte, lim Limits) *table {
	return &table{r: bufio.NewReaderSize(r, 64<<10), comma: comma, max: lim.RowBytes, wide: lim.Columns}
}

// next returns the cells of the next row; io.EOF after the last. A line with
// nothing on it is one empty cell.
func (t *table) next() ([]string, error) {
	t.buf, t.ends, t.odd = t.buf[:0], t.ends[:0], false
	t.row++
	const (
		start = iota // of a cell
		plain
		quoted
		closed // after a quote inside quotes
	)
	state := start
	for first := true; ; first = false {
		c, err := t.r.ReadByte()
		if err != nil {
			switch {
			case err != io.EOF:
				return nil, err
			case first:
				return nil, io.EOF
			case state == quoted:
				return nil, errOpenQuote
			}
			return t.cells(), nil
		}
		if len(t.buf) >= t.max {
			return nil, errRowTooLong
		}
		switch state {
		case quoted:
			if c == '"' {
				state = closed
			} else {
				t.buf = append(t.buf, c)
			}
			continue
		case closed:
			switch c {
			case '"':
				t.buf = append(t.buf, c)
				state = quoted
				continue
			case t.comma, '\n', '\r':
				state = plain
			default: // "so" called: these quotes are text, and the cell ends with the next separator
				t.odd = true
				from := 0
				if n := len(t.ends); n > 0 {
					from = t.ends[n-1]
				}
				t.buf = append(slices.Insert(t.buf, from, '"'), '"')
				state = plain
			}
		case start:
			if c == '"' {
				state = quoted
				continue
			}
			state = plain
		}
		switch c {
		case t.comma:
			if t.ends = append(t.ends, len(t.buf)); len(t.ends) >= t.wide {
				return nil, errTooWide
			}
			state = start
		case '\n':
			t.ended(lf)
			return t.cells(), nil
		case '\r':
			if b, err := t.r.Peek(1); err == nil && b[0] == '\n' {
				t.r.Discard(1)
				t.ended(crlf)
			} else {
				t.ended(cr)
			}
			return t.cells(), nil
		default:
			if c == '"' {
				t.odd = true
			}
			t.buf = append(t.buf, c)
		}
	}
}

func (t *table) cells() []string {
	t.ends = append(t.ends, len(t.buf))
	all, from := string(t.buf), 0
	out := make([]string, len(t.ends))
	for i, end := range t.ends {
		out[i], from = all[from:end], end
	}
	return out
}

// separator looks at the first row of a text for what parts its cells.
func separator(r io.Reader) byte {
	head := make([]byte, 64<<10)
	n, _ := io.ReadFull(r, head)
	count := map[byte]int{}
	inside := false
	for _, c := range head[:n] {
		switch {
		case c == '"':
			inside = !inside
		case inside:
		case c == '\n' || c == '\r':
			if len(count) > 0 {
				return most(count)
			}
		case strings.IndexByte(",;\t|", c) >= 0:
			count[c]++
		}
	}
	return most(count)
}

func most(count map[byte]int) byte {
	best := byte(',')
	for _, c := range []byte(",;\t|") {
		if count[c] > count[best] {
			best = c
		}
	}
	return best
}
