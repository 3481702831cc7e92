package web

import (
	"net/http"
	"time"

	"passerelle/internal/crisis"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// crisisList is the crises of the region, those under way first.
func (s *Site) crisisList(v *Visit) error {
	list, now, err := s.Crisis.List(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.CrisisList{Frame: s.frame(v, v.L.T("crisis.title")), Back: v.href("/app")}
	p.Here = "today"
	if crisis.MayWrite(v.By) {
		p.New = v.href("/app/crise/nouvelle")
	}
	for _, c := range list {
		x := page.CrisisLine{Title: noted(c.Title), Sector: s.crisisSector(v, c), Since: s.when(v, c.Opened.Time), Href: v.href("/app/crise/" + c.ID)}
		if c.Over(now) {
			x.Ended = s.when(v, c.End())
			p.Past = append(p.Past, x)
			continue
		}
		x.Until = s.when(v, c.Ends.Time)
		p.UnderWay = append(p.UnderWay, x)
	}
	return s.page(v, http.StatusOK, page.CrisisListPage(p))
}

// typedText is what somebody here typed, in whatever language they did.
func noted(s string) i18n.Text { return i18n.Text{S: s, Lang: i18n.Source} }

func (s *Site) crisisSector(v *Visit, c crisis.Crisis) i18n.Text {
	if c.Sector == "" {
		return v.L.Text("crisis.whole_region")
	}
	return noted(c.Sector)
}

// lengthKey says a length of time in the whole units that a person would use.
func lengthKey(d time.Duration) (key string, n int) {
	if d.Round(time.Minute) < time.Hour {
		return "crisis.n_minutes", max(1, int(d.Round(time.Minute)/time.Minute))
	}
	if d < 48*time.Hour {
		return "crisis.n_hours", int(d.Round(time.Hour) / time.Hour)
	}
	return "crisis.n_days", int(d.Round(24*time.Hour) / (24 * time.Hour))
}

func length(l *i18n.Local, d time.Duration) i18n.Text {
	key, n := lengthKey(d)
	return l.Text(key, "n", n)
}
