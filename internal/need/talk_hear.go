package need

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Hear takes in a text message. It is kept before it is acknowledged; the same
// message again, in any order, changes nothing. What is said is a need, or an
// answer to what was asked; the words that answer wait in the same transaction.
func (s *Service) Hear(ctx context.Context, region access.Region, m Incoming) (err error) {
	defer fault.Wrap(&err, "need.Hear")
	words := shortened(m.Text)
	var names []string
	if begins, says := signals(m.Text); begins && s.signals != nil {
		words = m.Text // as it came: it is kept so
		if utf8.RuneCountInString(words) > SignalMost {
			words = string([]rune(words)[:SignalMost+1]) // enough to be refused as too long, and not as its beginning
		}
		// The directory is searched for each of them: not while others wait to write.
		if says {
			names = s.signals.Names(words)
		}
	}
	if m.From == "" {
		return fault.New(fault.Invalid, "error.invalid")
	}
	spoken := s.spoken(words, s.usual) // not while others wait to write
	t := talk{Mark: s.markOf(m.Channel, m.From), Channel: m.Channel}
	begun, err := s.begun(ctx, region, t.Mark)
	if err != nil {
		return err
	}
	err = s.takeIn(ctx, region, m, t, begun, words, spoken, names)
	if errors.Is(err, errBegun) {
		err = s.takeIn(ctx, region, m, t, true, words, spoken, names)
	}
	return err
}

// begun reports that a number wrote before. It is asked outside the transaction
// that keeps the message, which then does not look for what is not there: two
// first messages of a number would both miss it, and one be told of a conflict
// that no gateway understands. It also spares PostgreSQL some of the work that it
// repeats where new numbers come at once.
func (s *Service) begun(ctx context.Context, region access.Region, mark string) (begun bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		_, err := findTalk(ctx, tx, region, mark)
		begun = err == nil
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	})
	return begun, err
}

// errBegun says that a number wrote for the first time twice at once.
var errBegun = errors.New("need: the conversation began meanwhile")

// takeIn keeps a message of a conversation that begun says was begun, or that begins
// with it: errBegun when it was begun all the same.
func (s *Service) takeIn(ctx context.Context, region access.Region, m Incoming, begins talk, begun bool, words, spoken string, names []string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, known, err := s.talkWith(ctx, tx, region, begins, begun)
		if err != nil {
			return err
		}
		wk := new(weekly)
		if err := wk.open(ctx, tx, region, s); err != nil {
			return err
		}
		gateway := gatewayID(m, tx)
		if spent, err := isSpent(ctx, tx, region, s.spentMark(gateway)); err != nil || spent {
			return err // told before, and forgotten
		}
		in := message{ID: tx.NewID(), Talk: t.ID, Way: "in", Gateway: gateway, State: MessageIn, At: db.At(tx.Now), Week: wk.name}
		if in.Sealed, err = wk.key.Seal([]byte(words), "talk", in.ID); err != nil {
			return err
		}
		if fresh, err := insertMessage(ctx, tx, region, in); err != nil || !fresh {
			return err // told before
		}
		if t.Week != wk.name { // the number goes with the words of the last week in which they wrote
			t.Week = wk.name
			if t.Sealed, err = wk.key.Seal([]byte(m.From), "talk-number", t.ID); err != nil {
				return err
			}
		}
		if !known {
			t.Language = spoken
		}
		stopped, err := isStopped(ctx, tx, region, t.Mark)
		if err != nil {
			return err
		}
		if t.Org != "" && !stopped {
			if err := s.comesBack(ctx, tx, region, &t, words); err != nil {
				return err
			}
		}
		return s.respond(ctx, tx, region, wk, known, t, words, s.decide(t, words, names, stopped, t.Org != ""))
	})
}

