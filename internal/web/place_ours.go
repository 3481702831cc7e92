package web

import (
	"context"
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

// placesOurs is where an organisation says what is free, and sees what is held.
func (s *Site) placesOurs(v *Visit) error { return s.oursPage(v, http.StatusOK, nil) }

// oursSaid is what the page says of the act that led to it.
var oursSaid = map[string]string{
	"compte": "place.said_counted", "arrivee": "place.said_arrived", "libre": "place.said_free", "duree": "place.said_settled", "ferme": "place.said_closed",
}

func (s *Site) oursPage(v *Visit, status int, wrong []ui.Problem) error {
	offers, promised, now, err := s.Place.Ours(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.PlaceOurs{Frame: s.frame(v, v.L.T("place.ours_title")), Back: v.href("/app"), Board: v.href("/app/places"), Problems: wrong, Most: place.Most}
	p.Here = "today"
	if key := oursSaid[v.R.URL.Query().Get("fait")]; key != "" {
		p.Said = v.L.T(key)
	}
	for _, o := range offers {
		p.Lines = append(p.Lines, s.placeLine(v, o, now))
	}
	for _, h := range promised {
		self := "/app/retenue/" + h.ID
		p.Promised = append(p.Promised, page.PlacePromised{
			Code: h.Code, Until: s.hour(v, h.Until.Time), Holder: s.orgName(v, h.Holder), Service: s.serviceName(v, h.Service), What: placeWhat(v.L, h.Unit, h.Population),
			Arrive: v.href(self + "/arrivee"), Free: v.href(self + "/liberer"), Hidden: hidden(s.newAct()),
		})
	}
	if own := s.Finder.ByOrg(v.By.Org()); len(own) > 0 {
		p.New, p.Suggested = v.href("/app/nos-places/nouveau"), s.placeSuggested(v, own, offers)
	}
	return s.page(v, status, page.PlaceOursPage(p))
}

// anchorOf is where a count stands on its page.
func anchorOf(offer string) string { return "o-" + offer }

func (s *Site) placeLine(v *Visit, o place.Offer, now time.Time) page.PlaceLine {
	self := "/app/nos-places/" + o.ID
	x := page.PlaceLine{
		Anchor: anchorOf(o.ID), Service: s.serviceName(v, o.Service), What: placeWhat(v.L, o.Unit, o.Population), Free: o.Free, Held: o.Held, Known: o.Known(now),
		Age: v.L.AgoText(now.Sub(o.Said.Time)), Count: v.href(self + "/compter"), Settle: v.href(self + "/duree"), Close: v.href(self + "/fermer"), Minutes: minuteOptions(o.Minutes),
	}
	for i := range x.Hidden {
		x.Hidden[i] = hidden(s.newAct())
	}
	if o.Surge() {
		x.Ends = s.when(v, o.Ends.Time)
	}
	return x
}

// placeSuggested are the figures of the directory that nobody counts here.
func (s *Site) placeSuggested(v *Visit, own []*directory.Listing, offers []place.Offer) (list []page.PlaceSuggested) {
	type key struct {
		service          access.Service
		unit, population string
	}
	counted := map[key]bool{}
	for _, o := range offers {
		counted[key{o.Service, o.Unit, o.Population}] = !o.Surge() || counted[key{o.Service, o.Unit, o.Population}]
	}
	for _, d := range own {
		for _, r := range d.Particulars().Rooms {
			if !counted[key{d.ID, string(r.Unit), r.Population}] {
				list = append(list, page.PlaceSuggested{
					Service: said(v.L, d.Name), What: placeWhat(v.L, string(r.Unit), r.Population),
					Href: v.href("/app/nos-places/nouveau", "service", string(d.ID), "unit", string(r.Unit), "population", r.Population),
				})
			}
		}
	}
	return list
}

// minuteChoices are the times a place may be held.
var minuteChoices = []int{15, 30, 45, 60, place.HoldUsual, 120, 180, place.HoldMost}

func minuteOptions(chosen int) (list []ui.Option) {
	for _, n := range minuteChoices {
		list = append(list, ui.Option{Value: strconv.Itoa(n), Key: "place.minutes", Args: []any{"n", n}, Checked: n == chosen})
	}
	return list
}

// placeCount says how many are free: one more, one less, as before, or so many.
func (s *Site) placeCount(v *Visit) error {
	return s.onCount(v, "compte", func(form url.Values, offer string) error {
		if step := form.Get("step"); step != "" {
			n, err := strconv.Atoi(step)
			if err != nil || n < -1 || n > 1 {
				return fault.Field("free", "place.free_missing", "most", place.Most)
			}
			return s.Place.Step(v.R.Context(), v.By, form.Get("act"), offer, n)
		}
		n, err := strconv.Atoi(form.Get("free"))
		if err != nil {
			return fault.Field("free", "place.free_missing", "most", place.Most)
		}
		return s.Place.Count(v.R.Context(), v.By, form.Get("act"), offer, n)
	})
}

func (s *Site) placeSettle(v *Visit) error {
	return s.onCount(v, "duree", func(form url.Values, offer string) error {
		n, _ := strconv.Atoi(form.Get("minutes")) // anything else is out of range
		return s.Place.Settle(v.R.Context(), v.By, form.Get("act"), offer, n)
	})
}

func (s *Site) placeClose(v *Visit) error {
	return s.onCount(v, "ferme", func(form url.Values, offer string) error {
		return s.Place.Close(v.R.Context(), v.By, form.Get("act"), offer)
	})
}

// onCount runs an act on a count and comes back to it on the page. What is
// wrong is said there, too.
func (s *Site) onCount(v *Visit, done string, do func(form url.Values, offer string) error) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	offer := v.R.PathValue("offer")
	err = do(form, offer)
	if wrong, status, ok := again(err); ok {
		for i := range wrong {
			wrong[i].Field = anchorOf(offer)
		}
		return s.oursPage(v, status, wrong)
	}
	if err != nil {
		return err
	}
	return s.oursDone(v, done, offer)
}

// oursDone leads back to the page once the index says what was counted.
func (s *Site) oursDone(v *Visit, done, offer string) error {
	offers, _, _, err := s.Place.Ours(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	to := "/app/nos-places?fait=" + done
	for _, o := range offers {
		if o.ID == offer {
			if err := s.current(v, o.Service); err != nil {
				return err
			}
			to += "#" + anchorOf(offer)
		}
	}
	return s.seeOther(v, to)
}

// placeAtDoor runs an act on a place that another organisation holds.
func (s *Site) placeAtDoor(v *Visit, done string, do func(ctx context.Context, by access.Actor, act, id string) error) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = do(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("hold"))
	if fault.Is(err, fault.Conflict) { // it ended while the page was open
		return s.oursPage(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/nos-places?fait="+done)
}
