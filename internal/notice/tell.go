package notice

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// pressMost is how long nothing more is said of what presses: the message leads to
// a page that says all of it.
const pressMost = time.Hour

// OnEvent is the reaction to something that presses in the organisation that the
// event names: who is asked ("receiver" of a referral, "to" of a field signal).
func (s *Service) OnEvent(t Trigger) event.Reaction {
	return func(ctx context.Context, tx *db.Tx, r event.Record) error {
		var e struct {
			Receiver access.Org `json:"receiver"`
			To       access.Org `json:"to"`
		}
		if err := json.Unmarshal([]byte(r.Body), &e); err != nil {
			return err
		}
		if e.To == "" {
			e.To = e.Receiver
		}
		return press(ctx, tx, r.Region, t, e.To)
	}
}

// Tell sends what is due now. Any number of nodes may, at any time: each message
// is claimed before it leaves. One that cannot be sent does not keep the others.
func (s *Service) Tell(ctx context.Context, region access.Region) (err error) {
	defer fault.Wrap(&err, "notice.Tell")
	if !s.Sends() {
		return nil
	}
	var days, pressed []row
	var now time.Time
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		now = tx.Now.In(s.speech.Zone)
		if days, err = due(ctx, tx, region, now.Format(dayOf), now.Hour()); err != nil {
			return err
		}
		pressed, err = pressing(ctx, tx, region, tx.Now.Add(-pressMost))
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range days {
		if err := ctx.Err(); err != nil {
			return err
		}
		if r.rhythm.on(now.Weekday()) {
			s.failed(OfDay, s.tellDay(ctx, region, r, now.Format(dayOf)))
		}
	}
	for _, r := range pressed {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !r.wish(secrets{}).calm(now.Hour()) {
			s.failed(OfPressing, s.tellPressing(ctx, region, r))
		}
	}
	return nil
}

func (s *Service) failed(k Kind, err error) {
	if err != nil {
		s.note.Warn("a worker is not told", "what", string(k), "kind", fault.KindOf(err).String())
	}
}

// dayOfWorker adds up what waits for a worker in each of their organisations, if they
// work anywhere.
func (s *Service) dayOfWorker(ctx context.Context, w access.Worker) (d Day, works bool, err error) {
	hats, err := s.staff.ActorsOf(ctx, w)
	if err != nil {
		return d, false, err
	}
	for _, by := range hats {
		x, err := s.speech.Desk.Day(ctx, by)
		if err != nil {
			return d, false, err
		}
		d.add(x)
	}
	return d, len(hats) > 0, nil
}

func (s *Service) tellDay(ctx context.Context, region access.Region, r row, day string) error {
	d, works, err := s.dayOfWorker(ctx, r.worker)
	if err != nil || !works {
		return err
	}
	silent := d.Nothing() && !r.quietToo
	sent, err := s.claim(ctx, region, r.worker, OfDay, silent, func(tx *db.Tx) (bool, error) { return claimDay(ctx, tx, region, r.worker, day) })
	if err != nil || sent == "" {
		return err
	}
	return s.leave(ctx, region, r, sent, func(x secrets) words { return s.dayWords(r.language, d, x) }, func(tx *db.Tx) error {
		return giveBackDay(ctx, tx, region, r.worker, day, r.toldDay)
	})
}

func (s *Service) tellPressing(ctx context.Context, region access.Region, r row) error {
	d, works, err := s.dayOfWorker(ctx, r.worker)
	if err != nil || !works {
		return err
	}
	silent := !d.presses(r.wish(secrets{})) // somebody answered meanwhile
	sent, err := s.claim(ctx, region, r.worker, OfPressing, silent, func(tx *db.Tx) (bool, error) { return claimPressing(ctx, tx, region, r, !silent) })
	if err != nil || sent == "" {
		return err
	}
	return s.leave(ctx, region, r, sent, func(x secrets) words { return s.pressingWords(r.language, x) }, func(tx *db.Tx) error {
		return giveBackPressing(ctx, tx, region, r)
	})
}

