package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/need"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

var (
	wantedKeys = map[need.Wanted]string{need.Now: "needs.wanted_now", need.Today: "needs.wanted_today", need.ThisWeek: "needs.wanted_week", need.AnyTime: "needs.wanted_any"}
	withKeys   = map[need.With]string{need.Anyone: "needs.with_any", need.AWoman: "needs.with_woman", need.AMan: "needs.with_man"}
)

// needSayAsk asks what somebody needs: three fields, no name. What it is about
// and where come with the address, from a page or from a poster's code.
func (s *Site) needSayAsk(v *Visit) error {
	q := v.R.URL.Query()
	return s.needSayForm(v, http.StatusOK, url.Values{"act": {s.newAct()}, "need": {q.Get("besoin")}, "place": {q.Get("lieu")}}, nil)
}

func (s *Site) needSayForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	p := page.NeedSay{Frame: s.frame(v, v.L.T("needs.say_title")), Words: form.Get("words"), MaxWords: need.WordsMost}
	p.Exit, p.NoIndex = true, true // what is written here is nobody else's to see
	p.Step = ui.Step{Back: v.href("/aide"), Action: v.href("/aide/dire"), Submit: "needs.say_do", Problems: wrong, Hidden: hidden(form.Get("act"))}
	if code := form.Get("need"); directory.KnownNeed(code) {
		p.About = v.L.Text(directory.NeedKey(code))
		p.Step.Hidden = append(p.Step.Hidden, ui.Hidden{Name: "need", Value: code})
	}
	if _, name, ok := s.Locator.Locate(cut(form.Get("place"), 80)); ok {
		p.Place = name
		p.Step.Hidden = append(p.Step.Hidden, ui.Hidden{Name: "place", Value: name})
	}
	p.Wanted, p.With = wantedOptions(form), withOptions(form)
	p.Named = asksName(wrong)
	return s.page(v, status, page.NeedSayPage(p))
}

func wantedOptions(form url.Values) (list []ui.Option) {
	for _, w := range need.Wants {
		list = append(list, ui.Option{Value: string(w), Key: wantedKeys[w], Checked: string(w) == form.Get("wanted")})
	}
	return list
}

func withOptions(form url.Values) (list []ui.Option) {
	for _, w := range need.Withs {
		list = append(list, ui.Option{Value: string(w), Key: withKeys[w], Checked: string(w) == form.Get("with")})
	}
	return list
}

// asksName reports that all that is asked is about what looks like a name:
// then it may be sent all the same.
func asksName(wrong []ui.Problem) bool {
	return len(wrong) > 0 && !slices.ContainsFunc(wrong, func(p ui.Problem) bool { return p.Key != need.NamedKey })
}

// readSaid reads what a form says of a need. Words are taken as they were
// written: only what no keyboard writes is gone.
func readSaid(v *Visit, form url.Values) need.Said {
	return need.Said{
		Need: form.Get("need"), Place: strings.TrimSpace(cut(form.Get("place"), 80)), Wanted: need.Wanted(form.Get("wanted")), With: need.With(form.Get("with")),
		Words: form.Get("words"), Observed: form.Get("observed"), Language: string(v.L.Lang()), Named: form.Get("named") == "1",
	}
}

// needSay keeps the need, and shows the receipt in the very answer: it stands in
// no address.
func (s *Site) needSay(v *Visit) error {
	v.W.Header().Set("Cache-Control", "no-store")
	form, err := s.form(v)
	if err != nil {
		return err
	}
	r, err := s.Need.Say(v.R.Context(), v.By, s.Keys.Fingerprint("source", s.source(v.R)), form.Get("act"), readSaid(v, form))
	if wrong, status, ok := again(err); ok {
		return s.needSayForm(v, status, form, wrong)
	}
	if err != nil {
		return err
	}
	p := page.NeedSaid{Frame: s.frame(v, v.L.T("needs.say_title")), Receipt: r.String(), Follow: v.href("/suivi"), Address: s.short(v, "/suivi")}
	p.Exit, p.NoIndex, p.Paper = true, true, true
	p.Urgent = need.Urgent(form.Get("words"))
	p.Path = "/aide/dire"
	return s.page(v, http.StatusOK, page.NeedSaidPage(p))
}

