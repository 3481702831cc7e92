package web

import (
	"slices"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/web/page"
)

// mostNamed is how many services of one name are shown above the others.
const mostNamed = 3

// named are the services whose very name was typed and that the conditions of the
// search leave out: a search is about now, and often in one language, before anybody
// asked for it. Who knows the name gets the service, with its hours as they are.
func (s *Site) named(r search, is func(*directory.Listing) bool, res directory.Result, now time.Time) []directory.Hit {
	if r.words == "" || r.page > 0 || !r.leavesOut() || slices.ContainsFunc(res.Hits, func(h directory.Hit) bool { return is(h.Listing) }) {
		return nil
	}
	all := s.Finder.Search(directory.Query{Text: r.words, Sort: directory.SortRelevance, Limit: mostNamed}, now)
	return slices.DeleteFunc(all.Hits, func(h directory.Hit) bool { return !is(h.Listing) })
}

// leavesOut reports that something but the words decides what is found.
func (r search) leavesOut() bool {
	return r.open || r.women || r.need != "" || r.paper != "" || r.language != "" || r.within > 0
}

// orgsNamed leads to the organisations whose very name was typed, each once, on the
// first page of what was found.
func orgsNamed(v *Visit, r search, hits []directory.Hit) (links []page.Link) {
	if r.words == "" || r.page > 0 {
		return nil
	}
	is := directory.CalledOrg(r.words)
	for _, h := range hits {
		to := page.Link{Label: said(v.L, h.Listing.OrgName), Href: organizationPage(v, h.Listing.Org)}
		if is(h.Listing) && !slices.Contains(links, to) {
			links = append(links, to)
		}
	}
	return links
}
