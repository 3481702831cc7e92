package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/place"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// placeOpenAsk asks what is counted from now on.
func (s *Site) placeOpenAsk(v *Visit) error {
	return s.openPage(v, http.StatusOK, s.newAct(), v.R.URL.Query(), nil)
}

func (s *Site) placeOpen(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	o := place.Opening{Service: access.Service(form.Get("service")), Unit: form.Get("unit"), Population: form.Get("population")}
	if o.Free, err = strconv.Atoi(form.Get("free")); err != nil {
		o.Free = -1 // said at its field
	}
	o.Minutes = chosen(form, "minutes")
	o.For = time.Duration(chosen(form, "for")) * time.Hour
	id, err := s.Place.Open(v.R.Context(), v.By, form.Get("act"), o)
	if wrong, status, ok := again(err); ok {
		return s.openPage(v, status, form.Get("act"), form, wrong)
	}
	if err != nil {
		return err
	}
	return s.oursDone(v, "compte", id)
}

// surgeHours are how long temporary places may last, in hours.
var surgeHours = []int{12, 24, 48, 72, 7 * 24, 14 * 24}

func (s *Site) openPage(v *Visit, status int, act string, typed url.Values, wrong []ui.Problem) error {
	own := s.Finder.ByOrg(v.By.Org())
	if !place.MayCount(v.By) || len(own) == 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := page.PlaceNew{
		Frame: s.frame(v, v.L.T("place.new")), Free: typed.Get("free"),
		Step: ui.Step{Back: v.href("/app/nos-places"), Action: v.href("/app/nos-places/nouveau"), Submit: "place.new_do", Problems: wrong, Hidden: hidden(act)},
	}
	p.Here = "today"
	for _, d := range own {
		p.Services = append(p.Services, ui.Option{Value: string(d.ID), Text: said(v.L, d.Name), Checked: string(d.ID) == typed.Get("service")})
	}
	for _, u := range directory.Units {
		p.Units = append(p.Units, ui.Option{Value: string(u), Key: unitKeys[u], Checked: string(u) == typed.Get("unit")})
	}
	p.Populations = []ui.Option{{Key: "place.anyone"}}
	for _, x := range directory.Populations {
		p.Populations = append(p.Populations, ui.Option{Value: x, Key: populationKeys[x], Checked: x == typed.Get("population")})
	}
	p.Durations = []ui.Option{{Key: "place.lasting"}}
	for _, h := range surgeHours {
		x := ui.Option{Value: strconv.Itoa(h), Key: "place.hours", Args: []any{"n", h}, Checked: strconv.Itoa(h) == typed.Get("for")}
		if h > 48 {
			x.Key, x.Args = "place.days", []any{"n", h / 24}
		}
		p.Durations = append(p.Durations, x)
	}
	minutes, err := strconv.Atoi(typed.Get("minutes"))
	if err != nil {
		minutes = place.HoldUsual
	}
	p.Minutes = minuteOptions(minutes)
	return s.page(v, status, page.PlaceNewPage(p))
}

// chosen is a number of a list; 0 when none was chosen, -1, which is refused at
// its field, when it is no number.
func chosen(form url.Values, name string) int {
	if form.Get(name) == "" {
		return 0
	}
	n, err := strconv.Atoi(form.Get(name))
	if err != nil || n > int(place.SurgeMost/time.Hour) {
		return -1
	}
	return n
}
