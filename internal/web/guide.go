package web

import (
	"net/http"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/hsds/api"
	"passerelle/internal/hsds/profile"
	"passerelle/internal/web/page"
)

// guide is the data guide that the feed names.
func (s *Site) guide(v *Visit) error {
	g := page.Guide{
		Frame: s.frame(v, v.L.T("guide.title")), Base: s.base(v) + "/hsds", Publisher: s.Feed.Publisher.Name, Email: s.Feed.Publisher.Email,
		Site: s.Feed.Publisher.Website, Licence: s.Feed.Licence, Rate: s.Feed.Rate.Minute(), Areas: len(s.Feed.Areas) > 0, Profile: v.href("/donnees/profil"),
	}
	for _, k := range directory.FactKinds {
		g.Kinds = append(g.Kinds, string(k))
	}
	return s.page(v, http.StatusOK, page.GuideShow(g))
}

// profile is the page of what is added to the standard.
func (s *Site) profile(v *Visit) error {
	f := s.frame(v, v.L.T("profile.title"))
	f.Path = "/donnees/profil"
	p := page.Profile{Frame: f, Base: s.base(v) + "/hsds", Version: profile.Version, Guide: v.href("/donnees")}
	for _, name := range profile.Names() {
		if profile.Patch(name) != nil {
			p.Patched = append(p.Patched, name)
		}
		p.Schemas = append(p.Schemas, name)
	}
	p.Patched = append(p.Patched, "openapi")
	return s.page(v, http.StatusOK, page.ProfileShow(p))
}

// profileURI is what the feed names as its profile: a page for people, a list
// of files for programs.
func (s *Site) profileURI(v *Visit) error {
	v.W.Header().Add("Vary", "Accept, Accept-Language")
	if accept := v.R.Header.Get("Accept"); strings.Contains(accept, "json") && !strings.Contains(accept, "html") {
		return s.feed(api.Profile)(v)
	}
	return s.profile(v)
}
