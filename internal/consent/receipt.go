package consent

import (
	"context"
	"slices"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Receipt is what the person keeps of one answer: the fields of a consent
// record after ISO/IEC TS 27560, in our words. It prints.
type Receipt struct {
	ID         string
	Schema     string        // version of this list of fields
	Principal  access.Person // opaque: a receipt lost in the street names nobody
	Controller access.Org    // who asked, and accompanies the person
	Recipient  access.Org
	Worker     access.Worker // named recipient, if one was
	Named      string        // whom the person refused there, in their words
	Purpose    string
	WhatFor    string // as the person was told
	Basis      string
	At         time.Time
	Parts      []ReceiptPart
	Wording    string // version of the text that was read
	Text       string // the text itself; empty when it was read elsewhere
	Language   string
	How        How
	RecordedBy access.Worker  // nobody when the person did, on their page
	Team       access.Team    // under which hat
	Events     []ReceiptEvent // what was said, and what became of it, oldest first
	// Withdrawable: at any time, without reason, through the thread or any
	// worker of the controller.
	Withdrawable bool
}

// ReceiptPart is the answer about one class of facts.
type ReceiptPart struct {
	Part     access.Part
	Answer   Answer
	State    State
	From, To time.Time
	AskAgain time.Time
	Ended    time.Time
}

// ReceiptState is what an event of a consent says (ISO/IEC TS 27560, events).
type ReceiptState string

// The states. Given, refused and deferred are answers; the others end one.
const (
	ReceiptGiven     ReceiptState = "given"
	ReceiptRefused   ReceiptState = "refused"
	ReceiptDeferred  ReceiptState = "deferred"
	ReceiptWithdrawn ReceiptState = "withdrawn" // by the person, or by a worker on their word
	ReceiptReplaced  ReceiptState = "replaced"  // by a newer answer
	ReceiptLifted    ReceiptState = "lifted"    // a Non that no longer holds
	ReceiptExpired   ReceiptState = "expired"
)

// ReceiptEvent is one instant in the life of an answer.
type ReceiptEvent struct {
	At    time.Time
	State ReceiptState
	Parts []access.Part
	Until time.Time // of given: when it stops by itself
	// ByPerson: their own act, on their page; otherwise a worker's hand, on their
	// word, or time alone.
	ByPerson bool
}

// Ended reports whether the state ends an answer.
func (s ReceiptState) Ended() bool {
	return s != ReceiptGiven && s != ReceiptRefused && s != ReceiptDeferred
}

// Refused reports whether a Non of the receipt stands.
func (r Receipt) Refused() bool {
	for _, p := range r.Parts {
		if p.State == StateNo {
			return true
		}
	}
	return false
}

const receiptSchema = "passerelle-consent-2"

// Receipt shows one to the person, or to a worker of the organisation that
// accompanies them; NotFound for anyone else.
func (s *Service) Receipt(ctx context.Context, by access.Actor, id string) (r Receipt, err error) {
	defer fault.Wrap(&err, "consent.Receipt(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rows, err := answersOf(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := s.openWords(ctx, tx, by.Region(), rows, by.Kind() == access.Holder); err != nil {
			return err
		}
		if len(rows) == 0 || rows[0].Wording == acquainted {
			return fault.New(fault.NotFound, "error.not_found")
		}
		r = receipt(rows, tx.Now)
		r.Text, err = textOf(ctx, tx, by.Region(), r.Wording, r.Language)
		return err
	})
	return r, err
}

// Receipts are all of a person's own, newest first; NotFound for anyone else.
func (s *Service) Receipts(ctx context.Context, by access.Actor) (list []Receipt, err error) {
	defer fault.Wrap(&err, "consent.Receipts")
	if by.Kind() != access.Holder {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		rows, err := answersAbout(ctx, tx, by, by.Person())
		if err != nil {
			return err
		}
		if err := s.openWords(ctx, tx, by.Region(), rows, by.Kind() == access.Holder); err != nil {
			return err
		}
		var order []string
		of := map[string][]Row{}
		for _, r := range rows {
			if of[r.Receipt] == nil {
				order = append(order, r.Receipt)
			}
			of[r.Receipt] = append(of[r.Receipt], r)
		}
		for _, id := range order {
			list = append(list, receipt(of[id], tx.Now))
		}
		return nil
	})
	return list, err
}

func receipt(rows []Row, now time.Time) Receipt {
	c := rows[0]
	r := Receipt{
		ID: c.Receipt, Schema: receiptSchema, Principal: c.Person, Controller: c.Holder, Recipient: c.Recipient, Worker: c.RecipientWorker,
		Purpose: Purpose, WhatFor: c.WhatFor, Basis: "consent", At: c.At, Wording: c.Wording, Language: c.Language, How: c.How,
		RecordedBy: c.Worker, Team: c.Team, Withdrawable: true,
	}
	named := byName(rows)
	for _, c := range rows {
		if c.bearer(named) {
			continue
		}
		if c.Named != "" {
			r.Named = c.Named
		}
		r.Parts = append(r.Parts, ReceiptPart{c.Part, c.Answer, c.StateAt(now), c.From, c.To, c.AskAgain, c.Ended})
		r.happened(c, now)
	}
	slices.SortStableFunc(r.Events, func(a, b ReceiptEvent) int { return a.At.Compare(b.At) })
	return r
}

var (
	receiptAnswers = map[Answer]ReceiptState{Yes: ReceiptGiven, No: ReceiptRefused, Later: ReceiptDeferred}
	receiptEndings = map[string]ReceiptState{
		endedByPerson: ReceiptWithdrawn, endedByWord: ReceiptWithdrawn, endedByAnswer: ReceiptReplaced, endedByLift: ReceiptLifted,
	}
)

// happened adds the life of one row: parts that shared an instant share its line.
func (r *Receipt) happened(c Row, now time.Time) {
	said := ReceiptEvent{At: c.At, State: receiptAnswers[c.Answer], ByPerson: c.Worker == ""}
	if c.Answer == Yes {
		said.Until = c.To
	}
	r.add(said, c.Part)
	switch {
	case !c.Ended.IsZero():
		r.add(ReceiptEvent{At: c.Ended, State: receiptEndings[c.EndedBy], ByPerson: c.EndedBy == endedByPerson}, c.Part)
	case c.Answer == Yes && !c.To.After(now):
		r.add(ReceiptEvent{At: c.To, State: ReceiptExpired}, c.Part)
	}
}

func (r *Receipt) add(e ReceiptEvent, part access.Part) {
	for i := range r.Events {
		if known := &r.Events[i]; known.At.Equal(e.At) && known.State == e.State {
			known.Parts = append(known.Parts, part)
			return
		}
	}
	e.Parts = []access.Part{part}
	r.Events = append(r.Events, e)
}
