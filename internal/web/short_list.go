package web

import (
	"net/http"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// shortListNew is the list before it holds anything, and the place where a
// code read on paper is typed.
func (s *Site) shortListNew(v *Visit) error {
	q := v.R.URL.Query()
	list := s.listOf(q.Get("liste"))
	typed := strings.ToLower(strings.TrimSpace(cut(q.Get("code"), 40)))
	if typed == "" {
		return s.shortListPage(v, list, nil)
	}
	d := s.Finder.ByCode(typed)
	switch {
	case d == nil:
		return s.shortListPage(v, list, []ui.Problem{{Field: "code", Key: "share.code_unknown", Args: []any{"code", typed}}})
	case len(list) >= picksMost:
		return s.shortListPage(v, list, []ui.Problem{{Field: "code", Key: "share.full", Args: []any{"most", picksMost}}})
	case !list.has(d.Code):
		list = list.with(d.Code)
	}
	return s.seeOther(v, list.path())
}

// shortListShow is a list by link.
func (s *Site) shortListShow(v *Visit) error {
	return s.shortListPage(v, s.listOf(v.R.PathValue("codes")), nil)
}

func (s *Site) shortListPage(v *Visit, list picks, wrong []ui.Problem) error {
	p := page.ShortList{
		Frame: s.frame(v, v.L.T("share.title")), Heading: v.L.Text("share.title"), Problems: wrong,
		Search: v.href("/services", "liste", list.String()), Code: v.href("/liste"), Carried: list.String(),
		Full: len(list) >= picksMost, Most: picksMost,
	}
	p.NoIndex = true
	if len(list) == 0 {
		return s.page(v, http.StatusOK, page.ShortListPage(p))
	}
	p.Heading = v.L.NText("share.heading", len(list))
	for i, code := range list {
		d := s.Finder.ByCode(code)
		item := s.listItem(v, d, list)
		if d == nil {
			item.Code = code
		}
		item.Remove = v.href(list.without(code).path())
		if i > 0 {
			item.Up = v.href(list.swapped(i - 1).path())
		}
		if i+1 < len(list) {
			item.Down = v.href(list.swapped(i).path())
		}
		p.Items = append(p.Items, item)
		p.Exit = p.Exit || d != nil && d.Sensitive
	}
	p.Short = s.publicAddress(v, list.path())
	p.Paper, p.Card = v.href(list.path())+"/papier", v.href(list.path())+"/papier?format=a6"
	p.Slips = v.href("/languettes", "liste", list.String())
	p.Keep = v.href("/app/listes/nouvelle", "liste", list.String())
	if !p.Exit {
		p.Send = send(v.L, p.Short)
	}
	return s.page(v, http.StatusOK, page.ShortListPage(p))
}

// listItem is a service of a list as its card; one that left the directory, or
// is no longer offered, is said to.
func (s *Site) listItem(v *Visit, d *directory.Listing, list picks) page.ListItem {
	if d == nil {
		return page.ListItem{State: page.ItemGone}
	}
	now := s.Clock.Now()
	opening, place := d.OpenAt(s.Zone, now)
	card := s.card(v.L, directory.Hit{Listing: d, Place: place, Metres: -1, Opening: opening}, search{}, now)
	if len(list) > 0 {
		card.Href = v.href("/service/"+string(d.ID), "liste", list.String())
	}
	item := page.ListItem{Card: card}
	if !d.Searchable() {
		item.State = page.ItemWithdrawn
	}
	return item
}

// share fills what a service's page offers to take away: into the list, to a
// phone. Nothing is sent about a service that must not be seen on a phone.
func (s *Site) share(v *Visit, p *page.Service, d *directory.Listing) {
	list := s.listOf(v.R.URL.Query().Get("liste"))
	p.Basket = list.basket(v)
	p.Slips, p.Poster = v.href("/languettes", "liste", d.Code), v.href("/affiche", "liste", d.Code)
	p.Pick = pick(list, d.Code, func(l picks) string { return v.href(l.path()) })
	if s.hasCalendar(d) {
		p.Calendar = v.href("/service/" + string(d.ID) + "/heures.ics")
	}
	if !d.Sensitive {
		p.Send = send(v.L, p.Short)
	}
}

// pick is the link that puts a service in the list, or takes it out.
func pick(list picks, code string, href func(picks) string) page.Pick {
	switch {
	case code == "":
		return page.Pick{}
	case list.has(code):
		return page.Pick{In: true, Href: href(list.without(code))}
	case len(list) >= picksMost:
		return page.Pick{Full: true}
	}
	return page.Pick{Href: href(list.with(code))}
}

// listName is what a list is called when it is printed or framed.
func listName(l *i18n.Local, name string) i18n.Text {
	if name == "" {
		return l.Text("share.title")
	}
	return i18n.Text{S: name}
}
