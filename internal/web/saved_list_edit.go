package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/share"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// savedListAsk names a new list. What was gathered by link comes with it.
func (s *Site) savedListAsk(v *Visit) error {
	return s.savedListNew(v, http.StatusOK, s.newAct(), s.listOf(v.R.URL.Query().Get("liste")), "", nil)
}

func (s *Site) savedListNew(v *Visit, status int, act string, list picks, name string, wrong []ui.Problem) error {
	p := page.SavedListNew{
		Frame: s.frame(v, v.L.T("share.new")), Name: name,
		Step: ui.Step{Back: v.href("/app/listes"), Action: v.href("/app/listes/nouvelle"), Problems: wrong,
			Hidden: hidden(act, ui.Hidden{Name: "liste", Value: list.String()}), Submit: "share.save"},
	}
	p.Here = "lists"
	for _, id := range s.picked(list) {
		name, _ := s.serviceText(v, id)
		p.Services = append(p.Services, name)
	}
	return s.page(v, status, page.SavedListNewPage(p))
}

// picked are the services of a list by link that are in the directory.
func (s *Site) picked(list picks) (ids []access.Service) {
	for _, code := range list {
		if d := s.Finder.ByCode(code); d != nil {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

func (s *Site) savedListSave(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	list := s.listOf(form.Get("liste"))
	code, err := s.Share.Save(v.R.Context(), v.By, form.Get("act"), form.Get("name"), s.picked(list))
	if wrong, status, ok := again(err); ok {
		return s.savedListNew(v, status, form.Get("act"), list, form.Get("name"), wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/liste/"+code)
}

// savedListEdit is where an organisation keeps a list: name, order, services.
func (s *Site) savedListEdit(v *Visit) error {
	return s.savedListForm(v, http.StatusOK, cut(v.R.URL.Query().Get("q"), 200), nil, nil)
}

// savedListForm shows the list as it stands; typed is what a refused form held.
func (s *Site) savedListForm(v *Visit, status int, query string, typed url.Values, wrong []ui.Problem) error {
	l, err := s.Share.Own(v.R.Context(), v.By, v.R.PathValue("code"))
	if err != nil {
		return err
	}
	self := "/app/liste/" + l.Code
	p := page.SavedListEdit{
		Frame: s.frame(v, listName(v.L, l.Name).S), Back: v.href("/app/listes"), Name: l.Name, Typed: l.Name, Problems: wrong, Words: query,
		Self: v.href(self), Rename: v.href(self + "/nom"), Arrange: v.href(self + "/ordre"), Remove: v.href(self + "/retirer"),
		Show: v.href("/l/" + l.Code), Short: s.short(v, "/l/"+l.Code), Full: len(l.Services) >= share.ListMost, Most: share.ListMost,
		Hidden: hidden(s.newAct(), ui.Hidden{Name: "version", Value: strconv.Itoa(l.Version)}),
	}
	p.Here = "lists"
	if typed.Has("name") {
		p.Typed = typed.Get("name")
	}
	for i, id := range l.Services {
		name, gone := s.serviceText(v, id)
		p.Items = append(p.Items, page.SavedItem{Service: string(id), Name: name, Href: v.href("/service/" + string(id)), Gone: gone, First: i == 0, Last: i+1 == len(l.Services)})
	}
	if query != "" {
		p.Found = s.choices(v, query, l.Services)
	}
	return s.page(v, status, page.SavedListEditPage(p))
}

// choices are services that could join a list.
func (s *Site) choices(v *Visit, query string, have []access.Service) (list []page.SavedChoice) {
	now := s.Clock.Now()
	for _, h := range s.Finder.Search(directory.Query{Text: query, Limit: pageSize}, now).Hits {
		list = append(list, page.SavedChoice{
			Card: s.card(v.L, h, search{}, now), Service: string(h.Listing.ID), In: slices.Contains(have, h.Listing.ID),
		})
	}
	return list
}

func (s *Site) savedListRename(v *Visit) error {
	return s.savedListChange(v, func(form url.Values, _ share.List) share.Change {
		name := form.Get("name")
		return share.Change{Name: &name}
	})
}

// savedListArrange adds, removes or moves one service, by the button pressed.
func (s *Site) savedListArrange(v *Visit) error {
	return s.savedListChange(v, func(form url.Values, l share.List) share.Change {
		do, service, _ := strings.Cut(form.Get("do"), ":")
		return share.Change{Services: arranged(l.Services, do, access.Service(service))}
	})
}

// arranged is a list after one act; never nil, which would say "as it is".
func arranged(list []access.Service, do string, service access.Service) []access.Service {
	out := append([]access.Service{}, list...)
	i := slices.Index(out, service)
	switch {
	case do == "add" && i < 0:
		out = append(out, service)
	case do == "out" && i >= 0:
		out = slices.Delete(out, i, i+1)
	case do == "up" && i > 0:
		out[i-1], out[i] = out[i], out[i-1]
	case do == "down" && i >= 0 && i+1 < len(out):
		out[i+1], out[i] = out[i], out[i+1]
	}
	return out
}

// savedListChange reads the list as it stands, decides, and saves from the
// version that the form was shown from.
func (s *Site) savedListChange(v *Visit, decide func(url.Values, share.List) share.Change) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	code := v.R.PathValue("code")
	l, err := s.Share.Own(v.R.Context(), v.By, code)
	if err != nil {
		return err
	}
	c := decide(form, l)
	if c.Version, err = strconv.Atoi(form.Get("version")); err != nil {
		return fault.New(fault.Invalid, "error.form_stale")
	}
	// Each button of one showing is an act of its own: pressed twice it acts
	// once, and another one pressed from an old page is told of the change.
	err = s.Share.Change(v.R.Context(), v.By, form.Get("act")+"|"+form.Get("do"), code, c)
	if fault.Is(err, fault.Conflict) {
		return s.savedListForm(v, http.StatusConflict, form.Get("q"), nil, []ui.Problem{{Key: "share.list_moved"}})
	}
	if wrong, status, ok := again(err); ok {
		return s.savedListForm(v, status, form.Get("q"), form, wrong)
	}
	if err != nil {
		return err
	}
	back := "/app/liste/" + code
	if q := cut(form.Get("q"), 200); q != "" {
		back += "?q=" + url.QueryEscape(q)
	}
	return s.seeOther(v, back)
}

func (s *Site) savedListRemoveAsk(v *Visit) error {
	l, err := s.Share.Own(v.R.Context(), v.By, v.R.PathValue("code"))
	if err != nil {
		return err
	}
	p := page.SavedListRemove{
		Frame: s.frame(v, v.L.T("share.remove_title")), Name: i18n.Text{S: l.Name},
		Step: ui.Step{Back: v.href("/app/liste/" + l.Code), Action: v.href("/app/liste/" + l.Code + "/retirer"), Hidden: hidden(s.newAct()), Submit: "share.remove_do"},
	}
	p.Here = "lists"
	return s.page(v, http.StatusOK, page.SavedListRemovePage(p))
}

func (s *Site) savedListRemove(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Share.Remove(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("code")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/listes")
}
