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

// Resource is a resource that a partner's system sent with a package, word for
// word. It is sealed with the key of that package and read like the part it
// belongs to. Its body is opaque here.
type Resource struct {
	Kind  string // type of resource
	ID    string
	Part  access.Part
	Org   access.Org // whose system wrote it
	Stage string     // of a task: a code, in clear, so that a queue need not open it
	Mark  string     // keyed fingerprint of what its writer may find it by; never the thing itself
	Body  []byte
	At    time.Time // when it was kept; only of one that was read
}

// Bounds of what a package holds.
const (
	resourcesMost = 40
)

// Opened is a referral opened in part.
type Opened struct {
	View
	Over      bool   // only that it ended, and how, may be known
	Stage     string // of its task, as a system last said it; empty when none did
	Updated   time.Time
	Resources []Resource // of the parts opened
	Reachable bool       // the part that says who they are and how to reach them may be read, too
}

// Open opens some parts of a referral, with the resources of these parts, as
// Show opens all of it: consent is looked up in the statements that read, and
// what was opened is written in the same transaction. The system of a receiver
// that had it in hand learns of its end, and nothing else (Over).
func (s *Service) Open(ctx context.Context, by access.Actor, id access.Referral, parts ...access.Part) (_ Opened, err error) {
	defer fault.Wrap(&err, "referral.Open(%s)", id)
	var o Opened
	var hidden error
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		o, hidden, err = s.openParts(ctx, tx, by, id, parts)
		return err
	})
	if err == nil {
		err = hidden
	}
	if err != nil {
		return Opened{}, err
	}
	return o, nil
}

func (s *Service) openParts(ctx context.Context, tx *db.Tx, by access.Actor, id access.Referral, parts []access.Part) (o Opened, hidden, err error) {
	r, err := s.find(ctx, tx, by, access.Follow, id)
	if fault.Is(err, fault.NotFound) {
		return s.openShell(ctx, tx, by, id, err)
	}
	if err != nil {
		return o, nil, err
	}
	o.Summary = r.summary(by, tx.Now)
	if o.Updated, err = lastHappened(ctx, tx, r.Region, r.ID); err != nil {
		return o, nil, err
	}
	if o.Stage, err = s.stageOf(ctx, tx, by, access.Follow, id); err != nil {
		return o, nil, err
	}
	if o.Outcomes, err = outcomes(ctx, tx, r.Region, r.ID); err != nil {
		return o, nil, err
	}
	switch _, err := s.find(ctx, tx, by, access.ReadContact, id); {
	case err == nil:
		o.Reachable = true
	case !fault.Is(err, fault.NotFound):
		return o, nil, err
	}
	var opened []access.Part
	for _, part := range parts {
		seen, err := s.disclose(ctx, tx, by, &r, part, &o.View)
		if err != nil {
			return o, nil, err
		}
		if !seen {
			continue
		}
		opened = append(opened, part)
		docs, err := s.resources(ctx, tx, by, r.ID, part)
		if err != nil {
			return o, nil, err
		}
		o.Resources = append(o.Resources, docs...)
	}
	if len(parts) == 0 {
		return o, nil, nil
	}
	return o, nil, s.log.Disclose(ctx, tx, by, event.Disclosure{Person: r.Person, Referral: r.ID, Purpose: reason(o.Side), Parts: opened, Allowed: true})
}

// Standing says to who sent a referral whether the person still allows its receiver
// to know of the need, and whether they refused since.
func (s *Service) Standing(ctx context.Context, by access.Actor, id access.Referral) (allowed, refused bool, err error) {
	defer fault.Wrap(&err, "referral.Standing(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := s.find(ctx, tx, by, access.Send, id)
		if err != nil {
			return err
		}
		allowed, refused, err = s.consents.Standing(ctx, tx, by, r.Person, r.Receiver, r.ReceiverWorker, access.PartNeed)
		return err
	})
	return allowed, refused, err
}

// openShell answers when the referral may not be followed: the shell, or
// nothing. Whoever asked for content is written down.
func (s *Service) openShell(ctx context.Context, tx *db.Tx, by access.Actor, id access.Referral, unknown error) (o Opened, hidden, err error) {
	r, err := find(ctx, tx, by.Region(), by.Scope(access.Conclude, tx.Now), id)
	if fault.Is(err, fault.NotFound) {
		return o, unknown, s.refused(ctx, tx, by, id)
	}
	if err != nil {
		return o, nil, err
	}
	o.Summary, o.Over = r.summary(by, tx.Now), true
	if o.Stage, err = s.stageOf(ctx, tx, by, access.Conclude, id); err != nil {
		return o, nil, err
	}
	o.Updated, err = lastHappened(ctx, tx, r.Region, r.ID)
	return o, nil, err
}

func (s *Service) stageOf(ctx context.Context, tx *db.Tx, by access.Actor, purpose access.Purpose, id access.Referral) (string, error) {
	stage, err := taskStage(ctx, tx, by.Region(), by.Scope(purpose, tx.Now), id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return stage, err
}

func (s *Service) resources(ctx context.Context, tx *db.Tx, by access.Actor, id access.Referral, part access.Part) ([]Resource, error) {
	docs, err := readResources(ctx, tx, by.Region(), by.Scope(access.ReadPart(part), tx.Now), id, part)
	if err != nil || len(docs) == 0 {
		return nil, err
	}
	key, err := s.packageKey(ctx, tx, by.Region(), id)
	if err != nil {
		return nil, err
	}
	for i, d := range docs {
		if docs[i].Body, err = key.Open(d.Body, string(id), "resource", d.Kind, d.ID); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// keepResource seals and stores one; an earlier one of that id is replaced.
func (s *Service) keepResource(ctx context.Context, tx *db.Tx, r *referral, d Resource) error {
	key, err := s.vault.For(ctx, tx, r.Region, seal.OfPackage(r.ID))
	if err != nil {
		return err
	}
	if d.Body, err = key.Seal(d.Body, string(r.ID), "resource", d.Kind, d.ID); err != nil {
		return err
	}
	return saveResource(ctx, tx, r.Region, r.ID, d)
}

// HolderOf tells in whose package a resource is that the actor may read: the
// referral, and the part. NotFound when there is none for them.
func (s *Service) HolderOf(ctx context.Context, by access.Actor, kind, id string) (r access.Referral, part access.Part, err error) {
	defer fault.Wrap(&err, "referral.HolderOf")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, part, err = holderOf(ctx, tx, by.Region(), by.Scope(access.ReadNeed, tx.Now), kind, id)
		return err
	})
	return r, part, err
}

// Mark is how the actor's organisation finds again what it gave a name to,
// without the name standing in the database. Two organisations have unequal
// marks for one name.
func (s *Service) Mark(by access.Actor, name string) string {
	return s.keys.Fingerprint("referral-mark", string(by.Org())+"\x00"+name)
}
