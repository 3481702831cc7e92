package web

import (
	"net/http"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// understandList lists the organisations that introduced themselves.
func (s *Site) understandList(v *Visit) error {
	all, err := s.Directory.Cards(v.R.Context(), v.By, string(v.L.Lang()))
	if err != nil {
		return err
	}
	p := page.UnderstandList{Frame: s.frame(v, v.L.T("card.list_title")), Back: v.href("/app")}
	p.Here = "today"
	if ForManager.admits(v.By) {
		p.Ours = v.href("/app/comprendre/" + string(v.By.Org()))
	}
	for _, c := range all {
		p.Rows = append(p.Rows, page.UnderstandRow{Name: s.orgName(v, c.Org), Who: words(c.Who, c.Lang), Href: v.href("/app/comprendre/" + string(c.Org))})
	}
	return s.page(v, http.StatusOK, page.UnderstandListPage(p))
}

// servicesShown is how many services a card leads to.
const servicesShown = 12

var cardParts = map[directory.CardPart]string{
	directory.PartWho: "card.part_who", directory.PartKnock: "card.part_knock", directory.PartLimits: "card.part_limits",
}

var approachKeys = map[directory.ApproachCode]string{
	directory.ApproachNotes: "card.q_notes", directory.ApproachAnonymity: "card.q_anonymity", directory.ApproachAccompaniment: "card.q_accompaniment",
}

// understand is an organisation in one minute (S8).
func (s *Site) understand(v *Visit) error {
	org := access.Org(v.R.PathValue("org"))
	u, err := s.Directory.Understand(v.R.Context(), v.By, org)
	if err != nil {
		return err
	}
	name := s.orgName(v, org)
	p := page.Understand{
		Frame: s.frame(v, v.L.T("card.title", "org", name)), Back: v.href("/app/comprendre"), Name: name, Ours: u.Ours, Saved: v.R.URL.Query().Get("fait") != "",
		PracticeAdd: v.href("/app/pratique"), Public: organizationPage(v, org), Changed: s.on(v, u.Changed()),
	}
	p.Here = "today"
	card, written := u.In(string(v.L.Lang()))
	p.Written = written
	for _, part := range directory.CardParts {
		p.Parts = append(p.Parts, s.cardPart(v, u, card, string(part.Part), part.Fields))
	}
	for _, x := range u.Practices {
		p.Practices = append(p.Practices, page.Practice{Name: words(x.Name, x.Lang), Words: words(x.Words, x.Lang), Since: x.Since,
			End: v.href("/app/pratique/" + x.ID + "/retirer"), Hidden: hidden(s.newAct())})
	}
	if p.Pace, err = s.pace(v, org); err != nil {
		return err
	}
	if p.Lines, err = s.linesOf(v, org); err != nil {
		return err
	}
	for i, d := range s.Finder.ByOrg(org) {
		if i == servicesShown {
			break
		}
		p.Services = append(p.Services, page.Link{Label: said(v.L, d.Name), Href: v.href("/service/" + string(d.ID))})
	}
	return s.page(v, http.StatusOK, page.UnderstandPage(p))
}

// cardPart is one part as it is read; what is not written is left out.
func (s *Site) cardPart(v *Visit, u *directory.Understanding, card directory.Card, part string, fields []string) page.CardPart {
	p := page.CardPart{Heading: cardParts[directory.CardPart(part)], Edit: v.href("/app/comprendre/" + string(u.Org) + "/" + part)}
	for _, f := range fields {
		if t := card.Field(f); t != "" {
			p.Facts = append(p.Facts, page.CardFact{Label: "card." + f, Words: words(t, card.Lang)})
		}
	}
	if part == string(directory.PartKnock) {
		for _, q := range directory.ApproachCodes {
			if a := u.Approach[q]; a != "" {
				p.Facts = append(p.Facts, page.CardFact{Label: approachKeys[q], Words: v.L.Text("card.a_" + a)})
			}
		}
	}
	return p
}

// pace says how an organisation answers, once there is enough to tell.
func (s *Site) pace(v *Visit, org access.Org) (list []i18n.Text, err error) {
	pace, ok, err := s.Directory.Pace(v.R.Context(), v.By, org)
	if err != nil || !ok {
		return nil, err
	}
	if pace.Answered > 0 {
		hours := int((pace.Median + time.Hour - 1) / time.Hour)
		if hours > 48 {
			list = append(list, v.L.NText("card.pace_days", (hours+23)/24))
		} else {
			list = append(list, v.L.NText("card.pace_hours", max(1, hours)))
		}
	}
	if pace.Silent > 0 {
		list = append(list, v.L.NText("card.pace_silent", pace.Silent))
	}
	return list, nil
}

// approach are the answers to a question about the approach.
func approach(name string, now string) page.CardQuestion {
	q := page.CardQuestion{Name: name, Label: approachKeys[directory.ApproachCode(name)], Options: []ui.Option{{Key: "card.a_none", Checked: now == ""}}}
	for _, a := range directory.ApproachAnswers {
		q.Options = append(q.Options, ui.Option{Value: a, Key: "card.a_" + a, Checked: a == now})
	}
	return q
}
