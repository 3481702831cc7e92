package web

import (
	"net/http"
	"slices"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// poster is a sheet for a wall: one service, or one need near a place, in big
// words and several languages, with a code that opens it. Asked for nothing, it
// asks for what.
func (s *Site) poster(v *Visit) error {
	q := v.R.URL.Query()
	langs := s.posterLangs(v, q["langues"])
	p := page.Poster{Frame: s.frame(v, v.L.T("share.poster")), Back: v.href("/affiche"), Today: v.L.Date(s.Clock.Now().In(s.Zone))}
	p.NoIndex, p.Paper = true, true
	if list := s.listOf(q.Get("liste")); len(list) > 0 {
		d := s.Finder.ByCode(list[0])
		if d == nil || !d.Searchable() {
			return fault.New(fault.NotFound, "error.not_found")
		}
		p.Back = v.href("/service/" + string(d.ID))
		return s.posterOfService(v, p, d, langs)
	}
	need, typed := q.Get("besoin"), strings.TrimSpace(cut(q.Get("pres"), 80))
	if !directory.KnownNeed(need) {
		return s.posterAsk(v, "", typed, langs, nil)
	}
	path := "/n/" + need
	if typed != "" {
		_, name, ok := s.Locator.Locate(typed)
		if !ok {
			return s.posterAsk(v, need, typed, langs, []ui.Problem{{Field: "pres", Key: "service.place_unknown", Args: []any{"place", typed}}})
		}
		p.Place, path = name, path+"/"+slug(name)
	}
	for _, l := range langs {
		p.Lines = append(p.Lines, page.PosterLine{L: l, Words: l.Text(directory.NeedKey(need))})
	}
	p.Short = s.base(v) + path // the phone that scans it chooses the language
	return s.page(v, http.StatusOK, page.PosterPage(p))
}

// posterOfService says a service's name, and in each language what to do. The
// name is in the language its organisation wrote it in.
func (s *Site) posterOfService(v *Visit, p page.Poster, d *directory.Listing, langs []*i18n.Local) error {
	e, err := s.pageOf(v, d)
	if err != nil {
		return err
	}
	onPaper(v.L, &e)
	p.Service, p.Exit = &e, d.Sensitive
	for _, l := range langs {
		p.Lines = append(p.Lines, page.PosterLine{L: l, Words: said(l, d.Name)})
	}
	p.Short = s.base(v) + "/s/" + d.Code
	return s.page(v, http.StatusOK, page.PosterPage(p))
}

// posterMost is how many languages a sheet holds in big words.
const posterMost = 4

// posterLangs are the languages asked for, else that of the page, French and
// English. One that has no words for a poster would only repeat the French.
func (s *Site) posterLangs(v *Visit, asked []string) (list []*i18n.Local) {
	if len(asked) == 0 {
		asked = []string{string(v.L.Lang()), "fr", "en"}
	}
	var seen []string
	for _, code := range asked {
		if s.Bundle.Has(code) && !slices.Contains(seen, code) && len(list) < posterMost {
			if l := s.Bundle.In(code); l.Speaks("share.scan") {
				seen, list = append(seen, code), append(list, l)
			}
		}
	}
	if len(list) == 0 {
		list = append(list, s.Bundle.In(string(i18n.Source)))
	}
	return list
}

func (s *Site) posterAsk(v *Visit, need, near string, langs []*i18n.Local, wrong []ui.Problem) error {
	p := page.PosterAsk{Frame: s.frame(v, v.L.T("share.poster")), Action: v.href("/affiche"), Near: near, Problems: wrong}
	p.NoIndex = true
	p.Needs = needOptions(v.L, need)
	for _, item := range s.Bundle.Languages() {
		if l := s.Bundle.In(string(item.Lang)); l.Speaks("share.scan") {
			p.Langs = append(p.Langs, ui.Option{
				Value: string(item.Lang), Text: i18n.Text{S: item.Self, Lang: item.Lang},
				Checked: slices.ContainsFunc(langs, func(l *i18n.Local) bool { return l.Lang() == item.Lang }),
			})
		}
	}
	return s.page(v, http.StatusOK, page.PosterAskPage(p))
}

// needShort sends the address of a poster or a booklet to its search.
func (s *Site) needShort(v *Visit) error {
	need := v.R.PathValue("need")
	if need == "tout" {
		need = ""
	} else if !directory.KnownNeed(need) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	place := cut(v.R.PathValue("place"), 80)
	if _, name, ok := s.Locator.Locate(place); ok {
		place = name // as organisations write it
	}
	v.W.Header().Add("Vary", "Accept-Language")
	v.W.Header().Set("Location", v.href("/services", "besoin", need, "pres", place))
	v.W.WriteHeader(http.StatusSeeOther)
	return nil
}
