package web

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/ui"
)

// sitemapPart is how many records one part holds: with every language they
// stay far under the 50,000 addresses and 50 MB that search engines take.
const sitemapPart = 5000

// sitemapFor is how long the list of records is kept: engines come slowly, and
// sorting a large directory for each part would be work for nobody.
const sitemapFor = 10 * time.Minute

// sitemap remembers which services and organisations may be shown by search
// engines.
type sitemap struct {
	mu    sync.Mutex
	at    time.Time
	pages []indexedPage
}

// indexedPage is the page of a service, or of an organisation.
type indexedPage struct {
	service access.Service
	org     access.Org
}

// indexed are the pages that search engines may show: the services in the order
// of their ids, then the organisations that offer them.
func (s *Site) indexed() []indexedPage {
	m, now := &s.sitemap, s.Clock.Now()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.at.IsZero() || now.Sub(m.at) >= sitemapFor || now.Before(m.at) {
		m.pages, m.at = nil, now
		orgs, secluded := map[access.Org]bool{}, map[access.Org]bool{}
		for d := range s.Finder.All() {
			if d.Indexable() {
				m.pages, orgs[d.Org] = append(m.pages, indexedPage{service: d.ID}), true
			}
			secluded[d.Org] = secluded[d.Org] || d.Secluded()
		}
		for org := range orgs {
			if org != "" && !secluded[org] {
				m.pages = append(m.pages, indexedPage{org: org})
			}
		}
		slices.SortFunc(m.pages, func(a, b indexedPage) int {
			return cmp.Or(cmp.Compare(a.org, b.org), cmp.Compare(a.service, b.service))
		})
	}
	return m.pages
}

// robots tells engines what is worth reading, and spares them and us the
// endless addresses that forms can make. It hides nothing: what must stay
// unseen is not public, or says so on its own page.
func (s *Site) robots(v *Visit) error {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	if s.Demo != nil {
		b.WriteString("Disallow: /\n") // invented services must be found by nobody
		return s.plain(v, "text/plain; charset=utf-8", []byte(b.String()))
	}
	for _, path := range []string{"/services?*q=", "/services?*f=", "/services?*pres=", "/services?*liste=", "/service/*?", "/liste", "/livret", "/affiche", "/languettes", "/carte?", "/integrer", "/app", "/lien", "/reponse", "/avis", "/invitation", "/sortie"} {
		b.WriteString("Disallow: /*" + path + "\n")
	}
	b.WriteString("\nSitemap: " + s.base(v) + "/sitemap.xml\n")
	return s.plain(v, "text/plain; charset=utf-8", []byte(b.String()))
}

// The parts of a sitemap, as sitemaps.org writes them.
type (
	mapIndex struct {
		XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Parts   []mapPart `xml:"sitemap"`
	}
	mapPart struct {
		Loc string `xml:"loc"`
	}
	mapSet struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		XHTML   string   `xml:"xmlns:xhtml,attr"`
		URLs    []mapURL `xml:"url"`
	}
	mapURL struct {
		Loc     string    `xml:"loc"`
		LastMod string    `xml:"lastmod,omitempty"`
		Links   []mapLink `xml:"xhtml:link"`
	}
	mapLink struct {
		Rel  string `xml:"rel,attr"`
		Lang string `xml:"hreflang,attr"`
		Href string `xml:"href,attr"`
	}
)

// sitemapIndex lists the parts.
func (s *Site) sitemapIndex(v *Visit) error {
	base, parts := s.base(v), (len(s.indexed())+sitemapPart-1)/sitemapPart
	var m mapIndex
	for i := range parts + 1 {
		m.Parts = append(m.Parts, mapPart{Loc: base + "/sitemap/" + strconv.Itoa(i) + ".xml"})
	}
	return s.xml(v, m)
}

// sitemapShow is a part: the pages of needs first, then services and organisations.
func (s *Site) sitemapShow(v *Visit) error {
	name, ok := strings.CutSuffix(v.R.PathValue("part"), ".xml")
	part, err := strconv.Atoi(name)
	pages := s.indexed()
	if !ok || err != nil || part < 0 || part > 0 && (part-1)*sitemapPart >= len(pages) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	m := mapSet{XHTML: "http://www.w3.org/1999/xhtml"}
	add := func(path string, changed time.Time) { m.URLs = append(m.URLs, s.mapURLs(v, path, changed)...) }
	if part == 0 {
		for _, path := range publicPaths() {
			add(path, time.Time{})
		}
		return s.xml(v, m)
	}
	for _, p := range pages[(part-1)*sitemapPart : min(part*sitemapPart, len(pages))] { // each may have changed since
		if p.org != "" {
			if !anySecluded(s.Finder.ByOrg(p.org)) {
				add("/organisme/"+string(p.org), time.Time{})
			}
		} else if d := s.Finder.Get(p.service); d != nil && d.Indexable() {
			add("/service/"+string(p.service), later(d.UpdatedAt, d.ConfirmedAt))
		}
	}
	return s.xml(v, m)
}

// publicPaths are the pages that stand by themselves: home, needs, help.
func publicPaths() []string {
	list := []string{"/", "/urgence", "/aide"}
	for _, theme := range directory.Themes() {
		if sensitiveNeed(theme) {
			continue
		}
		list = append(list, "/besoin/"+theme)
		for _, need := range directory.NeedsOf(theme) {
			list = append(list, "/services?besoin="+need)
		}
	}
	return list
}

// mapURLs is a page in each language that is whole, each with all others.
func (s *Site) mapURLs(v *Visit, path string, changed time.Time) (list []mapURL) {
	base := s.base(v)
	var links []mapLink
	for _, l := range s.Bundle.Languages() {
		links = append(links, mapLink{"alternate", string(l.Lang), base + ui.PathIn(l.Lang, path)})
	}
	for _, l := range s.Bundle.Languages() {
		if l.Label != i18n.Complete {
			continue
		}
		u := mapURL{Loc: base + ui.PathIn(l.Lang, path), Links: links}
		if !changed.IsZero() {
			u.LastMod = changed.UTC().Format(time.DateOnly)
		}
		list = append(list, u)
	}
	return list
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (s *Site) xml(v *Visit, doc any) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(doc); err != nil {
		return err
	}
	return s.plain(v, "application/xml; charset=utf-8", b.Bytes())
}

// plain answers something public that is no page, which may be kept an hour.
func (s *Site) plain(v *Visit, kind string, body []byte) error {
	h := v.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=3600")
	h.Add("Vary", "Accept-Encoding")
	return s.write(v, http.StatusOK, body)
}
