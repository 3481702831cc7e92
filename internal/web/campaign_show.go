package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// campaignRows is how many organisations one page shows.
const campaignRows = 20

// The tabs of a campaign's page.
var campaignTabs = []struct {
	view, key string
	holds     func(directory.CampaignOrg) bool
}{
	{"", "campaign.show_all", func(directory.CampaignOrg) bool { return true }},
	{"envoyer", "campaign.show_send", func(o directory.CampaignOrg) bool { return o.ToSend != "" }},
	{"attente", "campaign.show_waiting", func(o directory.CampaignOrg) bool { return o.ToSend == "" && !o.Done() }},
	{"fait", "campaign.show_done", directory.CampaignOrg.Done},
}

// campaignSaid is what the page says after an act.
var campaignSaid = map[string]string{"started": "campaign.started", "stopped": "campaign.stop_done"}

// campaignShow is who answered, and who did not.
func (s *Site) campaignShow(v *Visit) error { return s.campaignPage(v, http.StatusOK, nil) }

func (s *Site) campaignPage(v *Visit, status int, wrong []ui.Problem) error {
	c, orgs, err := s.campaignLed(v)
	if err != nil {
		return err
	}
	self, q := "/app/campagne/"+c.ID, v.R.URL.Query()
	p := page.Campaign{
		Frame: s.frame(v, v.L.T("campaign.title")), Back: v.href("/app/repertoire"), Started: s.on(v, c.Started), What: campaignWhat(v.L, c), State: s.campaignState(v, c),
		Live: c.Live(s.Clock.Now()), Orgs: c.Orgs, Services: c.Services, Done: c.Done, Answered: c.Answered, ToSend: c.ToSend, Said: campaignSaid[q.Get("fait")], Problems: wrong,
		Take: v.href(self + "/messages"), Renew: v.href(self + "/lien"), Stop: v.href(self + "/arreter"), Next: hidden(s.newAct()),
	}
	p.Here = "directory"
	for _, o := range orgs {
		if o.ToSend != "" && len(p.Next) <= directory.MessagesMost {
			p.Next = append(p.Next, ui.Hidden{Name: "org", Value: string(o.Org)})
		}
	}
	shown := orgs
	for _, t := range campaignTabs {
		some := slices.DeleteFunc(slices.Clone(orgs), func(o directory.CampaignOrg) bool { return !t.holds(o) })
		tab := page.CampaignTab{Label: t.key, N: len(some), Href: v.href(self, "voir", t.view)}
		if t.view == q.Get("voir") {
			tab.On, shown = true, some
		}
		p.Tabs = append(p.Tabs, tab)
	}
	from, previous, more := window(q.Get("page"), len(shown), campaignRows)
	if previous > 0 {
		p.Previous = v.href(self, "voir", q.Get("voir"), "page", strconv.Itoa(previous))
	}
	if more > 0 {
		p.More = v.href(self, "voir", q.Get("voir"), "page", strconv.Itoa(more))
	}
	for _, o := range shown[from:min(from+campaignRows, len(shown))] {
		p.Rows = append(p.Rows, s.campaignRow(v, o))
	}
	return s.page(v, status, page.CampaignPage(p))
}

// window is the part of a list that a page shows: where it starts, and the
// pages before and after; 0 when there is none.
func window(typed string, all, most int) (from, previous, more int) {
	n := max(1, between(typed, (all+most-1)/most))
	if n > 1 {
		previous = n - 1
	}
	if n*most < all {
		more = n + 1
	}
	return (n - 1) * most, previous, more
}

func campaignWhat(l *i18n.Local, c directory.Campaign) templ.Component {
	switch c.Choice {
	case directory.AskStale:
		return ui.N(l, "campaign.of_stale", c.Months)
	case directory.AskChosen:
		return ui.T(l, "campaign.of_chosen")
	}
	return ui.T(l, "campaign.of_all")
}

func (s *Site) campaignState(v *Visit, c directory.Campaign) templ.Component {
	switch {
	case !c.Stopped.IsZero():
		return ui.T(v.L, "campaign.stopped", "date", s.on(v, c.Stopped))
	case !c.Live(s.Clock.Now()):
		return ui.T(v.L, "campaign.over", "date", s.on(v, c.Ends))
	}
	return ui.T(v.L, "campaign.live", "date", s.on(v, c.Ends))
}

