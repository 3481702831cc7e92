package web

import (
	"net/http"

	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// rootRoutes stand outside the languages.
func (s *Site) rootRoutes() []Route {
	return []Route{
		{"GET", "/{$}", ForAnyone, s.chooseLanguage},
		{"GET", "/s/{code}", ForAnyone, s.shortAddress},
		{"GET", "/robots.txt", ForAnyone, s.robots},
		{"GET", "/sitemap.xml", ForAnyone, s.sitemapIndex},
		{"GET", "/sitemap/{part}", ForAnyone, s.sitemapShow},
		{"GET", "/journal", ForAnyone, s.checkpoint},
		{"GET", "/healthz", ForOperator, s.health},
		{"GET", "/readyz", ForOperator, s.readiness},
	}
}

// chooseLanguage sends a visitor to the language of their browser.
func (s *Site) chooseLanguage(v *Visit) error {
	v.W.Header().Add("Vary", "Accept-Language")
	v.W.Header().Set("Location", v.href("/"))
	v.W.WriteHeader(http.StatusFound)
	return nil
}

// checkpoint hands out the newest signed checkpoint of the log: whoever keeps
// it can later prove that nothing before it was changed. It names no one.
func (s *Site) checkpoint(v *Visit) error {
	var note string
	err := s.DB.Read(v.R.Context(), func(tx *db.Tx) (err error) {
		note, err = event.LatestCheckpoint(v.R.Context(), tx)
		return err
	})
	if err != nil {
		return err
	}
	return plainText(v, http.StatusOK, note)
}

// health says that the program lives.
func (s *Site) health(v *Visit) error { return plainText(v, http.StatusOK, "ok\n") }

// readiness says that it can serve: the index is loaded and the database
// accepts writes.
func (s *Site) readiness(v *Visit) error {
	if !s.Ready() {
		return plainText(v, http.StatusServiceUnavailable, "loading\n")
	}
	err := s.DB.Write(v.R.Context(), func(tx *db.Tx) error { return event.Touch(v.R.Context(), tx) })
	if err != nil {
		s.Log.Error("not ready", "kind", fault.KindOf(err).String(), "cause", err)
		return plainText(v, http.StatusServiceUnavailable, "database\n")
	}
	return plainText(v, http.StatusOK, "ready\n")
}

func plainText(v *Visit, status int, body string) error {
	h := v.W.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	v.W.WriteHeader(status)
	_, _ = v.W.Write([]byte(body)) // the prober went away
	return nil
}
