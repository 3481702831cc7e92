package web

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"passerelle/internal/hsds/api"
)

// feedRoutes are the directory for other programs: HSDS 3.2.3, for anyone,
// read only. POST reads too: it keeps a search out of the address.
func (s *Site) feedRoutes() []Route {
	return []Route{
		{"GET", "/hsds", ForAnyone, s.feed(api.Base)},
		{"GET", "/hsds/{$}", ForAnyone, s.feed(api.Base)},
		{"GET", "/hsds/services", ForAnyone, s.feed(api.Services)},
		{"POST", "/hsds/services", ForAnyone, s.feed(api.Services)},
		{"GET", "/hsds/services/{id}", ForAnyone, s.feed(api.Service)},
		{"GET", "/hsds/organizations", ForAnyone, s.feed(api.Organizations)},
		{"POST", "/hsds/organizations", ForAnyone, s.feed(api.Organizations)},
		{"GET", "/hsds/organizations/{id}", ForAnyone, s.feed(api.Organization)},
		{"GET", "/hsds/service_at_locations", ForAnyone, s.feed(api.ServiceAtLocations)},
		{"POST", "/hsds/service_at_locations", ForAnyone, s.feed(api.ServiceAtLocations)},
		{"GET", "/hsds/service_at_locations/{id}", ForAnyone, s.feed(api.ServiceAtLocation)},
		{"GET", "/hsds/taxonomies", ForAnyone, s.feed(api.Taxonomies)},
		{"POST", "/hsds/taxonomies", ForAnyone, s.feed(api.Taxonomies)},
		{"GET", "/hsds/taxonomies/{id}", ForAnyone, s.feed(api.Taxonomy)},
		{"GET", "/hsds/taxonomy_terms", ForAnyone, s.feed(api.TaxonomyTerms)},
		{"POST", "/hsds/taxonomy_terms", ForAnyone, s.feed(api.TaxonomyTerms)},
		{"GET", "/hsds/taxonomy_terms/{id}", ForAnyone, s.feed(api.TaxonomyTerm)},
		{"GET", "/hsds/openapi.json", ForAnyone, s.feed(api.OpenAPI)},
		{"GET", "/hsds/profile", ForAnyone, s.profileURI},
		{"GET", "/hsds/profile/{file}", ForAnyone, s.feed(api.ProfilePatch)},
		{"GET", "/hsds/schema/{file}", ForAnyone, s.feed(api.Schema)},
		{"GET", "/hsds/datapackage.zip", ForAnyone, s.feed(api.Tabular)},
		{"GET", "/hsds/services.json", ForAnyone, s.feed(api.Nested)},
		{"GET", "/hsds/changes", ForAnyone, s.feed(api.Changes)},
		{"GET", "/hsds/", ForAnyone, s.feed(api.Unknown)},
		{"POST", "/hsds/", ForAnyone, s.feed(api.Unknown)},
	}
}

// feed has the API answer.
func (s *Site) feed(answer api.Answer) Handle {
	return func(v *Visit) error {
		return s.Feed.Serve(&api.Call{W: v.W, R: v.R, By: v.By, Base: s.base(v), From: s.source(v.R)}, answer)
	}
}

// inFeed reports whether an address belongs to the feed.
func inFeed(path string) bool { return path == "/hsds" || strings.HasPrefix(path, "/hsds/") }

// openly lets programs of other sites read the feed. It has no cookie, no
// session and no act, so there is nothing that they could do in somebody
// else's name.
func openly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "Content-Disposition, Content-Language, ETag, Retry-After")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		if r.Method == http.MethodOptions {
			h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
			h.Set("Access-Control-Allow-Headers", "Accept-Language, Content-Type, If-None-Match, If-Range, Range")
			h.Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		if !slices.Contains(readingMethods, r.Method) {
			notRead(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// readingMethods are the ways to read the feed. It has nothing that can be
// written.
var readingMethods = []string{http.MethodGet, http.MethodHead, http.MethodPost}

// notRead answers a program that wants to write, in the shape of the errors of
// the feed and without words: nobody knows yet in which language it would read.
func notRead(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Allow", "GET, HEAD, POST, OPTIONS")
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusMethodNotAllowed)
	_, _ = io.WriteString(w, `{"error":{"message":"GET, HEAD, POST"}}`+"\n") // who no longer listens needs no answer
}
