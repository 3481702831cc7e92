package pathway

import "slices"

// Words is a passage in both languages of the work area. Both are needed.
type Words struct {
	FR string `json:"fr"`
	EN string `json:"en"`
}

// In is the passage in a language; the other when it is missing there.
func (w Words) In(lang string) string {
	if lang == "en" && w.EN != "" || w.FR == "" {
		return w.EN
	}
	return w.FR
}

// Empty reports that nothing is said.
func (w Words) Empty() bool { return w.FR == "" && w.EN == "" }

// Pathway is a decision aid as data: questions, ends, and the cases that prove
// it does what its authors meant.
type Pathway struct {
	Title    Words   `json:"title"`
	About    Words   `json:"about"`
	For      Words   `json:"for"`
	Example  bool    `json:"example,omitempty"`  // not validated by anybody: each page says so
	Discreet bool    `json:"discreet,omitempty"` // nothing in a tab's title says what it is about
	Always   Words   `json:"always,omitzero"`    // stays on screen, such as a duty of the law
	Sources  []Words `json:"sources,omitempty"`  // what is to be validated where it is used
	Start    string  `json:"start"`
	Alarm    string  `json:"alarm"` // the end that each page leads to
	Steps    []Step  `json:"steps"`
	Ends     []End   `json:"ends"`
	Cases    []Case  `json:"cases,omitempty"`
}

// Kind is what is answered to a question. "I don't know" is always one of the
// answers.
type Kind string

// The kinds of questions.
const (
	YesNo  Kind = "yesno"
	Choice Kind = "choice"
	Number Kind = "number"
)

// Step is one question and where its answers lead.
type Step struct {
	ID      string   `json:"id"`
	Ask     Words    `json:"ask"`
	Why     Words    `json:"why"`
	Kind    Kind     `json:"kind"`
	Options []Option `json:"options,omitempty"` // of a choice
	Least   int      `json:"least,omitempty"`   // of a number
	Most    int      `json:"most,omitempty"`
	Next    []Branch `json:"next"` // the first that holds is taken
}

// Option is an answer to choose.
type Option struct {
	Value string `json:"value"`
	Words
}

// Branch leads on when its condition holds; an empty one always does.
type Branch struct {
	When string `json:"when,omitempty"`
	Go   string `json:"go"` // a step or an end
}

// EndKind is what an end hands over to.
type EndKind string

// The kinds of ends.
const (
	Call   EndKind = "call"   // numbers, in big letters, first
	Refer  EndKind = "refer"  // one referral for each slice
	Search EndKind = "search" // a search of the directory
	Lines  EndKind = "lines"  // direct lines
)

// EndKinds lists them in the order of screens.
var EndKinds = []EndKind{Call, Refer, Search, Lines}

// End is what a pathway suggests, and why. It never decides.
type End struct {
	ID       string   `json:"id"`
	Kind     EndKind  `json:"kind"`
	Title    Words    `json:"title"`
	Say      Words    `json:"say"`
	Because  []Reason `json:"because"`
	Lines    []Line   `json:"lines,omitempty"`
	Search   Words    `json:"search,omitzero"`
	Together Words    `json:"together,omitzero"` // who decides with the worker; empty: nobody needs to
	Slices   []Slice  `json:"slices,omitempty"`
}

// Reason is said when its condition holds.
type Reason struct {
	When string `json:"when,omitempty"`
	Words
}

// Line is a number to call.
type Line struct {
	Number string `json:"number"`
	Words
}

// Slice is what one receiver is told, out of a story that is told once.
type Slice struct {
	ID     string   `json:"id"`
	Title  Words    `json:"title"`
	Search Words    `json:"search,omitzero"` // to find the door
	Tells  []string `json:"tells"`           // the questions whose answers it carries
}

// Case is a walk and the end that its authors expect.
type Case struct {
	Name    string            `json:"name"`
	Answers map[string]string `json:"answers"`
	End     string            `json:"end"`
}

// Step finds a question.
func (p *Pathway) Step(id string) (*Step, bool) {
	i := slices.IndexFunc(p.Steps, func(s Step) bool { return s.ID == id })
	if i < 0 {
		return nil, false
	}
	return &p.Steps[i], true
}

// End finds an end.
func (p *Pathway) End(id string) (*End, bool) {
	i := slices.IndexFunc(p.Ends, func(e End) bool { return e.ID == id })
	if i < 0 {
		return nil, false
	}
	return &p.Ends[i], true
}

// The answers that every question knows, beside its own.
const (
	Yes    = "yes"
	No     = "no"
	Unsure = "unsure"
)

// Bounds of a pathway: what a person can keep in mind, and what a page can show.
const (
	StepsMost    = 60
	EndsMost     = 30
	OptionsMost  = 12
	BranchesMost = 20
	CasesMost    = 100
	WordsMost    = 400 // characters of a passage
)
