package pathway

import (
	"slices"

	"passerelle/internal/fault"
)

// PutStep replaces the question of the same name, or adds a new one at the end.
func (p *Pathway) PutStep(s Step) {
	if old, ok := p.Step(s.ID); ok {
		*old = s
		return
	}
	p.Steps = append(p.Steps, s)
}

// PutEnd replaces the end of the same name, or adds a new one.
func (p *Pathway) PutEnd(e End) {
	if old, ok := p.End(e.ID); ok {
		*old = e
		return
	}
	p.Ends = append(p.Ends, e)
}

// Move is what is done to the place of a question or an end in the outline.
type Move string

// The moves. The order is for people: where an answer leads is what its branch
// says.
const (
	Up     Move = "up"
	Down   Move = "down"
	Remove Move = "remove"
)

// Shift moves or removes a question or an end. fault.NotFound when there is none
// of that name.
func (p *Pathway) Shift(id string, m Move) error {
	if i := slices.IndexFunc(p.Steps, func(s Step) bool { return s.ID == id }); i >= 0 {
		p.Steps = shift(p.Steps, i, m)
		return nil
	}
	if i := slices.IndexFunc(p.Ends, func(e End) bool { return e.ID == id }); i >= 0 {
		p.Ends = shift(p.Ends, i, m)
		return nil
	}
	return notFound()
}

func shift[T any](list []T, i int, m Move) []T {
	to := i
	switch m {
	case Remove:
		return slices.Delete(list, i, i+1)
	case Up:
		to = max(0, i-1)
	case Down:
		to = min(len(list)-1, i+1)
	}
	list[i], list[to] = list[to], list[i]
	return list
}

// FreeName is why a name cannot be given to a new question or end.
func (p *Pathway) FreeName(id string) error {
	_, step := p.Step(id)
	_, end := p.End(id)
	switch {
	case !isName(id) || reserved(id):
		return fault.Field("id", "pathway_check.id", "id", id)
	case step || end:
		return fault.Field("id", "pathway_check.twice", "id", id)
	}
	return nil
}
