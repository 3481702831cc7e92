package check

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// streamed reads the list whole, one record a line, and tries its filters
// against what it read. A long list is read whole only when all was asked for.
func (g *listing) streamed() {
	if g.ctx.Err() != nil || g.o.IDs != AllIDs && g.items > g.o.Limits.Whole {
		return
	}
	query := "format=ndjson"
	if g.full != "" {
		query += "&" + g.full
	}
	at := Place{Request: "/" + g.name + "?" + query}
	b := g.body(g.e, at)
	records, whole := []known{}, true
	met, family := map[string]bool{}, []kin{}
	ok := g.lines(b, func(v any, no int) {
		pointer := step("", number(no))
		b.record(g.whole, g.table, v, pointer)
		whole = g.likeAlone(b, v, pointer) && whole
		if o, ok := v.(object); ok {
			records = append(records, g.known(o))
			if id := text(o, "id"); id != "" {
				if met[id] {
					b.found(NDJSONRepeat, step(pointer, "id"), id, "")
					whole = false
				}
				met[id] = true
				g.meets(id)
			}
			if above[g.table] != "" {
				family = append(family, kinOf(o, g.table))
			}
		}
	})
	if !ok {
		g.doubts = nil
		g.unstreamed()
		return
	}
	whole = g.settle(b) && whole
	g.kin(b, family)
	g.codes(b, family)
	g.e.Streamed = len(records)
	if g.items >= 0 && !g.moved && len(records) != g.items && !g.changed() {
		b.at.ID = ""
		b.found(NDJSONCount, "", number(len(records)), number(g.items))
		return
	}
	if whole {
		g.filtered(records)
	}
}

// changed asks whether the list has another length now.
func (g *listing) changed() bool {
	doc, ok := g.ask(g.e, "GET", Place{Request: g.path(1), Page: 1})
	o, _ := doc.(object)
	return !ok || display(o["total_items"]) != number(g.items)
}

// lines reads a stream. ok is false when there was none, or not the whole of it.
func (g *listing) lines(b *body, each func(v any, no int)) (ok bool) {
	a, err := g.client.open(g.ctx, "GET", g.base+b.at.Request, asNDJSON, g.o.Limits.Slow)
	if err != nil {
		g.silent(g.e, err, b.at)
		return false
	}
	defer a.close()
	if a.status >= 500 {
		g.refused(g.e, a.status, b.at)
		return false
	}
	if !success(a.status) || !strings.Contains(a.kind, "ndjson") && !strings.Contains(a.kind, "jsonl") {
		b.found(NDJSONAbsent, "", number(a.status)+" "+a.kind, "application/x-ndjson")
		return false
	}
	within := &io.LimitedReader{R: a.body, N: g.o.Limits.Stream + 1}
	lines := bufio.NewScanner(within)
	lines.Buffer(make([]byte, 0, 64<<10), int(g.o.Limits.Body))
	for no := 0; lines.Scan(); {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		if !utf8.Valid(line) {
			b.found(Encoding, step("", number(no)), "", "")
			return false
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
		if err != nil {
			b.found(NDJSONLine, step("", number(no)), err.Error(), "")
			return false
		}
		if member, found := twice(line); found {
			b.found(MemberTwice, step("", number(no))+member, "", "")
		}
		each(v, no)
		no++
	}
	switch err := lines.Err(); {
	case within.N <= 0 || errors.Is(err, bufio.ErrTooLong):
		g.silent(g.e, errTooLarge, b.at)
		return false
	case err != nil:
		g.silent(g.e, err, b.at)
		return false
	}
	return true
}
