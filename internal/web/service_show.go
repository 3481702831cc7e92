package web

import (
	"net/http"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// serviceShow is S3.
func (s *Site) serviceShow(v *Visit) error {
	p, err := s.servicePage(v)
	if err != nil {
		return err
	}
	d, err := s.listing(v)
	if err != nil {
		return err
	}
	if p.NoIndex = !d.Indexable(); !p.NoIndex {
		s.index(v, &p.Frame, "/service/"+string(d.ID))
	}
	if p.Linked, err = s.linkedData(v, d); err != nil {
		return err
	}
	return s.page(v, http.StatusOK, page.ServiceShow(p))
}

// serviceCard is S3 on an A6.
func (s *Site) serviceCard(v *Visit) error {
	p, err := s.servicePage(v)
	if err != nil {
		return err
	}
	p.Back = v.href("/service/" + v.R.PathValue("id"))
	onPaper(v.L, &p)
	return s.page(v, http.StatusOK, page.ServiceCardPage(p))
}

// shortAddress sends a code read on paper to its page.
func (s *Site) shortAddress(v *Visit) error {
	d := s.Finder.ByCode(v.R.PathValue("code"))
	if d == nil {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.seeOther(v, "/service/"+string(d.ID))
}

// listing is the service of the address.
func (s *Site) listing(v *Visit) (*directory.Listing, error) {
	if d := s.Finder.Get(access.Service(v.R.PathValue("id"))); d != nil {
		return d, nil
	}
	return nil, fault.New(fault.NotFound, "error.not_found")
}

func (s *Site) servicePage(v *Visit) (page.Service, error) {
	d, err := s.listing(v)
	if err != nil {
		return page.Service{}, err
	}
	return s.pageOf(v, d)
}

// pageOf is all that a page, a card or a slip shows of a service.
func (s *Site) pageOf(v *Visit, d *directory.Listing) (page.Service, error) {
	l, now := v.L, s.Clock.Now()
	opening, place := d.OpenAt(s.Zone, now)
	name := said(l, d.Name)
	self := v.href("/service/" + string(d.ID))
	p := page.Service{
		Frame: s.frame(v, name.S), Name: name, Org: said(l, d.OrgName), OrgPage: organizationPage(v, d.Org), Summary: passage(l, d, "description", d.Summary), Alert: passage(l, d, "alert", d.Alert),
		Inactive: !d.Searchable(), Shut: d.Status == directory.TemporarilyClosed, Door: s.door(l, d, place, opening, now),
		Phones: phones(l, d, place), Written: writtenTo(l, d, place), Fax: numbers(l, phonesAt(d, place), isFax), Everyone: d.Unconditional, Who: who(l, d),
		Knock: passage(l, d, "application_process", d.Process), Fees: passage(l, d, "fees_description", d.Fees), Wait: passage(l, d, "wait_time", d.Wait), Interpreter: passage(l, d, "interpretation_services", d.Interpreter),
		URL: d.URL, Email: d.Email, ClosedDoors: d.ClosedDoors, Source: d.Source,
		Report: self + "/porte", Card: self + "/carte", With: v.href("/aide"), Short: s.shortURL(v, d.Code),
	}
	p.Exit = d.Sensitive
	s.share(v, &p, d)
	p.Fresh, p.Stale = fresh(l, d, now)
	if !d.ConfirmedAt.IsZero() {
		p.Confirmed = l.Date(d.ConfirmedAt.In(s.Zone))
	}
	p.Kept = s.kept(l, d, now)
	if !d.UpdatedAt.IsZero() {
		p.Updated = l.Date(d.UpdatedAt.In(s.Zone))
	}
	if day := time.Unix(int64(d.SourceDay)*24*60*60, 0).UTC(); d.SourceDay > 0 && !day.After(midnight(now.In(s.Zone))) {
		p.SourceDay = l.Date(day)
	}
	for _, doc := range d.Documents {
		p.Documents = append(p.Documents, said(l, doc))
	}
	asks(&p, d)
	papers(&p, d, now)
	s.particulars(&p, l, d, now)
	s.places(&p, l, d)
	return p, nil
}

// shortURL is the address of a service for paper.
func (s *Site) shortURL(v *Visit, code string) string { return s.short(v, "/s/"+code) }

// who says who can go, from the facts and then in the organisation's words.
func who(l *i18n.Local, d *directory.Listing) (list []i18n.Text) {
	for _, code := range d.Populations {
		if key := populationKeys[code]; key != "" {
			list = append(list, l.Text(key))
		}
	}
	if said := ages(l, d); said.S != "" {
		list = append(list, said)
	}
	for _, whom := range d.Particulars().Audience {
		list = append(list, said(l, whom))
	}
	switch conditions := passage(l, d, "eligibility_description", d.Eligibility); strings.ToLower(strings.Trim(conditions.S, " .")) {
	case "":
	case "none", "aucune", "aucun": // alone under who can go, it would say that nobody can
		list = append(list, l.Text("service.no_conditions"))
	default:
		list = append(list, conditions)
	}
	return list
}

var populationKeys = map[string]string{
	"women": "service.pop_women", "men": "service.pop_men", "youth": "service.pop_youth", "families": "service.pop_families",
	"seniors": "service.pop_seniors", "lgbtq": "service.pop_lgbtq", "newcomers": "service.pop_newcomers",
	"indigenous": "service.pop_indigenous", "veterans": "service.pop_veterans", "students": "service.pop_students",
}

// asks fills the four fixed rows: each stands somewhere, none is forgotten.
func asks(p *page.Service, d *directory.Listing) {
	for _, row := range []struct {
		of  directory.Question
		ask page.Ask
	}{
		{directory.AskStatus, page.Ask{Icon: "globe", Key: "service.ask_status"}},
		{directory.AskPapers, page.Ask{Icon: "id-card", Key: "service.ask_papers"}},
		{directory.AskMoney, page.Ask{Icon: "banknote", Key: "service.ask_money"}},
		{directory.AskAddress, page.Ask{Icon: "house", Key: "service.ask_address"}},
	} {
		switch d.Asks[row.of] {
		case directory.AskedYes:
			p.Asked = append(p.Asked, row.ask)
		case directory.AskedNo:
			p.NotAsked = append(p.NotAsked, row.ask)
		default:
			p.Unsure = append(p.Unsure, row.ask)
		}
	}
}

// papers says what is known of each paper; nothing is said of a paper that
// nothing is known of, but PFSI, whose silence must be heard (R2). Who
// confirmed them is said once when it was one act.
func papers(p *page.Service, d *directory.Listing, now time.Time) {
	l, together := p.L, map[string]bool{}
	for _, paper := range directory.Papers {
		accepted, known := d.Papers[paper]
		if !known && paper != directory.IFHP {
			continue
		}
		row := page.Paper{Key: acceptKeys[accepted], Paper: paperNames[paper]}
		if paper == directory.NoPapers {
			row.Key = nothingKeys[accepted]
		}
		if known {
			row.Sure = sure(l, d, directory.FactPaper, string(paper), now)
			stamp := d.Particulars().Sure[directory.FactKey{Kind: directory.FactPaper, Code: string(paper)}]
			together[stamp.By+stamp.At.Format(time.DateOnly)] = true
		}
		p.Papers = append(p.Papers, row)
	}
	if len(together) != 1 {
		return
	}
	for i := range p.Papers {
		if row := &p.Papers[i]; row.Sure != nil {
			p.Sure, row.Sure = row.Sure, nil
		}
	}
}
