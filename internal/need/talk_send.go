package need

import (
	"context"
	"errors"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// The kinds of jobs of conversations.
const (
	sendJob       = "need.send"
	talkForgetJob = "need.talk_forget"
)

// forgottenTalk are the arguments of the job that forgets a conversation.
type forgottenTalk struct {
	Talk string `json:"talk"`
}

type posted struct {
	Message string `json:"message"`
}

// Quiet is the part of the day in which nothing leaves that was not asked for.
type Quiet struct{ From, To time.Duration } // since midnight; equal: never

// profile is how the person of a conversation may be written to.
func (s *Service) profile(t talk, stopped bool) contact.Profile {
	return contact.Conversation(t.Language, int(s.quiet.From/time.Minute), int(s.quiet.To/time.Minute), stopped)
}

// post lets words wait to be sent; asked says that the person has just written,
// so that they go at any hour.
func (s *Service) post(ctx context.Context, tx *db.Tx, region access.Region, wk *weekly, t talk, words string, asked bool) error {
	if words == "" {
		return nil
	}
	err := wk.open(ctx, tx, region, s)
	if err != nil {
		return err
	}
	m := message{ID: tx.NewID(), Talk: t.ID, Way: "out", State: MessageWaiting, At: db.At(tx.Now), Week: wk.name, Asked: asked}
	m.Gateway = m.ID
	if m.Sealed, err = wk.key.Seal([]byte(words), "talk", m.ID); err != nil {
		return err
	}
	if _, err := insertMessage(ctx, tx, region, m); err != nil {
		return err
	}
	at := tx.Now
	if opens, ok := s.profile(t, false).Opens(tx.Now.In(s.zone)); !asked && ok {
		at = opens
	}
	return s.queue.Enqueue(ctx, tx, region, sendJob, m.ID, posted{m.ID}, at)
}

// AnswerWaits lets a conversation know that an answer waits for it, in the
// transaction that answered. One that was forgotten is told nothing: its number is
// gone.
func (s *Service) AnswerWaits(ctx context.Context, tx *db.Tx, region access.Region, id string) (err error) {
	defer fault.Wrap(&err, "need.AnswerWaits")
	if s.voice == nil {
		return nil
	}
	t, err := talkToTell(ctx, tx, region, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.post(ctx, tx, region, new(weekly), t, s.voice.Say(t.Language, "sms.answer_waits", "phone", s.human), false)
}

// send is the job. What may leave is decided by package contact and nowhere
// else, at the instant at which it would: nothing is sent to a number that said
// stop, whenever it did, and an answer that was held up is no answer any more.
func (s *Service) send(ctx context.Context, j job.Job) (err error) {
	defer fault.Wrap(&err, "need.send")
	var p posted
	if err := j.Args(&p); err != nil {
		return err
	}
	var out contact.Cleared
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		out, err = s.clear(ctx, tx, j, p.Message)
		return err
	})
	if err != nil || out.Empty() || s.sender == nil {
		return err
	}
	id, err := s.sender.Send(out)
	if fault.Is(err, fault.Unavailable) && !j.Last() {
		return err // later
	}
	state := MessageSent
	switch {
	case errors.Is(err, contact.ErrStopped):
		state = MessageStopped
	case err != nil:
		state = MessageFailed
	}
	if id == "" {
		id = out.ID()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if state == MessageStopped {
			if err := insertStop(ctx, tx, j.Region, s.markOf(out.Channel(), out.To())); err != nil {
				return err
			}
		}
		return updateMessage(ctx, tx, j.Region, out.ID(), state, id)
	})
}

