package ui

import "passerelle/internal/i18n"

// Problem is an answer that could not be taken, and what to do: a key of the
// catalogue and its values.
type Problem struct {
	Field string
	Key   string
	Args  []any
}

// Field is what every question has in common. Label and Hint are keys.
type Field struct {
	Name      string
	Label     string
	LabelArgs []any
	Hint      string
	HintArgs  []any
	Optional  bool
	Problems  []Problem // of the whole form; the field shows its own
}

// Option is an answer to choose. Its words are a key or, for a name, a text.
type Option struct {
	Value   string
	Key     string
	Args    []any
	Text    i18n.Text
	Hint    string
	Checked bool
}

func (f Field) problem() (Problem, bool) {
	for _, p := range f.Problems {
		if p.Field == f.Name {
			return p, true
		}
	}
	return Problem{}, false
}

// described names the passages that explain the field, for those who listen.
func (f Field) described() string {
	s := ""
	if f.Hint != "" {
		s = f.Name + "-hint"
	}
	if _, wrong := f.problem(); wrong {
		if s != "" {
			s += " "
		}
		s += f.Name + "-err"
	}
	return s
}

func (f Field) class() string {
	if _, wrong := f.problem(); wrong {
		return "field wrong"
	}
	return "field"
}

func (f Field) invalid() string {
	if _, wrong := f.problem(); wrong {
		return "true"
	}
	return "false"
}
