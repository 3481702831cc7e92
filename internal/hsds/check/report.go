package check

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Level says how grave a finding is.
type Level string

// An error breaks the standard where the standard requires; a warning, where
// it leaves a choice, or is only advice.
const (
	Error   Level = "error"
	Warning Level = "warning"
)

// State says what became of an endpoint.
type State string

// The states of endpoints.
const (
	Passed     State = "passed"
	Warned     State = "warned"
	Failed     State = "failed"
	Empty      State = "empty"       // it has nothing: looked at, and nothing to check in it
	Absent     State = "absent"      // optional, and not offered
	NotChecked State = "not_checked" // nothing to ask for it with
)

// Report is what was looked at and what was found.
type Report struct {
	Feed      string    `json:"feed"`
	At        time.Time `json:"at"`
	Language  string    `json:"language,omitempty"` // asked for
	Schemas   string    `json:"schemas"`            // the version of HSDS that records were held to
	Version   string    `json:"version"`            // that the feed gives itself
	Publisher string    `json:"publisher,omitempty"`

	Passed   bool `json:"passed"` // no error
	Errors   int  `json:"errors"`
	Warnings int  `json:"warnings"`
	Requests int  `json:"requests"`

	Endpoints []*Endpoint `json:"endpoints"`
	Findings  []*Finding  `json:"findings"` // errors first, each group in the order of the walk
	More      int         `json:"more,omitempty"`
}

// Endpoint is one operation of the API, and how much of it was looked at.
type Endpoint struct {
	Name     string `json:"name"` // GET /services/{id}
	Required bool   `json:"required"`
	State    State  `json:"state"`
	Items    int    `json:"items,omitempty"`   // that a list says it has
	Pages    int    `json:"pages,omitempty"`   // that a list says it has
	Visited  []int  `json:"visited,omitempty"` // pages looked at
	Records  int    `json:"records,omitempty"` // looked at
	Streamed int    `json:"streamed,omitempty"`
	Compared int    `json:"compared,omitempty"` // read by pages for want of a stream, and held against filters
	Filters  int    `json:"filters,omitempty"`
}

// Finding is one fault, wherever it was met.
type Finding struct {
	Level    Level   `json:"level"`
	Rule     Rule    `json:"rule"`
	Endpoint string  `json:"endpoint"`
	Path     string  `json:"path,omitempty"` // JSON pointer, * for any place in a list
	Count    int     `json:"count"`
	Places   []Place `json:"places"` // the first few
}

// Place is where a fault was met.
type Place struct {
	Request string `json:"request"` // below the feed's address
	Page    int    `json:"page,omitempty"`
	ID      string `json:"id,omitempty"`
	Pointer string `json:"pointer,omitempty"` // RFC 6901, in the answer
	Value   string `json:"value,omitempty"`   // shortened
	Wanted  string `json:"wanted,omitempty"`
}

// What a report holds at most, so that a feed that is wrong everywhere makes a
// report that can still be read.
const (
	mostPlaces   = 3
	mostFindings = 500
	mostPerBody  = 100 // as the public validator has it
	mostValue    = 160 // letters of a value
)

// endpoint adds an operation.
func (r *Report) endpoint(name string, required bool) *Endpoint {
	e := &Endpoint{Name: name, Required: required, State: Passed}
	r.Endpoints = append(r.Endpoints, e)
	return e
}

var index = regexp.MustCompile(`/\d+(/|$)`)

// anyIndex is a pointer without places in lists: a fault of every record is
// one fault.
func anyIndex(pointer string) string {
	for {
		next := index.ReplaceAllString(pointer, "/*$1")
		if next == pointer {
			return next
		}
		pointer = next
	}
}

// found notes a fault.
func (r *Report) found(e *Endpoint, rule Rule, at Place) {
	level := Error
	if !e.Required || advice[rule] {
		level = Warning
	}
	switch {
	case level == Error:
		e.State = Failed
	case e.State != Failed:
		e.State = Warned
	}
	at.Pointer, at.Value, at.Wanted = shown(at.Pointer), shown(at.Value), shown(at.Wanted)
	path := anyIndex(at.Pointer)
	i := slices.IndexFunc(r.Findings, func(f *Finding) bool { return f.Rule == rule && f.Endpoint == e.Name && f.Path == path })
	if i < 0 {
		if len(r.Findings) >= mostFindings {
			r.More++
			r.Passed = r.Passed && level != Error
			return
		}
		r.Findings = append(r.Findings, &Finding{Level: level, Rule: rule, Endpoint: e.Name, Path: path})
		i = len(r.Findings) - 1
	}
	f := r.Findings[i]
	f.Count++
	if len(f.Places) < mostPlaces {
		f.Places = append(f.Places, at)
	}
}

// finish counts, and puts errors first.
func (r *Report) finish() {
	slices.SortStableFunc(r.Findings, func(a, b *Finding) int { return cmp.Compare(a.Level, b.Level) })
	for _, f := range r.Findings {
		if f.Level == Error {
			r.Errors++
		} else {
			r.Warnings++
		}
	}
	r.Passed = r.Passed && r.Errors == 0
}

// shown is a text of a feed as a report shows it: short, on one line, and
// without what would move a terminal.
func shown(s string) string {
	n := 0
	for i := range s {
		if n++; n > mostValue {
			s = s[:i] + "…"
			break
		}
	}
	return strings.Map(func(c rune) rune {
		if c < ' ' || 0x7f <= c && c < 0xa0 || c == 0x2028 || c == 0x2029 || 0x202a <= c && c <= 0x202e || 0x2066 <= c && c <= 0x2069 {
			return '\ufffd'
		}
		return c
	}, strings.ToValidUTF8(s, "\ufffd"))
}
