package web

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/pathway"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// summaryPage is what was answered, what that suggests, and why. typed is the
// code by which somebody else reads it; empty for the one who walked.
func (s *Site) summaryPage(v *Visit, status int, r *pathway.Run, typed string, wrong []ui.Problem) error {
	sum, ok := r.Summary()
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := page.PathwaySummary{
		PathwayFrame: s.runFrame(v, r.Pathway, r.Trial), Problems: wrong, Kind: string(sum.End.Kind), Heading: spoken(v.L, sum.End.Title), Say: spoken(v.L, sum.End.Say),
		Because: spokenAll(v.L, sum.Because), Lines: pathwayLines(v.L, sum.End),
	}
	for _, said := range sum.Said {
		row := ui.Answer{Label: ui.Run(v.L, spoken(v.L, said.Step.Ask)), Value: s.saidWords(v, said)}
		if typed == "" {
			row.Change = v.href(runAt(r.ID, "/"+strconv.Itoa(said.N)))
		}
		p.Answers = append(p.Answers, row)
	}
	if err := s.summaryTogether(v, &p, r, sum, typed); err != nil {
		return err
	}
	if typed != "" {
		return s.page(v, status, page.PathwaySummaryPage(p))
	}
	p.Back = v.href(runAt(r.ID, "/"+strconv.Itoa(len(r.Walk.Path))))
	p.Finish = v.href(runAt(r.ID, "/terminer"))
	p.Paper = true
	switch {
	case sum.End.Kind == pathway.Refer && r.Handable() == nil:
		p.Refer, p.Slices = v.href(runAt(r.ID, "/reference")), len(sum.End.Slices)
	case sum.End.Kind == pathway.Search:
		p.Search = v.href("/services", "q", spoken(v.L, sum.End.Search).S)
	case sum.End.Kind == pathway.Lines:
		p.Direct = v.href("/app/routes")
	}
	if !r.Trial {
		p.Code, p.Until = pathway.ShowCode(r.Code), s.when(v, r.Ends)
	}
	return s.page(v, status, page.PathwaySummaryPage(p))
}

// saidWords is an answer in words.
func (s *Site) saidWords(v *Visit, said pathway.Said) templ.Component {
	if w, ok := said.Words(); ok {
		return ui.Run(v.L, spoken(v.L, w))
	}
	if key := saidKeys[said.Answer]; key != "" {
		return ui.T(v.L, key)
	}
	return ui.Ltr(said.Answer)
}

var saidKeys = map[string]string{pathway.Yes: "pathway.yes", pathway.No: "pathway.no", pathway.Unsure: "pathway.unsure"}

// summaryTogether is what concerns the second person, where two decide.
func (s *Site) summaryTogether(v *Visit, p *page.PathwaySummary, r *pathway.Run, sum pathway.Summary, typed string) error {
	if sum.End.Together.Empty() || r.Trial {
		return nil
	}
	p.Together, p.Waits = spoken(v.L, sum.End.Together), r.Waits()
	if r.Second != nil {
		p.Second = secondKeys[[2]bool{r.Second.Agrees, r.Second.ByPhone}]
		p.SecondOrg, p.SecondAt = s.orgName(v, r.Second.Org), s.hour(v, r.Second.At)
	}
	switch {
	case typed != "" && !r.Mine:
		seen, err := r.Seen()
		if err != nil {
			return err
		}
		p.Opinion, p.OpinionHidden = v.href("/app/parcours/code/avis"), []ui.Hidden{{Name: "code", Value: typed}, {Name: "seen", Value: seen}}
	case typed == "" && (r.Second == nil || r.Second.ByPhone):
		p.Phone = v.href(runAt(r.ID, "/avis"))
	}
	return nil
}

// secondKeys say what the second person said: agrees, by phone.
var secondKeys = map[[2]bool]string{
	{true, false}: "pathway.second_agrees", {false, false}: "pathway.second_declines", {true, true}: "pathway.second_agrees_phone", {false, true}: "pathway.second_declines_phone",
}

// runCodeAsk is where a summary code is typed.
func (s *Site) runCodeAsk(v *Visit) error { return s.codePage(v, http.StatusOK, "", nil) }

func (s *Site) codePage(v *Visit, status int, typed string, wrong []ui.Problem) error {
	p := page.PathwayCode{
		Frame: s.frame(v, v.L.T("pathway.code_title")), Typed: typed,
		Step: ui.Step{Back: v.href("/app/trajectoires"), Action: v.href("/app/parcours/code"), Submit: "pathway.code_read", Problems: wrong},
	}
	p.Here = "today"
	return s.page(v, status, page.PathwayCodePage(p))
}

// runCodeRead reads a run by its code. The answer is the page itself: the code
// stands in no address.
func (s *Site) runCodeRead(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	code := typed(form, "code")
	r, err := s.Pathway.Hear(v.R.Context(), v.By, code)
	if wrong, status, ok := again(err); ok {
		return s.codePage(v, status, code, wrong)
	}
	if err != nil {
		return err
	}
	return s.summaryPage(v, http.StatusOK, &r, code, nil)
}

// runSecond takes the opinion of who typed the code.
func (s *Site) runSecond(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	code := typed(form, "code")
	agrees, ok := opinion(form.Get("opinion"))
	if !ok {
		return s.codePage(v, http.StatusUnprocessableEntity, code, []ui.Problem{{Field: "code", Key: "pathway.opinion_missing"}})
	}
	r, err := s.Pathway.SecondBy(v.R.Context(), v.By, code, form.Get("seen"), agrees)
	if wrong, status, ok := again(err); ok {
		return s.codePage(v, status, code, wrong)
	}
	if fault.Is(err, fault.Conflict) {
		return s.codePage(v, http.StatusConflict, code, told(err, "code"))
	}
	if err != nil {
		return err
	}
	return s.summaryPage(v, http.StatusOK, &r, code, nil)
}

// runSecondByPhone notes what the second person said in a call.
func (s *Site) runSecondByPhone(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id := v.R.PathValue("run")
	agrees, ok := opinion(form.Get("opinion"))
	if !ok {
		err = fault.Field("opinion", "pathway.opinion_missing")
	} else {
		err = s.Pathway.SecondByPhone(v.R.Context(), v.By, id, agrees)
	}
	if err == nil {
		return s.seeOther(v, runAt(id, ""))
	}
	if !mends(err) {
		return err
	}
	r, gone := s.run(v)
	if gone != nil {
		return gone
	}
	return s.summaryPage(v, http.StatusUnprocessableEntity, &r, "", told(err, "opinion"))
}

func opinion(said string) (agrees, ok bool) {
	return said == pathway.Yes, said == pathway.Yes || said == pathway.No
}

// tongue is the language of what a receiver is told.
func tongue(l *i18n.Local) pathway.Tongue {
	return pathway.Tongue{
		Lang: string(l.Lang()), Yes: l.T("pathway.yes"), No: l.T("pathway.no"), Unsure: l.T("pathway.unsure"), From: l.T("pathway.told_from"), Never: l.T("pathway.never"),
	}
}
