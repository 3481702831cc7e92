package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/fhir"
	"passerelle/internal/hsds/api"
	"passerelle/internal/i18n"
	"passerelle/internal/seal"
	"passerelle/internal/web/static"
)

// Site is everything the pages need. Its fields are set once, by package app.
type Site struct {
	Bundle              *i18n.Bundle
	Region              access.Region
	Zone                *time.Location
	Clock               clock.Clock
	Log                 *slog.Logger
	DB                  *db.DB
	Keys                seal.Keys
	URL                 string         // public address, for links and QR codes; "" = as asked
	Ready               func() bool    // all that serving needs is loaded
	Proxies             []netip.Prefix // our own reverse proxies: what they say of a visitor's address is believed
	MapTiles, MapCredit string         // pictures of the map tab, an operator's choice; empty: drawn here
	Demo                *Demo          // nil in a real installation
	Feed                *api.API       // the directory for other programs, under /hsds
	FHIR                *fhir.API      // the facade for partners' systems, under /fhir
	// Refresh has this node show services as they are now; nil: it waits for
	// the log.
	Refresh func(ctx context.Context, services ...access.Service) error

	// Gateway takes in text messages; nil: there are none.
	Gateway Gateway
	// Live tells open boards that something changed.
	Live *Live
	Kept []MineKept // how long what people say is kept, as they are told

	Services

	offered   offered // set by Handler
	sitemap   sitemap
	providers sync.Map // issuer → what an institution publishes of itself
}

// Routes is the whole table, in the order of the sitemap.
func (s *Site) Routes() []Route {
	var all []Route
	for _, part := range [][]Route{
		s.rootRoutes(),
		s.publicRoutes(),
		s.shareRoutes(),
		s.personRoutes(),
		s.answerRoutes(),
		s.orgRoutes(), s.accountRoutes(), s.noticeRoutes(),
		s.workRoutes(),
		s.bondRoutes(),
		s.unblockRoutes(),
		s.aroundRoutes(),
		s.noteRoutes(),
		s.againRoutes(),
		s.keptRoutes(),
		s.campaignRoutes(),
		s.partnerRoutes(), s.placeRoutes(), s.crisisRoutes(), s.incidentRoutes(), s.exportRoutes(), s.strongboxRoutes(), s.roundRoutes(), s.consortiumRoutes(), s.signalRoutes(), s.alertRoutes(), s.consentRoutes(), s.needRoutes(), s.pathwayRoutes(), s.systemRoutes(), s.smsRoutes(), s.reachRoutes(), s.mineRoutes(),
		s.importRoutes(),
		s.feedRoutes(), s.fhirRoutes(),
		s.demoRoutes(),
	} {
		all = append(all, part...)
	}
	return all
}

// Handler checks the table and returns the secure server's handler. Pages
// stand under a language; a few addresses stand at the root.
func (s *Site) Handler() http.Handler {
	routes := s.Routes()
	check(routes)
	s.offered = offeredBy(routes)
	root, pages := http.NewServeMux(), http.NewServeMux()
	read := map[string]bool{}
	for _, r := range routes {
		if r.Method == http.MethodGet {
			read[r.Path] = true
		}
	}
	for _, r := range routes {
		if path, ok := strings.CutPrefix(r.Path, "/{lang}"); ok {
			pages.Handle(r.Method+" "+path, s.serve(r, toRead(r.Path, read)))
			continue
		}
		root.Handle(r.Method+" "+r.Path, s.serve(r, 0))
	}
	root.HandleFunc("GET "+static.Prefix, static.Serve)
	root.Handle("/", s.unknown())
	pages.Handle("/", s.withoutSlash(pages))
	return s.secure(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		if s.Bundle.Has(lang) {
			// A slash that was written otherwise is a part of a name: it climbs nowhere.
			if clean := path.Clean(r.URL.Path); r.URL.RawPath == "" && clean != strings.TrimSuffix(r.URL.Path, "/") {
				redirect(w, r, clean, http.StatusTemporaryRedirect)
				return
			}
			inLanguage(lang, pages).ServeHTTP(w, r)
			return
		}
		root.ServeHTTP(w, r)
	}))
}

// redirect leads to another address of ours, with the same question. The
// language has to be in it: the table of pages knows none.
func redirect(w http.ResponseWriter, r *http.Request, to string, status int) {
	http.Redirect(w, r, (&url.URL{Path: to, RawQuery: r.URL.RawQuery}).String(), status)
}

// withoutSlash leads who reads to an address that has a slash too many to the
// page without it. It looks at the table alone: what is behind is not asked.
func (s *Site) withoutSlash(pages *http.ServeMux) http.Handler {
	unknown := s.unknown()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if short := strings.TrimSuffix(r.URL.Path, "/"); short != "" && short != r.URL.Path && !unsafe(r.Method) {
			to := r.Clone(r.Context())
			to.URL.Path, to.URL.RawPath = short, ""
			if _, pattern := pages.Handler(to); pattern != "/" {
				redirect(w, r, "/"+string(s.local(r).Lang())+short, http.StatusMovedPermanently)
				return
			}
		}
		unknown.ServeHTTP(w, r)
	})
}

// inLanguage takes the language off the address and keeps it as the one path
// value that every page has.
func inLanguage(lang string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/"+lang {
			redirect(w, r, "/"+lang+"/", http.StatusMovedPermanently)
			return
		}
		r = r.WithContext(withLang(r.Context(), lang))
		http.StripPrefix("/"+lang, next).ServeHTTP(w, r)
	})
}
