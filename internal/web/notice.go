package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/notice"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// noticeRoutes are what a worker wants to be told by e-mail, and what the links of
// such messages open.
func (s *Site) noticeRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/moi/journee", ForWorker, s.noticeAsk},
		{"POST", "/{lang}/app/moi/journee", ForWorker, s.noticeKeep},
		{"POST", "/{lang}/app/moi/journee/moins", ForWorker, s.noticeLess},
		{"POST", "/{lang}/app/moi/journee/lien", ForWorker, s.noticeProve},
		{"GET", "/{lang}/courriel/{token}", ForLink, s.noticeLink(confirmLink)},
		{"POST", "/{lang}/courriel/{token}", ForLink, s.noticePress(confirmLink)},
		{"GET", "/{lang}/courriel/arret/{token}", ForLink, s.noticeLink(stopLink)},
		{"POST", "/{lang}/courriel/arret/{token}", ForLink, s.noticePress(stopLink)},
		{"GET", stopPath + "{token}", ForLink, s.noticeStopGo},
		{"POST", stopPath + "{token}", ForLink, s.noticeStopNow},
	}
}

// stopPath is where programs that read e-mail send the one press that stops it
// (RFC 8058): no page of ours is there, no cookie is read, and the secret of the
// address is all the proof there is.
const stopPath = "/courriel/arret/"

// byMail reports whether an address is of that press.
func byMail(path string) bool { return strings.HasPrefix(path, stopPath) }

const noticeHome = "/app/moi/journee"

var noticeSaid = map[string]string{"note": "notice.saved"}

func (s *Site) noticeAsk(v *Visit) error { return s.noticeForm(v, http.StatusOK, nil, nil) }

func (s *Site) noticeForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	own, err := s.Notice.Own(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.Notices{
		Frame: s.frame(v, v.L.T("notice.title")), Sends: s.Notice.Sends(), Said: saidOf(v, noticeSaid), Week: own.Week, Once: hidden(s.newAct()), Confirmed: own.Confirmed,
		Step: ui.Step{Back: v.href("/app/moi"), Action: v.href(noticeHome), Hidden: hidden(s.newAct()), Problems: wrong},
	}
	p.Here, p.Path = "me", noticeHome
	switch {
	case own.Address == "":
	case own.Confirmed:
		p.State = "notice.state_ok"
	case own.Waiting:
		p.State, p.Prove = "notice.state_wait", v.href(noticeHome+"/lien")
	default:
		p.State, p.Prove = "notice.state_over", v.href(noticeHome+"/lien")
	}
	if own.Confirmed && !own.Off() {
		p.Less = v.href(noticeHome + "/moins")
	}
	w := own.Wish
	if form != nil {
		w = noticeWish(form)
	}
	if p.Address = w.Address; w.Address == "" && form == nil {
		me, err := s.Org.Me(v.R.Context(), v.By)
		if err != nil {
			return err
		}
		p.Address = me.Email
	}
	for _, r := range notice.Rhythms {
		p.Rhythms = append(p.Rhythms, ui.Option{Value: string(r), Key: "notice.rhythm_" + string(r), Checked: r == w.Rhythm})
	}
	for _, t := range notice.Triggers {
		p.Triggers = append(p.Triggers, ui.Option{Value: string(t), Key: "notice.on_" + string(t), Checked: slices.Contains(w.Triggers, t)})
	}
	p.QuietToo = w.QuietToo
	p.Hours = clockOptions(v.L, notice.HourFirst, notice.HourLast, w.Hour)
	p.CalmFrom, p.CalmTo = clockOptions(v.L, 0, 23, w.CalmFrom), clockOptions(v.L, 0, 23, w.CalmTo)
	return s.page(v, status, page.NoticesPage(p))
}

func clockOptions(l *i18n.Local, from, to, chosen int) (list []ui.Option) {
	for h := from; h <= to; h++ {
		list = append(list, ui.Option{Value: strconv.Itoa(h), Text: i18n.Text{S: l.Time(h, 0)}, Checked: h == chosen})
	}
	return list
}

