package consent

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Row is one answer as kept: one part, one recipient.
type Row struct {
	ID, Receipt       string
	Holder            access.Org // who accompanies the person and asked
	Person            access.Person
	Recipient         access.Org
	RecipientWorker   access.Worker
	Part              access.Part
	Answer            Answer
	From, To          time.Time
	AskAgain          time.Time // zero: never
	Ended             time.Time // zero: it stands
	EndedBy           string
	WhatFor           string
	Wording, Language string
	How               How
	Worker            access.Worker // who recorded it
	Team              access.Team   // under which hat
	At                time.Time

	// Named is whom a Non is about, as the person said it; the workers who bear
	// the name have rows of the same receipt, which are shown to nobody.
	Named string
	// Unread: its words are in a strongbox that is shut.
	Unread bool

	sealed, sealedName []byte // WhatFor and Named, closed
	sealedText         []byte // where the text stands that was read elsewhere; opened, it is the Wording
}

// bearer reports whether the row only carries a Non by name to somebody, or keeps
// away a worker who knows the person: neither is anybody's to read.
func (r Row) bearer(named map[string]bool) bool {
	return r.Wording == acquainted || named[r.Receipt] && r.RecipientWorker != access.Worker(r.Receipt)
}

// byName are the receipts of refusals by name.
func byName(rows []Row) map[string]bool {
	list := map[string]bool{}
	for _, r := range rows {
		list[r.Receipt] = list[r.Receipt] || r.RecipientWorker == access.Worker(r.Receipt)
	}
	return list
}

// hidden stands for a name that is in a strongbox that is shut.
const hidden = "…"

// State is how an answer reads on a screen (words.md §2, Consent).
type State string

// The states of a part.
const (
	StateYes      State = "yes"
	StateNo       State = "no"
	StateLater    State = "later"
	StateAskAgain State = "ask_again" // run out, or time to ask
	StateTaken    State = "withdrawn"
)

// StateAt is what the row says at an instant.
func (r Row) StateAt(now time.Time) State {
	switch {
	case r.Answer == No && r.Ended.IsZero():
		return StateNo
	case r.EndedBy == endedByPerson || r.EndedBy == endedByWord:
		return StateTaken
	case !r.Ended.IsZero():
		return "" // a newer answer, or the person's word, took its place
	case r.Answer == Later && r.AskAgain.After(now):
		return StateLater
	case r.Answer == Yes && r.To.After(now):
		return StateYes // to be asked again soon or not, it is still a Oui
	}
	return StateAskAgain
}

// Part is the present state of one part for one recipient.
type Part struct {
	Part     access.Part
	State    State
	From, To time.Time
	AskAgain time.Time
	Ended    time.Time
	Receipt  string
}

// Recipient is one organisation (or one worker of it) and what it was told it
// may know.
type Recipient struct {
	Org    access.Org
	Worker access.Worker
	Parts  []Part
	// WhatFor is what the person was told, in the latest answer.
	WhatFor string
	// Named is whom the person refused there, in their words; Worker is then
	// nobody's id.
	Named string
	// How the latest answer was given, who recorded it and under which hat;
	// nobody when the person did, on their page.
	How      How
	Recorded access.Worker
	Team     access.Team
}

// AskAgain is from when to ask again; the zero time when nobody is to.
func (r Recipient) AskAgain() (at time.Time) {
	for _, p := range r.Parts {
		if p.State != StateNo && p.State != StateTaken && !p.AskAgain.IsZero() && (at.IsZero() || p.AskAgain.Before(at)) {
			at = p.AskAgain
		}
	}
	return at
}

// Live reports whether anything is allowed now: what Retirer would take back.
func (r Recipient) Live() bool { return r.any(StateYes) }

// Taken says when what was allowed was taken back, and by which receipt it had
// been; the zero time when nothing was.
func (r Recipient) Taken() (at time.Time, receipt string) {
	for _, p := range r.Parts {
		if p.State == StateTaken && p.Ended.After(at) {
			at, receipt = p.Ended, p.Receipt
		}
	}
	return at, receipt
}

// Refused reports whether a Non stands.
func (r Recipient) Refused() bool { return r.any(StateNo) }

