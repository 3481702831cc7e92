package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/reach"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// reachRoutes are how a person may be reached safely: said on their own page, or
// to a worker.
func (s *Site) reachRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/lien/joindre", ForPerson, s.reachAsk},
		{"POST", "/{lang}/lien/joindre", ForPerson, s.reachKeep},
		{"GET", "/{lang}/app/accords/{person}/joindre", ForPeople, s.reachAsk},
		{"POST", "/{lang}/app/accords/{person}/joindre", ForPeople, s.reachKeep},
		{"POST", "/{lang}/app/accords/{person}/texto", ForPeople, s.reachText},
	}
}

// reachOf is whom an address is about, and where it leads back to.
func reachOf(v *Visit) (p access.Person, home, self string) {
	if v.By.Kind() == access.Holder {
		return v.By.Person(), "/lien/page", "/lien/joindre"
	}
	p = access.Person(v.R.PathValue("person"))
	return p, "/app/accords/" + string(p), "/app/accords/" + string(p) + "/joindre"
}

func (s *Site) reachAsk(v *Visit) error {
	return s.reachForm(v, http.StatusOK, nil, nil, nil)
}

// reachForm shows what stands and the form to change it: as it was typed, or
// with what stands. wrong is of the form, textWrong of the message.
func (s *Site) reachForm(v *Visit, status int, typed url.Values, wrong, textWrong []ui.Problem) error {
	person, home, self := reachOf(v)
	known, sent, err := s.Reach.Of(v.R.Context(), v.By, person)
	if err != nil {
		return err
	}
	p := page.ReachEdit{
		Frame: s.frame(v, ""), Typed: typed, Current: s.safeReach(v, nil),
		Step: ui.Step{Back: v.href(home), Action: v.href(self), Hidden: hidden(s.newAct()), Problems: append(wrong, textWrong...)},
	}
	if known != nil {
		p.Current = s.safeReach(v, &known.Profile)
		p.Current.Said, p.Current.BySelf = s.on(v, known.Set), known.Worker == ""
	}
	if p.Typed == nil || textWrong != nil {
		p.Typed = url.Values{"language": {string(v.L.Lang())}, "from": {"540"}, "to": {"1020"}}
		if known != nil {
			p.Typed = reachTyped(known.Profile)
		}
	}
	p.Languages = spokenOptions(v.L, p.Typed.Get("language"))
	if v.By.Kind() == access.Holder {
		p.Exit = true
		return s.page(v, status, page.ReachEditPage(p))
	}
	codes, err := s.codes(v)
	if err != nil {
		return err
	}
	p.Person, p.Here = codes[person], "today"
	p.Title = v.L.T("reach.heading", "person", p.Person)
	if s.Reach.Texts() && known != nil && known.Allows(contact.Text) {
		p.Text = &page.ReachText{Action: v.href(home + "/texto"), Hidden: hidden(s.newAct()), Number: typed.Get("back"), Wrong: textWrong}
		for _, m := range sent {
			p.Text.Sent = append(p.Text.Sent, page.ReachSent{When: s.when(v, m.At), State: reachStates[m.State], Until: s.when(v, m.Until)})
		}
	}
	return s.page(v, status, page.ReachEditPage(p))
}

// spokenOptions are the languages that people speak, whether or not this site does: one
// that is not among them would be lost by who changes another line of the form.
func spokenOptions(l *i18n.Local, chosen string) (list []ui.Option) {
	if chosen == "" {
		chosen = string(l.Lang())
	}
	codes := l.Spoken()
	if !slices.Contains(codes, chosen) {
		codes = append(codes, chosen)
	}
	for _, code := range codes {
		list = append(list, ui.Option{Value: code, Text: l.Name(code), Checked: code == chosen})
	}
	return list
}

// reachStates say what became of a message.
var reachStates = map[reach.State]string{
	reach.Waiting: "reach.state_waiting", reach.Sent: "reach.state_sent", reach.Failed: "reach.state_failed",
	reach.State(contact.NoWay): "reach.state_closed", reach.State(contact.NoHours): "reach.state_closed",
	reach.State(contact.BadWords): "reach.state_closed", reach.State(contact.NoAddress): "reach.state_closed",
}

// reachNever is the choice of no contact at all, beside the ways.
const reachNever = "never"

