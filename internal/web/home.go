package web

import (
	"net/http"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
)

// home is S1.
func (s *Site) home(v *Visit) error {
	p := page.Home{Frame: s.frame(v, v.L.T("home.title")), Tour: s.demoTour(v)}
	s.index(v, &p.Frame, "/")
	for _, theme := range directory.Themes() {
		p.Tiles = append(p.Tiles, page.Tile{
			Theme: theme, Icon: needIcon(theme), Label: v.L.Text(directory.NeedKey(theme)), Href: v.href("/besoin/" + theme),
		})
	}
	return s.page(v, http.StatusOK, page.HomeShow(p))
}

// need lists the needs of a theme.
func (s *Site) need(v *Visit) error {
	theme := v.R.PathValue("theme")
	if !directory.KnownNeed(theme) || directory.ThemeOf(theme) != theme {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := page.Need{
		Frame: s.frame(v, v.L.T(directory.NeedKey(theme))),
		Theme: v.L.Text(directory.NeedKey(theme)), Hue: theme,
		All: v.href("/services", "besoin", theme),
	}
	p.Exit = sensitiveNeed(theme)
	s.index(v, &p.Frame, "/besoin/"+theme)
	for _, code := range directory.NeedsOf(theme) {
		p.Needs = append(p.Needs, page.NeedLink{Icon: needIcon(code), Label: v.L.Text(directory.NeedKey(code)), Href: v.href("/services", "besoin", code)})
	}
	return s.page(v, http.StatusOK, page.NeedShow(p))
}

// sensitiveNeed says whether a page about a need shows the quick exit.
func sensitiveNeed(code string) bool { return directory.ThemeOf(code) == "safety" }