// claim marks a message as told, and writes that it leaves; nothing leaves when
// there is nothing to say, or when another node was first.
func (s *Service) claim(ctx context.Context, region access.Region, w access.Worker, k Kind, silent bool, mark func(tx *db.Tx) (bool, error)) (sent string, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		sent = ""
		mine, err := mark(tx)
		if err != nil || !mine || silent {
			return err
		}
		sent = tx.NewID()
		if err := insertSent(ctx, tx, region, sent, w, k); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, access.System(region), happened{kind: LeavesKind, Worker: w, Sent: k})
	})
	return sent, err
}

// leave sends a message that was claimed; what surely did not leave is given back,
// for the next time.
func (s *Service) leave(ctx context.Context, region access.Region, r row, sent string, say func(x secrets) words, giveBack func(tx *db.Tx) error) error {
	x, err := s.open(r)
	if err != nil {
		return err
	}
	err = s.deliver(sent, x, say(x))
	if !fault.Is(err, fault.Unavailable) {
		return err
	}
	back := s.db.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		if err := giveBack(tx); err != nil {
			return err
		}
		return deleteSent(ctx, tx, region, sent)
	})
	if back != nil {
		return back
	}
	return err
}

// words are those of a message.
type words struct{ subject, text string }

func (s *Service) deliver(sent string, x secrets, w words) error {
	c, verdict := contact.ClearNotice(contact.Notice{ID: sent, To: x.Address, Subject: w.subject, Text: w.text, Site: s.speech.Site, Stop: s.stopLink(x)})
	if verdict != contact.Pass {
		return fault.New(fault.Invalid, "error.invalid")
	}
	_, err := s.speech.Sender.Send(c)
	return err
}

func (s *Service) stopLink(x secrets) string { return s.speech.Site + "/courriel/arret/" + x.Stop }

func (s *Service) page(lang, path string) string { return s.speech.Site + "/" + lang + path }

func (s *Service) dayWords(lang string, d Day, x secrets) words {
	v := s.speech.Voice
	lines := []string{v.Say(lang, "notice.mail_hello"), ""}
	if d.Nothing() {
		lines = append(lines, v.Say(lang, "notice.mail_nothing"))
	} else {
		lines = append(lines, v.Count(lang, "notice.mail_todo", d.Todo), v.Count(lang, "notice.mail_waiting", d.Waiting), v.Count(lang, "notice.mail_news", d.News))
	}
	if d.Week > 0 {
		lines = append(lines, "", v.Count(lang, "notice.mail_week", d.Week))
	}
	lines = append(lines, "", s.page(lang, "/app"))
	return words{v.Say(lang, "notice.mail_subject"), s.signed(lang, lines, x)}
}

func (s *Service) pressingWords(lang string, x secrets) words {
	v := s.speech.Voice
	lines := []string{v.Say(lang, "notice.mail_hello"), "", v.Say(lang, "notice.mail_pressing"), "", s.page(lang, "/app")}
	return words{v.Say(lang, "notice.mail_subject"), s.signed(lang, lines, x)}
}

func (s *Service) proofWords(lang string, x secrets) words {
	v := s.speech.Voice
	lines := []string{v.Say(lang, "notice.mail_hello"), "", v.Say(lang, "notice.mail_proof"), "", s.page(lang, "/courriel/"+x.Proof), "", v.Say(lang, "notice.mail_proof_not")}
	return words{v.Say(lang, "notice.mail_proof_subject"), s.signed(lang, lines, x)}
}

// signed adds how to be told less, and how to stop it all.
func (s *Service) signed(lang string, lines []string, x secrets) string {
	v := s.speech.Voice
	return strings.Join(append(lines, "", "--", v.Say(lang, "notice.mail_stop"), s.stopLink(x)), "\n") + "\n"
}
