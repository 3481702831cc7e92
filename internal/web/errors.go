package web

import (
	"log/slog"
	"net/http"
	"regexp"
	"strings"

	"passerelle/internal/fault"
)

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

// sentences is what each kind says when the error has no sentence of its own.
var sentences = map[fault.Kind]string{
	fault.NotFound:    "error.not_found",
	fault.Conflict:    "error.conflict",
	fault.Invalid:     "error.invalid",
	fault.Unavailable: "error.unavailable",
	fault.TooMany:     "error.too_many",
	fault.Shut:        "strongbox.shut_elsewhere",
	fault.Internal:    "error.internal",
}

// fail answers an error with its page.
func (s *Site) fail(v *Visit, err error) {
	if fault.Is(err, fault.Shut) && v.Worker != nil {
		if err := s.shut(v, statuses[fault.Shut], nil); err != nil {
			s.refuse(v, statuses[fault.KindOf(err)], err)
		}
		return
	}
	s.refuse(v, statuses[fault.KindOf(err)], err)
}

// refuse answers an error with a given status.
func (s *Site) refuse(v *Visit, status int, err error) {
	v.W.Header().Set("Cache-Control", "no-store")
	key, args := fault.KeyOf(err)
	if key == "" || fault.Is(err, fault.Shut) {
		key = sentences[fault.KindOf(err)]
	}
	if err := s.page(v, status, s.errorPage(v, status, key, args)); err != nil {
		s.Log.Error("error page not rendered", "cause", err)
		comeBack(v.W.Header(), status)
		v.W.WriteHeader(status)
	}
}

// cause is the log's field for an error; nothing when there is none. What a
// visitor is told needs its kind and its sentence alone. A fault of ours needs
// all of its cause, but for what stood in the address: anybody types that.
func cause(v *Visit, route Route, err error) slog.Attr {
	if err == nil {
		return slog.Attr{}
	}
	kind := fault.KindOf(err)
	if kind != fault.Internal && kind != fault.Unavailable {
		key, _ := fault.KeyOf(err)
		return slog.String("cause", strings.TrimSpace(kind.String()+" "+key))
	}
	said := err.Error()
	for _, m := range pathValue.FindAllStringSubmatch(route.Path, -1) {
		if typed := v.R.PathValue(m[1]); typed != "" {
			said = strings.ReplaceAll(said, typed, m[0])
		}
	}
	return slog.String("cause", said)
}

// pathValue is a name in a pattern: {id}.
var pathValue = regexp.MustCompile(`\{(\w+)\}`)
