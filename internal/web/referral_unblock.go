package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// unblockAsk is "débloquer un accès": through the service's direct line, with its
// own clock. It is about a door, and costs the person nothing.
func (s *Site) unblockAsk(v *Visit) error {
	return s.unblockForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) unblockForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	view, err := s.sided(v, referral.Source)
	if err != nil {
		return err
	}
	lines, err := s.linesTo(v, view.Receiver, view.Service)
	if err != nil {
		return err
	}
	may := view.MayAskUnblock(s.Clock.Now())
	if len(may) == 0 {
		return fault.New(fault.Conflict, "unblock.nothing_blocked")
	}
	p := page.UnblockAsk{
		Frame: s.frame(v, v.L.T("unblock.title")), Org: s.orgName(v, view.Receiver), Days: int(referral.UnblockWithin.Hours() / 24), Words: form.Get("words"),
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/debloquer"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	p.Here = "referrals"
	for _, why := range may {
		p.Reasons = append(p.Reasons, ui.Option{Value: string(why), Key: "unblock.why_" + string(why), Checked: string(why) == form.Get("reason")})
	}
	for i, l := range lines {
		p.Lines = append(p.Lines, ui.Option{Value: l.ID, Text: i18n.Text{S: lineSaid(l), Lang: i18n.Lang(l.Lang)}, Checked: l.ID == form.Get("line") || form.Get("line") == "" && i == 0})
	}
	return s.page(v, status, page.UnblockAskPage(p))
}

// linesTo are the direct lines by which an organisation can be reached about a
// service: those of the service first.
func (s *Site) linesTo(v *Visit, o access.Org, service access.Service) (list []directory.LineShown, err error) {
	all, err := s.Directory.Lines(v.R.Context(), v.By, directory.LineFilter{Org: o})
	if err != nil {
		return nil, err
	}
	for _, l := range all {
		if service != "" && l.Service == service {
			list = append(list, l)
		}
	}
	for _, l := range all {
		if l.Service == "" || service == "" {
			list = append(list, l)
		}
	}
	return list, nil
}

// lineSaid says a line in one breath: what it is for, and who answers.
func lineSaid(l directory.LineShown) string {
	if l.Who == "" {
		return l.Purpose
	}
	return l.Purpose + " · " + l.Who
}

