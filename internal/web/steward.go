package web

import (
	"net/http"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/alert"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// stewardStale is how many pages to look at are shown: a morning's work.
const stewardStale = 20

// steward is the home of those who keep the directory.
func (s *Site) steward(v *Visit) error {
	own := v.By.Org()
	if v.By.Steward() {
		own = ""
	}
	now := s.Clock.Now()
	aging := s.Surveyor.Age(own, now, stewardStale)
	p := page.Steward{
		Frame: s.frame(v, v.L.T("steward.title")), All: own == "", Services: aging.Services, Share: aging.Share(),
		Links: []page.Link{{Label: v.L.Text("coverage.heading"), Href: v.href("/app/couverture")}, {Label: v.L.Text("duplicate.title"), Href: v.href("/app/doublons")}},
	}
	if v.By.Has(access.Coordination, access.Administration) {
		p.Links = append(p.Links, page.Link{Label: v.L.Text("import_task.heading"), Href: v.href("/app/import")})
	}
	if alert.MayTake(v.By) {
		p.Links = append(p.Links, page.Link{Label: v.L.Text("alert.title"), Href: v.href("/app/avis-officiels")})
	}
	p.Here = "directory"
	p.Own, p.OwnLeft = s.ownServices(v)
	p.Add, p.Action = v.href("/app/service/nouveau"), v.href("/app/repertoire")
	status := http.StatusOK
	if p.Code = code(v.R.URL.Query().Get("fiche")); p.Code != "" {
		path, wrong := s.ownByCode(v, p.Code)
		if len(wrong) == 0 {
			return s.seeOther(v, path)
		}
		p.Problems, status = wrong, http.StatusUnprocessableEntity
	}
	if err := s.stewardTodo(v, &p); err != nil {
		return err
	}
	if d := s.Finder.Get(access.Service(v.R.URL.Query().Get("note"))); d != nil {
		p.Said = v.L.T("steward.confirmed", "service", said(v.L, d.Name))
	}
	if err := s.stewardCampaigns(v, &p); err != nil {
		return err
	}
	if err := s.stewardMissed(v, &p); err != nil {
		return err
	}
	for _, d := range aging.Oldest {
		p.Stale = append(p.Stale, s.stalePage(v, d, own == ""))
	}
	return s.page(v, status, page.StewardPage(p))
}

// stewardTodo lists what waits for a decision, each with how many.
func (s *Site) stewardTodo(v *Visit, p *page.Steward) error {
	waiting, err := s.Upkeep.Suggestions(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	contested := 0
	for _, x := range waiting {
		if slices.ContainsFunc(waiting, x.Contradicts) {
			contested++
		}
	}
	add := func(key string, n int, path string) {
		if n > 0 {
			p.Todo = append(p.Todo, page.StewardRow{What: ui.N(v.L, key, n), Href: v.href(path)})
		}
	}
	add("suggest.todo", len(waiting), "/app/suggestions")
	add("suggest.contested", contested, "/app/suggestions")
	doors, err := s.Directory.DoorsToAnswer(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	add("closed_door.todo", doors, "/app/portes")
	pairs, err := s.toDecide(v)
	add("duplicate.todo", len(pairs), "/app/doublons")
	return err
}

// stewardCampaigns lists the campaigns, those under way first, and the messages
// that wait for somebody to send them.
func (s *Site) stewardCampaigns(v *Visit, p *page.Steward) error {
	all, err := s.Upkeep.Campaigns(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p.NewCampaign = v.href("/app/campagne/nouvelle")
	for i, c := range all {
		if i == stewardCampaignsMost {
			break
		}
		href := v.href("/app/campagne/" + c.ID)
		p.Campaigns = append(p.Campaigns, page.StewardCampaign{
			Name: s.campaignName(v, c), Href: href, State: s.campaignState(v, c), Progress: ui.N(v.L, "campaign.progress", c.Orgs, "done", c.Done),
		})
		if c.ToSend > 0 {
			p.Todo = append(p.Todo, page.StewardRow{What: ui.N(v.L, "campaign.to_send", c.ToSend), Href: v.href("/app/campagne/"+c.ID, "voir", "envoyer")})
		}
	}
	return nil
}

// stewardMissedMost is how many missed searches the home shows: the most frequent.
const stewardMissedMost = 8

// stewardMissed lists what was looked for and not found, with the same search.
func (s *Site) stewardMissed(v *Visit, p *page.Steward) error {
	all, err := s.Directory.MissedSearches(v.R.Context(), v.By, stewardMissedMost)
	for _, m := range all {
		p.Missed = append(p.Missed, page.StewardMissed{What: missedWords(v.L, m.Missed), Times: m.Times, Href: missedSearch(v, m.Missed)})
	}
	return err
}

// missedWords says a missed search as a page of results would.
func missedWords(l *i18n.Local, m directory.Missed) (list []i18n.Text) {
	if m.Need == "" {
		list = append(list, l.Text("steward.missed_words"))
	} else {
		list = append(list, l.Text(directory.NeedKey(m.Need)))
	}
	for f := range strings.FieldsSeq(m.Lacking) {
		kind, code, _ := strings.Cut(f, ":")
		switch directory.Filter(kind) {
		case directory.FilterOpen:
			list = append(list, l.Text("service.w_open"))
		case directory.FilterLanguage:
			if code == "" {
				list = append(list, l.Text("steward.missed_language"))
				continue
			}
			list = append(list, l.Text("service.w_lang", "language", i18n.Tongue(code)))
		case directory.FilterNoPapers:
			list = append(list, l.Text("service.w_nopapers"))
		case directory.FilterPopulation:
			key := populationKeys[code]
			if key == "" {
				key = "steward.missed_population"
			}
			list = append(list, l.Text(key))
		case directory.FilterDistance:
			list = append(list, l.Text("steward.missed_near"))
		case directory.FilterCapacity:
			list = append(list, l.Text("steward.missed_room"))
		case directory.FilterAge:
			list = append(list, l.Text("steward.missed_age"))
		}
	}
	if m.Place != "" {
		list = append(list, l.Text("service.w_near", "place", m.Place))
	}
	return list
}

// missedSearch is the address of the same search, to look at it; empty when
// nothing of it is known.
func missedSearch(v *Visit, m directory.Missed) string {
	if m.Need == "" {
		return ""
	}
	query := []string{"besoin", m.Need, "pres", m.Place, "f", "1"}
	for f := range strings.FieldsSeq(m.Lacking) {
		kind, code, _ := strings.Cut(f, ":")
		switch directory.Filter(kind) {
		case directory.FilterOpen:
			query = append(query, "ouvert", "1")
		case directory.FilterLanguage:
			query = append(query, "langue", code)
		}
	}
	return v.href("/services", query...)
}

// stewardCampaignsMost is how many campaigns the home shows: the latest.
const stewardCampaignsMost = 5

func (s *Site) stalePage(v *Visit, d *directory.Listing, withOrg bool) page.StalePage {
	id := string(d.ID)
	x := page.StalePage{
		Name: said(v.L, d.Name), Href: v.href("/service/" + id), History: v.href("/app/service/" + id + "/historique"),
		Score: int(100 * d.Freshness(s.Clock.Now())), Last: s.on(v, d.ConfirmedAt),
		Edit:    v.href(ownPath(d.ID)),
		Confirm: v.href("/app/service/" + id + "/confirmer"), Mend: v.href("/app/service/" + id + "/corriger"),
	}
	if withOrg {
		x.Org = said(v.L, d.OrgName)
	}
	return x
}

// serviceConfirm says that nothing has changed, in one press.
func (s *Site) serviceConfirm(v *Visit) error {
	if _, err := s.form(v); err != nil {
		return err
	}
	d, err := s.listing(v)
	if err != nil {
		return err
	}
	if !directory.SpeaksFor(v.By, d.Org) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	if err := s.Directory.Confirm(v.R.Context(), v.By, d.ID, s.ownName(v)); err != nil {
		return err
	}
	if err := s.current(v, d.ID); err != nil {
		return err
	}
	return s.seeOther(v, "/app/repertoire?note="+string(d.ID))
}

// ownName is what the actor's organisation is called, as a page will show it
// beside the date.
func (s *Site) ownName(v *Visit) string {
	if name := s.orgName(v, v.By.Org()); name.S != "" {
		return name.S
	}
	return v.Worker.OrgName
}
