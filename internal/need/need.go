package need

import (
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/named"
)

// Via is how a need reached us.
type Via string

// The ways.
const (
	ByWeb    Via = "web"    // by the person, without account
	ByWorker Via = "worker" // noted by somebody who was there
	ByCall   Via = "call"   // noted during a telephone call
	BySMS    Via = "sms"
)

// Wanted is when help is wanted.
type Wanted string

// The times, in the order of screens.
const (
	Now      Wanted = "now"
	Today    Wanted = "today"
	ThisWeek Wanted = "week"
	AnyTime  Wanted = "any"
)

// Wants lists them in the order of screens.
var Wants = []Wanted{Now, Today, ThisWeek, AnyTime}

// With is whom the person would rather meet.
type With string

// The choices, in the order of screens.
const (
	Anyone With = "any"
	AWoman With = "woman"
	AMan   With = "man"
)

// Withs lists them in the order of screens.
var Withs = []With{Anyone, AWoman, AMan}

// State is how a need stands.
type State string

// The states. Taken is a promise, and not an answer: it stands with its time.
const (
	Open     State = "open"
	Taken    State = "taken"
	Answered State = "answered"
	Declined State = "declined"
)

// Reason is why nobody could answer. It speaks of services, never of a person.
type Reason string

// The reasons.
const (
	NoPlace   Reason = "no_place"
	NoService Reason = "no_service"
	NotOurs   Reason = "not_ours"
	Repeated  Reason = "repeated" // the same need, said twice
)

// Reasons lists them in the order of screens.
var Reasons = []Reason{NoPlace, NoService, NotOurs, Repeated}

// ReasonKeys are the sentences of the reasons.
var ReasonKeys = map[Reason]string{NoPlace: "needs.reason_no_place", NoService: "needs.reason_no_service", NotOurs: "needs.reason_not_ours", Repeated: "needs.reason_repeated"}

// WordsMost is how long words may be: what somebody says at a door.
const WordsMost = 500

// Said is a need being said.
type Said struct {
	Via      Via
	Need     string // code of the tree; empty: found in the words, or not known
	Place    string // as typed or as a poster has it; empty: not said
	Wanted   Wanted
	With     With
	Words    string // theirs
	Observed string // what a worker saw, apart
	Language string // of the words
	// Named: who reports was asked about what looks like a name, and sends.
	Named bool
}

// languageMost is the length of the longest language tag.
const languageMost = 35

// check is what is wrong with it, at its fields. It fills what was left out.
func (s *Said) check(a Atlas) error {
	s.Words, s.Observed = strings.TrimSpace(s.Words), strings.TrimSpace(s.Observed)
	if len(s.Language) > languageMost {
		s.Language = ""
	}
	if s.Wanted == "" {
		s.Wanted = AnyTime
	}
	if s.With == "" {
		s.With = Anyone
	}
	var bad fault.Fields
	if s.Need != "" && !a.KnownNeed(s.Need) {
		bad = append(bad, fault.Field("need", "needs.need_unknown"))
	}
	if s.Need == "" && s.Words == "" && s.Observed == "" {
		bad = append(bad, fault.Field("words", "needs.words_missing"))
	}
	for field, text := range map[string]string{"words": s.Words, "observed": s.Observed} {
		if utf8.RuneCountInString(text) > WordsMost {
			bad = append(bad, fault.Field(field, "needs.words_long", "most", WordsMost))
		}
	}
	if !among(Wants, s.Wanted) {
		bad = append(bad, fault.Field("wanted", "needs.wanted_missing"))
	}
	if !among(Withs, s.With) {
		bad = append(bad, fault.Field("with", "needs.with_missing"))
	}
	if s.Place != "" {
		key, ok := a.PlaceOf(s.Place)
		if !ok {
			bad = append(bad, fault.Field("place", "needs.place_unknown"))
		}
		s.Place = key
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if s.Need == "" {
		s.Need = a.NeedIn(s.Words + " " + s.Observed)
	}
	if s.Place == "" {
		s.Place, _ = a.PlaceIn(s.Words + " " + s.Observed)
	}
	return s.asks()
}

// asks says at its field what looks like a person, unless that was asked.
func (s *Said) asks() error {
	if s.Named {
		return nil
	}
	var bad fault.Fields
	for _, f := range []struct{ field, text string }{{"words", s.Words}, {"observed", s.Observed}} {
		if found := named.Personal(f.text); len(found) > 0 {
			bad = append(bad, fault.Field(f.field, NamedKey, "what", strings.Join(found, ", ")))
		}
	}
	return bad.Err()
}

// NamedKey is the sentence of what looks like a person in free words. A form
// that shows it offers to send all the same.
const NamedKey = "needs.named"

func among[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// Need is a need as it is kept in clear: codes.
type Need struct {
	ID      string
	At      db.Time
	Via     Via
	Need    string
	Place   string
	Wanted  Wanted
	With    With
	Org     access.Org // whose worker noted it; empty: nobody's
	State   State
	TakenBy access.Org
	TakenAt db.Time
	Due     db.Time
	Settled db.Time
	Reason  Reason

	apart bool // counted, and in no list: see package seal, OnlyCounts
}

// Late reports that whoever took it said nothing by the time they gave.
func (n Need) Late(now time.Time) bool { return n.State == Taken && n.Due.Before(now) }

// Kept reports that another organisation than one took it, and the time that they
// gave is not over: a promise that was not kept keeps nobody else from answering.
func (n Need) Kept(from access.Org, now time.Time) bool {
	return n.State == Taken && n.TakenBy != from && !n.Late(now)
}

// Lives reports that nobody has answered yet.
func (n Need) Lives() bool { return n.State == Open || n.State == Taken }