// needFollowAsk asks for a receipt.
func (s *Site) needFollowAsk(v *Visit) error { return s.needFollowForm(v, http.StatusOK, nil) }

func (s *Site) needFollowForm(v *Visit, status int, wrong []ui.Problem) error {
	p := page.NeedFollow{Frame: s.frame(v, v.L.T("needs.follow_title")), Step: ui.Step{Back: v.href("/aide"), Action: v.href("/suivi"), Submit: "needs.follow_do", Problems: wrong}}
	p.Exit, p.NoIndex = true, true
	return s.page(v, status, page.NeedFollowPage(p))
}

// needFollow says what came of a need. The receipt comes in the form, never in
// an address, and the answer is kept by nobody on the way.
func (s *Site) needFollow(v *Visit) error {
	v.W.Header().Set("Cache-Control", "no-store")
	form, err := s.form(v)
	if err != nil {
		return err
	}
	news, err := s.Need.Follow(v.R.Context(), s.Region, s.Keys.Fingerprint("source", s.source(v.R)), form.Get("code"))
	if fault.Is(err, fault.TooMany) {
		return s.needFollowForm(v, http.StatusTooManyRequests, told(err, "code"))
	}
	if wrong, status, ok := again(err); ok {
		return s.needFollowForm(v, status, wrong)
	}
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	p := page.NeedNews{
		Frame: s.frame(v, v.L.T("needs.follow_title")), Since: s.when(v, news.At.Time), State: needState(v.L, news.Need, now), Answer: words(news.Answer, news.Language),
		Services: v.href("/services", "besoin", news.Need.Need),
	}
	p.Exit, p.NoIndex, p.Path = true, true, "/suivi"
	if news.Need.Need != "" {
		p.About = v.L.Text(directory.NeedKey(news.Need.Need))
	}
	if news.TakenBy != "" {
		p.Org = s.orgName(v, news.TakenBy)
		p.Phone, p.Ext = s.orgPhone(v, news.TakenBy)
	}
	if news.State == need.Taken {
		p.Due = s.when(v, news.Due.Time)
	}
	if news.Reason != "" {
		p.Reason = v.L.Text(need.ReasonKeys[news.Reason])
	}
	return s.page(v, http.StatusOK, page.NeedNewsPage(p))
}

// needPlace is the short address of a poster: where it hangs comes with it. The
// phone that scans it chooses the language.
func (s *Site) needPlace(v *Visit) error {
	v.W.Header().Add("Vary", "Accept-Language")
	v.W.Header().Set("Location", v.href("/aide/dire", "lieu", cut(v.R.PathValue("place"), 80)))
	v.W.WriteHeader(http.StatusSeeOther)
	return nil
}

// needPoster is a sheet for a wall, with the code that leads to the form from
// this very place.
func (s *Site) needPoster(v *Visit) error {
	p := page.Poster{Frame: s.frame(v, v.L.T("needs.poster_title")), Back: v.href("/aide"), Today: v.L.Date(s.Clock.Now().In(s.Zone))}
	p.NoIndex, p.Paper = true, true
	p.Short = s.base(v) + "/d/"
	if _, name, ok := s.Locator.Locate(cut(v.R.URL.Query().Get("pres"), 80)); ok {
		p.Place = name
		p.Short += slug(name)
	} else {
		p.Short = s.short(v, "/aide/dire")
	}
	for _, l := range s.posterLangs(v, nil) {
		p.Lines = append(p.Lines, page.PosterLine{L: l, Words: l.Text("needs.poster_words")})
	}
	return s.page(v, http.StatusOK, page.PosterPage(p))
}
