package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// embedMost is how many services a frame shows; a link leads to the rest.
const embedMost = 20

// framing is the policy of a page that an organisation's own sites may frame,
// and nobody else. Nothing in it acts: no form, no button, no script, so that
// a page around it has nothing to have people press unknowingly. Its links open
// beside, without a way back to the page they came from.
func (s *Site) framing(v *Visit, org access.Org) error {
	sites, err := s.Share.Sites(v.R.Context(), s.Region, org)
	if err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("X-Robots-Tag", "noindex")
	ancestors := "'none'"
	if len(sites) > 0 {
		ancestors = strings.Join(sites, " ")
		h.Del("X-Frame-Options") // older than frame-ancestors, and knows no list
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; object-src 'none'; base-uri 'none'; frame-ancestors "+ancestors+"; require-trusted-types-for 'script'")
	return nil
}

// embedOrg is an organisation's own services on its own site.
func (s *Site) embedOrg(v *Visit) error {
	org := access.Org(v.R.PathValue("org"))
	own := s.Finder.ByOrg(org)
	if len(own) == 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.embed(v, org, said(v.L, own[0].OrgName), own, v.href("/services", "f", "1", "q", said(v.L, own[0].OrgName).S))
}

// embedList is one of its lists.
func (s *Site) embedList(v *Visit) error {
	org := access.Org(v.R.PathValue("org"))
	l, err := s.savedList(v)
	if err != nil {
		return err
	}
	if l.Org != org || !l.Standing() { // a list stands only on the sites of its own organisation
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.embed(v, org, listName(v.L, l.Name), s.listings(l.Services), v.href("/l/"+l.Code))
}

// embedSearch is what a search finds, as the directory stands at each opening.
func (s *Site) embedSearch(v *Visit) error {
	org := access.Org(v.R.PathValue("org"))
	q := v.R.URL.Query()
	need, near := q.Get("besoin"), strings.TrimSpace(cut(q.Get("pres"), 80))
	if !directory.KnownNeed(need) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	query := directory.Query{Need: need, Limit: 2 * embedMost}
	title := v.L.Text(directory.NeedKey(need))
	if point, name, ok := s.Locator.Locate(near); ok {
		query.Near, near = &point, name
		title = v.L.Text("share.embed_near", "need", title, "place", name)
	}
	var found []*directory.Listing
	for _, h := range s.Finder.Search(query, s.Clock.Now()).Hits {
		found = append(found, h.Listing)
	}
	return s.embed(v, org, title, found, v.href("/services", "besoin", need, "pres", near))
}

// embed shows services in a frame. One that must not be seen is left out: a
// frame has no quick exit, as leaving it would leave the page around it.
func (s *Site) embed(v *Visit, org access.Org, title i18n.Text, services []*directory.Listing, all string) error {
	if err := s.framing(v, org); err != nil {
		return err
	}
	now := s.Clock.Now()
	p := page.Embed{Frame: ui.Frame{L: v.L, Title: title.S, NoIndex: true}, Heading: title, All: all, Home: v.href("/")}
	for _, d := range services {
		if d == nil || !d.Searchable() || d.Sensitive {
			continue
		}
		if len(p.Items) == embedMost {
			break
		}
		opening, place := d.OpenAt(s.Zone, now)
		p.Items = append(p.Items, s.card(v.L, directory.Hit{Listing: d, Place: place, Metres: -1, Opening: opening}, search{}, now))
	}
	return s.page(v, http.StatusOK, page.EmbedPage(p))
}

// embedding is where an organisation finds what to put on its site.
func (s *Site) embedding(v *Visit) error { return s.embeddingPage(v, http.StatusOK, "", nil) }

func (s *Site) embeddingPage(v *Visit, status int, typed string, wrong []ui.Problem) error {
	sites, err := s.Share.Sites(v.R.Context(), s.Region, v.By.Org())
	if err != nil {
		return err
	}
	p := page.Embedding{
		Frame: s.frame(v, v.L.T("share.embed_title")), Sites: sites, Site: typed, Problems: wrong, Back: v.href("/app/listes"),
		Self: v.href("/app/integrer"), Hidden: hidden(s.newAct()),
	}
	p.Here = "lists"
	if v.By.Has(access.Management, access.Coordination, access.Administration) {
		p.Allow, p.Forbid = v.href("/app/integrer/site"), v.href("/app/integrer/retirer")
	}
	org := url.PathEscape(string(v.By.Org()))
	name := v.Worker.OrgName
	add := func(label i18n.Text, path string) {
		p.Snippets = append(p.Snippets, page.Snippet{Label: label, Show: v.href(path), Code: snippet(s.publicAddress(v, path), label.S+" – "+name)})
	}
	if len(s.Finder.ByOrg(v.By.Org())) > 0 {
		add(v.L.Text("share.embed_own"), "/integrer/"+org)
	}
	lists, err := s.Share.Lists(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	for _, l := range lists {
		add(listName(v.L, l.Name), "/integrer/"+org+"/liste/"+l.Code)
	}
	q := v.R.URL.Query()
	p.Near = strings.TrimSpace(cut(q.Get("pres"), 80))
	if need := q.Get("besoin"); directory.KnownNeed(need) {
		add(v.L.Text(directory.NeedKey(need)), "/integrer/"+org+"/recherche?"+url.Values{"besoin": {need}, "pres": {p.Near}}.Encode())
	}
	p.Needs = needOptions(v.L, cmp.Or(q.Get("besoin"), "eat"))
	return s.page(v, status, page.EmbeddingPage(p))
}

// snippet is what an organisation copies into its own page.
func snippet(address, title string) string {
	return `<iframe src="` + quoted(address) + `" title="` + quoted(title) + `" width="100%" height="700" loading="lazy" referrerpolicy="no-referrer" style="border:0"></iframe>`
}

func quoted(s string) string {
	return strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;").Replace(s)
}

func (s *Site) embeddingAllow(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Share.AllowSite(v.R.Context(), v.By, form.Get("act"), form.Get("site"))
	if wrong, status, ok := again(err); ok {
		return s.embeddingPage(v, status, form.Get("site"), wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/integrer")
}

func (s *Site) embeddingForbid(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Share.ForbidSite(v.R.Context(), v.By, form.Get("act")+"|"+form.Get("site"), form.Get("site")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/integrer")
}

// needOptions are the needs of the tree, each after its theme.
func needOptions(l *i18n.Local, chosen string) (list []ui.Option) {
	for _, theme := range directory.Themes() {
		for _, code := range slices.Concat([]string{theme}, directory.NeedsOf(theme)) {
			o := ui.Option{Value: code, Text: l.Text(directory.NeedKey(code)), Checked: code == chosen}
			if code != theme {
				o.Text.S = l.T(directory.NeedKey(theme)) + " · " + o.Text.S
			}
			list = append(list, o)
		}
	}
	return list
}