func reachTyped(p contact.Profile) url.Values {
	f := url.Values{
		"language": {p.Language}, "introduce": {p.Introduce}, "code": {p.Code}, "number": {p.Number}, "address": {p.Address},
		"from": {strconv.Itoa(p.From)}, "to": {strconv.Itoa(p.To)}, "voicemail": {"no"}, "pick_up": {string(p.PickUp)},
	}
	if p.Voicemail {
		f.Set("voicemail", "yes")
	}
	for _, w := range p.Ways {
		f.Add("ways", string(w))
	}
	if p.Never() {
		f.Add("ways", reachNever)
	}
	for d, safe := range p.Days {
		if safe {
			f.Add("days", strconv.Itoa(d))
		}
	}
	return f
}

// reachProfile is what was typed. A number that is none is out of every range,
// and refused at its field.
func reachProfile(f url.Values) contact.Profile {
	p := contact.Profile{
		Language: f.Get("language"), Introduce: f.Get("introduce"), Code: f.Get("code"), Number: f.Get("number"), Address: f.Get("address"),
		Voicemail: f.Get("voicemail") == "yes", PickUp: contact.PickUp(f.Get("pick_up")), From: minute(f.Get("from")), To: minute(f.Get("to")),
	}
	for _, w := range f["ways"] {
		p.Ways = append(p.Ways, contact.Way(w))
	}
	for _, d := range f["days"] {
		if n, err := strconv.Atoi(d); err == nil && n >= 0 && n < len(p.Days) {
			p.Days[n] = true
		}
	}
	return p
}

func minute(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

func (s *Site) reachKeep(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	person, home, _ := reachOf(v)
	profile := reachProfile(form)
	switch {
	case slices.Contains(form["ways"], reachNever):
		profile = contact.Profile{Language: profile.Language} // whatever else is ticked, no is no
	case len(form["ways"]) == 0:
		return s.reachForm(v, http.StatusUnprocessableEntity, form, problems(fault.Field("ways", "reach.ways_missing")), nil)
	}
	err = s.Reach.Set(v.R.Context(), v.By, form.Get("act"), person, profile)
	if list := problems(err); len(list) > 0 {
		return s.reachForm(v, http.StatusUnprocessableEntity, form, list, nil)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, home+"?fait=joindre")
}

// reachText asks the person to call, by a text message that says nothing else.
func (s *Site) reachText(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	person, _, self := reachOf(v)
	err = s.Reach.CallMe(v.R.Context(), v.By, form.Get("act"), person, form.Get("back"))
	if err != nil && mends(err) {
		return s.reachForm(v, http.StatusUnprocessableEntity, form, nil, told(err, "back"))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, self)
}

// safeReach is a profile for the screen; nil says that nothing was said.
func (s *Site) safeReach(v *Visit, p *contact.Profile) *page.SafeReach {
	if p == nil {
		return &page.SafeReach{None: true}
	}
	r := &page.SafeReach{
		Never: p.Never(), Call: p.Allows(contact.Call), From: v.L.Time(p.From/60, p.From%60), To: v.L.Time(p.To/60, p.To%60), AnyHour: p.From == p.To,
		Voicemail: p.Voicemail, SelfOnly: p.PickUp != contact.Anyone, Introduce: p.Introduce, Code: p.Code, Number: p.Number, Address: p.Address,
	}
	if p.Language != "" {
		r.Language = v.L.Name(p.Language)
	}
	for _, w := range p.Ways {
		r.Ways = append(r.Ways, "reach.way_"+string(w))
	}
	for i := range 7 {
		if d := time.Weekday((i + 1) % 7); p.Days[d] {
			r.Days = append(r.Days, i18n.Text{S: v.L.Weekday(d), Lang: v.L.Lang()})
		}
	}
	now := s.Clock.Now().In(s.Zone)
	if opens, ok := p.Opens(now); ok {
		r.Now = opens.Equal(now)
		if !r.Now {
			r.Later = v.L.Day(opens) + ", " + v.L.Time(opens.Hour(), opens.Minute())
		}
	}
	return r
}

// answerSafe is how the person may be reached, for whoever answers by a link and
// may read how to.
func (s *Site) answerSafe(v *Visit, view referral.View) *page.SafeReach {
	if view.Contact == nil || view.Safe == nil {
		return nil // the package says what was known when it was sent
	}
	return s.safeReach(v, view.Safe)
}
