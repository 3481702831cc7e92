package web

import (
	"encoding/json"
	"net/http"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/contact"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
)

// mineRoutes are what a person takes away: all that is known of them here, to
// print and as a file.
func (s *Site) mineRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/lien/mes-donnees", ForPerson, s.mineShow},
		{"GET", "/{lang}/lien/mes-donnees.json", ForPerson, s.mineFile},
	}
}

// Mine is all that is kept of a person in what is theirs to read, in a shape
// that another program can take in (P-39.1, a.27). Instants are in UTC. What the
// workers of the organisation wrote for themselves is asked of them: a
// professional may have to explain it first (R-22.1, a.17).
type Mine struct {
	Schema    string         `json:"schema"`
	Made      time.Time      `json:"made"`
	Holder    Named          `json:"accompanied_by"`
	Closed    bool           `json:"never_without_my_consent"`
	Reach     *MineReach     `json:"how_to_reach_me"` // null: nothing was said
	Consents  []MineConsent  `json:"consents"`
	Referrals []MineReferral `json:"referrals"`
	Without   []MineWithout  `json:"told_without_consent"`
	Read      []MineRead     `json:"who_read"`
	Kept      []MineKept     `json:"kept_for"`
}

// Named is an organisation: its opaque id here, and its name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// MineReach is how the person may be reached.
type MineReach struct {
	contact.Profile
	Set time.Time `json:"said"`
}

// MineConsent is one answer, as its receipt says it.
type MineConsent struct {
	Receipt   string       `json:"receipt"`
	Schema    string       `json:"schema"`
	Asked     Named        `json:"asked_by"`
	Recipient Named        `json:"recipient"`
	Named     string       `json:"refused_person,omitempty"`
	WhatFor   string       `json:"what_for"`
	At        time.Time    `json:"at"`
	Wording   string       `json:"wording"`
	Language  string       `json:"language"`
	How       string       `json:"how"`
	Parts     []MineAnswer `json:"parts"`
}

// MineAnswer is the answer about one class of facts, and what it is today.
type MineAnswer struct {
	Part   string     `json:"part"`
	Answer string     `json:"answer"`
	State  string     `json:"state"`
	From   time.Time  `json:"from"`
	To     time.Time  `json:"to"`
	Ended  *time.Time `json:"ended"`
}

// MineReferral is a referral with all that is written in it.
type MineReferral struct {
	Code    string            `json:"code"`
	From    Named             `json:"from"`
	To      Named             `json:"to"`
	State   string            `json:"state"`
	Sent    *time.Time        `json:"sent"`
	Need    *referral.Need    `json:"need"`
	Contact *referral.Contact `json:"contact"`
	Done    *referral.Done    `json:"done"`
	Answer  string            `json:"answer_words"`
	Signed  string            `json:"answered_by"`
	Notes   []MineNote        `json:"observations"`
}

// MineNote is an observation.
type MineNote struct {
	At    time.Time `json:"at"`
	Org   Named     `json:"by"`
	Words string    `json:"words"`
}

