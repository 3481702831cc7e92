package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/signal"
	"passerelle/internal/text"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// signalList is what the worker sees: what waits for their own organisation
// first, then what nobody answers, then the rest, the newest first.
func (s *Site) signalList(v *Visit) error {
	rows, err := s.signalRows(v)
	if err != nil {
		return err
	}
	p := page.Signals{Frame: s.frame(v, v.L.T("signal.title")), Back: v.href("/app/besoins"), New: v.href("/app/signal/nouveau"), Team: v.href("/app/signal/equipe"), Rows: rows}
	p.Here = "needs"
	return s.page(v, http.StatusOK, page.SignalsPage(p))
}

func (s *Site) signalRows(v *Visit) ([]page.SignalRow, error) {
	list, err := s.Signal.List(v.R.Context(), v.By)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b *signal.Situation) int {
		if one, two := a.Duty(v.By.Org()), b.Duty(v.By.Org()); one != nil && two != nil && one.Pressing() == two.Pressing() {
			return one.Due.Compare(two.Due.Time)
		}
		return urgency(a, v.By.Org()) - urgency(b, v.By.Org())
	})
	var rows []page.SignalRow
	for _, x := range list {
		rows = append(rows, s.signalRow(v, x))
	}
	return rows, nil
}

// urgency orders a list: who asks one to come at once, what one owes an answer to
// (the soonest due first), what nobody answers, what was answered.
func urgency(x *signal.Situation, org access.Org) int {
	duty := x.Duty(org)
	switch {
	case duty != nil && duty.Pressing():
		return 0
	case duty != nil:
		return 1
	case x.Open():
		return 2
	}
	return 3
}

func (s *Site) signalRow(v *Visit, x *signal.Situation) page.SignalRow {
	state, tone := s.signalState(v, x)
	return page.SignalRow{
		Words: words(text.Clean(x.Words), x.Language), Href: v.href("/app/signal/" + x.ID), Where: s.signalWhere(v, x), Ago: v.L.AgoText(x.Now.Sub(x.At.Time)),
		By: s.signalBy(v, x), Orgs: len(x.Orgs()), State: state, Tone: tone, Ours: x.Duty(v.By.Org()) != nil, Voice: x.Voice != "",
	}
}

func (s *Site) signalBy(v *Visit, x *signal.Situation) i18n.Text {
	if x.Via == signal.BySMS {
		return v.L.Text("signal.by_sms")
	}
	return s.orgName(v, x.Org)
}

// signalWhere is where it happens, as it was said; else the place that the words
// name.
func (s *Site) signalWhere(v *Visit, x *signal.Situation) i18n.Text {
	switch {
	case x.Spot != "":
		return words(x.Spot, x.Language)
	case x.Place != "":
		return s.placeLabel(v.L, x.Place)
	}
	return v.L.Text("signal.where_unsaid")
}

// signalState is how it stands: waiting for whom, silent since when, answered or
// refused. A clock that runs comes first: who was asked after a refusal is not to be
// hidden behind it.
func (s *Site) signalState(v *Visit, x *signal.Situation) (templ.Component, ui.Tone) {
	for _, l := range []*signal.Leg{x.Awaited(), x.Settled()} {
		if l != nil {
			return s.legState(v, *l, x.Now)
		}
	}
	return ui.Tag(ui.Late, ui.T(v.L, "signal.state_nobody")), ui.Late
}

func (s *Site) legState(v *Visit, l signal.Leg, now time.Time) (templ.Component, ui.Tone) {
	switch {
	case l.State == signal.Answered:
		return ui.Tag(ui.Ok, ui.T(v.L, "signal.state_answered")), ui.Ok
	case l.State == signal.Refused:
		return ui.Tag(ui.Calm, ui.T(v.L, "signal.state_refused")), ui.Calm
	case l.State == signal.Relayed:
		return ui.Tag(ui.Calm, ui.T(v.L, "signal.state_relayed")), ui.Calm
	case l.Silent(now):
		return ui.Tag(ui.Bad, ui.T(v.L, "signal.state_silent", "time", length(v.L, now.Sub(l.Due.Time)))), ui.Late
	case !l.Read.IsZero():
		return ui.Tag(ui.Active, ui.T(v.L, "signal.state_read", "time", length(v.L, l.Due.Sub(now)))), ui.Active
	}
	return ui.Tag(ui.Active, ui.T(v.L, "signal.state_waiting", "time", length(v.L, l.Due.Sub(now)))), ui.Active
}

