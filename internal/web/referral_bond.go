package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// spans are how long both may foresee to stay with the person, in days.
var spans = []int{7, 14, 30, 60}

func spanOptions(v *Visit, chosen string) (list []ui.Option) {
	if chosen == "" {
		chosen = strconv.Itoa(int(referral.DefaultTogether / (24 * time.Hour)))
	}
	for _, d := range spans {
		value := strconv.Itoa(d)
		list = append(list, ui.Option{Value: value, Text: v.L.NText("page_referral.delay_days", d), Checked: value == chosen})
	}
	return list
}

// together reads a span; none is the usual time. What is no number asks for the
// impossible, so that the rule refuses it at its field.
func together(form url.Values) time.Duration {
	if form.Get("together") == "" {
		return 0
	}
	days, err := strconv.Atoi(form.Get("together"))
	if err != nil || days < 0 || days > 1000 {
		return time.Nanosecond
	}
	return time.Duration(days) * 24 * time.Hour
}

func (s *Site) togetherAsk(v *Visit) error {
	return s.togetherForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) togetherForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	view, err := s.sided(v, referral.Source, referral.Target)
	if err != nil {
		return err
	}
	if view.Bond.Stage == referral.NoBond || view.Bond.Stage == referral.BondPassed || view.State == referral.NeedMet {
		return fault.New(fault.Conflict, "bond.nothing_together")
	}
	return s.page(v, status, page.TogetherPage(page.Together{
		Frame: s.frame(v, v.L.T("bond.title")), Org: s.orgName(v, otherOf(view.Summary)), Spans: spanOptions(v, form.Get("together")),
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/a-deux"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}))
}

func (s *Site) togetherDo(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Referral.StayTogether(v.R.Context(), v.By, ref(v), form.Get("act"), together(form))
	return s.bondDone(v, err, func(wrong []ui.Problem) error { return s.togetherForm(v, http.StatusUnprocessableEntity, form, wrong) })
}

// bondDone leads back to the referral, or shows the form again with what is to
// be mended.
func (s *Site) bondDone(v *Visit, err error, again func([]ui.Problem) error) error {
	if wrong := problems(err); len(wrong) > 0 {
		return again(wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/reference/"+v.R.PathValue("id"))
}

// toldAsk is for the person's word, said aloud to a worker.
func (s *Site) toldAsk(v *Visit) error {
	return s.toldForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) toldForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	view, err := s.sided(v, referral.Source, referral.Target)
	if err != nil {
		return err
	}
	return s.page(v, status, page.ToldPage(page.Told{
		Frame: s.frame(v, v.L.T("bond.told_title")), Bond: form.Get("bond_holds"), Need: form.Get("need_met"), AskNeed: view.Side == referral.Source,
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/parole"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}))
}

func (s *Site) toldNote(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	var words []referral.Word
	for _, fact := range []referral.Fact{referral.BondHolds, referral.MetNeed} {
		if said := form.Get(string(fact)); said != "" {
			words = append(words, referral.Word{Fact: fact, Said: referral.Said(said), Relayed: true})
		}
	}
	err = s.Referral.SayOutcome(v.R.Context(), v.By, ref(v), form.Get("act"), words...)
	return s.bondDone(v, err, func(wrong []ui.Problem) error {
		wrong[0].Field = "bond_holds" // the question at the top
		return s.toldForm(v, http.StatusUnprocessableEntity, form, wrong)
	})
}

// stepBackAsk says what stepping back means. Before the person's word there is
// no such page.
func (s *Site) stepBackAsk(v *Visit) error {
	view, err := s.sided(v, referral.Source)
	if err != nil {
		return err
	}
	if view.Bond.Stage != referral.BondHeld {
		return fault.New(fault.Conflict, "referral.bond_not_said")
	}
	return s.page(v, http.StatusOK, page.StepBackPage(page.StepBack{
		Frame: s.frame(v, v.L.T("bond.back_title")), Org: s.orgName(v, view.Receiver), Heard: s.bondHeard(v, view),
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/retrait"), Hidden: hidden(s.newAct())},
	}))
}

func (s *Site) stepBackDo(v *Visit) error {
	return s.oneTap(v, func(f url.Values) error { return s.Referral.StepBack(v.R.Context(), v.By, ref(v), f.Get("act")) })
}

func (s *Site) callSaid(v *Visit) error {
	return s.oneTap(v, func(f url.Values) error { return s.Referral.SayCalled(v.R.Context(), v.By, ref(v), f.Get("act")) })
}

// takeOver puts the worker in a colleague's place, in one press.
func (s *Site) takeOver(v *Visit) error {
	return s.oneTap(v, func(f url.Values) error { return s.Referral.TakeOver(v.R.Context(), v.By, ref(v), f.Get("act")) })
}

// mayTakeOver reports whether a colleague is with the person on this side.
func mayTakeOver(v *Visit, view referral.View) bool {
	if view.State == referral.Proposed || view.State.Ended() {
		return false
	}
	if view.Side == referral.Source {
		return view.Bond.Stage != referral.BondPassed && view.Pivot != v.By.Worker()
	}
	return view.Bond.Stage != referral.NoBond && view.Bond.Receiver != v.By.Worker()
}

// relieved says who took the pivot's place since the referral was written: whom
// to call is written in it under another name.
func (s *Site) relieved(v *Visit, view referral.View) (name string, err error) {
	if view.Pivot == view.SenderWorker || view.Bond.Stage == referral.BondPassed {
		return "", nil
	}
	names, err := s.Org.WorkerNames(v.R.Context(), []access.Worker{view.Pivot})
	return names[view.Pivot], err
}

// wants are the three honest answers of a pivot who is told that the person no
// longer wants.
var wants = []string{"yes", "no", "not_asked"}

func (s *Site) doubtAsk(v *Visit) error {
	return s.doubtForm(v, http.StatusOK, url.Values{}, nil)
}

func (s *Site) doubtForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	view, err := s.sided(v, referral.Source)
	if err != nil {
		return err
	}
	if len(view.UnwantedBy) == 0 || view.State.Ended() {
		return fault.New(fault.Conflict, "referral.no_doubt")
	}
	if form.Get("act") == "" {
		form = s.fresh(view)
	}
	p := page.Doubt{
		Frame: s.frame(v, v.L.T("bond.doubt_title")),
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/veut-encore"), Problems: wrong,
			Hidden: hidden(form.Get("act"), ui.Hidden{Name: "version", Value: form.Get("version")})},
	}
	for _, side := range view.UnwantedBy {
		org := map[referral.Side]access.Org{referral.Source: view.Sender, referral.Target: view.Receiver}[side]
		if org != "" {
			p.Said = append(p.Said, ui.T(v.L, "bond.doubt_said", "org", s.orgName(v, org)))
		}
	}
	for _, w := range wants {
		p.Choices = append(p.Choices, ui.Option{Value: w, Key: "bond.wants_" + w, Checked: w == form.Get("wants")})
	}
	return s.page(v, status, page.DoubtPage(p))
}

// doubtNote keeps what the person told the pivot. Not having asked changes
// nothing: the question stays.
func (s *Site) doubtNote(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	switch form.Get("wants") {
	case "yes":
		err = s.Referral.StillWanted(v.R.Context(), v.By, ref(v), form.Get("act"))
	case "no":
		err = s.Referral.Decline(v.R.Context(), v.By, ref(v), form.Get("act"),
			referral.Refusal{Reason: "no_longer_wants", Told: true, Version: change(form).Version})
	case "not_asked":
	default:
		err = fault.Field("wants", "bond.wants_missing")
	}
	return s.bondDone(v, err, func(wrong []ui.Problem) error { return s.doubtForm(v, http.StatusUnprocessableEntity, form, wrong) })
}
