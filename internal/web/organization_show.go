package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/text"
	"passerelle/internal/web/page"
)

// organizationPage is how an organisation is gone to from elsewhere.
func organizationPage(v *Visit, id access.Org) string { return v.href("/organisme/" + string(id)) }

// underMost is the last page of the organisations under one: a hundred each, more
// than any network has.
const underMost = 1000

// organizationShow is an organisation of the directory and its services, those
// that are offered first, by name. One of which a service is sensitive has the
// quick exit and names nobody; see anySecluded for search engines.
func (s *Site) organizationShow(v *Visit) error {
	under := max(1, between(v.R.URL.Query().Get("sous"), underMost))
	o, err := s.Directory.Organization(v.R.Context(), access.Org(v.R.PathValue("id")), (under-1)*directory.OrganizationsBelow)
	if err != nil {
		return err
	}
	l, services := v.L, s.Finder.ByOrg(o.ID)
	quiet := slices.ContainsFunc(services, func(d *directory.Listing) bool { return d.Sensitive })
	if quiet {
		o.Quiet()
	}
	name, self := said(l, o.Name), "/organisme/"+string(o.ID)
	p := page.Organization{
		Frame: s.frame(v, name.S), Name: name, Summary: said(l, o.Summary), Since: o.Since,
		Phones: numbers(l, o.Phones, (*directory.Phone).Voice), Written: numbers(l, o.Phones, isWritten),
		URL: o.URL, Email: o.Email, Links: further(l, o.Pages), Contacts: contacts(l, o.Contacts), Source: o.Source,
	}
	p.Exit = quiet
	if p.NoIndex = anySecluded(services); !p.NoIndex {
		s.index(v, &p.Frame, self)
	}
	if o.Also != o.Name {
		p.Also = said(l, o.Also)
	}
	for _, x := range o.Programs {
		row := page.Program{Name: said(l, x.Name), Words: said(l, x.Words)}
		if x.Also != x.Name {
			row.Also = said(l, x.Also)
		}
		p.Programs = append(p.Programs, row)
	}
	if o.Above != nil {
		p.Above = organizationLinks(v, *o.Above)
	}
	p.Below = organizationLinks(v, o.Below...)
	if under > 1 {
		p.BelowPrevious = v.href(self, "sous", strconv.Itoa(under-1)) + "#" + page.BelowAnchor
	}
	if o.MoreBelow {
		p.BelowNext = v.href(self, "sous", strconv.Itoa(under+1)) + "#" + page.BelowAnchor
	}

	for _, d := range services {
		if d.Searchable() {
			p.Count++
		}
	}
	byName(l, services)
	from, previous, more := window(v.R.URL.Query().Get("page"), len(services), pageSize)
	for _, d := range services[from:min(from+pageSize, len(services))] {
		item := s.listItem(v, d, nil)
		item.Card.Org = i18n.Text{} // it is the page's
		p.Items = append(p.Items, item)
	}
	if previous > 0 {
		p.Previous = v.href(self, "page", strconv.Itoa(previous))
	}
	if more > 0 {
		p.Next = v.href(self, "page", strconv.Itoa(more))
	}
	return s.page(v, http.StatusOK, page.OrganizationShow(p))
}

// anySecluded reports that the page of an organisation with these services is not
// for search engines.
func anySecluded(services []*directory.Listing) bool {
	return slices.ContainsFunc(services, (*directory.Listing).Secluded)
}

// byName puts services that are offered before those that are not, each by name as
// it is read, without regard to accents and capitals.
func byName(l *i18n.Local, services []*directory.Listing) {
	names := make(map[*directory.Listing]string, len(services))
	for _, d := range services {
		names[d] = text.Fold(said(l, d.Name).S)
		if !d.Searchable() {
			names[d] = "\uffff" + names[d] // after every name
		}
	}
	slices.SortStableFunc(services, func(a, b *directory.Listing) int { return cmp.Compare(names[a], names[b]) })
}

func organizationLinks(v *Visit, list ...directory.OrganizationName) (links []page.Link) {
	for _, x := range list {
		links = append(links, page.Link{Label: said(v.L, x.Name), Href: organizationPage(v, x.ID)})
	}
	return links
}
