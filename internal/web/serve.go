package web

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"

	"passerelle/internal/clock"
	"passerelle/internal/fault"
	"passerelle/internal/fhir"
	"passerelle/internal/hsds/api"
)

// serve turns a route into a handler: it finds out who visits, refuses whoever
// the route is not for, answers, and logs without personal content (the
// pattern of the route, never the address).
func (s *Site) serve(route Route, up int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		took := clock.Stopwatch()
		rec := &recorder{ResponseWriter: w}
		v := &Visit{W: rec, R: r, L: s.local(r), up: up}
		if route.For.Personal() {
			w.Header().Set("Cache-Control", "no-store")
		}
		err := s.answer(v, route)
		if err != nil && rec.status == 0 {
			s.fail(v, err)
		}
		level := s.Log.Info
		if err != nil && fault.KindOf(err) == fault.Internal {
			level = s.Log.Error
		}
		level("request", "method", route.Method, "route", route.Path, "status", rec.status, "ms", took().Milliseconds(), cause(v, route, err))
		if errors.Is(err, api.ErrCut) {
			panic(http.ErrAbortHandler)
		}
	})
}

// answer runs the handler; a panic is a fault of ours and becomes an error.
func (s *Site) answer(v *Visit, route Route) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	err = s.identify(v, route.For)
	if errors.Is(err, errProve) && !unsafe(v.R.Method) {
		return s.seeOther(v, withNext("/app/moi/confirmer", v.path()))
	}
	if waits, err := s.waiting(v, err); waits {
		return err
	}
	if err != nil {
		return err
	}
	if s.moved(v, route) {
		return nil
	}
	if answered, err := s.openFirst(v, route); answered || err != nil {
		return err
	}
	return route.Handle(v)
}

// unknown answers addresses that no route has, like any page that is not
// there; to a system that speaks FHIR, in FHIR.
func (s *Site) unknown() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &Visit{W: w, R: r, L: s.local(r)}
		if inFHIR(r.URL.Path) {
			_ = s.fhir(fhir.NotOffered)(v) // answered
			return
		}
		s.fail(v, fault.New(fault.NotFound, "error.not_found"))
	})
}

// recorder remembers the status for the log.
type recorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(b)
}

// Hijack implements http.Hijacker: whoever takes the connection over answers 200.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := http.NewResponseController(r.ResponseWriter).Hijack()
	if err == nil && r.status == 0 {
		r.status = http.StatusOK
	}
	return conn, buffered, err
}

// Unwrap gives http.ResponseController the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
