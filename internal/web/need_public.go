package web

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/need"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// needPublic is the board that anybody may read: what is needed by
// neighbourhood, protected before it was kept, beside what the directory
// answers now.
func (s *Site) needPublic(v *Visit) error {
	r, err := s.Need.Published(v.R.Context(), v.By, need.Quarter(v.R.URL.Query().Get("trimestre")))
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	p := page.NeedPublic{
		Frame: s.frame(v, v.L.T("needs.public_title")), Least: need.PublicLeast, Step: need.PublicStep, Day: v.L.Day(now.In(s.Zone)),
		Wide: mapWide, High: mapHigh, Say: v.href("/aide/dire"),
	}
	p.Paper, p.Map = true, true
	if r.Quarter == "" {
		return s.page(v, http.StatusOK, page.NeedPublicPage(p))
	}
	p.When, p.CSV = s.quarterText(v.L, r.Quarter), v.href("/tableau/besoins.csv", "trimestre", string(r.Quarter))
	for _, q := range r.Others {
		p.Others = append(p.Others, page.NeedQuarter{Text: s.quarterText(v.L, q), Href: v.href("/tableau/besoins", "trimestre", string(q))})
	}
	most := 0
	for _, c := range r.Cells {
		most = max(most, c.About)
	}
	for _, c := range r.Cells {
		label := needSaidAs(v.L, c.Family)
		if c.Place == need.Anywhere {
			p.Bars = append(p.Bars, page.NeedAbout{Label: label, About: c.About, Most: most})
			continue
		}
		x, pl := page.NeedAbout{Label: label, About: c.About, Most: most}, s.publicPlace(v.L, &p, c.Place)
		s.publicAnswers(v, &x, c, now)
		if x.Known && x.Open == 0 {
			p.Holes = append(p.Holes, page.NeedHole{Need: label, Place: pl.Name, Href: x.Href})
		}
		pl.Needs = append(pl.Needs, x)
	}
	s.publicMap(&p)
	return s.page(v, http.StatusOK, page.NeedPublicPage(p))
}

// publicPlace is the place of a key on the page, added when it is not there yet.
func (s *Site) publicPlace(l *i18n.Local, p *page.NeedPublic, key string) *page.NeedPlace {
	i := slices.IndexFunc(p.Places, func(x page.NeedPlace) bool { return x.Key == key })
	if i < 0 {
		i = len(p.Places)
		p.Places = append(p.Places, page.NeedPlace{Key: key, Number: i + 1, Name: s.placeLabel(l, key)})
	}
	return &p.Places[i]
}

// publicAnswers is what the directory has for a family of needs within walking
// distance of a place: in all, and open at this moment.
func (s *Site) publicAnswers(v *Visit, x *page.NeedAbout, c need.Public, now time.Time) {
	at, name, ok := s.Locator.Locate(c.Place)
	if !ok {
		return
	}
	x.Known, x.Href = true, v.href("/services", "besoin", c.Family, "pres", name)
	x.Near = s.within(c.Family, at, nil, now)
	x.Open = s.within(c.Family, at, &now, now)
}

// within counts services near a point; an answer for which the search had to
// drop a condition is none.
func (s *Site) within(code string, at directory.Point, open *time.Time, now time.Time) int {
	res := s.Finder.Search(directory.Query{Need: code, Near: &at, WithinMetres: nearby, OpenAt: open, Limit: 1}, now)
	if len(res.Relaxed) > 0 {
		return 0
	}
	return res.Total
}

// publicMap puts the places on a small sheet; those that would touch are moved
// into one mark, whose number leads to the first of them in the list.
func (s *Site) publicMap(p *page.NeedPublic) {
	type on struct {
		place *page.NeedPlace
		at    directory.Point
	}
	var drawn []on
	var spots []spot
	for i := range p.Places {
		if at, _, ok := s.Locator.Locate(p.Places[i].Key); ok && p.Places[i].Key != "" {
			drawn, spots = append(drawn, on{&p.Places[i], at}), append(spots, spot{at: at})
		}
	}
	if len(drawn) == 0 {
		return
	}
	view := fitted(spots, nil)
	cx, cy := mapXY(view.at, view.zoom)
	for _, d := range drawn {
		x, y := mapXY(d.at, view.zoom)
		m := page.NeedMark{Number: d.place.Number, Name: d.place.Name, X: int(math.Round(x - cx + mapWide/2)), Y: int(math.Round(y - cy + mapHigh/2))}
		for _, n := range d.place.Needs {
			m.About += n.About
		}
		for _, other := range p.Marks { // a thumb's width apart, to the side
			if math.Hypot(float64(other.X-m.X), float64(other.Y-m.Y)) < mapApart {
				m.Y = other.Y + mapApart
			}
		}
		p.Marks = append(p.Marks, m)
		p.High = max(p.High, m.Y+mapEdge)
	}
}

// quarterText is the first day of a quarter, and the last.
func (s *Site) quarterText(l *i18n.Local, q need.Quarter) templ.Component {
	from, to, _ := q.Span(s.Zone)
	return ui.T(l, "needs.public_quarter", "from", l.Day(from), "to", l.Day(to.AddDate(0, 0, -1)), "year", strconv.Itoa(from.Year()))
}

// needPublicCSV is the same as a table.
func (s *Site) needPublicCSV(v *Visit) error {
	r, err := s.Need.Published(v.R.Context(), v.By, need.Quarter(v.R.URL.Query().Get("trimestre")))
	if err != nil {
		return err
	}
	head := []string{"quarter", "need_code", "place_key", v.L.T("needs.col_need"), v.L.T("needs.col_place"), v.L.T("needs.col_about")}
	var rows [][]string
	for _, c := range r.Cells {
		place := v.L.T("needs.public_whole")
		if c.Place != need.Anywhere {
			place = s.placeLabel(v.L, c.Place).S
		}
		rows = append(rows, []string{string(r.Quarter), c.Family, c.Place, needSaidAs(v.L, c.Family).S, place, strconv.Itoa(c.About)})
	}
	return s.table(v, "besoins-par-quartier.csv", head, rows)
}
