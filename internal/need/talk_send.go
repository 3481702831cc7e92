package need

import (
	"context"
	"errors"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// The kinds of jobs of conversations.
const (
	sendJob       = "need.send"
	talkForgetJob = "need.talk_forget"
)

// ErrStopped is what a gateway answers for a number that wants no message.
var ErrStopped = errors.New("need: the number was stopped")

// forgottenTalk are the arguments of the job that forgets a conversation.
type forgottenTalk struct {
	Talk string `json:"talk"`
}

type posted struct {
	Message string `json:"message"`
}

// Quiet is the part of the day in which nothing leaves that was not asked for.
type Quiet struct{ From, To time.Duration } // since midnight; equal: never

// until is when a message that was not asked for may leave.
func (q Quiet) until(now time.Time) time.Time {
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	at := now.Sub(midnight)
	end := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, int(q.To/time.Second), 0, now.Location())
	switch {
	case q.From == q.To:
	case q.From < q.To && at >= q.From && at < q.To:
		return end
	case q.From > q.To && at < q.To:
		return end
	case q.From > q.To && at >= q.From:
		return end.AddDate(0, 0, 1)
	}
	return now
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
	if !asked {
		at = s.quiet.until(tx.Now.In(s.zone))
	}
	return s.queue.Enqueue(ctx, tx, region, sendJob, m.ID, posted{m.ID}, at)
}

// send is the job: nothing is sent to a number that said stop, whenever it did.
func (s *Service) send(ctx context.Context, j job.Job) (err error) {
	defer fault.Wrap(&err, "need.send")
	var p posted
	if err := j.Args(&p); err != nil {
		return err
	}
	var out Outgoing
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		out = Outgoing{}
		m, t, err := findOutgoing(ctx, tx, j.Region, p.Message)
		if fault.Is(err, fault.NotFound) {
			return nil // forgotten meanwhile
		}
		if err != nil || m.State != MessageWaiting {
			return err
		}
		stopped, err := isStopped(ctx, tx, j.Region, t.Mark)
		if err != nil {
			return err
		}
		if stopped && !s.isLastWord(ctx, tx, j.Region, t, m) {
			return updateMessage(ctx, tx, j.Region, m.ID, MessageStopped, m.Gateway)
		}
		words, err := s.openMessage(ctx, tx, j.Region, m)
		if err != nil {
			return err
		}
		key, err := s.vault.Existing(ctx, tx, j.Region, ofWeek(t.Week))
		if err != nil {
			return err
		}
		number, err := key.Open(t.Sealed, "talk-number", t.ID)
		out = Outgoing{ID: m.ID, Channel: t.Channel, To: string(number), Text: words}
		return err
	})
	if err != nil || out.ID == "" || s.sender == nil {
		return err
	}
	id, err := s.sender.Send(out)
	switch {
	case errors.Is(err, ErrStopped):
		return s.Stopped(ctx, j.Region, out.Channel, out.To)
	case fault.Is(err, fault.Unavailable):
		return err // later
	case err != nil:
		return s.db.Write(ctx, func(tx *db.Tx) error { return updateMessage(ctx, tx, j.Region, out.ID, MessageFailed, out.ID) })
	}
	if id == "" {
		id = out.ID
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return updateMessage(ctx, tx, j.Region, out.ID, MessageSent, id) })
}

// isLastWord: a stop is acknowledged once, by the message that it asked for.
func (s *Service) isLastWord(ctx context.Context, tx *db.Tx, region access.Region, t talk, m message) bool {
	words, err := s.openMessage(ctx, tx, region, m)
	return err == nil && m.Asked && words == s.voice.Say(t.Language, "sms.stopped")
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
	mark := s.keys.Fingerprint("talk", channel+"\x00"+number)
	return s.db.Write(ctx, func(tx *db.Tx) error { return insertStop(ctx, tx, region, mark) })
}

// forgetTalk deletes a conversation and its number; a last word may say so.
func (s *Service) forgetTalk(ctx context.Context, tx *db.Tx, region access.Region, wk *weekly, t talk, last string) error {
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
