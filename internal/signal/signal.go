package signal

import (
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/named"
)

// Via is how a signal came.
type Via string

// The ways.
const (
	ByWeb Via = "web" // by a worker
	BySMS Via = "sms" // by anyone, without account
)

// Since is since when it lasts, as people say it.
type Since string

// The times, in the order of screens.
const (
	Today   Since = "today"
	Days    Since = "days"
	Weeks   Since = "weeks"
	Months  Since = "months"
	Unknown Since = "unknown"
)

// Sinces lists them in the order of screens.
var Sinces = []Since{Today, Days, Weeks, Months, Unknown}

// How many characters fit in what is typed.
const (
	WordsMost = 2000 // what happens
	SpotMost  = 160  // where
	MoreMost  = 600  // what is added by others: words, a reason, an answer
)

// The times that whoever is asked may be given.
const (
	DueTeam  = 5 * time.Minute // a team that is asked to come at once
	DueLeast = DueTeam
	DueMost  = 30 * 24 * time.Hour
)

// Soon is the time before its end in which a clock is shown above all else.
const Soon = time.Hour

// State is what became of having been asked.
type State string

// The states. Late is none: it is computed, of who still has to answer.
const (
	Waiting  State = "waiting"
	Answered State = "answered"
	Refused  State = "refused" // with its reason, shown as an answer is
	Relayed  State = "relayed" // they asked another in their turn, and said why
)

// Signal is what was said, as it was said.
type Signal struct {
	ID       string
	Org      access.Org // whose worker said it; empty: it came by text message
	Via      Via
	Need     string // code of the tree; empty: none
	Place    string // key of the directory; empty: none is known
	Since    Since
	Language string
	At       db.Time
	Words    string // the bytes that came: not always UTF-8, never cleaned
	Spot     string // where, in words
	Voice    string // media type of the recording; empty: there is none
}

// Join is an organisation that sees the same, in words it may add.
type Join struct {
	ID    string
	Org   access.Org
	Words string
	At    db.Time
}

// Leg is one step of the way: who asked whom, why, and what became of it.
type Leg struct {
	ID       string
	From, To access.Org
	Why      string // empty: they were asked by who said it
	Asked    db.Time
	Due      db.Time
	Read     db.Time
	State    State
	Settled  db.Time
	Answer   string
}

// Late reports that they have not answered by the time given, or did so after.
func (l Leg) Late(now time.Time) bool {
	if l.State == Waiting {
		return now.After(l.Due.Time)
	}
	return l.Settled.After(l.Due.Time)
}

// Pressing reports that they were given so short a time that nobody should have to
// look for it, and have not answered.
func (l Leg) Pressing() bool { return l.State == Waiting && l.Due.Sub(l.Asked.Time) <= Soon }

// Silent reports that the time has passed and nothing was said.
func (l Leg) Silent(now time.Time) bool { return l.State == Waiting && l.Late(now) }

// Situation is a signal whole, at the instant Now.
type Situation struct {
	Signal
	Now    time.Time
	ForAll bool // every team of the region sees it
	Joins  []Join
	Legs   []Leg // in the order in which they were asked
}

// Orgs are the organisations that say it, each once, in the order in which they
// first did. A text message speaks for none.
func (s *Situation) Orgs() (list []access.Org) {
	seen := map[access.Org]bool{"": true}
	add := func(o access.Org) {
		if !seen[o] {
			seen[o] = true
			list = append(list, o)
		}
	}
	add(s.Org)
	for _, j := range s.Joins {
		add(j.Org)
	}
	return list
}

// Duty is the leg on which an organisation still has to answer; nil: none.
func (s *Situation) Duty(org access.Org) *Leg {
	for i := range s.Legs {
		if l := &s.Legs[i]; l.To == org && org != "" && l.State == Waiting {
			return l
		}
	}
	return nil
}

// Settled is the last answer or refusal; nil: there is none.
func (s *Situation) Settled() (last *Leg) {
	for i := range s.Legs {
		if l := &s.Legs[i]; (l.State == Answered || l.State == Refused) && (last == nil || !l.Settled.Before(last.Settled.Time)) {
			last = l
		}
	}
	return last
}

// Awaited is the step whose clock is to be seen: of those that were asked and have
// not answered, the first due; nil: none. One that was asked before another answered
// has its answer; one that was asked after, or beside somebody who refused, has none.
func (s *Situation) Awaited() (first *Leg) {
	last := s.Settled()
	for i := range s.Legs {
		l := &s.Legs[i]
		has := last != nil && last.State == Answered && !l.Asked.After(last.Settled.Time)
		if l.State == Waiting && !has && (first == nil || l.Due.Before(first.Due.Time)) {
			first = l
		}
	}
	return first
}

// Open reports that somebody is still to answer, or that nobody has.
func (s *Situation) Open() bool { return s.Awaited() != nil || s.Settled() == nil }

// NamedKey is the sentence that asks about what looks like a person's name. A
// form that shows it offers to send all the same.
const NamedKey = "signal.named"

// passage is what somebody types: at which field, how much fits, and what is
// said when it is empty (empty: it need not be typed).
type passage struct {
	field, text, missing string
	most                 int
}

// check is what is wrong with it. What looks like a name is asked about unless
// that was asked.
func (p passage) check(known named.Known, asked bool) *fault.Error {
	switch {
	case p.missing != "" && strings.TrimSpace(p.text) == "":
		return fault.Field(p.field, p.missing)
	case utf8.RuneCountInString(p.text) > p.most:
		return fault.Field(p.field, "signal.too_long", "most", p.most)
	case asked:
		return nil
	}
	if list := named.List(p.text, known); list != "" {
		return fault.Field(p.field, NamedKey, "what", list)
	}
	return nil
}

// within is what is wrong with the time that somebody is given.
func within(d time.Duration) *fault.Error {
	if d < DueLeast || d > DueMost {
		return fault.Field("due", "signal.due_range", "days", int(DueMost/(24*time.Hour)))
	}
	return nil
}

// wrong gathers what is wrong, nil left out.
func wrong(list ...*fault.Error) error {
	var bad fault.Fields
	for _, e := range list {
		if e != nil {
			bad = append(bad, e)
		}
	}
	return bad.Err()
}
