package need

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// Talk is a conversation as workers see it. It has no number, and no mark of
// one.
type Talk struct {
	ID       string
	Said     db.Time
	Language string
	Need     string // the need it is about; may be empty
	Org      access.Org
	Wants    bool
}

// Spoken is one message of a conversation.
type Spoken struct {
	At    db.Time
	In    bool
	Words string
	State string
}

// Kinds of events of conversations: by their ids.
const (
	TalkTakenKind = "need.talk_taken"
	TalkGivenKind = "need.talk_given"
	talkReadKind  = "need.talk_read"
	talkSaidKind  = "need.talk_said"
)

// Talks are the conversations in which somebody asked for a human, and those
// that the worker's own organisation holds. No word of them is shown.
func (s *Service) Talks(ctx context.Context, by access.Actor) (waiting, ours []Talk, err error) {
	defer fault.Wrap(&err, "need.Talks")
	if err := answers(by); err != nil {
		return nil, nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if waiting, err = talksWaiting(ctx, tx, by.Region()); err != nil {
			return err
		}
		ours, err = talksHeld(ctx, tx, by.Region(), by.Scope(access.Converse, tx.Now))
		return err
	})
	return waiting, ours, err
}

// TakeTalk has the worker's organisation answer a conversation instead of the
// menus; fault.Conflict when another took it first.
func (s *Service) TakeTalk(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "need.TakeTalk(%s)", id)
	if err := answers(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			if err := s.vault.OnlyCounts(ctx, tx, by); err != nil { // what is written there is not sealed with their key
				return "", err
			}
			n, err := takeTalk(ctx, tx, by.Region(), by.Org(), id)
			if err != nil {
				return "", err
			}
			if n == 0 {
				return "", fault.New(fault.Conflict, "sms.taken_before")
			}
			return "", s.log.Append(ctx, tx, by, happened{TalkTakenKind, id})
		})
		return err
	})
}

// HeldFor is how long a conversation stays with who answers it, after its last word.
const HeldFor = 3 * 24 * time.Hour

// comesBack gives a conversation back of which its holder has said nothing for
// HeldFor, when the person speaks again: the menus answer at once, and a human of any
// team may. They would else speak to somebody who looks there no more.
func (s *Service) comesBack(ctx context.Context, tx *db.Tx, region access.Region, t *talk, words string) error {
	if cmd := commandOf(foldedWords(words)); cmd != noCommand && cmd != cmdHuman {
		return nil // no need for a human
	}
	last, err := lastSentTo(ctx, tx, region, t.ID)
	if err != nil {
		return err
	}
	if last.Before(t.Said.Time) {
		last = t.Said
	}
	if tx.Now.Sub(last.Time) <= HeldFor {
		return nil
	}
	t.Org, t.Wants, t.Step = "", true, askedNothing
	return s.log.Append(ctx, tx, access.System(region), happened{TalkGivenKind, t.ID})
}

// ShowTalk opens a conversation that the worker's organisation holds. That it
// was opened is in the log.
func (s *Service) ShowTalk(ctx context.Context, by access.Actor, id string) (t Talk, list []Spoken, err error) {
	defer fault.Wrap(&err, "need.ShowTalk(%s)", id)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		list = nil
		if t, err = heldTalk(ctx, tx, by.Region(), by.Scope(access.Converse, tx.Now), id); err != nil {
			return err
		}
		ms, err := messagesOf(ctx, tx, by.Region(), by.Scope(access.Converse, tx.Now), id)
		if err != nil {
			return err
		}
		for _, m := range ms {
			words, err := s.openMessage(ctx, tx, by.Region(), m)
			if err != nil {
				return err
			}
			list = append(list, Spoken{At: m.At, In: m.Way == "in", Words: text.Clean(words), State: m.State})
		}
		return s.log.Append(ctx, tx, by, happened{talkReadKind, id})
	})
	if err != nil {
		return Talk{}, nil, err
	}
	return t, list, nil
}

// SayTalk answers a conversation by a text message. It leaves now when the
// person wrote within the hour, and after the quiet hours otherwise; never to a
// number that said stop. After that hour another may hold the telephone: words
// that say something are refused at their field (contact.Unsafe).
func (s *Service) SayTalk(ctx context.Context, by access.Actor, act, id, words string) (err error) {
	defer fault.Wrap(&err, "need.SayTalk(%s)", id)
	words = strings.TrimSpace(words)
	switch {
	case words == "":
		return fault.Field("words", "sms.words_missing")
	case utf8.RuneCountInString(words) > WordsMost:
		return fault.Field("words", "needs.words_long", "most", WordsMost)
	}
	return s.onTalk(ctx, by, act, id, talkSaidKind, func(tx *db.Tx, t Talk) error {
		full, err := talkByID(ctx, tx, by.Region(), by.Scope(access.Converse, tx.Now), id)
		if err != nil {
			return err
		}
		stopped, err := isStopped(ctx, tx, by.Region(), full.Mark)
		if err != nil {
			return err
		}
		if stopped {
			return fault.Field("words", "sms.wants_none")
		}
		asked := tx.Now.Sub(t.Said.Time) < liveTalk
		if tells := contact.Unsafe(words, s.namesOf(full.Org)...); !asked && len(tells) > 0 {
			return fault.Field("words", "sms.words_tell", "words", strings.Join(tells, ", "))
		}
		return s.post(ctx, tx, by.Region(), new(weekly), full, words, asked)
	})
}

// GiveTalk gives a conversation back to the menus.
func (s *Service) GiveTalk(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "need.GiveTalk(%s)", id)
	return s.onTalk(ctx, by, act, id, TalkGivenKind, func(tx *db.Tx, _ Talk) error {
		return giveTalk(ctx, tx, by.Region(), by.Scope(access.Converse, tx.Now), id)
	})
}

func (s *Service) onTalk(ctx context.Context, by access.Actor, act, id, kind string, do func(tx *db.Tx, t Talk) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			t, err := heldTalk(ctx, tx, by.Region(), by.Scope(access.Converse, tx.Now), id)
			if err != nil {
				return "", err
			}
			if err := do(tx, t); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, happened{kind, id})
		})
		return err
	})
}
