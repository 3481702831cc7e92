package signal

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/named"
)

// Names are what looks like a person's name in the words of a text message.
func (s *Service) Names(words string) []string {
	return named.Quote(words, s.Marks(words))
}

// Hear keeps a signal that came by text message, in the transaction that keeps
// the message: neither is there without the other. Every team of the region sees
// it; the first that takes it up asks somebody to answer.
func (s *Service) Hear(ctx context.Context, tx *db.Tx, region access.Region, talk, words, language string) (err error) {
	defer fault.Wrap(&err, "signal.Hear")
	by := access.System(region)
	_, err = s.begin(ctx, tx, by, Signal{Via: BySMS, Since: Unknown, Language: language, Words: words}, talk, true)
	return err
}

// AnswerTo is the last answer to what a conversation signalled; empty when there
// is none. Who holds the telephone asked for it.
func (s *Service) AnswerTo(ctx context.Context, tx *db.Tx, region access.Region, talk string) (words string, err error) {
	defer fault.Wrap(&err, "signal.AnswerTo")
	l, err := lastAnswerTo(ctx, tx, region, talk)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	key, err := s.vault.Existing(ctx, tx, region, owner(l.signal))
	if err != nil {
		return "", err
	}
	plain, err := key.Open(l.answer, l.signal, l.ID, answerPart)
	return string(plain), err
}

// Untie forgets which conversation said what: the person had it erased. What
// happens there still happens, and stays.
func (s *Service) Untie(ctx context.Context, tx *db.Tx, region access.Region, talk string) error {
	return untie(ctx, tx, region, talk)
}