func (s *Site) unblockSend(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	view, err := s.sided(v, referral.Source)
	if err != nil {
		return err
	}
	line, err := s.chosenLine(v, view, form.Get("line"))
	if err == nil {
		_, err = s.Referral.AskUnblock(v.R.Context(), v.By, view.ID, form.Get("act"), referral.Asking{
			Line: line, Reason: referral.Blocked(form.Get("reason")), Words: typed(form, "words"),
		})
	}
	if wrong := problems(err); len(wrong) > 0 {
		return s.unblockForm(v, http.StatusUnprocessableEntity, form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/reference/"+string(view.ID)+"/deblocage")
}

// chosenLine takes a line of the addressee alone: an address made up by hand
// leads nowhere.
func (s *Site) chosenLine(v *Visit, view referral.View, id string) (string, error) {
	lines, err := s.linesTo(v, view.Receiver, view.Service)
	if err != nil || id == "" && len(lines) == 0 {
		return "", err
	}
	for _, l := range lines {
		if l.ID == id {
			return id, nil
		}
	}
	return "", fault.Field("line", "unblock.line_missing")
}

// unblockShow is the same page for both sides: what is asked, by when, and what
// was answered. Whoever refused the referral reads it here, and nothing else.
func (s *Site) unblockShow(v *Visit) error {
	return s.unblockPage(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) unblockPage(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	list, err := s.Referral.Unblockings(v.R.Context(), v.By, ref(v))
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	first := list[0]
	p := page.UnblockShow{
		Frame: s.frame(v, v.L.T("unblock.title")), Code: first.Code, From: s.orgName(v, first.Sender), To: s.orgName(v, first.Receiver),
		Service: s.serviceName(v, first.Service), Ours: first.Side == referral.Target, Words: form.Get("words"), Problems: wrong,
		Hidden: hidden(form.Get("act")), Back: v.href("/app/references"), Answer: form.Get("answer"),
		Reasons: append([]ui.Option{{Text: i18n.Text{S: "–"}}}, serviceReasons(form.Get("reason"))...),
	}
	p.Here = "referrals"
	if first.Side == referral.Source {
		p.Back = at(v, "")
	}
	for _, u := range list {
		row, err := s.unblocking(v, u)
		if err != nil {
			return err
		}
		if u.Open() {
			p.Action = at(v, "/deblocage/"+u.ID)
		}
		p.List = append(p.List, row)
	}
	return s.page(v, status, page.UnblockShowPage(p))
}

func (s *Site) unblocking(v *Visit, u referral.Unblocking) (page.Unblocking, error) {
	names, err := s.Org.WorkerNames(v.R.Context(), []access.Worker{u.Worker, u.AnswerWorker})
	if err != nil {
		return page.Unblocking{}, err
	}
	row := page.Unblocking{
		Why: "unblock.why_" + string(u.Reason), Words: words(u.Words, ""), By: someone(v, names[u.Worker], s.orgName(v, u.Sender)), Asked: s.when(v, u.Asked),
		Due: s.when(v, u.Due), LateHours: int(u.Late.Hours()), Silent: u.Late > 0,
	}
	if !u.Open() {
		row.Answer, row.AnswerWords, row.Answered = "unblock.said_"+string(u.Answer), words(u.AnswerWords, ""), s.when(v, u.Answered)
		row.AnswerBy, row.Heard = someone(v, names[u.AnswerWorker], s.orgName(v, u.AnswerOrg)), u.Heard()
		for _, r := range reasonKeys {
			if r.code == u.AnswerReason {
				row.AnswerReason = r.key
			}
		}
	}
	if u.Line != "" {
		l, _, err := s.Directory.Line(v.R.Context(), v.By, u.Line)
		switch {
		case err == nil:
			row.Line, row.Number, row.Ext = i18n.Text{S: lineSaid(l), Lang: i18n.Lang(l.Lang)}, l.Number, l.Ext
		case !fault.Is(err, fault.NotFound): // it was taken back since
			return row, err
		}
	}
	return row, nil
}

func (s *Site) unblockAnswer(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Referral.AnswerUnblock(v.R.Context(), v.By, ref(v), form.Get("act"), v.R.PathValue("ask"), referral.UnblockSaid{
		Answer: referral.UnblockAnswer(form.Get("answer")), Reason: form.Get("reason"), Words: typed(form, "words"),
	})
	if wrong := problems(err); len(wrong) > 0 {
		return s.unblockPage(v, http.StatusUnprocessableEntity, form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/reference/"+v.R.PathValue("id")+"/deblocage")
}

// blockedWays are the askings that wait, for the queue and the day: ours to
// answer first.
func (s *Site) blockedWays(v *Visit, codes codes) (list []page.TodayRow, err error) {
	waits, err := s.Referral.Unblockings(v.R.Context(), v.By, "")
	if err != nil {
		return nil, err
	}
	for _, side := range []referral.Side{referral.Target, referral.Source} {
		for _, u := range waits {
			if u.Side != side {
				continue
			}
			other, verb, label := u.Receiver, "unblock.row_waits", codes[u.Person]
			if side == referral.Target {
				other, verb, label = u.Sender, "unblock.row_answer", u.Code
			}
			about := s.serviceName(v, u.Service)
			if label != "" {
				about = i18n.Text{S: label + " · " + about.S, Lang: about.Lang}
			}
			list = append(list, page.TodayRow{
				Verb: ui.T(v.L, verb, "org", s.orgName(v, other)), About: about, Due: s.on(v, u.Due), LateHours: int(u.Late.Hours()),
				Href: v.href("/app/reference/" + string(u.Referral) + "/deblocage"),
			})
		}
	}
	return list, nil
}

// unblockActs are the sender's: ask, and read what was asked.
func (s *Site) unblockActs(v *Visit, view referral.View) (list []page.Act, err error) {
	if view.Side != referral.Source && view.Side != referral.Target {
		return nil, nil
	}
	asked, err := s.Referral.Unblockings(v.R.Context(), v.By, view.ID)
	if err != nil {
		return nil, err
	}
	if len(asked) > 0 {
		list = append(list, page.Act{Key: "unblock.read", Href: at(v, "/deblocage"), Icon: "door-open"})
	}
	if open := len(asked) > 0 && asked[0].Open(); !open && len(view.MayAskUnblock(s.Clock.Now())) > 0 {
		list = append(list, page.Act{Key: "unblock.go", Href: at(v, "/debloquer"), Icon: "phone-call"})
	}
	return list, nil
}
