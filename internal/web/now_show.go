package web

import (
	"net/http"
	"slices"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// nowNeeds are the six things that cannot wait, in the order of the page.
var nowNeeds = []struct{ need, icon, key string }{
	{"eat.meal", "utensils", "now.eat"}, {"sleep.shelter", "bed", "now.sleep"}, {"sleep.wash", "shower-head", "now.wash"},
	{"money.phone", "smartphone", "now.charge"}, {"health.doctor", "stethoscope", "now.heal"}, {"talk.listen", "message-circle", "now.talk"},
}

// nowShown is how many doors each of them shows.
const nowShown = 3

// now is what is open at this moment for what cannot wait; what opens next,
// when nothing is.
func (s *Site) now(v *Visit) error {
	now := s.Clock.Now()
	r := search{near: strings.TrimSpace(cut(v.R.URL.Query().Get("pres"), 80)), open: true}
	p := page.Now{
		Frame: s.frame(v, v.L.T("now.title")), Action: v.href("/maintenant"), Near: r.near, At: v.L.Time(now.In(s.Zone).Hour(), now.In(s.Zone).Minute()),
		Day: v.L.Day(now.In(s.Zone)),
	}
	p.Paper, p.Alerts = true, s.alerts(v)
	if r.near == "" {
		s.index(v, &p.Frame, "/maintenant")
	} else {
		p.NoIndex = true
	}
	q, place, known := s.query(r)
	if p.Place = place; r.near != "" && !known {
		p.BadPlace = r.near
	}
	q.Limit = nowShown
	for _, n := range nowNeeds {
		r.need, q.Need = n.need, n.need
		group := page.NowGroup{Icon: n.icon, Theme: directory.ThemeOf(n.need), Label: v.L.Text(n.key), All: r.address(v.L)}
		res := s.Finder.Search(q, now)
		if !slices.Contains(res.Relaxed, directory.FilterNeed) { // else they are doors for something else
			for _, h := range res.Hits {
				group.Doors = append(group.Doors, s.nowDoor(v.L, h, r))
			}
		}
		p.Groups = append(p.Groups, group)
	}
	return s.page(v, http.StatusOK, page.NowPage(p))
}

// nowDoor is a card with where it is: paper has no page behind it.
func (s *Site) nowDoor(l *i18n.Local, h directory.Hit, r search) page.NowDoor {
	d := page.NowDoor{ServiceCard: s.card(l, h, r, s.Clock.Now())}
	if h.Place >= 0 {
		if p := &h.Listing.Places[h.Place]; !p.Hidden && !p.AreaOnly {
			d.Where = p.Address
		}
	}
	return d
}