// talkWith is the conversation of a number, or the beginning of one.
func (s *Service) talkWith(ctx context.Context, tx *db.Tx, region access.Region, begins talk, begun bool) (t talk, known bool, err error) {
	begins.ID, begins.Said = tx.NewID(), db.At(tx.Now)
	if !begun {
		return begins, false, nil
	}
	t, err = findTalk(ctx, tx, region, begins.Mark)
	if fault.Is(err, fault.NotFound) { // forgotten meanwhile
		return begins, false, nil
	}
	return t, err == nil, err
}

// gatewayID is the gateway's id, or one of who said what in which minute, which says
// that we made it.
func gatewayID(m Incoming, tx *db.Tx) string {
	id, made := m.ID, ""
	if id == "" {
		sum := sha256.Sum256([]byte(m.From + "\x00" + m.Text))
		id, made = hex.EncodeToString(sum[:])+strconv.FormatInt(tx.Now.Unix()/60, 10), madeID
	}
	sum := sha256.Sum256([]byte(m.Channel + "\x00" + id)) // of any length, and never the number in clear
	return made + hex.EncodeToString(sum[:])
}

// respond does what was decided, and lets the words that answer wait.
func (s *Service) respond(ctx context.Context, tx *db.Tx, region access.Region, wk *weekly, known bool, t talk, words string, a answer) (err error) {
	if a.Lang != "" {
		t.Language = a.Lang
	}
	asked := t.Step
	t.Step, t.Said = a.Step, db.At(tx.Now)
	switch {
	case a.Stop:
		if err := insertStop(ctx, tx, region, t.Mark); err != nil {
			return err
		}
	case a.Start:
		if err := deleteStop(ctx, tx, region, t.Mark); err != nil {
			return err
		}
	case a.Human:
		t.Wants = true
	case a.Pending:
		if words, err = s.lastWords(ctx, tx, region, t.ID); err != nil {
			return err
		}
		if !a.Signal {
			a.Say = words
		}
	}
	say := s.voice.Say(t.Language, a.Key)
	switch {
	case a.Key == "":
		say = ""
	case len(a.Names) > 0:
		say = s.voice.Say(t.Language, a.Key, "what", strings.Join(a.Names, ", "))
	case a.Key == "sms.help" || a.Key == "sms.human":
		say = s.voice.Say(t.Language, a.Key, "phone", s.human)
	}
	switch {
	case a.Signal && words != "": // none: their week is over
		if err := s.signals.Hear(ctx, tx, region, t.ID, words, t.Language); err != nil {
			return err
		}
		say = s.voice.Say(t.Language, "sms.signal_noted", "phone", s.human)
	case a.Say != "":
		if say, err = s.hears(ctx, tx, region, wk, &t, a.Say); err != nil {
			return err
		}
	case a.Need != "" || a.Place != "" || a.Add != "":
		if say, err = s.completes(ctx, tx, region, wk, &t, asked, a); err != nil {
			return err
		}
	case a.Read:
		if say, err = s.answerFor(ctx, tx, region, t); err != nil {
			return err
		}
	}
	if a.Urgent {
		say = strings.TrimSpace(s.voice.Say(t.Language, "sms.urgent") + "\n" + say)
	}
	if a.Mute {
		t.Step, say = askedNothing, ""
	}
	if known {
		err = updateTalk(ctx, tx, region, t)
	} else {
		err = insertTalk(ctx, tx, region, t)
	}
	if err != nil {
		return err
	}
	if err := s.queue.Enqueue(ctx, tx, region, talkForgetJob, t.ID+tx.Now.Format("|2006-01-02"), forgottenTalk{t.ID}, tx.Now.Add(TalkKept+1)); err != nil {
		return err
	}
	if a.Forget {
		// The last word leaves by itself: its message holds what it needs.
		return s.forgetTalk(ctx, tx, region, wk, t, say)
	}
	return s.post(ctx, tx, region, wk, t, say, true)
}

func (s *Service) openMessage(ctx context.Context, tx *db.Tx, region access.Region, m message) (string, error) {
	key, err := s.vault.Existing(ctx, tx, region, ofWeek(m.Week))
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	plain, err := key.Open(m.Sealed, "talk", m.ID)
	return string(plain), err
}
