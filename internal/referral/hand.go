package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Handed is a whole referral that a partner's system brings: from draft to sent
// in one act, or not at all.
type Handed struct {
	Receiver  access.Org
	Service   access.Service
	Previous  access.Referral // the one it follows
	Need      Need
	Contact   *Contact
	Resources []Resource
}

// Bring notes, in the transaction of the referral, whom it is about and what
// they answered. Package consent does, joined by the facade.
type Bring func(ctx context.Context, tx *db.Tx) (access.Person, error)

// Hand drafts and sends what a partner's system brings, for its organisation.
// compose is told the id, which its resources name. What the person answered is
// brought in the same transaction and looked up as for any sending: without a
// live Oui, or against a Non, nothing is kept. A retried act finds the referral
// it made (made is then false).
func (s *Service) Hand(ctx context.Context, by access.Actor, act string, bring Bring, compose func(id access.Referral) (Handed, error)) (id access.Referral, made bool, err error) {
	defer fault.Wrap(&err, "referral.Hand")
	if by.Kind() != access.Partner {
		return "", false, fault.New(fault.NotFound, "error.not_found")
	}
	var got string
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		made = false
		got, err = once(ctx, tx, by, act, "hand", "", func() (string, error) {
			made = true
			return s.hand(ctx, tx, by, act, bring, compose)
		})
		return err
	})
	return access.Referral(got), made, err
}

func (s *Service) hand(ctx context.Context, tx *db.Tx, by access.Actor, act string, bring Bring, compose func(id access.Referral) (Handed, error)) (string, error) {
	id := access.Referral(tx.NewID())
	h, err := compose(id)
	if err != nil {
		return "", err
	}
	if err := (Change{Receiver: &h.Receiver, Need: &h.Need, Contact: h.Contact}).check(by); err != nil {
		return "", err
	}
	if len(h.Resources) > resourcesMost {
		return "", fault.Field("resources", "referral.too_many_resources", "most", resourcesMost)
	}
	person, err := bring(ctx, tx)
	if err != nil {
		return "", err
	}
	if h.Previous != "" {
		if _, err := s.find(ctx, tx, by, access.Send, h.Previous); err != nil {
			return "", err
		}
	}
	r := &referral{
		ID: id, Region: by.Region(), Person: person, Sender: by.Org(), Receiver: h.Receiver, Service: h.Service, Previous: h.Previous,
		State: Proposed, Delay: DefaultDelay, Created: tx.Now,
	}
	if err := insert(ctx, tx, r); err != nil {
		return "", err
	}
	if err := s.log.Append(ctx, tx, by, happenedTo(id, DraftedKind)); err != nil {
		return "", err
	}
	if err := s.saveParts(ctx, tx, r, Change{Need: &h.Need, Contact: h.Contact, Done: &Done{}}); err != nil {
		return "", err
	}
	for _, d := range h.Resources {
		if err := s.keepResource(ctx, tx, r, d); err != nil {
			return "", err
		}
	}
	return string(id), s.perform(ctx, tx, by, access.Send, id, act, Send, s.sending(ctx, by))
}

// Told is a referral as a queue tells it to a system.
type Told struct {
	Summary
	Stage   string // of its task, as a system last said it; empty when none did
	Mark    string
	Updated time.Time
	Over    bool // only the shell may be known
}

// Wanted is what of a queue is asked for, as far as a statement can tell: so that
// whoever asks of one, or what changed since, does not have all read.
type Wanted struct {
	IDs   []access.Referral // these; nil: any
	Since time.Time         // of which something happened since; zero: ever
}

// Queue lists, by id, what a partner's system may follow, and the shells of what
// it had in hand and is over. It opens no content.
func (s *Service) Queue(ctx context.Context, by access.Actor, w Wanted) (list []Told, err error) {
	defer fault.Wrap(&err, "referral.Queue")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		for _, purpose := range []access.Purpose{access.Follow, access.Conclude} {
			rows, err := w.of(ctx, tx, by.Region(), by.Scope(purpose, tx.Now))
			if err != nil {
				return err
			}
			for _, r := range rows {
				v := r.value()
				list = append(list, Told{v.summary(by, tx.Now), r.stage, r.mark, r.updated.Time, purpose == access.Conclude})
			}
		}
		return nil
	})
	return list, err
}

