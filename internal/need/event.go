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
	countedKind  = "need.counted" // noted where only counts leave: it is in no list
	// PublishedKind tells of a quarter, and of no need.
	PublishedKind = "need.published"
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

// published tells that the counts of a quarter were made public.
type published struct {
	Quarter string `json:"quarter"`
}

func (published) Kind() string      { return PublishedKind }
func (e published) Subject() string { return e.Quarter }

// Shows reports whether an event of a kind changes what a board shows.
func Shows(kind string) bool {
	return strings.HasPrefix(kind, "need.") && kind != readKind && kind != countedKind && kind != PublishedKind
}
