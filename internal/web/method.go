package web

import (
	"net/http"
	"slices"
	"strings"

	"passerelle/internal/fault"
)

// offered are the methods of the public addresses that name nothing: of these
// alone anybody may learn what is there. An address with a name in it, and one
// that is not for everybody, answers alike whether it exists or not.
type offered map[string][]string

func offeredBy(routes []Route) offered {
	o := offered{}
	for _, r := range routes {
		path := strings.TrimSuffix(r.Path, "{$}")
		if r.For != ForAnyone || strings.Contains(strings.TrimPrefix(path, "/{lang}"), "{") {
			continue
		}
		if o[path] = append(o[path], r.Method); r.Method == http.MethodGet {
			o[path] = append(o[path], http.MethodHead)
		}
	}
	return o
}

// otherMethod reports that an address is such a one, and takes other methods than
// that of the request.
func (s *Site) otherMethod(r *http.Request) (allow string, other bool) {
	path := r.URL.Path
	if lang, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/"); s.Bundle.Has(lang) {
		path = "/{lang}/" + rest
	}
	methods := s.offered[path]
	return strings.Join(methods, ", "), len(methods) > 0 && !slices.Contains(methods, r.Method)
}

// offers answers a method that a public address does not take, before anything
// else is asked of the request.
func (s *Site) offers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		allow, other := s.otherMethod(r)
		if !other {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Allow", allow)
		lang, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		if s.Bundle.Has(lang) {
			r = r.WithContext(withLang(r.Context(), lang))
		}
		s.refuse(&Visit{W: w, R: r, L: s.local(r)}, http.StatusMethodNotAllowed, fault.New(fault.Invalid, "error.method"))
	})
}
