package api

import (
	"errors"
	"net/http"

	"passerelle/internal/fault"
)

// refusal is the shape of every error: HSDS has none of its own.
type refusal struct {
	Error struct {
		Parameter string `json:"parameter,omitempty"`
		Message   string `json:"message"`
	} `json:"error"`
}

// statuses is the one table from kinds of errors to HTTP.
var statuses = map[fault.Kind]int{
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.Invalid:     http.StatusBadRequest,
	fault.Unavailable: http.StatusServiceUnavailable,
	fault.TooMany:     http.StatusTooManyRequests,
	fault.Shut:        http.StatusLocked,
	fault.Internal:    http.StatusInternalServerError,
}

// ErrCut marks the error of an answer that had begun: its connection must be
// cut, so that nobody takes half of a stream for the whole.
var ErrCut = errors.New("answer cut")

// refuse answers an error.
func (c *Call) refuse(err error) {
	kind := fault.KindOf(err)
	var r refusal
	key, args := fault.KeyOf(err)
	switch fields := fault.FieldsOf(err); {
	case len(fields) > 0:
		r.Error.Parameter = fields[0].Field
		key, args = fields[0].Key, fields[0].Args
	case kind == fault.NotFound:
		r.Error.Parameter, key = c.missing(), "hsds.not_found"
	case key == "" || kind == fault.Internal:
		key = "hsds.internal"
	}
	r.Error.Message = c.say.T(key, args...)
	h := c.W.Header()
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	if kind == fault.Unavailable && h.Get("Retry-After") == "" {
		h.Set("Retry-After", "5")
	}
	c.send(statuses[kind], "application/json", marshalled(r))
}

// missing names what was asked for and is not there.
func (c *Call) missing() string {
	if c.R.PathValue("id") != "" {
		return "id"
	}
	return ""
}

// Unknown answers an address under /hsds that no route has.
func Unknown(*API, *Call) error { return fault.New(fault.NotFound, "hsds.not_found") }
