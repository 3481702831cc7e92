package pathway

import (
	"slices"
	"strconv"
)

// Answers are what was said, by question. A number is written in digits.
type Answers map[string]string

// Expr is a condition that was read: pure, total, without loops. What was not
// answered, or answered by "I don't know", is neither less nor more than
// anything, and equals nothing but "unsure".
type Expr interface {
	// Holds says whether the condition is true of what was answered. It always
	// answers.
	Holds(a Answers) bool
	visit(func(name string, numbers []int))
}

type (
	always  struct{}
	negated struct{ of Expr }
	both    struct{ left, right Expr }
	either  struct{ left, right Expr }
	among   struct { // name = value, name != value, name in (values)
		name   string
		values []string
		except bool
	}
	compare struct {
		name string
		op   string
		to   int
	}
)

func (always) Holds(Answers) bool      { return true }
func (e negated) Holds(a Answers) bool { return !e.of.Holds(a) }
func (e both) Holds(a Answers) bool    { return e.left.Holds(a) && e.right.Holds(a) }
func (e either) Holds(a Answers) bool  { return e.left.Holds(a) || e.right.Holds(a) }

func (e among) Holds(a Answers) bool {
	said := a[e.name]
	return said != "" && slices.Contains(e.values, said) != e.except
}

func (e compare) Holds(a Answers) bool {
	n, err := strconv.Atoi(a[e.name])
	if err != nil {
		return false
	}
	switch e.op {
	case "<":
		return n < e.to
	case "<=":
		return n <= e.to
	case ">":
		return n > e.to
	}
	return n >= e.to
}

func (always) visit(func(string, []int))      {}
func (e negated) visit(f func(string, []int)) { e.of.visit(f) }
func (e both) visit(f func(string, []int))    { e.left.visit(f); e.right.visit(f) }
func (e either) visit(f func(string, []int))  { e.left.visit(f); e.right.visit(f) }
func (e compare) visit(f func(string, []int)) { f(e.name, []int{e.to}) }
func (e among) visit(f func(string, []int)) {
	var numbers []int
	for _, v := range e.values {
		if n, err := strconv.Atoi(v); err == nil {
			numbers = append(numbers, n)
		}
	}
	f(e.name, numbers)
}
