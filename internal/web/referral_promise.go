package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// promises are what was promised, the same for both sides.
func (s *Site) promises(v *Visit, r referral.Summary) (list []page.Promise) {
	org := map[referral.Side]access.Org{referral.Source: r.Sender, referral.Target: r.Receiver}
	for _, p := range r.Owed {
		row := page.Promise{
			What: "promise.what_" + string(p.What), Org: s.orgName(v, org[p.By]), Due: s.when(v, p.Due), Kept: s.when(v, p.Kept), LateHours: int(p.Late.Hours()),
			Since: ui.T(v.L, "promise.since_"+string(p.What), "org", s.orgName(v, org[p.Agreed]), "date", s.when(v, p.From)),
		}
		if p.What == referral.OwedAnswer && p.Agreed == referral.Target {
			row.Since = ui.T(v.L, "promise.since_own", "org", s.orgName(v, r.Receiver), "date", s.when(v, p.From))
		}
		if p.Kept.IsZero() && p.Late > 0 {
			row.Silent = "promise.silent_" + string(p.What)
		}
		list = append(list, row)
	}
	return list
}

// delayOptions are the delays offered, with the one that was chosen.
func delayOptions(v *Visit, chosen string) (list []ui.Option) {
	for _, h := range delays {
		words := v.L.NText("page_referral.delay_hours", h)
		if h > 48 {
			words = v.L.NText("page_referral.delay_days", h/24)
		}
		list = append(list, ui.Option{Value: strconv.Itoa(h), Text: words, Checked: strconv.Itoa(h) == chosen})
	}
	return list
}

// promisedIn reads a delay that is promised; none is zero.
func promisedIn(form url.Values) time.Duration {
	hours, err := strconv.Atoi(form.Get("within"))
	if err != nil || hours < 0 || hours > 10000 {
		return 0
	}
	return time.Duration(hours) * time.Hour
}

func (s *Site) assessAsk(v *Visit) error {
	return s.assessForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) assessForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	view, err := s.unanswered(v, referral.Target)
	if err != nil {
		return err
	}
	return s.page(v, status, page.AssessPage(page.Assess{
		Frame: s.frame(v, v.L.T("promise.assess_title")), Org: s.orgName(v, view.Sender), Delays: delayOptions(v, form.Get("within")),
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/evaluer"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}))
}

// assessSay promises a date: without one, the sender would still see silence.
func (s *Site) assessSay(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if promisedIn(form) == 0 {
		return s.assessForm(v, http.StatusUnprocessableEntity, form, []ui.Problem{{Field: "within", Key: "promise.within_missing"}})
	}
	err = s.Referral.Assess(v.R.Context(), v.By, ref(v), form.Get("act"), referral.Assessment{Within: promisedIn(form)})
	return s.bondDone(v, err, func(wrong []ui.Problem) error { return s.assessForm(v, http.StatusUnprocessableEntity, form, wrong) })
}

// unanswered opens a referral that still waits for its answer.
func (s *Site) unanswered(v *Visit, sides ...referral.Side) (referral.View, error) {
	view, err := s.sided(v, sides...)
	if err == nil && !view.State.Unanswered() {
		err = fault.New(fault.Conflict, "promise.no_answer_owed")
	}
	return view, err
}

func (s *Site) hearAsk(v *Visit) error {
	return s.hearForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) hearForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	view, err := s.unanswered(v, referral.Source, referral.Target)
	if err != nil {
		return err
	}
	none := ui.Option{Text: i18n.Text{S: "–"}}
	p := page.Hear{
		Frame: s.frame(v, v.L.T("promise.hear_title")), Org: s.orgName(v, view.Receiver), Ours: view.Side == referral.Target,
		Delays: append([]ui.Option{none}, delayOptions(v, form.Get("within"))...), Reasons: append([]ui.Option{none}, serviceReasons(form.Get("reason"))...),
		Who: form.Get("who"), Words: form.Get("words"),
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/telephone"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	for _, a := range []referral.Verb{referral.Accept, referral.Assess, referral.Decline} {
		p.Answers = append(p.Answers, ui.Option{Value: string(a), Key: "promise.heard_" + string(a), Checked: string(a) == form.Get("answer")})
	}
	return s.page(v, status, page.HearPage(p))
}

// serviceReasons are the reasons that are the service's: the only ones that
// somebody else may note for it.
func serviceReasons(chosen string) (list []ui.Option) {
	for _, o := range reasons(chosen) {
		for _, own := range referral.Reasons[referral.OfService] {
			if o.Value == own {
				list = append(list, o)
			}
		}
	}
	return list
}

func (s *Site) hearNote(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Referral.HearAnswer(v.R.Context(), v.By, ref(v), form.Get("act"), referral.Heard{
		Answer: referral.Verb(form.Get("answer")), Who: typed(form, "who"), Within: promisedIn(form),
		Refusal: referral.Refusal{Reason: form.Get("reason"), Words: typed(form, "words")},
	})
	return s.bondDone(v, err, func(wrong []ui.Problem) error { return s.hearForm(v, http.StatusUnprocessableEntity, form, wrong) })
}
