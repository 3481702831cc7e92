package web

import (
	"net/http"
	"strings"

	"passerelle/internal/access"
)

// moved sends an address of a service that became one with another to the same
// page of the other: what is printed, saved or linked stays true. A browser
// asks again each time: the two may become two again.
func (s *Site) moved(v *Visit, route Route) bool {
	if route.Method != http.MethodGet || !strings.Contains(route.Path, "/service/{id}") {
		return false
	}
	id := v.R.PathValue("id")
	d := s.Finder.Get(access.Service(id))
	if d == nil || string(d.ID) == id {
		return false
	}
	to := v.href(strings.Replace(v.R.URL.Path, "/service/"+id, "/service/"+string(d.ID), 1))
	if q := v.R.URL.RawQuery; q != "" {
		to += "?" + q
	}
	v.W.Header().Set("Cache-Control", "no-cache")
	v.W.Header().Set("Location", to)
	v.W.WriteHeader(http.StatusMovedPermanently)
	return true
}
