package check

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"passerelle/internal/fault"
)

// about reads what the feed tells of itself, and its description. It is an
// error when nobody is there.
func (w *walk) about(address string) error {
	e := w.report.endpoint("GET /", true)
	at := Place{Request: "/"}
	status, doc, ok := w.answer(e, "GET", address, at)
	switch {
	case w.ctx.Err() != nil:
		return w.ctx.Err()
	case w.nobody != nil:
		return fault.New(fault.Unavailable, "hsds_check.nobody").With(w.nobody)
	case !ok:
		return nil
	case !success(status):
		w.refused(e, status, at)
		return nil
	}
	o, ok := doc.(object)
	if !ok {
		at.Wanted = "object"
		w.report.found(e, NotJSON, at)
		return nil
	}
	w.version(e, o)
	w.baseMembers(e, o)
	w.resolves(e, o)
	return nil
}

// version must be one of HSDS 3. The public validator takes a version that is
// one number for one of a profile of the United Kingdom.
func (w *walk) version(e *Endpoint, o object) {
	at := Place{Request: "/", Pointer: "/version", Value: display(o["version"]), Wanted: standardVersion}
	said, _ := o["version"].(string)
	w.report.Version = shown(said)
	bare := strings.TrimLeft(strings.TrimPrefix(strings.ToUpper(said), "HSDS-UK-"), "V")
	switch {
	case !threes.MatchString(bare):
		w.report.found(e, BaseVersion, at)
	case strings.Count(bare, ".") < 2:
		w.report.found(e, ShortVersion, at)
	}
}

var threes = regexp.MustCompile(`^3(\.\d+){0,2}$`)

// baseMembers are of the types that the standard gives them.
func (w *walk) baseMembers(e *Endpoint, o object) {
	bad := func(pointer string, v any, wanted string) {
		w.report.found(e, BaseMember, Place{Request: "/", Pointer: pointer, Value: display(v), Wanted: wanted})
	}
	text := func(o object, pointer, member string, address bool) {
		v, is := o[member]
		s, ok := v.(string)
		switch {
		case is && !ok:
			bad(pointer+member, v, "string")
		case is && address && absolute(s) == nil:
			bad(pointer+member, v, "uri")
		}
	}
	text(o, "/", "description", false)
	text(o, "/", "data_guide", true)
	v, is := o["publisher"]
	p, ok := v.(object)
	if is && !ok {
		bad("/publisher", v, "object")
	}
	for _, m := range []string{"name", "identifier", "email"} {
		text(p, "/publisher/", m, false)
	}
	text(p, "/publisher/", "website", true)
	name, _ := p["name"].(string)
	w.report.Publisher = shown(name)
}

// absolute is an address of the web; nil when it is none.
func absolute(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

// resolves follows the addresses that the base gives.
func (w *walk) resolves(e *Endpoint, o object) {
	w.follow(e, BaseProfile, "profile", o)
	body, from := w.follow(e, BaseOpenAPI, "openapi_url", o)
	if from == nil {
		return
	}
	// An address of a file may lead to any kind of content; what it holds counts.
	described := w.report.endpoint("openapi_url", true)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		w.report.found(described, OpenAPIDocument, Place{Request: from.String(), Value: err.Error()})
		return
	}
	w.openapi(described, from, doc)
}

// follow reads what an address of the base leads to; nil when to nothing.
func (w *walk) follow(e *Endpoint, rule Rule, member string, o object) (body []byte, from *url.URL) {
	at := Place{Request: "/", Pointer: "/" + member, Value: display(o[member])}
	said, _ := o[member].(string)
	from = absolute(said)
	if from == nil {
		at.Wanted = "uri"
		w.report.found(e, rule, at)
		return nil, nil
	}
	a, err := w.client.open(w.ctx, "GET", said, asJSON, w.o.Limits.Timeout)
	if err != nil {
		w.report.found(e, rule, at)
		return nil, nil
	}
	defer a.close()
	body, err = w.client.whole(a)
	if err != nil || !success(a.status) {
		at.Wanted = "200"
		w.report.found(e, rule, at)
		return nil, nil
	}
	return body, from
}
