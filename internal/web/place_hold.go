package web

import (
	"net/http"

	"passerelle/internal/fault"
	"passerelle/internal/place"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// placeHold takes one place, for a while, for nobody by name. When it went in
// the meantime, or the places are counted no more, the board says so and shows the
// others.
func (s *Site) placeHold(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id, err := s.Place.Hold(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("offer"))
	if fault.Is(err, fault.Conflict) {
		return s.boardPage(v, http.StatusConflict, told(err, ""))
	}
	if fault.Is(err, fault.NotFound) {
		return s.boardPage(v, http.StatusNotFound, []ui.Problem{{Key: "place.counted_no_more"}})
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/retenue/"+id)
}

// placeHeld is the code to say and to show.
func (s *Site) placeHeld(v *Visit) error { return s.heldPage(v, http.StatusOK, nil) }

var endingKeys = map[place.Ending]string{
	place.Arrived: "place.was_arrived", place.Freed: "place.was_freed", place.LetGo: "place.was_let_go", place.Lapsed: "place.was_lapsed",
}

func (s *Site) heldPage(v *Visit, status int, wrong []ui.Problem) error {
	h, now, err := s.Place.FindHeld(v.R.Context(), v.By, v.R.PathValue("hold"))
	if err != nil {
		return err
	}
	self := "/app/retenue/" + h.ID
	p := page.PlaceHold{
		Frame: s.frame(v, v.L.T("place.hold_title")), Back: v.href("/app/places"), Problems: wrong, Code: h.Code, Until: s.hour(v, h.Until.Time),
		Service: s.serviceName(v, h.Service), What: placeWhat(v.L, h.Unit, h.Population), Ended: endingKeys[h.State(now)],
		LetGo: v.href(self + "/laisser"), Hidden: hidden(s.newAct()),
	}
	p.Here = "today"
	if !h.Extended {
		p.Extend = v.href(self + "/prolonger")
	}
	if d := s.Finder.Get(h.Service); d != nil {
		p.Org = said(v.L, d.OrgName)
		p.Phone, p.Ext = firstPhone(v.L, d)
		if !d.Sensitive { // violence: the page is left by what stands on it, and where is said by telephone
			p.See = v.href("/service/" + string(h.Service))
		}
	}
	return s.page(v, status, page.PlaceHoldPage(p))
}

func (s *Site) placeExtend(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id := v.R.PathValue("hold")
	err = s.Place.Extend(v.R.Context(), v.By, form.Get("act"), id)
	if fault.Is(err, fault.Conflict) {
		return s.heldPage(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/retenue/"+id)
}

func (s *Site) placeLetGo(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Place.LetGo(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("hold"))
	if fault.Is(err, fault.Conflict) {
		return s.heldPage(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/places?fait=laisse")
}

// placeArrive is pressed at the door, when the code is shown.
func (s *Site) placeArrive(v *Visit) error {
	return s.placeAtDoor(v, "arrivee", s.Place.Arrive)
}

// placeFree gives a held place back to all.
func (s *Site) placeFree(v *Visit) error {
	return s.placeAtDoor(v, "libre", s.Place.Free)
}
