package web

import (
	"net/http"

	"passerelle/internal/access"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// codes are how the organisation calls its own people.
type codes map[access.Person]string

func (s *Site) codes(v *Visit) (codes, error) {
	labels, err := s.Consent.Labels(v.R.Context(), v.By)
	if err != nil {
		return nil, err
	}
	m := codes{}
	for _, l := range labels {
		m[l.ID] = l.Code
	}
	return m, nil
}

// tabs of the queue: the address says recues, envoyees or brouillons.
var tabs = map[string]string{"": "received", "recues": "received", "envoyees": "sent", "brouillons": "drafts"}

// tabOf says under which tab a referral stands.
func tabOf(r referral.Summary) string {
	switch {
	case r.Side == referral.Target:
		return "received"
	case r.State == referral.Proposed:
		return "drafts"
	}
	return "sent"
}

// referralList is the queue of S7: states and dates, no content.
func (s *Site) referralList(v *Visit) error {
	tab, ok := tabs[v.R.URL.Query().Get("vue")]
	if !ok {
		tab = "received"
	}
	queue, err := s.Referral.List(v.R.Context(), v.By, referral.Filter{})
	if err != nil {
		return err
	}
	codes, err := s.codes(v)
	if err != nil {
		return err
	}
	p := page.ReferralList{Frame: s.frame(v, v.L.T("page_referral.list_title")), Said: saidOf(v, knownSaid), Tab: tab, Counts: map[string]int{}}
	p.Here = "referrals"
	if p.Blocked, err = s.blockedWays(v, codes); err != nil {
		return err
	}
	for _, r := range queue {
		p.Counts[tabOf(r)]++
		if tabOf(r) == tab {
			p.Rows = append(p.Rows, s.referralRow(v, r, codes))
		}
	}
	return s.page(v, http.StatusOK, page.ReferralListPage(p))
}

func (s *Site) referralRow(v *Visit, r referral.Summary, codes codes) page.ReferralRow {
	row := page.ReferralRow{
		Href: v.href("/app/reference/" + string(r.ID)), Person: r.Code, Need: s.serviceName(v, r.Service),
		Other: s.orgName(v, r.Sender), LateHours: int(r.Late.Hours()), State: "page_referral.state_" + string(r.State),
	}
	if r.Service == "" {
		row.Need = v.L.Text("work.no_door")
	}
	if r.Side == referral.Source {
		row.Person, row.Other = codes[r.Person], s.orgName(v, r.Receiver)
	}
	if r.State.Unanswered() {
		row.Due = s.on(v, r.Due)
	}
	if key := nextKeys[r.Next]; key != "" {
		row.Next, row.NextHref = ui.T(v.L, key), row.Href
	}
	return row
}
