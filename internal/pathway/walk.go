package pathway

import (
	"slices"
	"strconv"

	"passerelle/internal/fault"
)

// takes reports an answer of the question's own type; a number within its
// bounds.
func (s *Step) takes(answer string) bool {
	switch {
	case answer == Unsure:
		return true
	case s.Kind == YesNo:
		return answer == Yes || answer == No
	case s.Kind == Choice:
		return slices.ContainsFunc(s.Options, func(o Option) bool { return o.Value == answer })
	}
	n, err := strconv.Atoi(answer)
	return err == nil && len(answer) <= 9 && n >= s.Least && n <= s.Most
}

// next is where the answers lead from a question; "" when no branch holds, which
// Check refuses.
func (p *Pathway) next(s *Step, a Answers) string {
	for _, b := range s.Next {
		e, err := Parse(b.When, p.Steps)
		if err == nil && e.Holds(a) {
			return b.Go
		}
	}
	return ""
}

// pathMost bounds a walk: a question may be asked again, not for ever.
const pathMost = 100

// Walk is where somebody is in a pathway: the questions answered on the way, in
// order, and all that was ever said, so that going back loses nothing.
type Walk struct {
	Path []string          `json:"path"`
	Said map[string]string `json:"said"`
}

// Position is a question of a walk, or the end that it came to.
type Position struct {
	N    int   // of the question, from 1
	Step *Step // nil at an end
	End  *End  // nil at a question
}

// answers are those on the way up to n questions: what was said on a way that
// was left counts for nothing.
func (w *Walk) answers(n int) Answers {
	a := Answers{}
	for _, id := range w.Path[:n] {
		a[id] = w.Said[id]
	}
	return a
}

// Answers are those on the way.
func (w *Walk) Answers() Answers { return w.answers(len(w.Path)) }

// Here is where a walk stands. A pathway that changed under it (a draft, in the
// simulator) leads it as far as both agree.
func (w *Walk) Here(p *Pathway) Position {
	at := p.Start
	for n := 0; ; n++ {
		if e, ok := p.End(at); ok {
			w.Path = w.Path[:n]
			return Position{N: n + 1, End: e}
		}
		s, ok := p.Step(at)
		if !ok {
			w.Path = w.Path[:n]
			return Position{N: n + 1}
		}
		if n == len(w.Path) || w.Path[n] != at || !s.takes(w.Said[at]) || n == pathMost {
			w.Path = w.Path[:n]
			return Position{N: n + 1, Step: s}
		}
		at = p.next(s, w.answers(n+1))
	}
}

// At is the n-th question of the way, or where the walk stands when n is beyond.
func (w *Walk) At(p *Pathway, n int) Position {
	here := w.Here(p)
	if n < 1 || n > len(w.Path) {
		return here
	}
	s, ok := p.Step(w.Path[n-1])
	if !ok {
		return here
	}
	return Position{N: n, Step: s}
}

// Answer says something to the n-th question. Saying the same again changes
// nothing; another answer leaves the rest of the way, whose answers are kept to
// be offered again. step is the question that was shown: fault.Conflict when it
// is no longer the one asked there.
func (w *Walk) Answer(p *Pathway, n int, step, answer string) error {
	at := w.At(p, n)
	switch {
	case at.N != n || at.Step == nil || at.Step.ID != step:
		return fault.New(fault.Conflict, "pathway.moved")
	case answer == "":
		return fault.Field("answer", "pathway.answer_missing")
	case !at.Step.takes(answer) && at.Step.Kind == Number:
		return fault.Field("answer", "pathway.answer_number", "least", at.Step.Least, "most", at.Step.Most)
	case !at.Step.takes(answer):
		return fault.Field("answer", "pathway.answer_missing")
	case n > pathMost:
		return fault.New(fault.Conflict, "pathway.too_far")
	}
	if number, err := strconv.Atoi(answer); err == nil && at.Step.Kind == Number {
		answer = strconv.Itoa(number) // 07 is 7
	}
	if n <= len(w.Path) && w.Said[step] == answer {
		return nil
	}
	w.Path = append(w.Path[:n-1:n-1], step)
	if w.Said == nil {
		w.Said = map[string]string{}
	}
	w.Said[step] = answer
	return nil
}