// signalShow is a signal whole: the words, who says the same, the way.
func (s *Site) signalShow(v *Visit) error { return s.signalOne(v, http.StatusOK, nil) }

func (s *Site) signalOne(v *Visit, status int, wrong []ui.Problem) error {
	x, err := s.Signal.Show(v.R.Context(), v.By, v.R.PathValue("signal"))
	if err != nil {
		return err
	}
	self := "/app/signal/" + x.ID
	do := func(what string) string { return v.href(self + "/faire/" + what) }
	p := page.Signal{
		Frame: s.frame(v, v.L.T("signal.one")), Back: v.href("/app/signaux"), SignalRow: s.signalRow(v, x), Problems: wrong, When: s.when(v, x.At.Time), Since: v.L.Text(sinceKeys[x.Since]),
		ForAll: x.ForAll, Raw: v.href(self + "/mots.txt"), Join: do("appuyer"), Relay: do("relayer"),
	}
	p.Here = "needs"
	if x.Voice != "" {
		p.Recording, p.RecordingKind = v.href(self+"/voix"), x.Voice
	}
	if key := signalSaid[v.R.URL.Query().Get("fait")]; key != "" && len(wrong) == 0 {
		p.Said = v.L.T(key)
	}
	if mine := x.Duty(v.By.Org()); mine != nil {
		p.Answer = do("repondre")
		if mine.Read.IsZero() {
			p.Read, p.ReadAct = v.href(self+"/lu"), hidden(s.newAct())
		}
	}
	for _, o := range x.Orgs() {
		p.Same = append(p.Same, s.orgName(v, o))
	}
	for _, j := range x.Joins {
		if j.Words != "" {
			p.Joins = append(p.Joins, page.SignalJoin{Org: s.orgName(v, j.Org), When: s.when(v, j.At.Time), Words: words(j.Words, x.Language)})
		}
	}
	for _, l := range x.Legs {
		p.Legs = append(p.Legs, s.signalLeg(v, l, x.Now))
		if l.Pressing() {
			state, _ := s.legState(v, l, x.Now)
			p.Pressing = append(p.Pressing, page.SignalClock{To: s.orgName(v, l.To), Due: s.when(v, l.Due.Time), State: state, Ours: l.To == v.By.Org(), Silent: l.Silent(x.Now), Read: !l.Read.IsZero()})
		}
	}
	return s.page(v, status, page.SignalPage(p))
}

func (s *Site) signalLeg(v *Visit, l signal.Leg, now time.Time) page.SignalLeg {
	state, _ := s.legState(v, l, now)
	return page.SignalLeg{
		From: s.orgName(v, l.From), To: s.orgName(v, l.To), Why: words(l.Why, ""), Asked: s.when(v, l.Asked.Time), Due: s.when(v, l.Due.Time),
		Read: s.when(v, l.Read.Time), Settled: s.when(v, l.Settled.Time), State: state, Answer: words(l.Answer, ""), Late: l.Late(now) && l.State != signal.Waiting,
	}
}

var signalSaid = map[string]string{"dit": "signal.said", "equipe": "signal.team_said", "appuyer": "signal.joined", "relayer": "signal.relayed", "repondre": "signal.answered", "lu": "signal.read"}

// signalWords gives the words back as the bytes that came.
func (s *Site) signalWords(v *Visit) error {
	x, err := s.Signal.Show(v.R.Context(), v.By, v.R.PathValue("signal"))
	if err != nil {
		return err
	}
	return s.download(v, "text/plain; charset=utf-8", "mots.txt", []byte(x.Words))
}