func (s *Site) campaignRow(v *Visit, o directory.CampaignOrg) page.CampaignRow {
	r := page.CampaignRow{
		Org: string(o.Org), Name: s.orgName(v, o.Org), Done: o.Answered(), Services: o.Services, Same: o.Same, Mended: o.Mended, Gone: o.Gone,
		Sent: s.on(v, o.Sent), Reminders: o.Reminders, LinkUntil: s.on(v, o.LinkUntil), NoEmail: o.Email == "" && !o.Done(),
		State: "campaign.state_waiting", Act: hidden(s.newAct(), ui.Hidden{Name: "org", Value: string(o.Org)}),
	}
	switch {
	case o.Done():
		r.State, r.Tone = "campaign.state_done", ui.Ok
	case !o.Denied.IsZero():
		r.State, r.Tone, r.Note = "campaign.state_denied", ui.Late, "campaign.denied_note"
	case o.Silent:
		r.State, r.Note = "campaign.state_silent", "campaign.silent_note"
	case o.ToSend == directory.MessageReminder:
		r.State, r.Tone = "campaign.state_reminder", ui.Late
	case o.ToSend != "":
		r.State, r.Tone = "campaign.state_send", ui.Late
	case o.Answered() > 0:
		r.State, r.Tone = "campaign.state_partly", ui.Active
	}
	switch o.ToSend {
	case directory.MessageReminder:
		r.Take = "campaign.take_reminder"
	case directory.MessageFirst, directory.MessageRenewal:
		r.Take = "campaign.take_one"
	}
	for _, id := range o.Twice {
		r.Twice = append(r.Twice, page.Link{Label: s.serviceName(v, id), Href: v.href("/app/service/" + string(id) + "/historique")})
	}
	return r
}

// campaignTake prepares messages that wait. The links are shown in this very
// answer: no later page could show them.
func (s *Site) campaignTake(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	var orgs []access.Org
	for _, o := range form["org"] {
		orgs = append(orgs, access.Org(o))
	}
	list, err := s.Upkeep.TakeMessages(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("id"), orgs...)
	return s.campaignMessages(v, list, err)
}

// campaignRenew makes a link again; the one before stops opening.
func (s *Site) campaignRenew(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	m, err := s.Upkeep.RenewLink(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("id"), access.Org(form.Get("org")))
	return s.campaignMessages(v, []directory.Message{m}, err)
}

func (s *Site) campaignMessages(v *Visit, list []directory.Message, err error) error {
	if fault.Is(err, fault.Conflict) {
		return s.campaignPage(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	p := page.CampaignMessages{Frame: s.frame(v, v.L.T("campaign.message_title")), Back: v.href("/app/campagne/" + v.R.PathValue("id"))}
	p.Here, p.Paper = "directory", true
	for _, m := range list {
		p.Renewed = p.Renewed || m.Kind == directory.MessageRenewal
		p.Messages = append(p.Messages, s.campaignMessage(v, m))
	}
	return s.page(v, http.StatusOK, page.CampaignMessagesPage(p))
}

func (s *Site) campaignMessage(v *Visit, m directory.Message) page.CampaignMessage {
	l, org := v.L, s.orgName(v, m.Org)
	out := page.CampaignMessage{Org: org, Email: m.Email, Link: s.absolute(v, v.href("/confirmer/"+m.Token)), Subject: l.T("campaign.mail_subject"), Until: s.on(v, m.Until)}
	for _, d := range s.Finder.ByOrg(m.Org) {
		if ph := phones(l, d, -1); len(ph) > 0 {
			out.Phone = ph[0].Number
			break
		}
	}
	why := l.N("campaign.mail_why", m.Count, "org", org.S)
	if m.Kind == directory.MessageReminder {
		why = l.N("campaign.mail_again", m.Count, "org", org.S)
	}
	until, thanks := l.T("campaign.mail_until", "date", out.Until), l.T("campaign.mail_thanks")+"\n"+v.Worker.OrgName
	out.Lines = []string{l.T("campaign.mail_hello"), why, until, thanks}
	out.Words = l.T("campaign.mail_hello") + "\n\n" + why + "\n\n" + out.Link + "\n\n" + until + "\n\n" + thanks + "\n"
	return out
}
