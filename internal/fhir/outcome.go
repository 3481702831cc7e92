package fhir

import (
	"errors"
	"net/http"
	"strconv"

	"passerelle/internal/fault"
	"passerelle/internal/fhir/r4"
)

// asFHIR is the kind of content of every answer.
const asFHIR = "application/fhir+json"

// Object is a JSON object.
type Object = r4.Object

// problem is a refusal of this package: its status, and each fault with its
// place.
type problem struct {
	status int
	issues []r4.Issue
}

// Error is for the log: keys and places, never what was sent.
func (p problem) Error() string {
	s := strconv.Itoa(p.status)
	for _, i := range p.issues {
		s += " " + i.Key
	}
	return s
}

// refusal is a problem of one issue.
func refusal(status int, at, code, key string, args ...any) error {
	return problem{status, []r4.Issue{{At: at, Code: code, Key: key, Args: args}}}
}

// broken is a rule that a resource breaks: 422.
func broken(at, key string, args ...any) error {
	return refusal(http.StatusUnprocessableEntity, at, "business-rule", key, args...)
}

// statuses is the one table from kinds of errors to HTTP.
var statuses = map[fault.Kind]int{
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.Unavailable: http.StatusServiceUnavailable,
	fault.TooMany:     http.StatusTooManyRequests,
	fault.Shut:        http.StatusLocked,
	fault.Internal:    http.StatusInternalServerError,
}

// codes are the issue types of the kinds.
var codes = map[fault.Kind]string{
	fault.NotFound:    "not-found",
	fault.Conflict:    "conflict",
	fault.Invalid:     "business-rule",
	fault.Unavailable: "transient",
	fault.TooMany:     "throttled",
	fault.Shut:        "lock-error",
	fault.Internal:    "exception",
}

// problemOf makes a problem of any error.
func problemOf(err error) problem {
	if p := (problem{}); errors.As(err, &p) {
		return p
	}
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return problem{http.StatusRequestEntityTooLarge, []r4.Issue{{Code: "too-long", Key: "fhir.body_too_large", Args: []any{"megabytes", tooLarge.Limit >> 20}}}}
	}
	kind := fault.KindOf(err)
	p := problem{status: statuses[kind]}
	for _, f := range fault.FieldsOf(err) {
		p.issues = append(p.issues, r4.Issue{At: f.Field, Code: codes[kind], Key: f.Key, Args: f.Args})
	}
	if len(p.issues) > 0 {
		return p
	}
	key, args := fault.KeyOf(err)
	switch {
	case kind == fault.NotFound:
		key, args = "fhir.not_found", nil // one body, whatever was asked for
	case key == "" || kind == fault.Internal:
		key, args = "fhir.internal", nil
	}
	p.issues = []r4.Issue{{Code: codes[kind], Key: key, Args: args}}
	return p
}

// refuse answers an error.
func (c *Call) refuse(err error) {
	p := problemOf(err)
	h := c.W.Header()
	h.Del("ETag")
	switch p.status {
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "5")
	case http.StatusTooManyRequests:
		h.Set("Retry-After", "60")
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="fhir"`)
	}
	c.send(p.status, c.outcome("error", p.issues))
}

// outcome is an OperationOutcome in the caller's language.
func (c *Call) outcome(severity string, issues []r4.Issue) Object {
	list := make([]any, len(issues))
	for i, x := range issues {
		o := Object{"severity": severity, "code": x.Code, "details": Object{"text": c.say.T(x.Key, x.Args...)}}
		if x.At != "" {
			o["expression"] = []any{x.At}
		}
		list[i] = o
	}
	return Object{"resourceType": "OperationOutcome", "issue": list}
}

// send writes a whole answer.
func (c *Call) send(status int, o Object) { c.sendAs(asFHIR+"; charset=utf-8", status, o) }

func (c *Call) sendAs(kind string, status int, o Object) {
	body := r4.Write(o)
	h := c.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.W.WriteHeader(status)
	_, _ = c.W.Write(body) // the reader went away: there is nobody to tell
}