// signalVoice plays the recording, as the bytes that came.
func (s *Site) signalVoice(v *Visit) error {
	kind, b, err := s.Signal.Voice(v.R.Context(), v.By, v.R.PathValue("signal"))
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", kind)
	return s.write(v, http.StatusOK, b)
}

// signalRead says that the organisation has read it.
func (s *Site) signalRead(v *Visit) error {
	f, err := s.form(v)
	if err != nil {
		return err
	}
	return s.signalDone(v, "lu", s.Signal.MarkRead(v.R.Context(), v.By, f.Get("act"), v.R.PathValue("signal")))
}

// signalDone leads back to the signal; somebody who came second is told there.
func (s *Site) signalDone(v *Visit, what string, err error) error {
	if fault.Is(err, fault.Conflict) {
		return s.signalOne(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, fmt.Sprintf("/app/signal/%s?fait=%s", v.R.PathValue("signal"), what))
}

// signalActs are what one adds to a signal, by the last word of the address.
var signalActs = map[string]func(s *Site, v *Visit, id string, f url.Values) error{
	"appuyer": func(s *Site, v *Visit, id string, f url.Values) error {
		return s.Signal.Join(v.R.Context(), v.By, f.Get("act"), id, f.Get("words"), f.Get("named") != "")
	},
	"relayer": func(s *Site, v *Visit, id string, f url.Values) error {
		return s.Signal.Relay(v.R.Context(), v.By, f.Get("act"), id, access.Org(f.Get("to")), f.Get("why"), signalDueOf(f), f.Get("named") != "")
	},
	"repondre": func(s *Site, v *Visit, id string, f url.Values) error {
		return s.Signal.Answer(v.R.Context(), v.By, f.Get("act"), id, f.Get("words"), f.Get("kind") == "no", f.Get("named") != "")
	},
}

func (s *Site) signalActAsk(v *Visit) error {
	return s.signalActForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) signalAct(v *Visit) error {
	what := v.R.PathValue("quoi")
	f, err := s.form(v)
	if err != nil {
		return err
	}
	do := signalActs[what]
	if do == nil {
		return fault.New(fault.NotFound, "error.not_found")
	}
	err = do(s, v, v.R.PathValue("signal"), f)
	wrong, status, ok := again(err)
	if fault.Is(err, fault.Conflict) { // a colleague was first: what was typed is there to be copied
		wrong, status, ok = told(err, ""), http.StatusConflict, true
	}
	if ok {
		return s.signalActForm(v, status, f, wrong)
	}
	return s.signalDone(v, what, err)
}

func (s *Site) signalActForm(v *Visit, status int, f url.Values, wrong []ui.Problem) error {
	what := v.R.PathValue("quoi")
	x, err := s.Signal.Show(v.R.Context(), v.By, v.R.PathValue("signal"))
	if err != nil {
		return err
	}
	ask, known := page.SignalForms[what]
	if !known || what == "repondre" && x.Duty(v.By.Org()) == nil && len(wrong) == 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	self := "/app/signal/" + x.ID
	p := page.SignalAct{
		Frame: s.frame(v, v.L.T(ask.Title)), What: what, Row: s.signalRow(v, x), Typed: f, Most: signal.MoreMost,
		Step: ui.Step{Back: v.href(self), Action: v.href(self + "/faire/" + what), Submit: ask.Submit, Problems: wrong, Hidden: hidden(f.Get("act"))},
		Due:  signalDueOptions(x, f.Get("due")),
		Kind: []ui.Option{{Value: "yes", Key: "signal.answer_yes", Checked: f.Get("kind") != "no"}, {Value: "no", Key: "signal.answer_no", Checked: f.Get("kind") == "no"}},
	}
	p.Here = "needs"
	if slices.ContainsFunc(wrong, func(q ui.Problem) bool { return q.Key == signal.NamedKey }) {
		field := "words"
		if what == "relayer" {
			field = "why"
		}
		p.Marked = marked(f.Get(field), s.Signal.Marks)
	}
	if what == "relayer" {
		if p.Orgs, err = s.deskOptions(v, f.Get("to"), ""); err != nil {
			return err
		}
	}
	return s.page(v, status, page.SignalActPage(p))
}
