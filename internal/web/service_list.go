package web

import (
	"net/http"
	"slices"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// serviceList is S2. What is typed is neither kept nor logged; what nothing in
// the directory holds is counted, in its codes.
func (s *Site) serviceList(v *Visit) error {
	r := s.readSearch(v.R.URL.Query(), v.L)
	now := s.Clock.Now()
	q, place, known := s.query(r)
	p := page.ServiceList{Frame: s.frame(v, v.L.T("service.list_title")), Filters: filters(v.L, r), Basket: r.list.basket(v)}
	switch {
	case known:
		p.Booklet = v.href("/livret", "lieu", place)
	case r.near != "":
		p.BadPlace = r.near
	}
	p.Map = onMap(r.address(v.L))
	res := s.Finder.Search(q, now)
	if m, missed := directory.MissedOf(q, place, res); missed && r.page == 0 && s.Missed != nil {
		s.Missed.Note(m)
	}
	is := directory.Called(r.words)
	for _, h := range res.Hits {
		p.Exit = p.Exit || h.Listing.Sensitive && is(h.Listing) // who looks for it by name is there for it
		c := s.card(v.L, h, r, now)
		c.Why = whyHere(v.L, h.Why)
		p.Cards = append(p.Cards, c)
	}
	named := s.named(r, is, res, now)
	for _, h := range named {
		p.Named = append(p.Named, s.card(v.L, h, r, now))
		p.Exit = p.Exit || h.Listing.Sensitive
	}
	p.Orgs = orgsNamed(v, r, append(slices.Clone(res.Hits), named...))
	p.Heading, p.Lost = heading(v.L, r, place, res), lost(r, res)
	p.Relaxed, p.Order = relaxed(res), orderKeys[res.Sort]
	p.Chips = chips(v.L, r, place)
	for _, c := range res.Corrected {
		p.Corrected = append(p.Corrected, page.Correction{From: c.From, To: c.To})
	}
	p.Ignored = res.Ignored
	p.Exit = p.Exit || sensitiveNeed(r.need) || slices.ContainsFunc(res.Facets.Needs, sensitiveNeed)
	if p.NoIndex = !onlyNeed(v.R.URL.Query()); !p.NoIndex {
		s.index(v, &p.Frame, "/services?besoin="+r.need)
	}
	if r.page > 0 {
		before := r
		before.page--
		p.Previous = before.address(v.L)
	}
	if q.Offset+len(res.Hits) < res.Total {
		after := r
		after.page++
		p.Next = after.address(v.L)
	}
	return s.page(v, http.StatusOK, page.ServiceListPage(p))
}

// lost reports that nothing of what was asked for was found: the services shown
// are others, and the page says so before it shows them.
func lost(r search, res directory.Result) bool {
	return res.Total > 0 && (slices.Contains(res.Relaxed, directory.FilterNeed) || res.Unknown(r.words))
}

// query is what a search asks of the directory, and the name of the place it is
// about, if that is known.
func (s *Site) query(r search) (q directory.Query, place string, known bool) {
	q = directory.Query{
		Text: r.words, Need: r.need, Paper: directory.Paper(r.paper), Language: r.language,
		WithinMetres: float64(r.within), Limit: pageSize, Offset: r.page * pageSize,
	}
	if q.Paper == directory.NoPapers {
		q.Paper, q.NoPapersAsked = "", true
	}
	if r.women {
		q.Population = "women"
	}
	if r.open {
		now := s.Clock.Now()
		q.OpenAt = &now
	}
	if r.near != "" {
		var point directory.Point
		if point, place, known = s.Locator.Locate(r.near); known {
			q.Near = &point
		}
	}
	return q, place, known
}

// heading says the search in words, as it was really answered.
func heading(l *i18n.Local, r search, place string, res directory.Result) []i18n.Text {
	if res.Total == 0 {
		return []i18n.Text{l.Text("service.none")}
	}
	if lost(r, res) {
		what := i18n.Key("service.w_words", "words", r.words)
		if r.words == "" {
			what = i18n.Key(directory.NeedKey(r.need))
		}
		return []i18n.Text{l.Text("service.lost", "what", what)}
	}
	var list []i18n.Text
	switch {
	case r.words != "":
		list = append(list, l.NText("service.count_of", res.Total, "what", i18n.Key("service.w_words", "words", r.words)))
	case r.need != "" && !slices.Contains(res.Relaxed, directory.FilterNeed):
		list = append(list, l.NText("service.count_of", res.Total, "what", i18n.Key(directory.NeedKey(r.need))))
	default:
		list = append(list, l.NText("service.count", res.Total))
	}
	add := func(asked bool, f directory.Filter, t i18n.Text) {
		if asked && !slices.Contains(res.Relaxed, f) {
			list = append(list, t)
		}
	}
	add(r.open, directory.FilterOpen, l.Text("service.w_open"))
	add(r.paper == "ifhp", "", l.Text("service.w_ifhp"))
	add(r.paper == "ramq", "", l.Text("service.w_ramq"))
	add(r.paper == "ohip", "", l.Text("service.w_ohip"))
	add(r.paper == "none", directory.FilterNoPapers, l.Text("service.w_nopapers"))
	add(r.language != "", directory.FilterLanguage, l.Text("service.w_lang", "language", i18n.Tongue(r.language)))
	add(r.women, directory.FilterPopulation, l.Text("service.w_women"))
	if place != "" {
		if r.within > 0 && !slices.Contains(res.Relaxed, directory.FilterDistance) {
			list = append(list, l.Text("service.w_within", "distance", i18n.Far(float64(r.within)), "place", place))
		} else {
			list = append(list, l.Text("service.w_near", "place", place))
		}
	}
	return list
}

// orderKeys say what comes first.
var orderKeys = map[directory.Sort]string{
	directory.SortBest: "find.order_best", directory.SortRelevance: "find.order_relevance",
	directory.SortNearest: "find.order_nearest", directory.SortSoonest: "find.order_soonest",
}

// relaxed says what could not be had, a sentence a condition.
func relaxed(res directory.Result) (keys []string) {
	if res.Total == 0 {
		return nil
	}
	for _, f := range res.Relaxed {
		keys = append(keys, "find.relaxed_"+string(f))
	}
	return keys
}

// chips are the filters in force, each with the address of the same search
// without it.
func chips(l *i18n.Local, r search, place string) (list []page.Chip) {
	r.page = 0
	add := func(in bool, t i18n.Text, without func(*search)) {
		if in {
			other := r
			without(&other)
			list = append(list, page.Chip{Label: t, Href: other.address(l)})
		}
	}
	add(r.need != "", l.Text(directory.NeedKey(r.need)), func(r *search) { r.need = "" })
	add(r.open, l.Text("service.f_open"), func(r *search) { r.open = false })
	add(r.paper != "", l.Text(paperKeys[directory.Paper(r.paper)]), func(r *search) { r.paper = "" })
	add(r.language != "", l.Name(r.language), func(r *search) { r.language = "" })
	add(r.women, l.Text("service.f_women"), func(r *search) { r.women = false })
	add(place != "", l.Text("service.w_near", "place", place), func(r *search) { r.near, r.within = "", 0 })
	return list
}

var paperKeys = map[directory.Paper]string{
	directory.IFHP: "service.ifhp", directory.RAMQ: "service.ramq", directory.OHIP: "service.ohip", directory.NoPapers: "service.no_papers",
}

// paperNames name every paper; those of paperKeys are filters too.
var paperNames = map[directory.Paper]string{
	directory.IFHP: "service.ifhp", directory.RAMQ: "service.ramq", directory.OHIP: "service.ohip", directory.NoPapers: "service.no_papers",
	directory.AnyID: "service.any_id", directory.PrivateInsurance: "service.private_insurance", directory.Paid: "service.paid", directory.ProofOfAddress: "service.proof_of_address",
}

// distances that can be chosen, in metres.
var distances = []int{1000, 2000, 5000, 10_000, 25_000}

func filters(l *i18n.Local, r search) page.Filters {
	f := page.Filters{
		Query: r.words, Need: r.need, Near: r.near, Open: r.open, Women: r.women, List: r.list.String(),
		Papers:    []ui.Option{{Key: "service.f_papers_any", Checked: r.paper == ""}},
		Languages: []ui.Option{{Key: "service.f_lang_any", Checked: r.language == ""}},
		Within:    []ui.Option{{Key: "service.f_within_any", Checked: r.within == 0}},
	}
	for _, paper := range []directory.Paper{directory.IFHP, directory.RAMQ, directory.OHIP, directory.NoPapers} {
		f.Papers = append(f.Papers, ui.Option{Value: string(paper), Key: paperKeys[paper], Checked: r.paper == string(paper)})
	}
	for _, code := range l.Spoken() {
		f.Languages = append(f.Languages, ui.Option{Value: code, Text: l.Name(code), Checked: r.language == code})
	}
	for _, d := range distances {
		f.Within = append(f.Within, ui.Option{Value: number(d), Text: i18n.Text{S: l.Distance(float64(d))}, Checked: r.within == d})
	}
	return f
}