func (w Wanted) of(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope) (rows []told, err error) {
	if w.IDs == nil {
		return tellQueue(ctx, tx, region, sc, w.Since)
	}
	for _, id := range w.IDs {
		one, err := tellOne(ctx, tx, region, sc, id)
		if err != nil {
			return nil, err
		}
		rows = append(rows, one...)
	}
	return rows, nil
}

// Marked lists the referrals that the actor's organisation sent and whose task bears
// a mark (Mark), in the order of Queue.
func (s *Service) Marked(ctx context.Context, by access.Actor, mark string) (list []access.Referral, err error) {
	defer fault.Wrap(&err, "referral.Marked")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		for _, purpose := range []access.Purpose{access.Follow, access.Conclude} {
			some, err := findMarked(ctx, tx, by.Region(), by.Scope(purpose, tx.Now), by.Org(), mark)
			if err != nil {
				return err
			}
			list = append(list, some...)
		}
		return nil
	})
	return list, err
}

// Beside is what a system says in the very act by which it moves a referral:
// the version it saw, and its resources.
type Beside struct {
	Version   int
	Resources []Resource
	// Begins: what is said claims that the person was met, which "appelez-moi
	// avant de commencer" does not allow yet.
	Begins bool
}

// With gives the same use-cases, whose acts keep b in their transaction. An act
// on another version than b's is Conflict, and keeps nothing.
func (s *Service) With(b Beside) *Service {
	t := *s
	t.beside = &b
	return &t
}

// agrees asks, in the transaction of the act, that nothing happened since.
func (b *Beside) agrees(r *referral) error {
	switch {
	case b == nil:
		return nil
	case b.Version != r.Version:
		return changedMeanwhile()
	case b.Begins:
		return r.callFirst()
	}
	return nil
}

func (b *Beside) keep(ctx context.Context, tx *db.Tx, s *Service, by access.Actor, r *referral) error {
	if b == nil {
		return nil
	}
	n, err := countResources(ctx, tx, r.Region, by.Scope(access.Follow, tx.Now), r.ID)
	if err != nil {
		return err
	}
	if n+len(b.Resources) > resourcesMost {
		return fault.Field("resources", "referral.too_many_resources", "most", resourcesMost)
	}
	for _, d := range b.Resources {
		if err := s.keepResource(ctx, tx, r, d); err != nil {
			return err
		}
	}
	return nil
}

// Note keeps what a system says that moves nothing: who is awaited, a note, an
// activity. Either side may; what each may change is the facade's to check.
func (s *Service) Note(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Follow, id, act, "note", func(tx *db.Tx, r *referral) (event.Event, error) {
		if r.State == Proposed || r.State.Ended() && r.State != NeedMet {
			return nil, fault.New(fault.Conflict, happened[r.State])
		}
		e := happenedTo(r.ID, NotedKind)
		e.Side = r.side(by)
		return e, nil
	})
}

// Cancel takes back what the actor's organisation sent, for a reason of its
// own. It is attributed to nobody: neither the service nor the person refused.
func (s *Service) Cancel(ctx context.Context, by access.Actor, id access.Referral, act, words string) error {
	if bad := tooLong(field{"words", words}); len(bad) > 0 {
		return bad.Err()
	}
	return s.act(ctx, by, access.Send, id, act, "cancel", func(tx *db.Tx, r *referral) (event.Event, error) {
		before := r.AnsweredAt
		if err := r.move(Decline, tx.Now); err != nil {
			return nil, err
		}
		r.AnsweredAt = before // nobody answered
		if _, err := spendLinks(ctx, tx, r.Region, r.ID, ""); err != nil {
			return nil, err
		}
		e := happenedTo(r.ID, CancelledKind)
		e.Side = Source
		return e, s.saveAnswer(ctx, tx, by, r, answered{Words: words})
	})
}
