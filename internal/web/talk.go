package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/fault"
	"passerelle/internal/message"
	"passerelle/internal/need"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// talkList is the conversations that wait for a human, and those that the
// worker's organisation answers. No number is on it.
func (s *Site) talkList(v *Visit) error { return s.talkListPage(v, http.StatusOK, "", nil) }

// talkListPage is the list, with the words that could not be sent to one of them.
func (s *Site) talkListPage(v *Visit, status int, unsent string, wrong []ui.Problem) error {
	waiting, ours, err := s.Need.Talks(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.TalkList{Frame: s.frame(v, v.L.T("sms.list_title")), Back: v.href("/app/besoins"), Unsent: unsent, Problems: wrong}
	p.Here = "needs"
	now := s.Clock.Now()
	for _, t := range waiting {
		p.Waiting = append(p.Waiting, page.TalkRow{Ago: v.L.AgoText(now.Sub(t.Said.Time)), Language: v.L.Name(t.Language), Take: v.href("/app/texto/" + t.ID + "/prendre"), Hidden: hidden(s.newAct())})
	}
	for _, t := range ours {
		p.Ours = append(p.Ours, page.TalkRow{Ago: v.L.AgoText(now.Sub(t.Said.Time)), Language: v.L.Name(t.Language), Href: v.href("/app/texto/" + t.ID)})
	}
	return s.page(v, status, page.TalkListPage(p))
}

// talksHref is where text messages are answered; empty where there are none.
func (s *Site) talksHref(v *Visit) string {
	if s.Gateway == nil {
		return ""
	}
	return v.href("/app/textos")
}

// talkShow is one conversation. That it was read is in the log.
func (s *Site) talkShow(v *Visit) error { return s.talkPage(v, http.StatusOK, "", nil) }

var messageKeys = map[string]string{
	need.MessageWaiting: "sms.state_waiting", need.MessageSent: "sms.state_sent", need.MessageDelivered: "sms.state_delivered", need.MessageFailed: "sms.state_failed", need.MessageStopped: "sms.state_stopped",
}

func (s *Site) talkPage(v *Visit, status int, typed string, wrong []ui.Problem) error {
	id := v.R.PathValue("talk")
	t, list, err := s.Need.ShowTalk(v.R.Context(), v.By, id)
	if fault.Is(err, fault.NotFound) {
		return s.talkGone(v, typed)
	}
	if err != nil {
		return err
	}
	self := "/app/texto/" + id
	p := page.TalkShown{
		Frame: s.frame(v, v.L.T("sms.one_title")), Back: v.href("/app/textos"), Language: v.L.Name(t.Language), MaxWords: need.WordsMost, Words: typed, Give: v.href(self + "/rendre"), Hidden: hidden(s.newAct()),
		Step: ui.Step{Action: v.href(self + "/repondre"), Submit: "sms.send", Hidden: hidden(s.newAct()), Problems: wrong},
	}
	p.Here = "needs"
	if typed != "" {
		p.Parts = message.Parts(typed)
	}
	for _, m := range list {
		x := page.TalkSaid{At: s.when(v, m.At.Time), In: m.In, Words: words(m.Words, "")}
		if m.In {
			x.Words = words(m.Words, t.Language)
		} else {
			x.State, x.Parts = v.L.Text(messageKeys[m.State]), message.Parts(m.Words)
		}
		p.List = append(p.List, x)
	}
	if t.Need != "" {
		p.Need = v.href("/app/besoin/" + t.Need)
	}
	return s.page(v, status, page.TalkShownPage(p))
}

// talkGone says that the worker's team does not hold a conversation: a colleague gave
// it back, it came back by itself, or it is no address of theirs; one answer for all
// three. What was written to the person is kept to be copied.
func (s *Site) talkGone(v *Visit, typed string) error {
	return s.talkListPage(v, http.StatusNotFound, typed, []ui.Problem{{Key: "sms.not_held"}})
}

func (s *Site) talkTake(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id := v.R.PathValue("talk")
	err = s.Need.TakeTalk(v.R.Context(), v.By, form.Get("act"), id)
	if fault.Is(err, fault.Conflict) {
		return s.talkListPage(v, http.StatusConflict, "", told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/texto/"+id)
}

func (s *Site) talkSay(v *Visit) error {
	return s.onTalk(v, func(form url.Values, id string) (string, error) {
		return "/app/texto/" + id, s.Need.SayTalk(v.R.Context(), v.By, form.Get("act"), id, form.Get("words"))
	})
}

func (s *Site) talkGive(v *Visit) error {
	return s.onTalk(v, func(form url.Values, id string) (string, error) {
		return "/app/textos", s.Need.GiveTalk(v.R.Context(), v.By, form.Get("act"), id)
	})
}

func (s *Site) onTalk(v *Visit, do func(form url.Values, id string) (to string, err error)) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	to, err := do(form, v.R.PathValue("talk"))
	if wrong, status, ok := again(err); ok {
		return s.talkPage(v, status, form.Get("words"), wrong)
	}
	if fault.Is(err, fault.NotFound) {
		return s.talkGone(v, form.Get("words"))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, to)
}
