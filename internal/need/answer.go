package need

import (
	"context"
	"strings"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Reply is what an organisation answers to who reported.
type Reply struct {
	Words    string // for who reported; they read it with their receipt
	Language string
	Reason   Reason // set: no answer was possible, and why
}

// Answer ends a need: with words that say what to do, or with the reason for
// which nothing could be done, and both are seen alike. Any team may answer what
// nobody took; what was taken is answered by who took it, and by any when the time
// that they gave is over.
func (s *Service) Answer(ctx context.Context, by access.Actor, act, id string, r Reply) (err error) {
	defer fault.Wrap(&err, "need.Answer(%s)", id)
	if err := answers(by); err != nil {
		return err
	}
	if err := r.check(); err != nil {
		return err
	}
	kind, state := AnsweredKind, Answered
	if r.Reason != "" {
		kind, state = DeclinedKind, Declined
	}
	return s.change(ctx, by, act, id, kind, func(tx *db.Tx, n *Need) error {
		if n.Kept(by.Org(), tx.Now) {
			return fault.New(fault.Conflict, "needs.taken_before")
		}
		if n.TakenAt.IsZero() || n.TakenBy != by.Org() {
			n.TakenAt = db.At(tx.Now)
		}
		n.State, n.Reason, n.TakenBy, n.Settled = state, r.Reason, by.Org(), db.At(tx.Now)
		wk := new(weekly)
		if err := s.keep(ctx, tx, by.Region(), wk, id, answerWords, r.Words, r.Language); err != nil {
			return err
		}
		return s.tell(ctx, tx, by.Region(), wk, id)
	})
}

// tell lets who said a need by text message know that an answer waits. The
// message says nothing of what it is about.
func (s *Service) tell(ctx context.Context, tx *db.Tx, region access.Region, wk *weekly, id string) error {
	if s.voice == nil {
		return nil
	}
	t, err := talkAbout(ctx, tx, region, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.post(ctx, tx, region, wk, t, s.voice.Say(t.Language, "sms.answer_waits", "phone", s.human), false)
}

func (r *Reply) check() error {
	r.Words = strings.TrimSpace(r.Words)
	var bad fault.Fields
	switch n := utf8.RuneCountInString(r.Words); {
	case n > WordsMost:
		bad = append(bad, fault.Field("answer", "needs.words_long", "most", WordsMost))
	case n == 0 && r.Reason == "":
		bad = append(bad, fault.Field("answer", "needs.answer_missing"))
	}
	if r.Reason != "" && !among(Reasons, r.Reason) {
		bad = append(bad, fault.Field("reason", "needs.reason_missing"))
	}
	return bad.Err()
}
