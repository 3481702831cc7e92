package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// linked opens the referral of an answer link. act is the form's, so that the
// very act that spent the link may come twice, as browsers do.
func (s *Site) linked(v *Visit, act string) (referral.View, error) {
	by, err := s.Referral.OpenLink(v.R.Context(), s.Region, v.R.PathValue("token"), act)
	if err != nil {
		return referral.View{}, err
	}
	v.By = by
	return s.Referral.Show(v.R.Context(), by, by.Referral())
}

func (s *Site) answerAt(v *Visit, more string) string {
	return v.href("/reponse/" + v.R.PathValue("token") + more)
}

// answerShow is the same referral, with less, for whoever holds its link.
func (s *Site) answerShow(v *Visit) error {
	view, err := s.linked(v, "")
	if err != nil {
		return err
	}
	return s.answerPage(v, http.StatusOK, view, url.Values{"act": {s.newAct()}, "name": {view.Signed}}, nil)
}

func (s *Site) answerPage(v *Visit, status int, view referral.View, form url.Values, wrong []ui.Problem) error {
	p := page.AnswerShow{
		Frame: s.frame(v, ""), From: s.orgName(v, view.Sender), Service: s.referredName(v, view.Service, view.Receiver), Code: view.Code,
		Until: s.on(v, view.LinkUntil), Done: doneRows(view.Done), Contact: contactRows(view.Contact), Safe: s.answerSafe(v, view), CallFirst: view.Withheld,
		Decline: s.answerAt(v, "/refuser"), Received: view.State == referral.Received, Name: form.Get("name"),
		Step: ui.Step{Action: s.answerAt(v, ""), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	var err error
	if view.State.Unanswered() {
		p.Due = s.when(v, view.Due)
	} else if p.Answered, p.Missed, err = s.accepted(v, view); err != nil {
		return err
	}
	p.Reaching = !view.Withheld && (view.State == referral.Accepted || view.State == referral.InHandoff)
	if p.Notes, err = s.notes(v, view); err != nil {
		return err
	}
	p.NoIndex = true
	if n := view.Need; n != nil {
		p.Words, p.Observed, p.Pivot = words(n.Words, n.Language), words(n.Observed, ""), n.Pivot
	}
	return s.page(v, status, page.AnswerShowPage(p))
}

// accepted says who accepted, and when, to whoever still holds the link: with an
// account, by telephone, or by a link before this one; and when the person was last
// called in vain since, empty when not.
func (s *Site) accepted(v *Visit, view referral.View) (said templ.Component, missed string, err error) {
	story, err := s.Referral.Timeline(v.R.Context(), v.By, view.ID)
	if err != nil {
		return nil, "", err
	}
	for _, m := range slices.Backward(story) {
		if m.Kind == referral.ContactKind && m.Reached != nil && !*m.Reached && missed == "" {
			missed = s.when(v, m.At)
		}
		if m.Kind != referral.AcceptedKind {
			continue
		}
		if m.Heard {
			who := someone(v, view.Signed, s.orgName(v, view.Receiver))
			return ui.T(v.L, "page_answer.accepted_heard", "who", who, "org", s.orgName(v, m.Org), "date", s.when(v, m.At)), missed, nil
		}
		names, err := s.Org.WorkerNames(v.R.Context(), []access.Worker{m.Worker})
		if err != nil {
			return nil, "", err
		}
		who := names[m.Worker]
		if m.By == access.LinkedIn {
			who = view.Signed
		}
		return ui.T(v.L, "page_answer.accepted_by", "who", someone(v, who, s.orgName(v, m.Org)), "date", s.when(v, m.At)), missed, nil
	}
	return nil, "", nil
}

// answerGive takes an answer. What the last page shows is read before: the
// link dies with the answer. A retried answer finds it dead and is told the
// same, with less.
func (s *Site) answerGive(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	act := form.Get("act")
	by, view, err := s.answering(v, act)
	if err != nil {
		return err
	}
	ctx, id, chosen := v.R.Context(), by.Referral(), form.Get("answer")
	switch chosen {
	case "assess":
		err = s.Referral.Assess(ctx, by, id, act, referral.Assessment{Signed: typed(form, "name")})
	case "accept":
		err = s.Referral.AcceptSigned(ctx, by, id, act, typed(form, "name"))
	case "reached", "missed":
		err = s.Referral.NoteContact(ctx, by, id, act, referral.Attempt{Reached: chosen == "reached", Step: referral.StepCallAgain})
	default:
		err = fault.Field("answer", "page_answer.choose")
	}
	switch {
	case len(problems(err)) > 0 && view.ID != "":
		return s.answerPage(v, http.StatusUnprocessableEntity, view, form, problems(err))
	case err != nil:
		return err
	case chosen == "assess", chosen == "missed": // the link goes on: it answers later
		return s.seeOther(v, "/reponse/"+v.R.PathValue("token"))
	}
	return s.answerDone(v, view, chosen == "accept")
}

// answering opens the link for an act, and the referral while it still can be
// read: a spent link is not asked, since that would be written as a refused
// reading.
func (s *Site) answering(v *Visit, act string) (access.Actor, referral.View, error) {
	by, err := s.Referral.OpenLink(v.R.Context(), s.Region, v.R.PathValue("token"), act)
	if err != nil {
		return by, referral.View{}, err
	}
	live, err := s.Referral.List(v.R.Context(), by, referral.Filter{})
	if fault.Is(err, fault.NotFound) || err == nil && len(live) == 0 {
		return by, referral.View{}, nil
	}
	if err != nil {
		return by, referral.View{}, err
	}
	view, err := s.Referral.Show(v.R.Context(), by, by.Referral())
	if fault.Is(err, fault.NotFound) {
		// The same press, sent twice at once, has just been taken: the act
		// itself tells whether it was this one.
		return by, referral.View{}, nil
	}
	return by, view, err
}

// answerDone is shown in the very answer: the link is dead, no later page
// could say it.
func (s *Site) answerDone(v *Visit, view referral.View, accepted bool) error {
	p := page.AnswerDone{Frame: s.frame(v, ""), From: s.orgName(v, view.Sender), Accepted: accepted, Pivot: pivot(view)}
	if p.From.S == "" {
		p.From = v.L.Text("work.sender")
	}
	p.NoIndex = true
	return s.page(v, http.StatusOK, page.AnswerDonePage(p))
}

func (s *Site) answerDeclineAsk(v *Visit) error {
	view, err := s.linked(v, "")
	if err != nil {
		return err
	}
	return s.declineForm(v, http.StatusOK, s.answerAt(v, ""), s.answerAt(v, "/refuser"), s.fresh(view), nil)
}

func (s *Site) answerDecline(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	act := form.Get("act")
	by, view, err := s.answering(v, act)
	if err != nil {
		return err
	}
	err = s.Referral.Decline(v.R.Context(), by, by.Referral(), act, refusal(form))
	if len(problems(err)) > 0 {
		return s.declineForm(v, http.StatusUnprocessableEntity, s.answerAt(v, ""), s.answerAt(v, "/refuser"), form, problems(err))
	}
	if err != nil {
		return err
	}
	return s.answerDone(v, view, false)
}
