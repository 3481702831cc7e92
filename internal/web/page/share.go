package page

import (
	"passerelle/internal/i18n"
	"passerelle/internal/web/ui"
)

// Basket is the list that goes from page to page in the address; it shows
// itself once it holds something.
type Basket struct {
	Count int
	Href  string
}

// Pick puts a service in the list, or takes it out. The zero Pick is not drawn.
type Pick struct {
	Href string
	In   bool
	Full bool // there is no room: nothing to press
}

// Send is what the phone's own messages carry; empty when nothing about the
// page may be seen on a phone.
type Send struct{ Subject, Words string }

// ShortList is services to carry away: a list that lives in its address, or
// one that an organisation keeps.
type ShortList struct {
	ui.Frame
	Heading  i18n.Text
	Saved    *SavedBy // nil: it lives in its address
	Items    []ListItem
	Problems []ui.Problem

	Search  string // where other services are found and added
	Code    string // GET form that adds a short code; empty on a kept list
	Carried string // the codes so far, for that form
	Full    bool
	Most    int

	Short              string // whole address
	Send               Send
	Paper, Card, Slips string
	Keep               string // where a worker keeps it under a name
	Copy               string // a kept list, taken as one's own
}

// SavedBy says whose list it is and since when it stands so.
type SavedBy struct {
	Org     i18n.Text
	Changed string
}

// ListItem is a service of a list. Its moves are addresses, empty when there
// is none.
type ListItem struct {
	Card             ServiceCard
	State            ItemState
	Code             string // of one that is gone
	Up, Down, Remove string
}

// ItemState says what became of a service since it was put in a list.
type ItemState int

// The states.
const (
	ItemStands    ItemState = iota
	ItemWithdrawn           // no longer offered
	ItemGone                // no longer in the directory
)

// ListGone answers a paper that names a list its organisation removed.
type ListGone struct {
	ui.Frame
	Org    i18n.Text
	On     string
	Search string
}

// ListPaper is a list on paper.
type ListPaper struct {
	ui.Frame
	Back    string
	Heading i18n.Text
	Org     i18n.Text // whose list; empty for one by link
	Note    string    // the worker's, written here and kept nowhere
	Entries []Service
	Gone    int // services that are no longer offered: left out
	A6      bool
	Short   string
	Today   string
}

// SavedLists are the lists an organisation keeps.
type SavedLists struct {
	ui.Frame
	New             string
	Booklet, Poster string // addresses of other papers
	Embed           string // of lists on the organisation's own site
	Rows            []SavedListRow
}

// SavedListRow is one of them.
type SavedListRow struct {
	Name       i18n.Text
	Count      int
	Gone       int // services to replace
	Changed    string
	Edit, Show string
}

// SavedListNew names a new list.
type SavedListNew struct {
	ui.Frame
	Step     ui.Step
	Name     string
	Services []i18n.Text
}

// SavedListEdit is where a list is kept.
type SavedListEdit struct {
	ui.Frame
	Back, Name, Words             string
	Typed                         string // in the field of the name: what was refused, or the name
	Self, Rename, Arrange, Remove string
	Show, Short                   string
	Items                         []SavedItem
	Found                         []SavedChoice
	Full                          bool
	Most                          int
	Hidden                        []ui.Hidden
	Problems                      []ui.Problem
}

// SavedItem is a service of the list being kept.
type SavedItem struct {
	Service     string // id that its buttons send
	Name        i18n.Text
	Href        string
	Gone        bool
	First, Last bool
}

// SavedChoice is a service found that could join.
type SavedChoice struct {
	Card    ServiceCard
	Service string
	In      bool
}

// SavedListRemove asks before a list is taken away.
type SavedListRemove struct {
	ui.Frame
	Name i18n.Text
	Step ui.Step
}

// BookletAsk asks around which place a booklet is made.
type BookletAsk struct {
	ui.Frame
	Action, Near   string
	Themes, Within []ui.Option
	Problems       []ui.Problem
}

// Booklet is a neighbourhood on paper. Each service has a number, by which the
// table of contents and the index find it.
type Booklet struct {
	ui.Frame
	Back          string
	Place, Within string
	Today, Short  string
	Count, Left   int  // services printed, and further ones left out
	Far           bool // nothing was as near as asked: these are the nearest
	Stale         bool // some are to be checked
	Contents      []BookletPart
	Sections      []BookletSection
	Index         []BookletLine
}

// BookletPart is a theme of the table of contents.
type BookletPart struct {
	Label i18n.Text
	Needs []BookletLine
}

// BookletLine is a name and the numbers where it is found.
type BookletLine struct {
	Name    i18n.Text
	Numbers []int
}

// BookletSection is a theme and its services.
type BookletSection struct {
	Label   i18n.Text
	Anchor  string
	First   int
	Entries []BookletEntry
}

// BookletEntry is a numbered service.
type BookletEntry struct {
	Number  int
	Service Service
}

// PosterAsk asks what a poster is about.
type PosterAsk struct {
	ui.Frame
	Action, Near string
	Needs, Langs []ui.Option
	Problems     []ui.Problem
}

// Poster is a sheet for a wall.
type Poster struct {
	ui.Frame
	Back    string
	Lines   []PosterLine // the same in each language, biggest first
	Place   string       // near where; empty for anywhere
	Service *Service     // nil for a need
	Short   string
	Today   string
}

// PosterLine is what a poster says in one language.
type PosterLine struct {
	L     *i18n.Local
	Words i18n.Text
}

// Slips are eight to a sheet.
type Slips struct {
	ui.Frame
	Back  string
	Slips []Service
	Gone  int // services that are no longer offered: left out
	Today string
}
