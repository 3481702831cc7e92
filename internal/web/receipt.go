package web

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/org"
	"passerelle/internal/web/page"
)

// receiptShow is what the person keeps of one answer.
func (s *Site) receiptShow(v *Visit) error {
	r, err := s.Consent.Receipt(v.R.Context(), v.By, v.R.PathValue("id"))
	if err != nil {
		return err
	}
	names, err := s.receiptNames(v, r)
	if err != nil {
		return err
	}
	asked, law := s.receiptParty(v, r.Controller)
	to, _ := s.receiptParty(v, r.Recipient)
	p := page.ConsentReceipt{
		Frame: s.frame(v, ""), Number: r.ID, AskedBy: asked, To: to, Only: names.only, Named: r.Named, NotedBy: names.noted, WhatFor: r.WhatFor,
		When: s.when(v, r.At), How: "page_consent.how_" + string(r.How), Language: v.L.Name(r.Language), TextLang: r.Language, Wording: r.Wording,
		Text: lines(filled(r.Text, to.Name.S, r.WhatFor)), Law: lawNames[law], Address: s.base(v), KeptDays: s.keptDays("people"), File: v.href("/lien/recu/" + r.ID + "/recu.json"), Back: v.href("/lien/page"),
	}
	p.Exit = true
	for _, part := range r.Parts {
		a := page.ReceiptAnswer{Part: partKeys[part.Part], Answer: "work.answer_" + string(part.Answer)}
		if part.Answer == consent.Yes {
			a.Until = s.on(v, part.To)
		}
		p.Answers = append(p.Answers, a)
		if part.State == consent.StateYes {
			p.Withdraw = v.href("/lien/retirer/" + string(r.Recipient))
		}
	}
	for _, e := range r.Events {
		if e.State.Ended() {
			p.Events = append(p.Events, page.ReceiptMoment{What: "receipt.event_" + string(e.State), When: s.when(v, e.At)})
		}
	}
	return s.page(v, http.StatusOK, page.ConsentReceiptPage(p))
}

// lawNames are the laws as their own texts are cited; they are not translated.
var lawNames = map[org.Regime]string{
	org.PrivateQuebec: "P-39.1 (Québec)", org.HealthQuebec: "R-22.1 (Québec)", org.PublicQuebec: "A-2.1 (Québec)",
	org.HealthOntario: "PHIPA (Ontario)", org.PrivateFederal: "PIPEDA / LPRPDE (Canada)",
}

// places of the law, as ISO 3166 has them.
var lawPlaces = map[org.Regime]string{
	org.PrivateQuebec: "CA-QC", org.HealthQuebec: "CA-QC", org.PublicQuebec: "CA-QC", org.HealthOntario: "CA-ON", org.PrivateFederal: "CA",
}

// blank is a place that a sentence leaves for what changes from one to another.
var blank = regexp.MustCompile(`\{[a-z]+\}`)

