package check

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"passerelle/internal/clock"
	"passerelle/internal/fault"
	"passerelle/internal/hsds/standard"
)

// AllIDs looks at every page and every record.
const AllIDs = -1

// UsualIDs is how many records of a list are looked at by their id.
const UsualIDs = 10

// Options say how much to look at.
type Options struct {
	IDs        int    // of each list; AllIDs
	AllowEmpty bool   // a feed without services is no fault
	Language   string // what is asked for by Accept-Language; "" when nothing
	Limits     Limits // UsualLimits when zero
	Progress   func(requests int)

	wait func(context.Context, time.Duration) error // tests do not wait
}

// standardVersion is the version whose schemas records are held to.
const standardVersion = "3.2.3"

// Run looks at the feed whose base is at an address. What is wrong with the
// feed is in the report. An error means that there is none: fault.Invalid when
// the address is none, fault.Unavailable when nobody answers there, the
// context's error when it ended.
func Run(ctx context.Context, address string, o Options) (*Report, error) {
	base, err := baseOf(address)
	if err != nil {
		return nil, err
	}
	if o.Limits == (Limits{}) {
		o.Limits = UsualLimits
	}
	schemas, err := schemas()
	if err != nil {
		return nil, err
	}
	w := &walk{ctx: ctx, o: o, base: base, client: newClient(o), schemas: schemas, met: map[string]map[string]bool{}, offered: map[string]*Endpoint{}, mentions: map[string]*mentions{},
		report: &Report{Feed: address, At: clock.System().Now(), Language: o.Language, Schemas: standardVersion, Passed: true, Endpoints: []*Endpoint{}, Findings: []*Finding{}}}
	defer w.client.http.CloseIdleConnections()
	if err := w.about(address); err != nil {
		return nil, err
	}
	for _, l := range lists {
		w.list(l)
	}
	w.refers()
	w.nowherePrograms()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w.report.Requests = w.client.asked
	w.report.finish()
	return w.report, nil
}

// schemas are compiled once: they are large, and always the same.
var schemas = sync.OnceValues(standard.Validators)

// baseOf is an address without a slash at its end, when a feed can be at it.
func baseOf(address string) (string, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return "", fault.New(fault.Invalid, "hsds_check.address").With(err)
	case u.User != nil, u.RawQuery != "", u.Fragment != "":
		return "", fault.New(fault.Invalid, "hsds_check.address_bare")
	}
	return strings.TrimRight(address, "/"), nil
}

// walk is one look at a feed.
type walk struct {
	ctx     context.Context // of Run
	o       Options
	base    string
	client  *client
	schemas map[string]*jsonschema.Schema
	report  *Report

	met      map[string]map[string]bool // ids of each list
	offered  map[string]*Endpoint       // the records of each list that is there, by their id
	mentions map[string]*mentions       // of each list
	programs programs

	nobody    error           // why the last request had no answer at all
	described map[string]bool // operations of its description, GET /services; nil when it has none
}

// Kinds of content that are asked for.
const (
	asJSON   = "application/json"
	asNDJSON = "application/x-ndjson, application/json;q=0.5"
)

// ask has an answer that must be a success, in JSON. What is wrong with it is
// noted at its place.
func (w *walk) ask(e *Endpoint, method string, at Place) (doc any, ok bool) {
	status, doc, ok := w.answer(e, method, w.base+at.Request, at)
	if ok && !success(status) {
		w.refused(e, status, at)
		return nil, false
	}
	return doc, ok
}

func success(status int) bool { return status >= 200 && status < 300 }

// refused notes an answer that is no success.
func (w *walk) refused(e *Endpoint, status int, at Place) {
	at.Value, at.Wanted = number(status), "200"
	w.report.found(e, Status, at)
}

// answer has an answer of whatever status; only a success must be JSON.
func (w *walk) answer(e *Endpoint, method, address string, at Place) (status int, doc any, ok bool) {
	a, err := w.client.open(w.ctx, method, address, asJSON, w.o.Limits.Timeout)
	if err != nil {
		w.silent(e, err, at)
		return 0, nil, false
	}
	defer a.close()
	if !success(a.status) {
		return a.status, nil, true
	}
	body, err := w.client.whole(a)
	if err != nil {
		w.silent(e, err, at)
		return a.status, nil, false
	}
	if a.kind != asJSON && !strings.HasSuffix(a.kind, "+json") {
		at.Value, at.Wanted = a.kind, asJSON
		w.report.found(e, ContentType, at)
		at.Value, at.Wanted = "", ""
	}
	if !utf8.Valid(body) {
		w.report.found(e, Encoding, at)
		return a.status, nil, false
	}
	doc, err = jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		at.Value = err.Error()
		w.report.found(e, NotJSON, at)
		return a.status, nil, false
	}
	if member, found := twice(body); found {
		at.Pointer = member
		w.report.found(e, MemberTwice, at)
	}
	return a.status, doc, true
}

// silent notes why there is no answer. When the caller gave up, nothing is the
// feed's fault.
func (w *walk) silent(e *Endpoint, err error, at Place) {
	rule := NoAnswer
	switch {
	case w.ctx.Err() != nil:
		return
	case errors.Is(err, errRedirects):
		rule = Redirects
	case errors.Is(err, errTooLarge):
		rule = TooLarge
	default:
		at.Value, w.nobody = err.Error(), err
	}
	w.report.found(e, rule, at)
}
