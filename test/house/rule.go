package house

import "fmt"

// Rule is one rule of the house.
type Rule struct {
	Name  string
	Why   string // stands in every failure: what breaks when it is broken
	Check func(*Tree) []Finding
}

// Finding is one place where a rule is broken.
type Finding struct {
	At   string // file:line
	What string
}

func (f Finding) String() string { return f.At + ": " + f.What }

func found(at, format string, args ...any) Finding {
	return Finding{At: at, What: fmt.Sprintf(format, args...)}
}