// filled is a text as it was read: whom it is about and what for stand in it
// again, and a date or a name of then is three dots.
func filled(text, org, whatFor string) string {
	return blank.ReplaceAllStringFunc(text, func(b string) string {
		switch b {
		case "{org}":
			return org
		case "{purpose}":
			return whatFor
		}
		return "…"
	})
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// onReceipt are the people whom a receipt names.
type onReceipt struct {
	only  string // the one worker whom the consent is for
	noted string // who wrote it down, under which hat; empty: the person themself
}

func (s *Site) receiptNames(v *Visit, r consent.Receipt) (n onReceipt, err error) {
	known, err := s.Org.WorkerNames(v.R.Context(), []access.Worker{r.Worker, r.RecordedBy})
	if err != nil {
		return n, err
	}
	if r.Named == "" {
		n.only = known[r.Worker]
	}
	if r.RecordedBy == "" {
		return n, nil
	}
	holder := s.orgName(v, r.Controller).S
	team, err := s.Org.TeamName(v.R.Context(), r.Team)
	switch {
	case err != nil:
		return n, err
	case team != "":
		n.noted = v.L.T("receipt.noted_team", "person", known[r.RecordedBy], "team", team, "org", holder)
	case known[r.RecordedBy] != "":
		n.noted = v.L.T("receipt.noted_from", "person", known[r.RecordedBy], "org", holder)
	default:
		n.noted = holder // a system of theirs
	}
	return n, nil
}

// receiptParty is an organisation with what is public of it, and the law that
// binds it when it signs in here.
func (s *Site) receiptParty(v *Visit, id access.Org) (p page.ReceiptParty, law org.Regime) {
	p.Name = s.orgName(v, id)
	if o, err := s.Org.Find(v.R.Context(), id); err == nil {
		p.Email, p.Contact, law = o.AnswerEmail, o.PersonInCharge, o.Regime
	}
	for _, d := range s.Finder.ByOrg(id) {
		if list := phones(v.L, d, -1); p.Phone == "" && len(list) > 0 {
			p.Phone = list[0].Number
		}
		for i := range d.Places {
			// A shelter's address is on no paper, and an area is no address.
			if at := &d.Places[i]; p.Address == "" && !d.Sensitive && !at.Hidden && !at.AreaOnly {
				p.Address = address(at)
			}
		}
	}
	return p, law
}

// stamp is an instant as files have it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// receiptFile is the receipt to take away, in the fields of ISO/IEC TS 27560:2023.
func (s *Site) receiptFile(v *Visit) error {
	r, err := s.Consent.Receipt(v.R.Context(), v.By, v.R.PathValue("id"))
	if err != nil {
		return err
	}
	names, err := s.receiptNames(v, r)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(s.receiptRecord(v, r, names), "", "  ")
	if err != nil {
		return err
	}
	return s.download(v, "application/json; charset=utf-8", "recu.json", b) // a name that says nothing of what it is
}

// The file: the sections and names of the standard, in the order of its tables.
// Each field that it calls mandatory is always there (receipt_test.go).
type (
	receiptFile struct {
		Schema  string        `json:"schema_version"`
		ID      string        `json:"receipt_id"`
		Made    string        `json:"receipt_created_at"`
		Record  recordHeader  `json:"header"`
		Notice  recordNotice  `json:"notice"`
		Process []processing  `json:"processing"`
		Parties []recordParty `json:"parties"`
		Events  []recordEvent `json:"events"`
	}
	recordHeader struct {
		Schema  string `json:"schema_version"`
		ID      string `json:"record_id"`
		Subject string `json:"data_subject_id"` // opaque: it is nobody's name
	}
	recordNotice struct {
		Reference string   `json:"reference"` // the exact wording
		Language  string   `json:"language"`
		Text      []string `json:"text,omitempty"`
	}
	processing struct {
		Purpose      string       `json:"purpose"` // as the person was told
		PurposeType  string       `json:"purpose_type"`
		Basis        string       `json:"legal_basis"`
		Data         []recordData `json:"personal_data"`
		Controllers  []string     `json:"controllers"`
		Recipients   []string     `json:"recipients"`
		Named        string       `json:"refused_by_name,omitempty"` // in the person's words
		Storage      string       `json:"storage_location"`
		Retention    string       `json:"retention"`
		Jurisdiction string       `json:"jurisdiction"`
		Law          string       `json:"law,omitempty"`
		Withdrawal   string       `json:"withdrawal_method"`
		WithdrawAt   string       `json:"withdrawal_url"`
		Right        string       `json:"rights"`
	}
	recordData struct {
		ID        string `json:"id"`
		Type      string `json:"type"`
		Necessary bool   `json:"necessary"` // without it there is no referral
		Sensitive bool   `json:"sensitive"`
		Answer    string `json:"answer"`
		State     string `json:"state"`
		From      string `json:"valid_from,omitempty"`
		Until     string `json:"valid_until,omitempty"`
	}
	recordParty struct {
		ID      string `json:"id"`
		Role    string `json:"role"`
		Type    string `json:"type"`
		Name    string `json:"name"`
		Address string `json:"address"`
		Contact string `json:"contact"`
		Email   string `json:"email,omitempty"`
		Phone   string `json:"phone,omitempty"`
	}
	recordEvent struct {
		Time     string   `json:"time"`
		State    string   `json:"state"`
		Data     []string `json:"personal_data"`
		Validity string   `json:"validity"` // until when, or that it has no end
		Who      string   `json:"entity_id"`
		Type     string   `json:"type"`
		Method   string   `json:"method,omitempty"`
	}
)

const (
	receiptStandard = "ISO/IEC TS 27560:2023"
	receiptWorker   = "worker"
)

// recordStates are the states of the standard.
var recordStates = map[consent.ReceiptState]string{
	consent.ReceiptGiven: "given", consent.ReceiptRefused: "refused", consent.ReceiptDeferred: "request_deferred", consent.ReceiptWithdrawn: "withdrawn",
	consent.ReceiptReplaced: "invalidated", consent.ReceiptLifted: "invalidated", consent.ReceiptExpired: "expired",
}

// noEnd is the validity of what only the person ends.
const noEnd = "until changed by the person"

func (s *Site) receiptRecord(v *Visit, r consent.Receipt, names onReceipt) receiptFile {
	asked, law := s.receiptParty(v, r.Controller)
	to, _ := s.receiptParty(v, r.Recipient)
	f := receiptFile{
		Schema: receiptStandard + "; " + r.Schema, ID: r.ID, Made: stamp(s.Clock.Now()),
		Record: recordHeader{Schema: receiptStandard, ID: r.ID, Subject: string(r.Principal)},
		Notice: recordNotice{Reference: r.Wording, Language: r.Language, Text: lines(r.Text)},
		Parties: []recordParty{
			s.recordParty(v, string(r.Controller), "controller", asked), s.recordParty(v, string(r.Recipient), "recipient", to),
		},
	}
	p := processing{
		Purpose: r.WhatFor, PurposeType: r.Purpose, Basis: r.Basis, Controllers: []string{string(r.Controller)}, Recipients: []string{string(r.Recipient)},
		Named: r.Named, Storage: v.L.T("receipt.kept_where", "address", s.base(v), "org", asked.Name), Retention: v.L.N("mine.kept_people", s.keptDays("people")),
		Jurisdiction: lawPlaces[law], Law: lawNames[law], Withdrawal: v.L.T("receipt.withdraw_how", "org", asked.Name), WithdrawAt: s.publicAddress(v, "/lien"),
		Right: v.L.T("page_thread.receipt_free"),
	}
	if p.Purpose == "" {
		p.Purpose = v.L.T("receipt.purpose")
	}
	if p.Jurisdiction == "" {
		p.Jurisdiction = "CA"
	}
	who := string(r.Principal)
	if names.noted != "" {
		who = receiptWorker
		f.Parties = append(f.Parties, recordParty{ID: receiptWorker, Role: "recorded_by", Type: "natural_person", Name: names.noted,
			Address: f.Parties[0].Address, Contact: f.Parties[0].Contact})
	}
	if names.only != "" {
		f.Parties = append(f.Parties, recordParty{ID: string(r.Worker), Role: "recipient", Type: "natural_person", Name: names.only,
			Address: f.Parties[1].Address, Contact: f.Parties[1].Contact})
		p.Recipients = []string{string(r.Worker)}
	}
	for _, part := range r.Parts {
		d := recordData{
			ID: string(part.Part), Type: v.L.T(partKeys[part.Part]), Necessary: part.Part == access.PartNeed, Sensitive: true,
			Answer: string(part.Answer), State: string(part.State),
		}
		if part.Answer == consent.Yes {
			d.From, d.Until = stamp(part.From), stamp(part.To)
		}
		p.Data = append(p.Data, d)
	}
	f.Process = []processing{p}
	for _, e := range r.Events {
		f.Events = append(f.Events, recordEventOf(e, r, who))
	}
	return f
}

func recordEventOf(e consent.ReceiptEvent, r consent.Receipt, who string) recordEvent {
	out := recordEvent{Time: stamp(e.At), State: recordStates[e.State], Validity: noEnd, Who: who, Type: "explicitly_expressed"}
	if !e.Until.IsZero() {
		out.Validity = stamp(e.Until)
	}
	for _, part := range e.Parts {
		out.Data = append(out.Data, string(part))
	}
	switch {
	case e.State == consent.ReceiptExpired:
		out.Who, out.Type = "time", "none"
	case !e.State.Ended():
		out.Method = string(r.How)
	case e.ByPerson:
		out.Who = string(r.Principal)
	default: // a worker's hand, on the person's word
		out.Who = string(r.Controller)
	}
	return out
}

func (s *Site) recordParty(v *Visit, id, role string, p page.ReceiptParty) recordParty {
	unknown := v.L.T("receipt.unknown")
	out := recordParty{ID: id, Role: role, Type: "organisation", Name: p.Name.S, Address: p.Address, Contact: p.Contact, Email: p.Email, Phone: p.Phone}
	if out.Address == "" {
		out.Address = unknown
	}
	for _, c := range []string{p.Phone, p.Email, unknown} {
		if out.Contact == "" {
			out.Contact = c
		}
	}
	return out
}
