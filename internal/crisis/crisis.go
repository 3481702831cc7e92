package crisis

import (
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/named"
)

const (
	// StretchMost is how long the mode, or a relaxed rule, lasts before somebody
	// must renew it.
	StretchMost = 14 * 24 * time.Hour
	// StretchLeast is the shortest time that means anything to a team.
	StretchLeast = time.Hour
	// ReviewMost is how far away the next review may be.
	ReviewMost = 72 * time.Hour
	// DueMost is how far away the end of a task may be.
	DueMost = StretchMost
)

// How many characters fit in what is typed.
const (
	TitleMost = 120
	WordsMost = 600
	ShortMost = 160
)

// KindMost is how many rules, and how many tasks, one cell holds: beyond it nobody reads
// them any more.
const KindMost = 200

// Crisis is one crisis of a region, while it lasts and after.
type Crisis struct {
	ID     string
	Org    access.Org // who opened it
	Title  string
	Sector string // where, in words; empty: the whole region
	Why    string
	Opened db.Time
	Ends   db.Time // unless renewed
	Review db.Time // when the cell looks again
	Closed db.Time // by somebody; zero when it was not
}

// Over reports that the mode has ended at an instant: closed, or not renewed.
func (c Crisis) Over(now time.Time) bool { return !c.End().After(now) }

// End is when it ended or will end by itself.
func (c Crisis) End() time.Time {
	if !c.Closed.IsZero() && c.Closed.Before(c.Ends.Time) {
		return c.Closed.Time
	}
	return c.Ends.Time
}

// Member is an organisation of the cell, and whom to call there: a function,
// never somebody's own number.
type Member struct {
	Org      access.Org
	Function string
	Phone    string
	Hours    string
	Joined   db.Time
	Left     db.Time
}

// Rule is a rule that is relaxed for a time.
type Rule struct {
	ID      string
	Org     access.Org // who wrote it down
	Words   string
	By      string // who allows it
	From    db.Time
	Until   db.Time // unless renewed
	Lifted  db.Time // by somebody, before that
	Renewed int     // how often
}

// End is when the rule stands again, in a crisis that ends so.
func (r Rule) End(c Crisis) time.Time {
	end := r.Until.Time
	if c.End().Before(end) {
		end = c.End()
	}
	if !r.Lifted.IsZero() && r.Lifted.Before(end) {
		end = r.Lifted.Time
	}
	return end
}

// InForce reports that the rule is relaxed at an instant.
func (r Rule) InForce(c Crisis, now time.Time) bool { return now.Before(r.End(c)) }

// Task is what an organisation does, and by when.
type Task struct {
	ID    string
	Org   access.Org // who does it
	Words string
	Given db.Time
	Due   db.Time
	Done  db.Time
}

// Late reports that a task was not done in time, or is not yet.
func (t Task) Late(now time.Time) bool {
	if t.Done.IsZero() {
		return now.After(t.Due.Time)
	}
	return t.Done.After(t.Due.Time)
}

// Kind says what an entry tells.
type Kind string

// The kinds of entries.
const (
	Opened      Kind = "opened"
	Renewed     Kind = "renewed"
	Closed      Kind = "closed"
	Joined      Kind = "joined"
	Left        Kind = "left"
	Decided     Kind = "decided"
	Relaxed     Kind = "relaxed"
	RuleRenewed Kind = "rule_renewed"
	RuleLifted  Kind = "rule_lifted"
	Given       Kind = "given"
	Done        Kind = "done"
	Reviewed    Kind = "reviewed"
	// RuleLapsed and Lapsed are never written: nobody did them. Minutes adds them.
	RuleLapsed Kind = "rule_lapsed"
	Lapsed     Kind = "lapsed"
)

// Entry is one line of the journal.
type Entry struct {
	ID     string
	Org    access.Org // who wrote it; empty when time did
	Kind   Kind
	About  string // the rule or the task
	Words  string
	Origin string // of a decision: where it comes from
	At     db.Time
	Until  db.Time // the end, the due date or the next review that it sets
}

// Situation is a crisis whole, at the instant Now.
type Situation struct {
	Crisis
	Now     time.Time
	Members []Member // those of the cell now, and those who left
	Rules   []Rule   // the first to end first
	Tasks   []Task   // the first due first
	Entries []Entry  // in the order in which they were written
}

// Member is an organisation's place in the cell now; nil when it has none.
func (s *Situation) Member(org access.Org) *Member {
	for i := range s.Members {
		if m := &s.Members[i]; m.Org == org && m.Left.IsZero() {
			return m
		}
	}
	return nil
}

// stretch is what is wrong with a length of time, at its field.
func stretch(d time.Duration) *fault.Error {
	if d < StretchLeast || d > StretchMost {
		return fault.Field("for", "crisis.for_range", "days", int(StretchMost/(24*time.Hour)))
	}
	return nil
}

// typed checks what is typed in a field. missing is said when it is empty; it is
// empty itself where nothing need be typed.
func typed(name, value string, most int, missing string) *fault.Error {
	switch {
	case missing != "" && value == "":
		return fault.Field(name, missing)
	case utf8.RuneCountInString(value) > most:
		return fault.Field(name, "crisis.too_long", "most", most)
	}
	return nil
}

// NamedKey is the sentence that asks about what looks like a person's name. A form
// that shows it offers to write it all the same.
const NamedKey = "crisis.named"

// told checks what is typed of a situation, where a person who is helped could be
// named: what looks like a name is asked about, unless whoever wrote is sure.
func (s *Service) told(name, value string, most int, missing string, sure bool) *fault.Error {
	if err := typed(name, value, most, missing); err != nil || sure {
		return err
	}
	if list := named.List(value, s.known); list != "" {
		return fault.Field(name, NamedKey, "what", list)
	}
	return nil
}

// Marks says where words look like they name a person.
func (s *Service) Marks(words string) []named.Span { return named.Marks(words, s.known) }

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
