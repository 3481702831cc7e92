package web

import (
	"slices"
	"time"

	"passerelle/internal/directory"
)

// mostNamed is how many services of one name are shown above the others.
const mostNamed = 3

// named are the services whose very name was typed and that the conditions of the
// search leave out: a search is about now, and often in one language, before anybody
// asked for it. Who knows the name gets the service, with its hours as they are.
func (s *Site) named(r search, res directory.Result, now time.Time) (list []directory.Hit) {
	bears := func(h directory.Hit) bool { return h.Listing.Bears(r.words) }
	if r.words == "" || r.page > 0 || slices.ContainsFunc(res.Hits, bears) {
		return nil
	}
	for _, h := range s.Finder.Search(directory.Query{Text: r.words, Sort: directory.SortRelevance, Limit: mostNamed}, now).Hits {
		if bears(h) {
			list = append(list, h)
		}
	}
	return list
}