// MineWithout was told without the person's consent.
type MineWithout struct {
	Recipient Named     `json:"recipient"`
	Ground    string    `json:"ground"`
	Contact   bool      `json:"how_to_reach_too"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
	Verdict   string    `json:"review"`
}

// MineRead is an opening, or a refusal to open.
type MineRead struct {
	At      time.Time     `json:"at"`
	Org     Named         `json:"by"`
	Purpose string        `json:"purpose"`
	Parts   []access.Part `json:"parts"`
	Allowed bool          `json:"allowed"`
}

// MineKept is how long a class of content is kept, in days, after which its key
// is destroyed.
type MineKept struct {
	What string `json:"what"`
	Days int    `json:"days"`
}

// keptDays is how long a class of content is kept.
func (s *Site) keptDays(what string) int {
	for _, k := range s.Kept {
		if k.What == what {
			return k.Days
		}
	}
	return 0
}

const mineSchema = "passerelle-person-1"

// gather reads all of it. What was not disclosed to the person's own actor is
// not in what it reads.
func (s *Site) gather(v *Visit) (m Mine, err error) {
	ctx := v.R.Context()
	name := func(o access.Org) Named {
		if o == "" {
			return Named{}
		}
		return Named{string(o), s.orgName(v, o).S}
	}
	o, err := s.Consent.Overview(ctx, v.By)
	if err != nil {
		return m, err
	}
	m = Mine{
		Schema: mineSchema, Made: s.Clock.Now(), Holder: name(o.Holder), Closed: o.Closed,
		Consents: []MineConsent{}, Referrals: []MineReferral{}, Without: []MineWithout{}, Read: []MineRead{}, Kept: s.Kept,
	}
	known, _, err := s.Reach.Of(ctx, v.By, v.By.Person())
	if err != nil && !fault.Is(err, fault.Shut) { // in a strongbox: the rest of their file is theirs all the same
		return m, err
	}
	if known != nil {
		m.Reach = &MineReach{known.Profile, known.Set}
	}
	receipts, err := s.Consent.Receipts(ctx, v.By)
	if err != nil {
		return m, err
	}
	for _, r := range receipts {
		m.Consents = append(m.Consents, mineConsent(r, name))
	}
	list, err := s.Referral.List(ctx, v.By, referral.Filter{})
	if err != nil {
		return m, err
	}
	for _, r := range list {
		if r.State == referral.Proposed {
			continue // a draft was told to nobody
		}
		view, err := s.Referral.Show(ctx, v.By, r.ID)
		if err != nil {
			return m, err
		}
		one := MineReferral{
			Code: view.Code, From: name(view.Sender), To: name(view.Receiver), State: string(view.State), Sent: instant(view.SentAt),
			Need: view.Need, Contact: view.Contact, Done: view.Done, Answer: view.Answer, Signed: view.Signed, Notes: []MineNote{},
		}
		for _, n := range view.Notes {
			one.Notes = append(one.Notes, MineNote{n.At, name(n.Org), n.Words})
		}
		m.Referrals = append(m.Referrals, one)
	}
	for _, e := range o.Emergencies {
		m.Without = append(m.Without, MineWithout{name(e.Recipient), e.Ground, e.Contact, e.From, e.To, string(e.Verdict)})
	}
	for _, seen := range o.Log {
		m.Read = append(m.Read, MineRead{seen.At, name(seen.Org), string(seen.Purpose), seen.Parts, seen.Allowed})
	}
	return m, nil
}

func mineConsent(r consent.Receipt, name func(access.Org) Named) MineConsent {
	c := MineConsent{
		Receipt: r.ID, Schema: r.Schema, Asked: name(r.Controller), Recipient: name(r.Recipient), Named: r.Named, WhatFor: r.WhatFor, At: r.At,
		Wording: r.Wording, Language: r.Language, How: string(r.How), Parts: []MineAnswer{},
	}
	for _, p := range r.Parts {
		c.Parts = append(c.Parts, MineAnswer{string(p.Part), string(p.Answer), string(p.State), p.From, p.To, instant(p.Ended)})
	}
	return c
}

// instant is nil for what did not happen.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// mineFile is the file. Its name says nothing.
func (s *Site) mineFile(v *Visit) error {
	m, err := s.gather(v)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return s.download(v, "application/json; charset=utf-8", "document.json", append(b, '\n'))
}

// mineShow is the same on a page, to read and to print.
func (s *Site) mineShow(v *Visit) error {
	m, err := s.gather(v)
	if err != nil {
		return err
	}
	p := page.Mine{Frame: s.frame(v, ""), Back: v.href("/lien/page"), File: v.href("/lien/mes-donnees.json"), Made: s.when(v, m.Made), Holder: m.Holder.Name}
	p.Exit, p.Paper = true, true
	if m.Reach != nil {
		p.Reach = s.safeReach(v, &m.Reach.Profile)
	}
	for _, c := range m.Consents {
		row := page.MineConsent{To: c.Recipient.Name, Named: c.Named, WhatFor: c.WhatFor, When: s.when(v, c.At), Number: c.Receipt}
		for _, a := range c.Parts {
			row.Answers = append(row.Answers, page.ReceiptAnswer{Part: partKeys[access.Part(a.Part)], Answer: "work.answer_" + a.Answer})
		}
		p.Consents = append(p.Consents, row)
	}
	for _, r := range m.Referrals {
		row := page.MineReferral{Code: r.Code, From: r.From.Name, To: r.To.Name, State: "page_referral.state_" + r.State, Contact: contactRows(r.Contact), Done: doneRows(r.Done), Answer: words(r.Answer, "")}
		if r.Need != nil {
			row.Words, row.Observed = words(r.Need.Words, r.Need.Language), words(r.Need.Observed, "")
		}
		for _, n := range r.Notes {
			row.Notes = append(row.Notes, page.MineNote{When: s.when(v, n.At), By: n.Org.Name, Words: words(n.Words, "")})
		}
		p.Referrals = append(p.Referrals, row)
	}
	for _, r := range m.Read {
		row := page.MineRead{When: s.when(v, r.At), By: r.Org.Name, Refused: !r.Allowed}
		for _, part := range r.Parts {
			row.Parts = append(row.Parts, partKeys[part])
		}
		p.Read = append(p.Read, row)
	}
	for _, e := range m.Without {
		p.Without = append(p.Without, page.MineRead{When: s.when(v, e.From), By: e.Recipient.Name})
	}
	for _, k := range m.Kept {
		p.Kept = append(p.Kept, page.MineKept{Key: "mine.kept_" + k.What, Days: k.Days})
	}
	return s.page(v, http.StatusOK, page.MinePage(p))
}
