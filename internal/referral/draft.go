package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// NewDraft begins a task list. Only the person is needed.
type NewDraft struct {
	Person    access.Person
	Receiver  access.Org
	Service   access.Service
	Previous  access.Referral // the one it follows, when that door was closed
	CallFirst bool
	// Like begins with what the organisation's own last package about the person
	// says of how to reach them, of whom to call first and by when: nobody types
	// it again. It leaves for nobody before the person is asked about who gets it.
	Like bool
}

// Draft begins a referral on the sender's side. Only a worker of the
// organisation that accompanies the person may; NotFound for anyone else. A
// retried act finds the draft it made.
func (s *Service) Draft(ctx context.Context, by access.Actor, act string, n NewDraft) (id access.Referral, err error) {
	defer fault.Wrap(&err, "referral.Draft")
	if n.Receiver != "" && n.Receiver == by.Org() {
		return "", fault.Field("receiver", "referral.own_organisation")
	}
	var made string
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		made, err = once(ctx, tx, by, act, "draft", access.Referral(n.Person), func() (string, error) { return s.draft(ctx, tx, by, n) })
		return err
	})
	return access.Referral(made), err
}

func (s *Service) draft(ctx context.Context, tx *db.Tx, by access.Actor, n NewDraft) (string, error) {
	if err := s.people.Holds(ctx, tx, by, n.Person); err != nil {
		return "", err
	}
	if n.Previous != "" {
		if _, err := s.find(ctx, tx, by, access.Send, n.Previous); err != nil {
			return "", err
		}
	}
	r := &referral{
		ID: access.Referral(tx.NewID()), Region: by.Region(), Person: n.Person, Sender: by.Org(), SenderTeam: by.Team(), SenderWorker: by.Worker(), Pivot: by.Worker(),
		Receiver: n.Receiver, Service: n.Service, Previous: n.Previous, State: Proposed, CallFirst: n.CallFirst, Delay: DefaultDelay, Created: tx.Now,
	}
	if err := insert(ctx, tx, r); err != nil {
		return "", err
	}
	if n.Like {
		if err := s.like(ctx, tx, by, r.ID); err != nil {
			return "", err
		}
	}
	return string(r.ID), s.log.Append(ctx, tx, by, happenedTo(r.ID, DraftedKind))
}

// Change is one step of the task list: what is nil stays as it was.
type Change struct {
	Version        int // of the form that was shown
	Receiver       *access.Org
	ReceiverWorker *access.Worker
	Service        *access.Service
	CallFirst      *bool
	Delay          *time.Duration
	Need           *Need
	Contact        *Contact
	Done           *Done
}

func (c Change) check(by access.Actor) error {
	var bad fault.Fields
	if c.Receiver != nil && *c.Receiver == by.Org() {
		bad = append(bad, fault.Field("receiver", "referral.own_organisation"))
	}
	if c.Delay != nil && (*c.Delay < time.Hour || *c.Delay > MaxDelay) {
		bad = append(bad, fault.Field("delay", "referral.delay_range", "days", int(MaxDelay/day)))
	}
	if c.Need != nil {
		bad = append(bad, tooLong(c.Need.fields()...)...)
	}
	if c.Contact != nil {
		bad = append(bad, tooLong(c.Contact.fields()...)...)
	}
	if c.Done != nil {
		bad = append(bad, tooLong(c.Done.fields()...)...)
	}
	return bad.Err()
}

// Save keeps one step of a draft. What was sent is never rewritten: after
// Send it is Conflict. So it is when somebody else saved the draft since the
// form was shown; the words typed are the caller's to show again.
func (s *Service) Save(ctx context.Context, by access.Actor, id access.Referral, act string, c Change) error {
	if err := c.check(by); err != nil {
		return err
	}
	return s.act(ctx, by, access.Send, id, act, Save, func(tx *db.Tx, r *referral) (event.Event, error) {
		if err := r.move(Save, tx.Now); err != nil {
			return nil, err
		}
		if c.Version != r.Version {
			return nil, changedMeanwhile()
		}
		c.apply(r)
		return happenedTo(r.ID, SavedKind), s.saveParts(ctx, tx, r, c)
	})
}

func (c Change) apply(r *referral) {
	if c.Receiver != nil {
		r.Receiver = *c.Receiver
	}
	if c.ReceiverWorker != nil {
		r.ReceiverWorker = *c.ReceiverWorker
	}
	if c.Service != nil {
		r.Service = *c.Service
	}
	if c.CallFirst != nil {
		r.CallFirst = *c.CallFirst
	}
	if c.Delay != nil {
		r.Delay = *c.Delay
	}
}

func (s *Service) saveParts(ctx context.Context, tx *db.Tx, r *referral, c Change) error {
	parts := map[access.Part]any{}
	if c.Need != nil {
		parts[access.PartNeed] = *c.Need
	}
	if c.Contact != nil {
		parts[access.PartContact] = *c.Contact
	}
	if c.Done != nil {
		parts[access.PartDone] = *c.Done
	}
	if len(parts) == 0 {
		return nil
	}
	key, err := s.vault.ForOrg(ctx, tx, r.Region, r.Sender, seal.OfPackage(r.ID))
	if err != nil {
		return err
	}
	for part, content := range parts {
		sealed, err := sealPart(key, r.ID, part, content)
		if err != nil {
			return err
		}
		if err := savePart(ctx, tx, r.Region, r.ID, part, sealed); err != nil {
			return err
		}
	}
	return nil
}