// clear opens a message that waits and has it judged; nothing is cleared when it
// is forgotten, was sent, must wait or never leaves.
func (s *Service) clear(ctx context.Context, tx *db.Tx, j job.Job, id string) (out contact.Cleared, err error) {
	m, t, err := findOutgoing(ctx, tx, j.Region, id)
	if fault.Is(err, fault.NotFound) {
		return out, nil // forgotten meanwhile
	}
	if err != nil || m.State != MessageWaiting {
		return out, err
	}
	stopped, err := isStopped(ctx, tx, j.Region, t.Mark)
	if err != nil {
		return out, err
	}
	words, err := s.openMessage(ctx, tx, j.Region, m)
	if err != nil {
		return out, err
	}
	key, err := s.vault.Existing(ctx, tx, j.Region, ofWeek(t.Week))
	if err != nil {
		return out, err
	}
	number, err := key.Open(t.Sealed, "talk-number", t.ID)
	if err != nil {
		return out, err
	}
	ask := contact.Message{ID: m.ID, Channel: t.Channel, To: string(number), Text: words, Way: contact.Text, Names: s.namesOf(t.Org)}
	switch {
	case m.Asked && words == s.voice.Say(t.Language, "sms.stopped"):
		ask.Why = contact.Farewell
	case m.Asked && tx.Now.Sub(m.At.Time) < liveTalk:
		ask.Why = contact.Reply
	}
	out, verdict, until := contact.Clear(s.profile(t, stopped), ask, tx.Now.In(s.zone))
	switch verdict {
	case contact.Pass:
		return out, nil
	case contact.Wait:
		return out, s.queue.Enqueue(ctx, tx, j.Region, sendJob, m.ID+"|"+until.UTC().Format(time.RFC3339), posted{m.ID}, until)
	case contact.NoWay:
		return out, updateMessage(ctx, tx, j.Region, m.ID, MessageStopped, m.Gateway)
	}
	return out, updateMessage(ctx, tx, j.Region, m.ID, MessageFailed, m.Gateway)
}

// namesOf are the names of an organisation, which no message says unasked.
func (s *Service) namesOf(org access.Org) []string {
	if org == "" || s.names == nil {
		return nil
	}
	return s.names(org)
}

// Report takes in what a gateway says became of a message, by its id or by
// ours. Late and repeated reports change nothing that is further on.
func (s *Service) Report(ctx context.Context, region access.Region, id, state string) (err error) {
	defer fault.Wrap(&err, "need.Report")
	return s.db.Write(ctx, func(tx *db.Tx) error { return reportMessage(ctx, tx, region, id, state) })
}

// Stopped notes that a number wants no message, as its gateway says.
func (s *Service) Stopped(ctx context.Context, region access.Region, channel, number string) (err error) {
	defer fault.Wrap(&err, "need.Stopped")
	return s.db.Write(ctx, func(tx *db.Tx) error { return insertStop(ctx, tx, region, s.markOf(channel, number)) })
}

// markOf finds the conversation of a number, and its stop.
func (s *Service) markOf(channel, number string) string {
	return s.keys.Fingerprint("talk", channel+"\x00"+number)
}

// forgetTalk deletes a conversation and its number; a last word may say so.
func (s *Service) forgetTalk(ctx context.Context, tx *db.Tx, region access.Region, wk *weekly, t talk, last string) error {
	if s.signals != nil {
		if err := s.signals.Untie(ctx, tx, region, t.ID); err != nil {
			return err
		}
	}
	if err := s.spend(ctx, tx, region, t.ID); err != nil {
		return err
	}
	if err := deleteTalk(ctx, tx, region, t.ID); err != nil || last == "" {
		return err
	}
	// A conversation of one message, forgotten in its turn within the hour.
	t.Need, t.Step, t.Org, t.Wants = "", askedNothing, "", false
	if err := insertTalk(ctx, tx, region, t); err != nil {
		return err
	}
	if err := s.post(ctx, tx, region, wk, t, last, true); err != nil {
		return err
	}
	return s.queue.Enqueue(ctx, tx, region, talkForgetJob, t.ID+"|now", forgottenTalk{t.ID}, tx.Now.Add(time.Hour))
}

// forgetOld is the job that forgets a conversation after its last word.
func (s *Service) forgetOld(ctx context.Context, j job.Job) (err error) {
	defer fault.Wrap(&err, "need.forgetOld")
	var of forgottenTalk
	if err := j.Args(&of); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		before := db.At(tx.Now.Add(-TalkKept))
		if len(j.Key) > 4 && j.Key[len(j.Key)-4:] == "|now" {
			before = db.At(tx.Now.Add(-time.Hour + 1))
		}
		return deleteTalkBefore(ctx, tx, j.Region, of.Talk, before)
	})
}
