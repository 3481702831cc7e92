package crisis

import (
	"time"

	"passerelle/internal/db"
)

// Outcome is how a relaxed rule ended.
type Outcome string

// The outcomes.
const (
	StillRelaxed Outcome = "relaxed" // the crisis is not over
	WasLifted    Outcome = "lifted"
	HasLapsed    Outcome = "lapsed"
	EndedWithIt  Outcome = "ended" // with the crisis
)

// RuleStory is a relaxed rule, told afterwards.
type RuleStory struct {
	Rule
	Lasted  time.Duration
	Outcome Outcome
}

// ReviewStory is one review. Late is how long after its hour it was held; zero
// or less when it was in time.
type ReviewStory struct {
	Entry
	Late time.Duration
}

// PostMortem is the draft that the cell begins from when it is over: what was
// written while it lasted, counted and put in order. It judges nobody.
type PostMortem struct {
	Lasted    time.Duration
	ByItself  bool // nobody closed it
	Renewals  int
	Members   int // that were of the cell, at one time or another
	Decisions []Entry
	Rules     []RuleStory
	Done      []Task // by their hour
	Later     []Task
	Undone    []Task
	Reviews   []ReviewStory
	Missed    db.Time // of the review that was due before the end and never noted; zero when there is none
}

// PostMortem makes the draft from the situation.
func (s *Situation) PostMortem() PostMortem {
	end := s.Now
	if s.Over(s.Now) {
		end = s.End()
	}
	p := PostMortem{Lasted: end.Sub(s.Opened.Time), ByItself: s.Over(s.Now) && s.byItself(), Members: len(s.Members)}
	var due time.Time
	for _, e := range s.Entries {
		switch e.Kind {
		case Opened:
			due = e.Until.Time
		case Renewed:
			p.Renewals++
		case Decided:
			p.Decisions = append(p.Decisions, e)
		case Reviewed:
			p.Reviews = append(p.Reviews, ReviewStory{Entry: e, Late: e.At.Sub(due)})
			due = e.Until.Time
		}
	}
	if due.Before(end) {
		p.Missed = db.At(due)
	}
	for _, r := range s.Rules {
		p.Rules = append(p.Rules, s.story(r, end))
	}
	for _, t := range s.Tasks {
		switch {
		case t.Done.IsZero():
			p.Undone = append(p.Undone, t)
		case t.Late(t.Done.Time):
			p.Later = append(p.Later, t)
		default:
			p.Done = append(p.Done, t)
		}
	}
	return p
}

func (s *Situation) story(r Rule, end time.Time) RuleStory {
	x := RuleStory{Rule: r, Outcome: HasLapsed}
	until := r.End(s.Crisis)
	switch {
	case r.InForce(s.Crisis, s.Now):
		x.Outcome, until = StillRelaxed, end
	case until.Equal(r.Lifted.Time):
		x.Outcome = WasLifted
	case until.Equal(s.End()) && until.Before(r.Until.Time):
		x.Outcome = EndedWithIt
	}
	x.Lasted = until.Sub(r.From.Time)
	return x
}
