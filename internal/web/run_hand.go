package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// runHandAsk asks whom the referral is about, and which parts are to be drafted.
// Until then nothing of a walk is about anybody.
func (s *Site) runHandAsk(v *Visit) error {
	return s.handPage(v, http.StatusOK, url.Values{"act": {s.newAct()}, "slice": nil}, true, nil)
}

func (s *Site) handPage(v *Visit, status int, form url.Values, fresh bool, wrong []ui.Problem) error {
	r, err := s.run(v)
	if err != nil {
		return err
	}
	if err := r.Handable(); err != nil {
		return err
	}
	labels, err := s.Consent.Labels(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.PathwayHand{
		PathwayFrame: s.runFrame(v, r.Pathway, r.Trial), Code: form.Get("code"), Note: form.Get("note"),
		Step: ui.Step{Back: v.href(runAt(r.ID, "")), Action: v.href(runAt(r.ID, "/reference")), Submit: "pathway.hand_do", Problems: wrong, Hidden: hidden(form.Get("act"))},
	}
	sum, _ := r.Summary() // it came to an end: Handable said so
	for i := range sum.End.Slices {
		n := strconv.Itoa(i + 1)
		slice := &sum.End.Slices[i]
		p.Slices = append(p.Slices, ui.Option{Value: n, Text: spoken(v.L, slice.Title), Checked: fresh || slices.Contains(form["slice"], n)})
		p.Told = append(p.Told, page.PathwayTold{Title: spoken(v.L, slice.Title), Told: i18n.Text{S: sum.Tell(r.Pathway, slice, tongue(v.L)), Lang: v.L.Lang()}})
	}
	p.Known = []ui.Option{{Key: "pathway.person_new"}}
	for _, l := range labels {
		p.Known = append(p.Known, ui.Option{Value: string(l.ID), Text: words(l.Code, ""), Checked: string(l.ID) == form.Get("person")})
	}
	return s.page(v, status, page.PathwayHandPage(p))
}

// runHand drafts one referral for each part that was chosen. Each asks its own
// consent.
func (s *Site) runHand(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	r, err := s.run(v)
	if err != nil {
		return err
	}
	if err := r.Handable(); err != nil { // asked before anybody is noted
		return err
	}
	sum, _ := r.Summary()
	if len(sum.End.Slices) == 1 {
		form["slice"] = []string{"1"} // nothing was to choose
	}
	form["slice"] = slices.DeleteFunc(form["slice"], func(n string) bool { return ordinal(n) < 1 || ordinal(n) > len(sum.End.Slices) })
	person, err := s.handPerson(v, form)
	var drafts []access.Referral
	if err == nil {
		drafts, err = s.Pathway.Hand(v.R.Context(), v.By, form.Get("act"), r.ID, person, form["slice"], tongue(v.L))
	}
	if err != nil {
		if wrong, status, ok := again(err); ok {
			return s.handPage(v, status, form, false, wrong)
		}
		return err
	}
	if len(drafts) == 1 {
		return s.seeOther(v, "/app/reference/"+string(drafts[0])+"/taches")
	}
	var ids []string
	for _, d := range drafts {
		ids = append(ids, string(d))
	}
	return s.seeOther(v, "/app/parcours/references?d="+strings.Join(ids, ","))
}

// handPerson is somebody the organisation accompanies already, or a new person
// under a code. Whatever is missing is said before anybody is noted.
func (s *Site) handPerson(v *Visit, form url.Values) (access.Person, error) {
	if len(form["slice"]) == 0 {
		return "", fault.Field("slice", "pathway.slice_missing")
	}
	if known := form.Get("person"); known != "" {
		return access.Person(known), nil
	}
	return s.Consent.Create(v.R.Context(), v.By, form.Get("act"), consent.NewPerson{Code: typed(form, "code"), Facts: consent.Facts{Note: typed(form, "note")}})
}

// draftsMost is how many drafts one walk makes, at most.
const draftsMost = 12

// runDrafts are the drafts of one walk: each has its own tasks, and asks its own
// consent.
func (s *Site) runDrafts(v *Visit) error {
	p := page.PathwayDrafts{Frame: s.frame(v, v.L.T("pathway.drafts_title"))}
	p.Here = "referrals"
	for i, id := range strings.Split(v.R.URL.Query().Get("d"), ",") {
		if i == draftsMost {
			break
		}
		view, err := s.Referral.Show(v.R.Context(), v.By, access.Referral(id))
		if err != nil {
			return err
		}
		if view.Side != referral.Source {
			return fault.New(fault.NotFound, "error.not_found")
		}
		row := page.PathwayDraft{Href: v.href("/app/reference/" + id + "/taches"), State: "pathway.draft_to_do"}
		if view.State != referral.Proposed {
			row.Href, row.State = v.href("/app/reference/"+id), "pathway.draft_sent"
		}
		if view.Need != nil {
			row.Title.S, _, _ = strings.Cut(view.Need.Observed, "\n")
		}
		p.Drafts = append(p.Drafts, row)
	}
	return s.page(v, http.StatusOK, page.PathwayDraftsPage(p))
}
