package check

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// change is a fault in an answer.
type change = func(*given)

// onPage changes a page of services.
func onPage(n int, how func(o object)) change {
	return func(a *given) {
		if o := a.page("services", n); o != nil {
			how(o)
		}
	}
}

// at changes whatever an address answers.
func at(path string, how func(a *given)) change {
	return func(a *given) {
		if a.path == path {
			how(a)
		}
	}
}

// inBase and inDescription change an object at an address.
func inBase(how func(o object)) change { return at("", func(a *given) { how(a.body.(object)) }) }

func inDescription(how func(o object)) change {
	return at("/openapi.json", func(a *given) { how(a.body.(object)) })
}

// asked changes what is answered to a query.
func asked(path, query string, how func(a *given)) change {
	return at(path, func(a *given) {
		if a.query.Encode() == query {
			how(a)
		}
	})
}

func set(o object, path string, v any) {
	at := strings.Split(path, ".")
	for _, name := range at[:len(at)-1] {
		switch x := o[name].(type) {
		case object:
			o = x
		case []any:
			o = x[0].(object)
		}
	}
	if last := at[len(at)-1]; v == gone {
		delete(o, last)
	} else {
		o[last] = v
	}
}

// gone has set take a member away.
var gone any = new(int)

// record changes a record itself, wherever it is answered.
func record(list string, i int, path string, v any) func(*feed) {
	return func(f *feed) { set(f.records[list][i], path, v) }
}

var second = "/services/" + uuid("s1")

func sets(path string, v any) func(object) { return func(o object) { set(o, path, v) } }

// planted is a fault: in an answer, or in the records, and the rule that must
// catch it.
type planted struct {
	name  string
	rule  Rule
	in    change
	setup func(*feed)
}

// dripping answers a byte at a time, for longer than anybody waits.
func dripping(a *given) {
	a.gone = true
	a.w.Header().Set("Content-Type", "application/json")
	for range 40 {
		if _, err := a.w.Write([]byte(" ")); err != nil {
			return
		}
		a.w.(http.Flusher).Flush()
		time.Sleep(20 * time.Millisecond)
	}
}

// bomb is a few kilobytes that unpack to more than is read.
func bomb(a *given) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	blank := bytes.Repeat([]byte(" "), 1<<20)
	for range 16 {
		_, _ = w.Write(blank)
	}
	_ = w.Close()
	a.w.Header().Set("Content-Encoding", "gzip")
	a.raw = packed.Bytes()
}

func cut(a *given) {
	c, _, err := a.w.(http.Hijacker).Hijack()
	if err == nil {
		_ = c.Close()
	}
}

// every changes each plain page of services, the ones after the last too.
func every(how func(object)) change {
	return func(a *given) {
		for n := 1; n < 5; n++ {
			if o := a.page("services", n); o != nil {
				how(o)
			}
		}
	}
}

// endless is a list of taxonomies with one page more than anybody reads.
func endless(a *given) {
	if id, one := strings.CutPrefix(a.path, "/taxonomies/"); one && id != nobodysID && a.status != http.StatusOK {
		a.status, a.body = http.StatusOK, object{"id": id, "name": "Thème", "description": "Un thème"}
	}
	page := a.query.Get("page")
	if a.path == "/taxonomies" && page != "" && a.status == http.StatusOK {
		a.body = object{"total_items": 1 << 30, "total_pages": 1 << 30, "page_number": len(page), "size": 1, "first_page": page == "1", "last_page": false, "empty": false,
			"contents": []any{object{"id": uuid("theme " + page), "name": "Thème", "description": "Un thème"}}}
		if n := slices.Index(strings.Fields("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20"), page); n > 0 {
			a.body.(object)["page_number"] = n
		}
	}
}

// filtering changes a stream of services that is asked for with n filters, the
// organization among them.
func filtering(n int, how func(*given)) change {
	return func(a *given) {
		if a.path == "/services" && a.query.Get("format") == "ndjson" && a.query.Has("organization_id") && len(a.query) == n+1 {
			how(a)
		}
	}
}

// lines are records as a stream has them.
func lines(records []object) (out []byte) {
	for _, o := range records {
		b, _ := json.Marshal(o)
		out = append(append(out, b...), '\n')
	}
	return out
}

// strictlyAfter leaves out what changed at the very instant.
func strictlyAfter(a *given) {
	since := a.query.Get("modified_after")
	if since == "" || a.query.Get("format") != "ndjson" {
		return
	}
	var kept []byte
	for line := range bytes.Lines(a.raw) {
		if !bytes.Contains(line, []byte(since)) {
			kept = append(kept, line...)
		}
	}
	a.raw = append([]byte{}, kept...)
}
