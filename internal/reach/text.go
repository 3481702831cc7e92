package reach

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// Message is a text message to a person, as workers and the person see it: that
// there was one, and what became of it.
type Message struct {
	ID     string
	Worker access.Worker
	State  State
	At     time.Time
	Until  time.Time // when it is to leave, while it waits; zero: now
}

// State is what became of a message: Waiting, Sent, Failed (its number takes none, or
// what carries messages did not answer for hours), or the verdict of package contact by
// which it never leaves.
type State string

// The states.
const (
	Waiting State = "waiting"
	Sent    State = "sent"
	Failed  State = "failed"
)

// triesMost is how often a message is tried before its worker is told that it did
// not leave: some six hours. It is less than the queue's own, after which nobody
// would say anything.
const triesMost = 10

// written is what is sealed of a message: the number to call back.
type written struct {
	Back string `json:"back"`
}

type posted struct {
	Message string `json:"message"`
}

// CallMe asks a person, by a sentence that says nothing else, to call a number.
// It leaves in their safe hours, by text message, or never: Conflict when what
// they said, or its absence, closes that way now.
func (s *Service) CallMe(ctx context.Context, by access.Actor, act string, p access.Person, back string) (err error) {
	defer fault.Wrap(&err, "reach.CallMe(%s)", p)
	if e164(back) == "" || utf8.RuneCountInString(back) > NumberMost {
		return fault.Field("back", "reach.back_missing")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, "call-me:"+string(p)+":"+act, func() (string, error) {
			if err := s.people.Holds(ctx, tx, by, p); err != nil {
				return "", err
			}
			if err := s.vault.OnlyCounts(ctx, tx, by); err != nil { // carriers read text messages
				return "", err
			}
			m := message{ID: tx.NewID(), person: p, org: by.Org()}
			key, err := s.vault.ForOrg(ctx, tx, by.Region(), by.Org(), OfPerson(p))
			if err != nil {
				return "", err
			}
			if m.sealed, err = sealed(key, m.ID, written{back}); err != nil {
				return "", err
			}
			_, verdict, until, err := s.judge(ctx, tx, by.Region(), m)
			switch {
			case err != nil:
				return "", err
			case verdict != contact.Pass && verdict != contact.Wait || s.speech.Sender == nil:
				return "", fault.New(fault.Conflict, "reach.closed_now")
			case verdict == contact.Pass:
				until = tx.Now
			}
			if err := insertMessage(ctx, tx, by, m, until); err != nil {
				return "", err
			}
			if err := s.queue.Enqueue(ctx, tx, by.Region(), sendJob, m.ID, posted{m.ID}, until); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, happened{TextKind, p})
		})
		return err
	})
}

// judge makes the words and asks package contact about them, at the
// transaction's instant and on what the person says now.
func (s *Service) judge(ctx context.Context, tx *db.Tx, region access.Region, m message) (contact.Cleared, contact.Verdict, time.Time, error) {
	var none contact.Cleared
	row, err := findByMachine(ctx, tx, region, m.person)
	if fault.Is(err, fault.NotFound) {
		return none, contact.NoWay, time.Time{}, nil
	}
	if err != nil {
		return none, "", time.Time{}, err
	}
	key, err := s.vault.Existing(ctx, tx, region, OfPerson(m.person))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Shut) { // put in a strongbox while it waited
		return none, contact.NoWay, time.Time{}, nil
	}
	if err != nil {
		return none, "", time.Time{}, err
	}
	k, err := row.known(key)
	if err != nil {
		return none, "", time.Time{}, err
	}
	var w written
	if err := open(key, m.ID, m.sealed, &w); err != nil {
		return none, "", time.Time{}, err
	}
	words := ""
	if s.speech.Voice != nil {
		words = s.speech.Voice.Say(k.Language, "reach.text", "phone", w.Back)
		if k.Introduce != "" {
			words = s.speech.Voice.Say(k.Language, "reach.text_from", "name", k.Introduce, "phone", w.Back)
		}
	}
	ask := contact.Message{ID: m.ID, Channel: s.speech.Channel, To: e164(k.Number), Text: words, Way: contact.Text, Names: s.names(m.org)}
	c, verdict, until := contact.Clear(k.Profile, ask, tx.Now.In(s.speech.Zone))
	return c, verdict, until, nil
}

// send is the job.
func (s *Service) send(ctx context.Context, j job.Job) (err error) {
	defer fault.Wrap(&err, "reach.send")
	var p posted
	if err := j.Args(&p); err != nil {
		return err
	}
	var out contact.Cleared
	var m message
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		out = contact.Cleared{}
		var err error
		if m, err = messageByMachine(ctx, tx, j.Region, p.Message); fault.Is(err, fault.NotFound) {
			return nil // forgotten meanwhile
		}
		if err != nil || m.State != Waiting {
			return err
		}
		c, verdict, until, err := s.judge(ctx, tx, j.Region, m)
		switch {
		case err != nil:
			return err
		case verdict == contact.Pass:
			out = c
			return nil
		case verdict == contact.Wait:
			if err := settle(ctx, tx, j.Region, m.ID, Waiting, until); err != nil {
				return err
			}
			return s.queue.Enqueue(ctx, tx, j.Region, sendJob, m.ID+"|"+until.UTC().Format(time.RFC3339), posted{m.ID}, until)
		}
		return settle(ctx, tx, j.Region, m.ID, State(verdict), time.Time{})
	})
	if err != nil || out.Empty() || s.speech.Sender == nil {
		return err
	}
	state := Sent
	switch _, err := s.speech.Sender.Send(out); {
	case errors.Is(err, contact.ErrStopped):
		state = State(contact.NoWay)
	case fault.Is(err, fault.Unavailable) && j.Attempt < triesMost:
		return err // later, and judged again
	case err != nil:
		state = Failed
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := settle(ctx, tx, j.Region, m.ID, state, time.Time{}); err != nil || state != Sent {
			return err
		}
		return s.log.Append(ctx, tx, access.System(j.Region), happened{SentKind, m.person})
	})
}
