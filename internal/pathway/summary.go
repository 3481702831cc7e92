package pathway

import (
	"slices"
	"strings"
)

// Said is a question and what was answered.
type Said struct {
	N      int // of the question on the way
	Step   *Step
	Answer string
}

// Words is the answer as its question writes it; false for those whose words are
// the page's own (yes, no, I don't know) and for a number.
func (s Said) Words() (Words, bool) {
	for _, o := range s.Step.Options {
		if o.Value == s.Answer {
			return o.Words, true
		}
	}
	return Words{}, false
}

// Summary is what was answered, what that suggests, and why.
type Summary struct {
	Said    []Said
	End     *End
	Because []Words
}

// Summarise tells a walk that came to an end; ok is false when it did not.
func Summarise(p *Pathway, w *Walk) (Summary, bool) {
	here := w.Here(p)
	if here.End == nil {
		return Summary{}, false
	}
	s := Summary{End: here.End}
	for i, id := range w.Path {
		if step, ok := p.Step(id); ok {
			s.Said = append(s.Said, Said{i + 1, step, w.Said[id]})
		}
	}
	answers := w.Answers()
	for _, r := range here.End.Because {
		if e, err := Parse(r.When, p.Steps); err == nil && e.Holds(answers) {
			s.Because = append(s.Because, r.Words)
		}
	}
	return s, true
}

// Tongue is the language of a text that goes to a receiver, and its few words
// that no pathway holds.
type Tongue struct {
	Lang            string
	Yes, No, Unsure string
	From, Never     string // what it comes from; that it decides nothing
}

func (t Tongue) answer(s Said) string {
	if w, ok := s.Words(); ok {
		return w.In(t.Lang)
	}
	switch s.Answer {
	case Yes:
		return t.Yes
	case No:
		return t.No
	case Unsure:
		return t.Unsure
	}
	return s.Answer
}

// needMost is how long a need may be; a slice that is longer is cut where it
// says so.
const needMost = 2000

// Tell is what one receiver is told: the answers of its slice, and no other.
func (s Summary) Tell(p *Pathway, slice *Slice, t Tongue) string {
	lines := []string{slice.Title.In(t.Lang), t.From + " " + p.Title.In(t.Lang) + "."}
	for _, said := range s.Said {
		if slices.Contains(slice.Tells, said.Step.ID) {
			lines = append(lines, "– "+said.Step.Ask.In(t.Lang)+" "+t.answer(said))
		}
	}
	lines = append(lines, t.Never)
	whole := []rune(strings.Join(lines, "\n"))
	if len(whole) > needMost {
		whole = append(whole[:needMost-2:needMost-2], ' ', '…')
	}
	return string(whole)
}
