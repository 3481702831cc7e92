package web

import (
	"net/http"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/share"
	"passerelle/internal/web/page"
)

// savedListShort sends a code read on paper to its list.
func (s *Site) savedListShort(v *Visit) error { return s.seeOther(v, "/l/"+v.R.PathValue("code")) }

// savedListShow is an organisation's list as anyone reads it.
func (s *Site) savedListShow(v *Visit) error {
	l, err := s.savedList(v)
	if err != nil {
		return err
	}
	if !l.Standing() {
		return s.savedListGone(v, l)
	}
	p := page.ShortList{
		Frame: s.frame(v, l.Name), Heading: listName(v.L, l.Name), Most: share.ListMost,
		Saved: &page.SavedBy{Org: s.orgName(v, l.Org), Changed: s.on(v, l.Changed.Time)},
	}
	p.NoIndex = true
	var copied picks
	for _, d := range s.listings(l.Services) {
		p.Items = append(p.Items, s.listItem(v, d, nil))
		if d != nil {
			p.Exit = p.Exit || d.Sensitive
			copied = copied.with(d.Code)
		}
	}
	self := v.href("/l/" + l.Code)
	p.Short = s.short(v, "/l/"+l.Code)
	p.Paper, p.Card, p.Slips = self+"/papier", self+"/papier?format=a6", v.href("/languettes", "l", l.Code)
	if n := len(copied); n > 0 && n <= picksMost {
		p.Copy = v.href(copied.path())
	}
	if !p.Exit {
		p.Send = send(v.L, p.Short)
	}
	return s.page(v, http.StatusOK, page.ShortListPage(p))
}

// savedList is the list of the address, standing or removed.
func (s *Site) savedList(v *Visit) (share.List, error) {
	code := v.R.PathValue("code")
	if !isCode(code) {
		return share.List{}, fault.New(fault.NotFound, "error.not_found")
	}
	return s.Share.ByCode(v.R.Context(), s.Region, code)
}

// savedListGone says who removed a list that a paper still names.
func (s *Site) savedListGone(v *Visit, l share.List) error {
	p := page.ListGone{Frame: s.frame(v, v.L.T("share.title")), Org: s.orgName(v, l.Org), On: s.on(v, l.Removed.Time), Search: v.href("/services")}
	p.NoIndex = true
	return s.page(v, http.StatusGone, page.ListGonePage(p))
}

func (s *Site) savedListPaper(v *Visit) error { return s.savedListPrint(v, "") }

func (s *Site) savedListNote(v *Visit) error {
	note, err := s.note(v)
	if err != nil {
		return err
	}
	return s.savedListPrint(v, note)
}

func (s *Site) savedListPrint(v *Visit, note string) error {
	l, err := s.savedList(v)
	if err != nil {
		return err
	}
	if !l.Standing() {
		return s.savedListGone(v, l)
	}
	return s.paper(v, page.ListPaper{
		Heading: listName(v.L, l.Name), Org: s.orgName(v, l.Org), Note: note,
		Back: v.href("/l/" + l.Code), Short: s.short(v, "/l/"+l.Code),
	}, s.listings(l.Services))
}

// listings are the services of a list as the directory knows them now; nil for
// one that left it.
func (s *Site) listings(ids []access.Service) (list []*directory.Listing) {
	for _, id := range ids {
		d := s.Finder.Get(id)
		if d != nil && slices.ContainsFunc(list, func(o *directory.Listing) bool { return o != nil && o.ID == d.ID }) { // two of the list became one
			continue
		}
		list = append(list, d)
	}
	return list
}

// savedLists are the lists of the worker's organisation.
func (s *Site) savedLists(v *Visit) error {
	lists, err := s.Share.Lists(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.SavedLists{Frame: s.frame(v, v.L.T("share.lists_title")), New: v.href("/app/listes/nouvelle"),
		Booklet: v.href("/livret"), Poster: v.href("/affiche"), Embed: v.href("/app/integrer")}
	p.Here = "lists"
	for _, l := range lists {
		row := page.SavedListRow{
			Name: listName(v.L, l.Name), Count: len(l.Services), Changed: s.on(v, l.Changed.Time),
			Edit: v.href("/app/liste/" + l.Code), Show: v.href("/l/" + l.Code),
		}
		for _, d := range s.listings(l.Services) {
			if d == nil || !d.Searchable() {
				row.Gone++
			}
		}
		p.Rows = append(p.Rows, row)
	}
	return s.page(v, http.StatusOK, page.SavedListsPage(p))
}

// serviceText is the name of a service in a list; one that left says so.
func (s *Site) serviceText(v *Visit, id access.Service) (name i18n.Text, gone bool) {
	d := s.Finder.Get(id)
	return s.serviceName(v, id), d == nil || !d.Searchable()
}