func (r Recipient) any(s State) bool {
	for _, p := range r.Parts {
		if p.State == s {
			return true
		}
	}
	return false
}

// Overview is the person's page: who may know what, and who looked.
type Overview struct {
	Person     access.Person
	Holder     access.Org // who accompanies the person
	Recipients []Recipient
	Log        []event.Seen
	// Emergencies were told without consent; Closed, that none may be.
	Emergencies []Emergency
	Closed      bool
}

// Overview shows the person what stands, and every opening of their facts and
// every refusal to open them. For anyone else it is NotFound.
func (s *Service) Overview(ctx context.Context, by access.Actor) (o Overview, err error) {
	defer fault.Wrap(&err, "consent.Overview")
	if by.Kind() != access.Holder {
		return o, fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o = Overview{Person: by.Person()}
		rows, err := answersAbout(ctx, tx, by, by.Person())
		if err != nil {
			return err
		}
		if err := s.openWords(ctx, tx, by.Region(), rows, true); err != nil {
			return err
		}
		if o.Holder, err = holderOf(ctx, tx, by); err != nil {
			return err
		}
		o.Recipients = recipients(rows, tx.Now)
		if o.Emergencies, err = emergencies(ctx, tx, by); err != nil {
			return err
		}
		if o.Closed, err = isClosed(ctx, tx, by); err != nil {
			return err
		}
		o.Log, err = event.Disclosures(ctx, tx, by)
		return err
	})
	return o, err
}

// About lists, for a worker of the organisation that accompanies the person,
// what the person answered; NotFound for anyone else.
func (s *Service) About(ctx context.Context, by access.Actor, p access.Person) (list []Recipient, err error) {
	defer fault.Wrap(&err, "consent.About(%s)", p)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := s.Holds(ctx, tx, by, p); err != nil {
			return err
		}
		rows, err := answersAbout(ctx, tx, by, p)
		if err != nil {
			return err
		}
		if err := s.openWords(ctx, tx, by.Region(), rows, false); err != nil {
			return err
		}
		list = recipients(rows, tx.Now)
		return nil
	})
	return list, err
}

// recipients gathers rows, newest first, into what stands now. Of one part the
// newest state speaks, except that a standing Non is never hidden by anything.
func recipients(rows []Row, now time.Time) (list []Recipient) {
	type key struct {
		org    access.Org
		worker access.Worker
	}
	at, named := map[key]int{}, byName(rows)
	for _, r := range rows {
		if r.bearer(named) {
			continue
		}
		state := r.StateAt(now)
		if state == "" {
			continue
		}
		k := key{r.Recipient, r.RecipientWorker}
		i, known := at[k]
		if !known {
			i = len(list)
			at[k] = i
			list = append(list, Recipient{
				Org: r.Recipient, Worker: r.RecipientWorker, WhatFor: r.WhatFor, How: r.How, Recorded: r.Worker, Team: r.Team,
			})
		}
		if r.Named != "" { // one row of the receipt carries it
			list[i].Named = r.Named
		} else if r.Unread && r.RecipientWorker == access.Worker(r.Receipt) {
			list[i].Named = hidden
		}
		list[i].take(Part{r.Part, state, r.From, r.To, r.AskAgain, r.Ended, r.Receipt})
	}
	return list
}

func (r *Recipient) take(p Part) {
	for i := range r.Parts {
		if r.Parts[i].Part == p.Part {
			if p.State == StateNo {
				r.Parts[i] = p
			}
			return
		}
	}
	r.Parts = append(r.Parts, p)
}

// Due is somebody to ask again about one organisation.
type Due struct {
	Person    access.Person
	Recipient access.Org
	Worker    access.Worker
	Since     time.Time
	Ended     bool // what was allowed has run out: nothing may be read
}

// ToAskAgain lists, for the organisation's workers, whom to ask again.
func (s *Service) ToAskAgain(ctx context.Context, by access.Actor) (due []Due, err error) {
	defer fault.Wrap(&err, "consent.ToAskAgain")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rows, err := dueAgain(ctx, tx, by)
		due = nil
		for _, r := range rows {
			due = append(due, Due{r.Person, r.Recipient, r.RecipientWorker, r.AskAgain, r.Answer == Yes && !r.To.After(tx.Now)})
		}
		return err
	})
	return due, err
}
