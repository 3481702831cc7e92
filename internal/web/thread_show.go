package web

import (
	"net/http"
	"slices"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
)

// threadShow is the person's page: who knows what, who read what, what is
// under way, and how to stop it.
func (s *Site) threadShow(v *Visit) error {
	o, err := s.Consent.Overview(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	queue, err := s.Referral.List(v.R.Context(), v.By, referral.Filter{})
	if err != nil {
		return err
	}
	p := page.ThreadShow{
		Frame: s.frame(v, ""), Holder: s.orgName(v, o.Holder), Finish: v.href("/lien/fermer"), Said: saidOf(v, threadSaid),
		Refuse: v.href("/lien/non"), RefuseOne: v.href("/lien/non/" + string(o.Holder)), Sign: v.href("/lien/image"), Reach: v.href("/lien/joindre"), Mine: v.href("/lien/mes-donnees"), Close: v.href("/lien/jamais"), Closed: o.Closed, Told: s.toldTo(v, o.Emergencies),
	}
	p.Exit = true
	names, err := s.namedWorkers(v, o.Recipients)
	if err != nil {
		return err
	}
	underWay := withWhom(queue)
	for _, e := range o.Emergencies {
		underWay[e.Recipient] = underWay[e.Recipient] || e.Ended.IsZero() && e.To.After(s.Clock.Now())
	}
	var live []access.Org
	for _, r := range o.Recipients {
		k := s.knower(v, r, names)
		s.mine(v, &k, r)
		k.Idle = r.Live() && !underWay[r.Org]
		if r.Live() && !k.Idle {
			p.Active++
			live = append(live, r.Org)
		}
		p.Around = append(p.Around, k)
	}
	// Whoever can read something comes first: that is what may be taken back.
	slices.SortStableFunc(p.Around, func(a, b page.Knower) int { return reads(b) - reads(a) })
	if err := s.threadBonds(v, &p, queue); err != nil {
		return err
	}
	if err := s.around(v, &p, o.Holder, live, queue); err != nil {
		return err
	}
	for _, r := range queue {
		if r.State == referral.Proposed {
			continue
		}
		line := page.ThreadReferral{Org: s.orgName(v, r.Receiver), State: "page_referral.state_" + string(r.State), Read: v.href("/lien/reference/" + string(r.ID))}
		if r.State == referral.Accepted || r.State == referral.InHandoff || r.State == referral.NeedMet {
			line.Helped = v.href("/lien/avis/" + string(r.ID))
		}
		if !r.State.Ended() {
			line.Stop = v.href("/lien/arreter/" + string(r.ID))
		}
		p.Referrals = append(p.Referrals, line)
	}
	for _, seen := range o.Log {
		if seen.Org == o.Holder && seen.Allowed {
			continue // the organisation that accompanies them, doing so
		}
		line := page.LogLine{Org: s.orgName(v, seen.Org), Refused: !seen.Allowed, When: s.when(v, seen.At)}
		for _, part := range seen.Parts {
			line.Parts = append(line.Parts, partKeys[part])
		}
		p.Log = append(p.Log, line)
	}
	return s.page(v, http.StatusOK, page.ThreadShowPage(p))
}

// withWhom are the organisations to which a referral is under way: those that can
// read something of one that was allowed to them.
func withWhom(queue []referral.Summary) map[access.Org]bool {
	underWay := map[access.Org]bool{}
	for _, r := range queue {
		underWay[r.Receiver] = underWay[r.Receiver] || r.State != referral.Proposed && (!r.State.Ended() || r.State == referral.NeedMet)
	}
	return underWay
}

// reads orders organisations: those that read something now, those that were
// allowed to, the others.
func reads(k page.Knower) int {
	switch {
	case len(k.Parts) == 0:
		return 0
	case k.Idle:
		return 1
	}
	return 2
}

// threadSaid is what the person's page says of the act that led to it.
var threadSaid = map[string]string{"non": "refuse.said", "recul": "space.sent", "leve": "refuse.said_lifted", "image": "sign.said", "ferme": "emergency.said_closed", "ouvert": "emergency.said_opened", "joindre": "reach.said"}

// saidOf is what a page says of the act that led to it; "" of none.
func saidOf(v *Visit, said map[string]string) string {
	if key := said[v.R.URL.Query().Get("fait")]; key != "" {
		return v.L.T(key)
	}
	return ""
}

// namedWorkers names the workers whom a consent names.
func (s *Site) namedWorkers(v *Visit, list []consent.Recipient) (map[access.Worker]string, error) {
	var ids []access.Worker
	for _, r := range list {
		if r.Named == "" && r.Worker != "" {
			ids = append(ids, r.Worker)
		}
	}
	return s.Org.WorkerNames(v.R.Context(), ids)
}

// mine adds what the person can do about an organisation.
func (s *Site) mine(v *Visit, k *page.Knower, r consent.Recipient) {
	for _, part := range r.Parts {
		if part.Receipt != "" {
			k.Receipt = v.href("/lien/recu/" + part.Receipt)
		}
		if part.State == consent.StateNo {
			k.Lift = v.href("/lien/lever/" + part.Receipt)
		}
	}
	if r.Live() {
		k.Withdraw = v.href("/lien/retirer/" + string(r.Org))
	}
	if k.Lift == "" {
		k.Refuse = v.href("/lien/non/" + string(r.Org))
	}
}

// knower is an organisation and what it may read now.
func (s *Site) knower(v *Visit, r consent.Recipient, names map[access.Worker]string) page.Knower {
	k := page.Knower{Org: s.orgName(v, r.Org), WhatFor: r.WhatFor, Named: r.Named, Worker: names[r.Worker]}
	var until, changed time.Time
	for _, part := range r.Parts {
		switch part.State {
		case consent.StateYes:
			k.Parts = append(k.Parts, partKeys[part.Part])
			until = part.To
		case consent.StateNo:
			k.State, changed = "page_thread.refused", part.From
		case consent.StateTaken:
			k.State, changed = "page_thread.taken", part.Ended
		case consent.StateLater:
			k.State, changed = "page_thread.later", part.From
		case consent.StateAskAgain:
			k.State, changed = "page_thread.ended", part.To
		}
	}
	k.Until, k.When = s.on(v, until), s.on(v, changed)
	if r.Live() {
		k.State = ""
	}
	return k
}

// orgOf is the organisation of the address.
func orgOf(v *Visit) access.Org { return access.Org(v.R.PathValue("org")) }
