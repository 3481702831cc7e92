package web

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/strongbox"
	"passerelle/internal/text"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

const strongboxPath = "/app/coffre"

// strongboxShow is where the strongbox is opened and shut.
func (s *Site) strongboxShow(v *Visit) error {
	return s.strongboxPage(v, http.StatusOK, v.R.URL.Query().Get("suite"), nil)
}

func (s *Site) strongboxPage(v *Visit, status int, next string, wrong []ui.Problem) error {
	st, err := s.Strongbox.State(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	if next == "" {
		next = strongboxPath
	}
	p := page.Strongbox{Frame: s.frame(v, v.L.T("strongbox.title")), Back: v.href("/app/moi"), Problems: wrong, Has: st.Has, Next: ours(next)}
	p.Here = "me"
	admin := strongbox.MayMake(v.By)
	switch {
	case !st.Has && admin:
		p.Make = v.href(strongboxPath + "/nouveau")
	case st.Has && st.Open:
		p.Until, p.Shut = s.when(v, st.Until), v.href(strongboxPath+"/fermer")
		if admin {
			p.Renew = v.href(strongboxPath + "/mots")
		}
	case st.Has:
		p.Open = v.href(strongboxPath)
	}
	if st.Has {
		p.Locked = s.when(v, st.Locked)
	}
	return s.page(v, status, page.StrongboxPage(p))
}

// strongboxOpen opens it in this session, and goes where the worker was going.
func (s *Site) strongboxOpen(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Strongbox.Open(v.R.Context(), v.By, form.Get(strongbox.FieldWords))
	if wrong, status, ok := again(err); ok {
		return s.strongboxPage(v, status, form.Get("suite"), wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, ours(form.Get("suite")))
}

func (s *Site) strongboxShut(v *Visit) error {
	if err := s.Strongbox.Shut(v.R.Context(), v.By); err != nil {
		return err
	}
	return s.seeOther(v, strongboxPath)
}

// strongboxMakeAsk draws the words and the sheet. Nothing is kept before the words
// come back.
func (s *Site) strongboxMakeAsk(v *Visit) error {
	return s.strongboxDrawn(v, http.StatusOK, false, s.newAct(), s.Strongbox.Draw(), nil)
}

func (s *Site) strongboxRenewAsk(v *Visit) error {
	st, err := s.Strongbox.State(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	if st.Has && !st.Open {
		return fault.New(fault.Shut, "strongbox.shut_title")
	}
	return s.strongboxDrawn(v, http.StatusOK, true, s.newAct(), s.Strongbox.Draw(), nil)
}

func (s *Site) strongboxDrawn(v *Visit, status int, renew bool, act string, d strongbox.Drawn, wrong []ui.Problem) error {
	path, title := "/nouveau", "strongbox.make"
	if renew {
		path, title = "/mots", "strongbox.renew"
	}
	p := page.StrongboxDrawn{
		Frame: s.frame(v, v.L.T(title)), Title: title, Renew: renew, Org: v.Worker.OrgName, Words: strings.Fields(d.Words), Sheet: d.Sheet,
		Step: ui.Step{
			Back: v.href(strongboxPath), Action: v.href(strongboxPath + path), Problems: wrong,
			Hidden: hidden(act, ui.Hidden{Name: "words", Value: d.Words}, ui.Hidden{Name: "sheet", Value: d.Sheet}),
		},
	}
	p.Here, p.Paper = "me", true
	return s.page(v, status, page.StrongboxDrawnPage(p))
}

func (s *Site) strongboxMake(v *Visit) error  { return s.strongboxKeep(v, false) }
func (s *Site) strongboxRenew(v *Visit) error { return s.strongboxKeep(v, true) }

// strongboxKeep makes or renews what was drawn, once its words came back.
func (s *Site) strongboxKeep(v *Visit, renew bool) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	d := strongbox.Drawn{Words: form.Get("words"), Sheet: form.Get("sheet")}
	var bad fault.Fields
	if !s.Strongbox.Same(d, form.Get("typed")) {
		bad = append(bad, fault.Field("typed", "strongbox.typed_wrong"))
	}
	if form.Get("kept") == "" {
		bad = append(bad, fault.Field("kept", "strongbox.kept_missing"))
	}
	err = bad.Err()
	switch {
	case err != nil:
	case renew:
		err = s.Strongbox.Renew(v.R.Context(), v.By, form.Get("act"), d)
	default:
		err = s.Strongbox.Make(v.R.Context(), v.By, form.Get("act"), d)
	}
	if wrong, status, ok := again(err); ok {
		return s.strongboxDrawn(v, status, renew, form.Get("act"), d, wrong)
	}
	if fault.Is(err, fault.Conflict) {
		return s.strongboxPage(v, http.StatusConflict, "", told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, strongboxPath)
}

// shut answers for a strongbox that is shut: what was typed stays in the page and
// is sent again, with the words, to the same address.
func (s *Site) shut(v *Visit, status int, wrong []ui.Problem) error {
	p := page.StrongboxShut{Frame: s.frame(v, v.L.T("strongbox.shut_title")), Step: ui.Step{Problems: wrong}}
	v.W.Header().Set("Cache-Control", "no-store")
	next := ui.Hidden{Name: "suite", Value: v.path()}
	switch {
	case !unsafe(v.R.Method):
		p.Step.Action, p.Step.Hidden = v.href(strongboxPath), []ui.Hidden{next}
	case !urlEncoded(v.R):
		p.File, p.Step.Action = true, v.href(strongboxPath)
		p.Step.Hidden = []ui.Hidden{{Name: "suite", Value: "/app"}}
	default:
		form, err := s.form(v)
		if err != nil {
			return err
		}
		p.Typed, p.Step.Action, p.Step.Hidden = true, v.href(v.path()), typedAgain(form)
	}
	return s.page(v, status, page.StrongboxShutPage(p))
}

// typedAgain are the fields of a form, as another page carries them.
func typedAgain(form url.Values) (list []ui.Hidden) {
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range form[name] {
			if name != strongbox.FieldWords {
				list = append(list, ui.Hidden{Name: name, Value: value})
			}
		}
	}
	return list
}

func urlEncoded(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "application/x-www-form-urlencoded"
}

// openFirst opens the strongbox before an act that brings the words. It reports
// true when they were wrong and the page said so.
func (s *Site) openFirst(v *Visit, route Route) (bool, error) {
	if v.Worker == nil || !unsafe(v.R.Method) || !urlEncoded(v.R) || strings.HasPrefix(route.Path, "/{lang}"+strongboxPath) {
		return false, nil
	}
	form, err := asCame(v)
	if err != nil || form.Get(strongbox.FieldWords) == "" {
		return false, err
	}
	words := text.Clean(form.Get(strongbox.FieldWords))
	form.Del(strongbox.FieldWords)
	err = s.Strongbox.Open(v.R.Context(), v.By, words)
	if wrong, status, ok := again(err); ok {
		return true, s.shut(v, status, wrong)
	}
	return err != nil, err
}
