package consent

import (
	"context"
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
	Language   string
	How        How
	RecordedBy access.Worker
	Team       access.Team // under which hat
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

// Refused reports whether a Non of the receipt stands.
func (r Receipt) Refused() bool {
	for _, p := range r.Parts {
		if p.State == StateNo {
			return true
		}
	}
	return false
}

const receiptSchema = "passerelle-consent-1"

// Receipt shows one to the person, or to a worker of the organisation that
// accompanies them; NotFound for anyone else.
func (s *Service) Receipt(ctx context.Context, by access.Actor, id string) (r Receipt, err error) {
	defer fault.Wrap(&err, "consent.Receipt(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rows, err := answersOf(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := s.openWords(ctx, tx, by.Region(), rows); err != nil {
			return err
		}
		if len(rows) == 0 {
			return fault.New(fault.NotFound, "error.not_found")
		}
		r = receipt(rows, tx.Now)
		return nil
	})
	return r, err
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
	}
	return r
}
