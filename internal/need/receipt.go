package need

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// receiptDigits is the length of a receipt: read aloud in three groups of four,
// in any alphabet. Ten guesses an hour at one in a million million find none.
const receiptDigits = 12

// Receipt is what who reports keeps, to learn later what came of it.
type Receipt string

// receiptOf is made from the need's id with a key that is not in the database,
// so that an act that is repeated gives the same one and nothing stores it.
func (s *Service) receiptOf(id string) Receipt {
	sum := sha256.Sum256([]byte(s.keys.Fingerprint("need-receipt", id)))
	return Receipt(fmt.Sprintf("%012d", binary.BigEndian.Uint64(sum[:8])%1e12))
}

// mark is what the database keeps of a receipt.
func (s *Service) mark(r Receipt) string { return s.keys.Fingerprint("need-mark", string(r)) }

// String is the receipt in three groups.
func (r Receipt) String() string {
	if len(r) != receiptDigits {
		return string(r)
	}
	return string(r[:4] + " " + r[4:8] + " " + r[8:])
}

// parseReceipt reads digits of any alphabet, however they are grouped.
func parseReceipt(typed string) (Receipt, bool) {
	if len(typed) > 200 {
		return "", false
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text.Fold(typed))
	return Receipt(digits), len(digits) == receiptDigits
}

// News is what who reported learns: how it stands, who answers, and the words
// written for them. What they said themselves is not shown again: somebody else
// may hold the paper.
type News struct {
	Need
	Answer   string
	Language string
}

// Follow is what came of a need, for whoever holds its receipt. source is an
// opaque word for where the visit comes from; guesses are counted by it. An
// unknown receipt and one whose time is over are one answer.
func (s *Service) Follow(ctx context.Context, region access.Region, source, typed string) (news News, err error) {
	defer fault.Wrap(&err, "need.Follow")
	unknown := fault.Field("code", "needs.receipt_unknown")
	r, ok := parseReceipt(typed)
	if !ok {
		return News{}, fault.Field("code", "needs.receipt_malformed")
	}
	if !s.guesses.Take(source) {
		return News{}, fault.New(fault.TooMany, "needs.receipt_wait")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		n, err := findByReceipt(ctx, tx, region, s.mark(r))
		if fault.Is(err, fault.NotFound) || err == nil && tx.Now.Sub(n.At.Time) > WordsKept {
			return unknown
		}
		if err != nil {
			return err
		}
		news = News{Need: n}
		w, err := wordForReceipt(ctx, tx, region, s.mark(r), answerWords)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		news.Language = w.Language
		news.Answer, err = s.open(ctx, tx, region, w)
		return err
	})
	if err != nil {
		return News{}, err
	}
	s.guesses.GiveBack(source) // it was no guess
	return news, nil
}
