package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/place"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// placeBoard is what is free now in the region.
func (s *Site) placeBoard(v *Visit) error { return s.boardPage(v, http.StatusOK, nil) }

// placeFilter reads the filters of an address; what is unknown filters nothing.
func placeFilter(v *Visit) (f place.Filter) {
	q := v.R.URL.Query()
	if u := q.Get("unite"); unitKeys[directory.Unit(u)] != "" {
		f.Unit = u
	}
	if p := q.Get("pour"); populationKeys[p] != "" {
		f.Population = p
	}
	return f
}

func (s *Site) boardPage(v *Visit, status int, wrong []ui.Problem) error {
	f := placeFilter(v)
	all, now, err := s.Place.Board(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	list := slices.DeleteFunc(slices.Clone(all), func(o place.Offer) bool { return !f.Keeps(o) })
	local := now.In(s.Zone)
	p := page.PlaceBoard{
		Frame: s.frame(v, v.L.T("place.board_title")), Back: v.href("/app"), Day: v.L.Day(local), At: v.L.Time(local.Hour(), local.Minute()), Problems: wrong,
	}
	p.Here, p.Paper = "today", true
	if f != (place.Filter{}) {
		p.All = v.href("/app/places")
	}
	if place.MayCount(v.By) {
		p.Ours = v.href("/app/nos-places")
	}
	if v.R.URL.Query().Get("fait") == "laisse" {
		p.Said = v.L.T("place.said_let_go")
	}
	if place.MayHold(v.By) {
		held, err := s.Place.Held(v.R.Context(), v.By)
		if err != nil {
			return err
		}
		for _, h := range held {
			p.Held = append(p.Held, page.PlaceHeld{
				Service: s.serviceName(v, h.Service), What: placeWhat(v.L, h.Unit, h.Population), Code: h.Code, Until: s.hour(v, h.Until.Time), Href: v.href("/app/retenue/" + h.ID),
			})
		}
	}
	s.boardChips(v, &p, all, f)
	s.boardRows(v, &p, list, now)
	p.Silent = append(p.Silent, s.silentShelters(v, all, f)...)
	return s.page(v, status, page.PlaceBoardPage(p))
}

// boardRows puts what is known in groups of one unit and population, free ones
// first, and what has lapsed among those of whom nothing is known.
func (s *Site) boardRows(v *Visit, p *page.PlaceBoard, list []place.Offer, now time.Time) {
	group := map[[2]string]int{}
	for _, o := range list {
		d := s.countedService(o)
		if d == nil {
			continue
		}
		phone, ext := firstPhone(v.L, d)
		age := v.L.AgoText(now.Sub(o.Said.Time))
		if !o.Known(now) {
			p.Silent = append(p.Silent, page.PlaceSilent{
				Service: said(v.L, d.Name), Org: said(v.L, d.OrgName), Href: v.href("/service/" + string(o.Service)), What: placeWhat(v.L, o.Unit, o.Population), Last: age, Phone: phone, Ext: ext,
			})
			continue
		}
		row := page.PlaceRow{
			Service: said(v.L, d.Name), Org: said(v.L, d.OrgName), Href: v.href("/service/" + string(o.Service)), Left: o.Left(), Held: o.Held, Age: age, Phone: phone, Ext: ext,
		}
		if o.Surge() {
			row.Ends = s.when(v, o.Ends.Time)
		}
		if row.Left > 0 && place.MayHold(v.By) && o.Org != v.By.Org() {
			row.Hold, row.Hidden = v.href("/app/places/"+o.ID+"/retenir"), hidden(s.newAct())
		}
		key := [2]string{o.Unit, o.Population}
		i, ok := group[key]
		if !ok {
			i = len(p.Groups)
			group[key] = i
			p.Groups = append(p.Groups, page.PlaceGroup{What: placeWhat(v.L, o.Unit, o.Population)})
		}
		p.Groups[i].Left += row.Left
		p.Groups[i].Rows = append(p.Groups[i].Rows, row)
	}
	for _, g := range p.Groups {
		slices.SortStableFunc(g.Rows, func(a, b page.PlaceRow) int { return b.Left - a.Left })
	}
	slices.SortStableFunc(p.Groups, func(a, b page.PlaceGroup) int { return b.Left - a.Left })
}

// countedService is the service whose places were counted; nil when it left the
// directory or changed hands: who counted it does not answer there.
func (s *Site) countedService(o place.Offer) *directory.Listing {
	if d := s.Finder.Get(o.Service); d != nil && d.Org == o.Org {
		return d
	}
	return nil
}

// unitNeeds is the need that a unit answers, to find who gives it.
var unitNeeds = map[string]string{"": "sleep.shelter", string(directory.UnitPlace): "sleep.shelter", string(directory.UnitBed): "sleep.shelter", string(directory.UnitMeal): "eat.meal"}

// silentMost is how many services that count nothing here are shown: what can
// be called in one evening, and what fits on the sheet.
const silentMost = 12

// silentShelters are services of the directory for what is filtered that count
// nothing here. They are no emptier and no fuller for it: they are called.
func (s *Site) silentShelters(v *Visit, all []place.Offer, f place.Filter) (rows []page.PlaceSilent) {
	need := unitNeeds[f.Unit]
	if need == "" {
		return nil
	}
	counted := map[access.Service]bool{}
	for _, o := range all {
		counted[o.Service] = true
	}
	res := s.Finder.Search(directory.Query{Need: need, Limit: 4 * silentMost}, s.Clock.Now())
	if slices.Contains(res.Relaxed, directory.FilterNeed) {
		return nil // then they are doors for something else
	}
	for _, h := range res.Hits {
		d := h.Listing
		phone, ext := firstPhone(v.L, d)
		if counted[d.ID] || phone == "" || f.Population != "" && len(d.Populations) > 0 && !slices.Contains(d.Populations, f.Population) {
			continue
		}
		rows = append(rows, page.PlaceSilent{Service: said(v.L, d.Name), Org: said(v.L, d.OrgName), Href: v.href("/service/" + string(d.ID)), Phone: phone, Ext: ext})
		if len(rows) == silentMost {
			break
		}
	}
	return rows
}

// firstPhone is the number to call a service at; empty when it has none.
func firstPhone(l *i18n.Local, d *directory.Listing) (number, ext string) {
	place := -1
	if len(d.Places) > 0 {
		place = 0
	}
	if list := phones(l, d, place); len(list) > 0 {
		return list[0].Number, list[0].Ext
	}
	return "", ""
}

// placeWhat says a unit and whom it is for.
func placeWhat(l *i18n.Local, unit, population string) templ.Component {
	key := unitKeys[directory.Unit(unit)]
	if key == "" {
		key = "capacity.unit_place"
	}
	if populationKeys[population] == "" {
		return ui.T(l, "place.for_anyone", "unit", i18n.Key(key))
	}
	return ui.T(l, "capacity.for", "unit", i18n.Key(key), "who", i18n.Key(populationKeys[population]))
}

// hour is a time of today or, in the night, of tomorrow.
func (s *Site) hour(v *Visit, t time.Time) string {
	local := t.In(s.Zone)
	return v.L.Time(local.Hour(), local.Minute())
}

// boardChips are the filters: what the region counts, and what is chosen.
func (s *Site) boardChips(v *Visit, p *page.PlaceBoard, all []place.Offer, f place.Filter) {
	units, populations := map[string]bool{f.Unit: true}, map[string]bool{f.Population: true}
	for _, o := range all {
		units[o.Unit], populations[o.Population] = true, true
	}
	p.Units = []page.PlaceChip{{Label: v.L.Text("place.any_unit"), Href: v.href("/app/places", "pour", f.Population), On: f.Unit == ""}}
	for _, u := range directory.Units {
		if units[string(u)] {
			p.Units = append(p.Units, page.PlaceChip{Label: v.L.Text(unitKeys[u]), Href: v.href("/app/places", "unite", string(u), "pour", f.Population), On: f.Unit == string(u)})
		}
	}
	p.Populations = []page.PlaceChip{{Label: v.L.Text("place.any_population"), Href: v.href("/app/places", "unite", f.Unit), On: f.Population == ""}}
	for _, x := range directory.Populations {
		if populations[x] {
			p.Populations = append(p.Populations, page.PlaceChip{Label: v.L.Text(populationKeys[x]), Href: v.href("/app/places", "unite", f.Unit, "pour", x), On: f.Population == x})
		}
	}
}
