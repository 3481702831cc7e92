package need

import "strings"

// Kinds of events. Each tells of one need by its id, and of nothing said in it.
const (
	SaidKind     = "need.said"
	TakenKind    = "need.taken"
	LeftKind     = "need.left"
	AnsweredKind = "need.answered"
	DeclinedKind = "need.declined"
	SortedKind   = "need.sorted"
	readKind     = "need.read"
)

// happened tells what became of a need.
type happened struct {
	kind string
	Need string `json:"need"`
}

func (e happened) Kind() string    { return e.kind }
func (e happened) Subject() string { return e.Need }

// read tells that the words of needs were opened, one entry an answer.
type read struct {
	Needs []string `json:"needs"`
}

func (read) Kind() string { return readKind }

// Subject is the first need, by which the entry is found.
func (e read) Subject() string { return e.Needs[0] }

// Shows reports whether an event of a kind changes what a board shows.
func Shows(kind string) bool { return strings.HasPrefix(kind, "need.") && kind != readKind }
