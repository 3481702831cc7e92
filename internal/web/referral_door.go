package web

import (
	"net/http"
	"net/url"
	"strconv"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// referralDoor chooses the door with the same search as the public page. A
// door that the person refused, or that is full, says so before it is chosen.
func (s *Site) referralDoor(v *Visit) error {
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	return s.doorPage(v, http.StatusOK, view, nil)
}

func (s *Site) doorPage(v *Visit, status int, view referral.View, wrong []ui.Problem) error {
	query := cut(v.R.URL.Query().Get("q"), 200)
	form := s.fresh(view)
	p := page.ReferralDoor{
		Frame: s.frame(v, v.L.T("page_referral.door_title")), Back: at(v, "/taches"), Search: at(v, "/porte"), Choose: at(v, "/porte"),
		Words: query, Problems: wrong,
		Hidden: hidden(form.Get("act"), ui.Hidden{Name: "version", Value: form.Get("version")}, ui.Hidden{Name: "tout", Value: cut(v.R.URL.Query().Get("tout"), 1)}),
	}
	p.Here = "referrals"
	if view.Service != "" {
		p.Chosen = s.referredName(v, view.Service, view.Receiver)
	}
	if query == "" {
		return s.page(v, status, page.ReferralDoorPage(p))
	}
	refused, err := s.refusedBy(v, view.Person)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	found := s.Finder.Search(directory.Query{Text: query, Limit: pageSize}, now)
	for _, h := range found.Hits {
		d := h.Listing
		if d.Org == v.By.Org() {
			continue // one does not refer to oneself
		}
		room, _ := d.CapacityNow(now)
		choice := page.DoorChoice{
			Card: s.card(v.L, h, search{}, now), Service: string(d.ID), Org: said(v.L, d.OrgName),
			Full: room == directory.CapacityFull, Waitlist: room == directory.CapacityWaitlist,
			NoAccount: !s.hasAccount(v, d.Org), Refused: refused[d.Org],
			Slip: v.href("/app/reference/"+string(view.ID)+"/papier", "service", string(d.ID)),
		}
		p.Doors = append(p.Doors, choice)
	}
	return s.page(v, status, page.ReferralDoorPage(p))
}

// hasAccount says whether an organisation signs in here; the others answer by
// a link.
func (s *Site) hasAccount(v *Visit, o access.Org) bool {
	_, err := s.Org.Find(v.R.Context(), o)
	return err == nil
}

// refusedBy are the organisations the person said no to.
func (s *Site) refusedBy(v *Visit, p access.Person) (map[access.Org]bool, error) {
	list, err := s.Consent.About(v.R.Context(), v.By, p)
	if err != nil {
		return nil, err
	}
	no := map[access.Org]bool{}
	for _, r := range list {
		no[r.Org] = no[r.Org] || r.Worker == "" && r.Refused()
	}
	return no, nil
}

func (s *Site) referralDoorSave(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	d := s.Finder.Get(access.Service(form.Get("service")))
	if d == nil {
		return s.doorPage(v, http.StatusUnprocessableEntity, view, []ui.Problem{{Field: "q", Key: "work.door_missing"}})
	}
	c := change(form)
	c.Service, c.Receiver = &d.ID, &d.Org
	if err := s.Referral.Save(v.R.Context(), v.By, view.ID, form.Get("act"), c); err != nil {
		if mends(err) {
			return s.doorPage(v, http.StatusUnprocessableEntity, view, told(err, "q"))
		}
		return err
	}
	if form.Get("tout") != "" {
		return s.goOn(v)
	}
	return s.seeOther(v, "/app/reference/"+string(view.ID)+"/taches")
}

// change is an empty step of the version the form was shown from.
func change(form url.Values) referral.Change {
	n, err := strconv.Atoi(form.Get("version"))
	if err != nil {
		n = -1 // no version: refused as somebody else's
	}
	return referral.Change{Version: n}
}

// referralSlip is a paper for the person: where to go, and no name.
func (s *Site) referralSlip(v *Visit) error {
	view, err := s.Referral.Show(v.R.Context(), v.By, ref(v))
	if err != nil {
		return err
	}
	id, code := view.Service, view.Code
	if other := v.R.URL.Query().Get("service"); other != "" {
		id, code = access.Service(other), ""
	}
	d := s.Finder.Get(id)
	if d == nil || view.Side != referral.Source {
		return fault.New(fault.NotFound, "error.not_found")
	}
	card, err := s.pageOf(v, d)
	if err != nil {
		return err
	}
	p := page.Slip{Frame: s.frame(v, v.L.T("page_referral.slip_title")), Back: at(v, ""), Service: card, Code: code}
	if view.Need != nil {
		p.Pivot = view.Need.Pivot
	}
	return s.page(v, http.StatusOK, page.SlipPage(p))
}
