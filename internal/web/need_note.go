package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/need"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// needNoteAsk notes what somebody said, and what was seen, apart.
func (s *Site) needNoteAsk(v *Visit) error {
	q := v.R.URL.Query()
	return s.needNoteForm(v, http.StatusOK, need.ByWorker, url.Values{"act": {s.newAct()}, "need": {q.Get("besoin")}, "place": {q.Get("lieu")}}, nil)
}

func (s *Site) needNote(v *Visit) error { return s.needNoting(v, need.ByWorker) }

// needCallAsk notes a telephone call in twenty seconds: what it was about,
// where, and one line.
func (s *Site) needCallAsk(v *Visit) error {
	return s.needNoteForm(v, http.StatusOK, need.ByCall, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) needCall(v *Visit) error { return s.needNoting(v, need.ByCall) }

func (s *Site) needNoteForm(v *Visit, status int, via need.Via, form url.Values, wrong []ui.Problem) error {
	p := page.NeedNote{
		Words: form.Get("words"), Observed: form.Get("observed"), MaxWords: need.WordsMost, Place: form.Get("place"), Call: via == need.ByCall,
		Needs: needGroups(v.L, form.Get("need")), Wanted: wantedOptions(form), With: withOptions(form), Named: asksName(wrong),
	}
	path, title := "/app/besoins/noter", "needs.note_title"
	if p.Call {
		path, title = "/app/appel", "needs.call_title"
	}
	p.Frame = s.frame(v, v.L.T(title))
	p.Here = "needs"
	p.Step = ui.Step{Back: v.href("/app/besoins"), Action: v.href(path), Submit: "needs.note_do", Problems: wrong, Hidden: hidden(form.Get("act"))}
	return s.page(v, status, page.NeedNotePage(p))
}

// needGroups are the needs of the tree, under their themes; none is chosen
// beforehand.
func needGroups(l *i18n.Local, chosen string) []ui.OptionGroup {
	groups := []ui.OptionGroup{{Options: []ui.Option{{Key: "needs.need_choose"}}}}
	for _, theme := range directory.Themes() {
		g := ui.OptionGroup{Key: directory.NeedKey(theme)}
		for _, code := range append([]string{theme}, directory.NeedsOf(theme)...) {
			g.Options = append(g.Options, ui.Option{Value: code, Key: directory.NeedKey(code), Checked: code == chosen})
		}
		groups = append(groups, g)
	}
	return groups
}

func (s *Site) needNoting(v *Visit, via need.Via) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	said := readSaid(v, form)
	said.Via = via
	r, err := s.Need.Say(v.R.Context(), v.By, "", form.Get("act"), said)
	if wrong, status, ok := again(err); ok {
		return s.needNoteForm(v, status, via, form, wrong)
	}
	if err != nil {
		return err
	}
	p := page.NeedNoted{Frame: s.frame(v, v.L.T("needs.noted")), Receipt: r.String(), Board: v.href("/app/besoins"), Address: s.short(v, "/suivi"), Services: v.href("/services", "besoin", form.Get("need"), "pres", form.Get("place"))}
	p.Again = v.href("/app/besoins/noter")
	if via == need.ByCall {
		p.Again = v.href("/app/appel")
	}
	p.Here, p.Paper, p.Path = "needs", true, "/app/besoins"
	return s.page(v, http.StatusOK, page.NeedNotedPage(p))
}
