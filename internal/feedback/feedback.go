package feedback

import (
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/fault"
)

// Helped is the one-tap answer.
type Helped string

// The answers.
const (
	Yes    Helped = "yes"
	No     Helped = "no"
	Partly Helped = "partly"
)

// Answer is what somebody says of a service.
type Answer struct {
	Helped   Helped
	Words    string // optional
	Language string // of the words
}

// wordsMax bounds the words: a few sentences, not a file about somebody.
const wordsMax = 280

// languageMax is the length of the longest language tag.
const languageMax = 35

func (a *Answer) check() error {
	a.Words = strings.TrimSpace(a.Words)
	if len(a.Language) > languageMax { // not typed by a person: not worth a refusal
		a.Language = ""
	}
	var bad fault.Fields
	if a.Helped != Yes && a.Helped != No && a.Helped != Partly {
		bad = append(bad, fault.Field("helped", "feedback.helped_missing"))
	}
	if utf8.RuneCountInString(a.Words) > wordsMax {
		bad = append(bad, fault.Field("words", "feedback.words_too_long", "max", wordsMax))
	}
	return bad.Err()
}

// Counts are the raw answers about one service. They are not for publication.
type Counts struct {
	Yes, No, Partly int
}

// Total is how many answered.
func (c Counts) Total() int { return c.Yes + c.No + c.Partly }

// month is all that is kept of when.
func month(t time.Time) string { return t.Format("2006-01") }

// The words are sealed with a key of the month in which they were said, which
// the clock of what is kept destroys. Before that was so they were sealed with a
// key of their service, which had no end.
const (
	keyKind      = "feedback"
	olderKeyKind = "service"
)
