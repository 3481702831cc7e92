package consent

import (
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/fault"
)

// Answer is what the person said of one part. The three weigh the same on the
// screen; none is ticked beforehand.
type Answer string

// The answers.
const (
	Yes   Answer = "granted" // Oui
	No    Answer = "refused" // Non: kept, and beats every Oui
	Later Answer = "later"   // Pas maintenant: asked again, costs nothing
)

// Until is how long a Oui lasts, as the person chose it.
type Until string

// The choices.
const (
	SevenDays   Until = "7d"
	ThreeMonths Until = "3m"
	UntilISay   Until = "say"  // je dirai: asked again at the latest after askAgainDays
	UntilDay    Until = "date" // a day of the person's own, of which it is the last
)

// longest is how far that day may be: whoever wants more is asked again.
const longest = 366 * 24 * time.Hour

// How says how the answer was given.
type How string

// Spoken is for the street: recorded as spoken, by whom, under which hat.
const (
	OnScreen How = "screen"
	OnPaper  How = "paper"
	Spoken   How = "spoken"
)

// Purpose is the only one there is: rows of another would need a rule of their
// own in package access, which reads them.
const Purpose = "referral"

// Rhythm of asking again (001:2406-2410, « très très très régulièrement »).
const (
	askAgainDays = 30
	laterDays    = 7
	forgetDays   = 90 // after which a worker is no longer reminded
)

const whatForMax = 280

// Question is one organisation's page, answered.
type Question struct {
	Person    access.Person
	Recipient access.Org
	Worker    access.Worker // only this worker of the recipient; empty: any
	Parts     map[access.Part]Answer
	Until     Until
	Day       time.Time // of UntilDay: the instant at which that day is over
	// LiftRefusal: in the same act, the person said aloud that an earlier Non
	// to this recipient no longer holds. Without it a Oui changes nothing.
	LiftRefusal bool
	WhatFor     string // in a sentence, as it was said; sealed
	Text        string // what was read, word for word; its version is made of it
	Wording     string // version of a text that was read elsewhere; Text decides
	Language    string // in which it was read
	How         How
	Sign        Sign // the picture by which the person finished

	address string // where the text stands that Wording names, elsewhere; sealed
}

// settle checks the question and completes it: a Non or Pas maintenant about
// the need itself says the same of every part.
func (q *Question) settle() error {
	var bad fault.Fields
	switch q.Parts[access.PartNeed] {
	case Yes:
	case No, Later:
		parts := map[access.Part]Answer{}
		for _, p := range access.Parts {
			parts[p] = q.Parts[access.PartNeed]
		}
		q.Parts = parts
	default:
		bad = append(bad, fault.Field("need", "consent.answer_missing"))
	}
	for p, a := range q.Parts {
		if !known(p) || a != Yes && a != No && a != Later {
			bad = append(bad, fault.Field("need", "consent.answer_missing"))
			break
		}
	}
	if q.Recipient == "" {
		bad = append(bad, fault.Field("recipient", "consent.recipient_missing"))
	}
	if q.says(Yes) && q.Until != SevenDays && q.Until != ThreeMonths && q.Until != UntilISay && q.Until != UntilDay {
		bad = append(bad, fault.Field("until", "consent.until_missing"))
	}
	if q.How != OnScreen && q.How != OnPaper && q.How != Spoken {
		bad = append(bad, fault.Field("how", "consent.how_missing"))
	}
	bad = append(bad, fault.FieldsOf(CheckWhatFor(q.WhatFor))...)
	if q.Text != "" {
		q.Wording = VersionOf(q.Text)
	}
	// Without the text and its language nobody could later say what was asked.
	if strings.TrimSpace(q.Wording) == "" || strings.TrimSpace(q.Language) == "" {
		bad = append(bad, fault.Field("wording", "consent.wording_missing"))
	}
	return bad.Err()
}

// CheckWhatFor says, before anybody is asked, whether the sentence will do.
func CheckWhatFor(s string) error {
	if utf8.RuneCountInString(s) > whatForMax {
		return fault.Field("what_for", "consent.text_too_long", "max", whatForMax)
	}
	return nil
}

func known(p access.Part) bool {
	for _, k := range access.Parts {
		if p == k {
			return true
		}
	}
	return false
}

// parts lists, in the order of screens, the parts that got an answer.
func (q Question) parts(a Answer) (ps []access.Part) {
	for _, p := range access.Parts {
		if q.Parts[p] == a {
			ps = append(ps, p)
		}
	}
	return ps
}

func (q Question) says(a Answer) bool { return len(q.parts(a)) > 0 }

// lasts checks the day that the person chose, at the instant of the answer.
func (q Question) lasts(now time.Time) error {
	if q.says(Yes) && q.Until == UntilDay && (!q.Day.After(now) || q.Day.After(now.Add(longest))) {
		return fault.Field("until_day", "consent.day_range")
	}
	return nil
}

// span is from when to when an answer holds, and when to ask again. A Non has
// no end and nobody is asked again about it.
func span(a Answer, u Until, day, now time.Time) (from, to, askAgain time.Time) {
	switch {
	case a == No:
		return now, now, time.Time{}
	case a == Later:
		return now, now, now.AddDate(0, 0, laterDays)
	}
	to = u.End(now, day)
	askAgain = now.AddDate(0, 0, askAgainDays)
	if to.Before(askAgain) {
		askAgain = to
	}
	return now, to, askAgain
}

// End is the instant at which a Oui said now stops by itself; day is that of
// UntilDay. Je dirai is not for ever: without a new Oui it ends when it must be
// asked again, so that forgetting to ask protects the person.
func (u Until) End(now, day time.Time) time.Time {
	switch u {
	case SevenDays:
		return now.AddDate(0, 0, 7)
	case ThreeMonths:
		return now.AddDate(0, 3, 0)
	case UntilDay:
		return day
	}
	return now.AddDate(0, 0, askAgainDays)
}
