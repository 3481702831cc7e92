package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	spelling "passerelle/internal/text" // text is a function of this package
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// bookletMost is how many services a booklet holds: the nearest ones. More
// would be a book that nobody prints.
const bookletMost = 300

// bookletWithin is the distance of a booklet when none is asked, in metres.
const bookletWithin = 2000

// bookletAsked is the GET form of the booklet.
type bookletAsked struct {
	near   string
	theme  string
	within int
}

func readBooklet(v *Visit) bookletAsked {
	q := v.R.URL.Query()
	a := bookletAsked{near: strings.TrimSpace(cut(q.Get("lieu"), 80)), theme: q.Get("besoin"), within: between(q.Get("distance"), 100_000)}
	if directory.ThemeOf(a.theme) != a.theme || !directory.KnownNeed(a.theme) {
		a.theme = ""
	}
	if !slices.Contains(distances, a.within) {
		a.within = bookletWithin
	}
	return a
}

// booklet is the neighbourhood on paper: the services around a place, by need.
// Without a place, or with one that is not known, it asks.
func (s *Site) booklet(v *Visit) error {
	a := readBooklet(v)
	if a.near == "" {
		return s.bookletAsk(v, a, nil)
	}
	point, name, ok := s.Locator.Locate(a.near)
	if !ok {
		return s.bookletAsk(v, a, []ui.Problem{{Field: "lieu", Key: "service.place_unknown", Args: []any{"place", a.near}}})
	}
	now := s.Clock.Now()
	res := s.Finder.Search(directory.Query{Need: a.theme, Near: &point, WithinMetres: float64(a.within), Sort: directory.SortNearest, Limit: bookletMost}, now)
	p := page.Booklet{
		Frame: s.frame(v, v.L.T("share.booklet")), Back: v.href("/livret"), Place: name, Within: v.L.Distance(float64(a.within)),
		Today: v.L.Date(now.In(s.Zone)), Left: max(0, res.Total-len(res.Hits)), Short: s.short(v, "/n/"+cmp.Or(a.theme, "tout")+"/"+slug(name)),
		Far: slices.Contains(res.Relaxed, directory.FilterDistance),
	}
	p.NoIndex, p.Paper = true, true
	if err := s.fillBooklet(v, &p, res.Hits); err != nil {
		return err
	}
	return s.page(v, http.StatusOK, page.BookletPage(p))
}

func (s *Site) bookletAsk(v *Visit, a bookletAsked, wrong []ui.Problem) error {
	p := page.BookletAsk{Frame: s.frame(v, v.L.T("share.booklet")), Action: v.href("/livret"), Near: a.near, Problems: wrong}
	p.NoIndex = true
	p.Themes = []ui.Option{{Key: "share.all_needs", Checked: a.theme == ""}}
	for _, code := range directory.Themes() {
		p.Themes = append(p.Themes, ui.Option{Value: code, Key: directory.NeedKey(code), Checked: code == a.theme})
	}
	for _, d := range distances {
		p.Within = append(p.Within, ui.Option{Value: number(d), Text: i18n.Text{S: v.L.Distance(float64(d))}, Checked: d == a.within})
	}
	return s.page(v, http.StatusOK, page.BookletAskPage(p))
}

// otherNeeds is the section of services of which no need is known.
const otherNeeds = ""

// fillBooklet gives each service one place, under its first need's theme, and
// a number by which the table of contents and the index find it. Page numbers
// cannot be known before a browser has laid the pages out.
func (s *Site) fillBooklet(v *Visit, p *page.Booklet, hits []directory.Hit) error {
	under := map[string][]*directory.Listing{}
	for _, h := range hits {
		theme := otherNeeds
		if len(h.Listing.Needs) > 0 {
			theme = directory.ThemeOf(h.Listing.Needs[0])
		}
		under[theme] = append(under[theme], h.Listing)
	}
	byNeed, n := map[string][]int{}, 0
	for _, theme := range append(directory.Themes(), otherNeeds) {
		if len(under[theme]) == 0 {
			continue
		}
		section := page.BookletSection{Label: needLabel(v.L, theme), First: n + 1}
		for _, d := range under[theme] {
			n++
			e, err := s.pageOf(v, d)
			if err != nil {
				return err
			}
			onlyOpened(v.L, &e)
			section.Entries = append(section.Entries, page.BookletEntry{Number: n, Service: e})
			p.Index = append(p.Index, page.BookletLine{Name: e.Name, Numbers: []int{n}})
			for _, need := range d.Needs {
				byNeed[need] = append(byNeed[need], n)
			}
			p.Stale = p.Stale || e.Stale
		}
		p.Sections = append(p.Sections, section)
	}
	p.Count = n
	for i := range p.Sections {
		p.Sections[i].Anchor = "s" + strconv.Itoa(i+1)
	}
	for _, theme := range directory.Themes() {
		part := page.BookletPart{Label: needLabel(v.L, theme)}
		for _, need := range append(directory.NeedsOf(theme), theme) {
			if len(byNeed[need]) > 0 {
				part.Needs = append(part.Needs, page.BookletLine{Name: needLabel(v.L, need), Numbers: byNeed[need]})
			}
		}
		if len(part.Needs) > 0 {
			p.Contents = append(p.Contents, part)
		}
	}
	slices.SortStableFunc(p.Index, func(a, b page.BookletLine) int { return cmp.Compare(spelling.Fold(a.Name.S), spelling.Fold(b.Name.S)) })
	return nil
}

func needLabel(l *i18n.Local, code string) i18n.Text {
	if code == otherNeeds {
		return l.Text("share.other_needs")
	}
	return l.Text(directory.NeedKey(code))
}

// slug is a place's name as an address holds it: words that people can type.
func slug(name string) string { return strings.Join(spelling.Words(name), "-") }
