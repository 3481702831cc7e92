package need

import (
	"context"
	"strings"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// answersMost is how many characters answers have in one message, with those that
// say that others wait: carriers refuse more than 1600.
const answersMost = 1400

// answerFor is what teams answered to the needs that were said in a conversation
// and was not read yet; of none, what was to the last need. It is sent because the
// person asked for it: they know who holds the telephone.
func (s *Service) answerFor(ctx context.Context, tx *db.Tx, region access.Region, t talk) (string, error) {
	needs, err := unread(ctx, tx, region, t.ID)
	if err != nil {
		return "", err
	}
	if len(needs) == 0 && t.Need != "" {
		n, err := findNeed(ctx, tx, region, t.Need)
		if err != nil {
			return "", err
		}
		needs = []Need{n}
	}
	said, err := s.signalAnswer(ctx, tx, region, t)
	if err != nil {
		return "", err
	}
	for _, n := range needs {
		words, err := s.answerTo(ctx, tx, region, t, n)
		if err != nil {
			return "", err
		}
		if said != "" && utf8.RuneCountInString(said+"\n"+words) > answersMost {
			return said + "\n" + s.voice.Say(t.Language, "sms.answer_waits", "phone", s.human), nil
		}
		said = strings.TrimSpace(said + "\n" + words)
		if err := readAbout(ctx, tx, region, t.ID, n.ID); err != nil {
			return "", err
		}
	}
	if said == "" {
		return s.voice.Say(t.Language, "sms.nothing_yet"), nil
	}
	return said, nil
}

// answerTo is what a team answered to a need: its words, and where it had none why
// nothing could be done; empty: nobody answered, or the words are forgotten.
func (s *Service) answerTo(ctx context.Context, tx *db.Tx, region access.Region, t talk, n Need) (string, error) {
	w, err := wordForReceipt(ctx, tx, region, s.mark(s.receiptOf(n.ID)), answerWords)
	switch {
	case fault.Is(err, fault.NotFound) && n.Reason != "":
		return s.voice.Say(t.Language, "sms.declined", "why", s.voice.Say(t.Language, ReasonKeys[n.Reason]), "phone", s.human), nil
	case fault.Is(err, fault.NotFound):
		return "", nil
	case err != nil:
		return "", err
	}
	return s.open(ctx, tx, region, w)
}

// signalAnswer is what came back of what a conversation signalled; empty: nothing
// yet.
func (s *Service) signalAnswer(ctx context.Context, tx *db.Tx, region access.Region, t talk) (string, error) {
	if s.signals == nil {
		return "", nil
	}
	words, err := s.signals.AnswerTo(ctx, tx, region, t.ID)
	return strings.TrimSpace(text.Clean(words)), err
}