func noticeWish(f url.Values) notice.Wish {
	w := notice.Wish{
		Rhythm: notice.Rhythm(f.Get("rhythm")), Hour: minute(f.Get("hour")), QuietToo: f.Get("quiet_too") == "yes",
		CalmFrom: minute(f.Get("calm_from")), CalmTo: minute(f.Get("calm_to")), Address: typed(f, "address"),
	}
	for _, t := range notice.Triggers {
		if slices.Contains(f["triggers"], string(t)) {
			w.Triggers = append(w.Triggers, t)
		}
	}
	return w
}

func (s *Site) noticeKeep(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if !s.Notice.Sends() {
		return fault.New(fault.NotFound, "error.not_found")
	}
	w := noticeWish(form)
	w.Language = string(v.L.Lang())
	err = s.Notice.Ask(v.R.Context(), v.By, form.Get("act"), w)
	if wrong, status, ok := again(err); ok {
		return s.noticeForm(v, status, form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, noticeHome+"?fait=note")
}

func (s *Site) noticeLess(v *Visit) error { return s.noticeOnce(v, s.Notice.Less) }

func (s *Site) noticeProve(v *Visit) error { return s.noticeOnce(v, s.Notice.Prove) }

// noticeOnce is an act of one button.
func (s *Site) noticeOnce(v *Visit, do func(ctx context.Context, by access.Actor, act string) error) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = do(v.R.Context(), v.By, form.Get("act"))
	if wrong, status, ok := again(err); ok {
		return s.noticeForm(v, status, nil, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, noticeHome+"?fait=note")
}

// noticeLinks is what one of the two links of a message does.
type noticeLinks struct {
	path              string
	heading, lead, do string
	done              string
	is                func(n *notice.Service, ctx context.Context, region access.Region, token string) (done bool, err error)
	press             func(n *notice.Service, ctx context.Context, region access.Region, token string) error
}

var (
	confirmLink = noticeLinks{"/courriel/", "notice.confirm_title", "notice.confirm_lead", "notice.confirm_do", "notice.confirmed", (*notice.Service).Confirmable, (*notice.Service).Confirm}
	stopLink    = noticeLinks{stopPath, "notice.stop_title", "notice.stop_lead", "notice.stop_do", "notice.stopped", (*notice.Service).Stoppable, (*notice.Service).Stop}
)

// noticeLink shows what a link is for: a press, so that a program that opens each
// link of a message to look at it does nothing.
func (s *Site) noticeLink(l noticeLinks) Handle {
	return func(v *Visit) error {
		token := v.R.PathValue("token")
		done, err := l.is(s.Notice, v.R.Context(), s.Region, token)
		if err != nil {
			return err
		}
		p := page.NoticeLink{Frame: s.frame(v, v.L.T(l.heading)), Heading: l.heading, Lead: l.lead, Do: l.do, Step: ui.Step{Action: v.href(l.path + token)}}
		if done {
			p.Done = l.done
		}
		return s.page(v, http.StatusOK, page.NoticeLinkPage(p))
	}
}

func (s *Site) noticePress(l noticeLinks) Handle {
	return func(v *Visit) error {
		token := v.R.PathValue("token")
		if err := l.press(s.Notice, v.R.Context(), s.Region, token); err != nil {
			return err
		}
		return s.seeOther(v, l.path+token)
	}
}

// noticeStopGo leads whoever opens the address of the one press to the page that
// asks for it.
func (s *Site) noticeStopGo(v *Visit) error {
	if _, err := s.Notice.Stoppable(v.R.Context(), s.Region, v.R.PathValue("token")); err != nil {
		return err
	}
	http.Redirect(v.W, v.R, v.href(stopPath+v.R.PathValue("token")), http.StatusSeeOther)
	return nil
}

// stopMost is what a press may weigh: one field.
const stopMost = 4 << 10

// noticeStopNow is the one press, sent by the program that reads the e-mail.
func (s *Site) noticeStopNow(v *Visit) error {
	v.R.Body = http.MaxBytesReader(v.W, v.R.Body, stopMost)
	status := http.StatusOK
	if v.R.PostFormValue("List-Unsubscribe") != "One-Click" {
		status = http.StatusBadRequest
	} else if err := s.Notice.Stop(v.R.Context(), s.Region, v.R.PathValue("token")); fault.Is(err, fault.NotFound) {
		status = http.StatusNotFound
	} else if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "text/plain; charset=utf-8")
	v.W.WriteHeader(status)
	_, err := io.WriteString(v.W, http.StatusText(status)+"\n")
	return err
}
