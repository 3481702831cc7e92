package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/text"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// refusing is where a refusal is said: on the person's own page, or by a worker
// who accompanies them, on their word.
type refusing struct {
	person access.Person
	holder access.Org
	base   string // of the addresses, without a language
	home   string // where it leads back to
	relay  bool
}

// mineRefusing is the person's own page.
func (s *Site) mineRefusing(v *Visit) (refusing, error) {
	o, err := s.Consent.Overview(v.R.Context(), v.By)
	return refusing{person: o.Person, holder: o.Holder, base: "/lien/non", home: "/lien/page"}, err
}

// relayRefusing is a worker's page about one of their people; NotFound for
// everybody else's.
func (s *Site) relayRefusing(v *Visit) (refusing, error) {
	p := access.Person(v.R.PathValue("person"))
	_, err := s.Consent.About(v.R.Context(), v.By, p)
	return refusing{person: p, holder: v.By.Org(), base: "/app/accords/" + string(p) + "/non", home: "/app/accords/" + string(p), relay: true}, err
}

// whose finds out, at each request, whose refusal it is.
type whose func(*Visit) (refusing, error)

func on(who whose, do func(*Visit, refusing) error) Handle {
	return func(v *Visit) error {
		r, err := who(v)
		if err != nil {
			return err
		}
		return do(v, r)
	}
}

// surround is the frame of the page: the person's own can be left in one press.
func (s *Site) surround(v *Visit, r refusing, title string) ui.Frame {
	f := s.frame(v, "")
	if r.relay {
		f.Title, f.Here = title, "today"
	} else {
		f.Exit = true
	}
	return f
}

// refuseFind looks for an organisation that nobody has spoken of yet.
func (s *Site) refuseFind(v *Visit, r refusing) error { return s.refuseFound(v, r, "") }

func (s *Site) refuseSearch(v *Visit, r refusing) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	return s.refuseFound(v, r, cut(typed(form, "q"), 200))
}

func (s *Site) refuseFound(v *Visit, r refusing, query string) error {
	p := page.RefuseFind{
		Frame: s.surround(v, r, v.L.T("refuse.find_heading")), Words: query, Asked: query != "",
		Step: ui.Step{Back: v.href(r.home), Action: v.href(r.base)},
	}
	for _, o := range s.orgsBearing(v, query) {
		p.Found = append(p.Found, page.Link{Label: o.name, Href: v.href(r.base + "/" + string(o.id))})
	}
	return s.page(v, http.StatusOK, page.RefuseFindPage(p))
}

type orgFound struct {
	id   access.Org
	name i18n.Text
}

// orgsBearing are the organisations of the directory that bear all the words.
func (s *Site) orgsBearing(v *Visit, query string) (found []orgFound) {
	words := text.Words(query)
	if len(words) == 0 {
		return nil
	}
	for _, h := range s.Finder.Search(directory.Query{Text: query, Limit: 50}, s.Clock.Now()).Hits {
		name := said(v.L, h.Listing.OrgName)
		has := text.Words(name.S)
		bears := !slices.ContainsFunc(words, func(w string) bool {
			return !slices.ContainsFunc(has, func(x string) bool { return strings.HasPrefix(x, w) || len(w) > 3 && text.Within1(x, w) })
		})
		if bears && !slices.ContainsFunc(found, func(o orgFound) bool { return o.id == h.Listing.Org }) {
			found = append(found, orgFound{h.Listing.Org, name})
		}
	}
	return found
}

// refuseAsk offers both refusals on one page: a press for all of it, a name for
// somebody there.
func (s *Site) refuseAsk(v *Visit, r refusing) error {
	return s.refuseForm(v, http.StatusOK, r, url.Values{}, nil)
}

func (s *Site) refuseForm(v *Visit, status int, r refusing, form url.Values, wrong []ui.Problem) error {
	if !s.known(v, orgOf(v)) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	org := s.orgName(v, orgOf(v))
	p := page.RefuseAsk{
		Frame: s.surround(v, r, v.L.T("refuse.title")), Org: org, Own: orgOf(v) == r.holder, Relay: r.relay, Name: form.Get("name"), Hidden: hidden(s.newAct()),
		Step: ui.Step{Back: v.href(r.home), Action: v.href(r.base + "/" + string(orgOf(v))), Hidden: hidden(s.newAct()), Problems: wrong},
	}
	return s.page(v, status, page.RefuseAskPage(p))
}

// known reports whether an organisation is in the directory or signs in here:
// an address made up by hand refuses nobody.
func (s *Site) known(v *Visit, o access.Org) bool {
	return len(s.Finder.ByOrg(o)) > 0 || s.hasAccount(v, o)
}

func (s *Site) refuseDo(v *Visit, r refusing) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if !s.known(v, orgOf(v)) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	no := consent.Refusal{Person: r.person, Recipient: orgOf(v), Text: refusalText(v.L), Language: string(v.L.Lang())}
	switch form.Get("who") {
	case "all":
	case "one":
		if no.Name = typed(form, "name"); no.Name == "" {
			return s.refuseForm(v, http.StatusUnprocessableEntity, r, form, []ui.Problem{{Field: "name", Key: "consent.name_too_short"}})
		}
	default:
		return s.refuseForm(v, http.StatusUnprocessableEntity, r, form, []ui.Problem{{Field: "name", Key: "refuse.who_missing"}})
	}
	if _, err := s.Consent.Refuse(v.R.Context(), v.By, form.Get("act"), no); err != nil {
		if list := problems(err); len(list) > 0 {
			return s.refuseForm(v, http.StatusUnprocessableEntity, r, form, list)
		}
		return err
	}
	return s.seeOther(v, r.home+"?fait=non")
}

// liftAsk is the person's alone.
func (s *Site) liftAsk(v *Visit) error {
	r, err := s.Consent.Receipt(v.R.Context(), v.By, v.R.PathValue("id"))
	if err != nil {
		return err
	}
	if !r.Refused() {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := page.RefuseLift{
		Frame: s.frame(v, ""), Org: s.orgName(v, r.Recipient), Named: r.Named,
		Step: ui.Step{Back: v.href("/lien/page"), Action: v.href("/lien/lever/" + r.ID), Hidden: hidden(s.newAct())},
	}
	p.Exit = true
	return s.page(v, http.StatusOK, page.RefuseLiftPage(p))
}

func (s *Site) liftDo(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Consent.Lift(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("id")); err != nil {
		return err
	}
	return s.seeOther(v, "/lien/page?fait=leve")
}
