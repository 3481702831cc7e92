package web

import (
	"net/http"
	"strings"

	"passerelle/internal/web/page"
)

func (s *Site) urgence(v *Visit) error {
	p := page.Urgence{Frame: s.frame(v, v.L.T("urgence.title"))}
	s.index(v, &p.Frame, "/urgence")
	return s.page(v, http.StatusOK, page.UrgenceShow(p))
}

func (s *Site) aide(v *Visit) error {
	p := page.Aide{
		Frame:     s.frame(v, v.L.T("aide.title")),
		Welcome:   v.href("/services", "besoin", "talk.worker"),
		Listening: v.href("/services", "besoin", "talk.listen"),
		Say:       v.href("/aide/dire", "besoin", v.R.URL.Query().Get("besoin"), "lieu", cut(v.R.URL.Query().Get("lieu"), 80)),
		Follow:    v.href("/suivi"),
	}
	s.index(v, &p.Frame, "/aide")
	return s.page(v, http.StatusOK, page.AideShow(p))
}

func (s *Site) langues(v *Visit) error {
	f := s.frame(v, v.L.T("langues.title"))
	f.Path = "/"
	return s.page(v, http.StatusOK, page.LanguesShow(page.Langues{Frame: f}))
}

// exit is the quick exit: everything this site left in the browser goes, and
// an encyclopedia takes its place. It is a GET because a plain link must do; it
// acts on nothing but the visitor's own browser.
func (s *Site) exit(v *Visit) error {
	h := v.W.Header()
	h.Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
	h.Set("Cache-Control", "no-store")
	forget(v, workerCookie)
	forget(v, threadCookie)
	forget(v, halfCookie)
	base, _, _ := strings.Cut(string(v.L.Lang()), "-")
	return s.page(v, http.StatusOK, page.ExitShow(v.L, "https://"+base+".wikipedia.org/"))
}
