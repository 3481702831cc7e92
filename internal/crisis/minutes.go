package crisis

import "slices"

// Minutes is the journal as it is read: what was written, and what time did by
// itself, in the order in which it happened.
func (s *Situation) Minutes() []Entry {
	out := slices.Clone(s.Entries)
	for _, r := range s.Rules {
		// One that ended with the crisis is told by the end of the crisis.
		if r.Lifted.IsZero() && r.Until.Before(s.End()) && !r.InForce(s.Crisis, s.Now) {
			out = append(out, Entry{Kind: RuleLapsed, About: r.ID, At: r.Until})
		}
	}
	if s.Over(s.Now) && s.byItself() {
		out = append(out, Entry{Kind: Lapsed, At: s.Ends})
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return a.At.Compare(b.At.Time) })
	return out
}

// byItself reports that nobody closed the crisis before its end.
func (s *Situation) byItself() bool { return !s.End().Before(s.Ends.Time) }

// Decisions are what was decided, the latest first.
func (s *Situation) Decisions() (list []Entry) {
	for _, e := range s.Entries {
		if e.Kind == Decided {
			list = append(list, e)
		}
	}
	slices.Reverse(list)
	return list
}

// Rule is a rule by its id; nil when there is none.
func (s *Situation) Rule(id string) *Rule {
	for i := range s.Rules {
		if s.Rules[i].ID == id {
			return &s.Rules[i]
		}
	}
	return nil
}

// Task is a task by its id; nil when there is none.
func (s *Situation) Task(id string) *Task {
	for i := range s.Tasks {
		if s.Tasks[i].ID == id {
			return &s.Tasks[i]
		}
	}
	return nil
}
