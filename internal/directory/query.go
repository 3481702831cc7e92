package directory

import (
	"strings"
	"time"
)

// Sort is an order of answers.
type Sort uint8

const (
	// SortBest is the order of screens.md S2 when the query is only needs,
	// papers, languages and filters: accepted before unknown papers, open and
	// confirmed, open, opens later; then near, then relevant. When the text
	// holds other words, such as the name of a place, relevance leads.
	SortBest Sort = iota
	SortRelevance
	SortNearest // needs Near; services whose distance is unknown come last
	SortSoonest // open now, then by next opening
)

// Query is what someone looks for. Zero fields ask nothing. Nothing here is
// ever stored or logged: it would say what a person is looking for.
type Query struct {
	Text string // words as typed, in French or English

	Need          string // a code of the tree; a theme takes all its needs
	Paper         Paper  // services that said no are left out; unknown ones come below
	Language      string // ISO 639; a language named in Text replaces it
	Population    string // "women" is the filter "Femme seulement"
	Age           float64
	NoPapersAsked bool
	HasCapacity   bool       // a place is declared available
	NotFull       bool       // leaves out who says to be full, as long as that is believed
	OpenAt        *time.Time // open at that instant

	Near         *Point
	WithinMetres float64 // 0 = any distance; needs Near

	Sort          Sort
	Limit, Offset int // Limit 0 means 20

	instant *time.Time // the OpenAt that was dropped: next openings are counted from it
}

// Filter names one condition of a Query, for saying which one was dropped.
type Filter string

// In the order in which they are dropped, alone first and then together.
const (
	FilterOpen       Filter = "open"
	FilterDistance   Filter = "distance"
	FilterCapacity   Filter = "capacity"
	FilterLanguage   Filter = "language"
	FilterPopulation Filter = "population"
	FilterAge        Filter = "age"
	FilterNoPapers   Filter = "no_papers"
	FilterWords      Filter = "words" // some of the words instead of all of them
	FilterNeed       Filter = "need"
)

// There is no relaxing of the paper: a service that said no stays out.

// Result answers a Query. It is never empty as long as the directory holds one
// service that may be found: conditions are dropped, and named in Relaxed. When
// few services hold all that was asked, those that hold nearly all follow.
type Result struct {
	Total     int // of all pages
	Exact     int // of these, those that hold all that was asked: of those for the need, they come first
	Hits      []Hit
	Relaxed   []Filter
	Corrected []Correction
	Ignored   []string // words that nothing in the directory holds
	Facets    Facets   // what the text was understood to ask
	Sort      Sort     // the order really used; SortSoonest when nothing is open

	apt bool // where words stand beside a need, one answer at least is apt: see order.apt
}

// Unknown reports that nothing in the directory holds any word of the text: what
// is shown is something else.
func (r Result) Unknown(text string) bool {
	return len(r.Ignored) > 0 && len(r.Ignored) >= len(strings.Fields(text))
}

// Correction is a word that was read as another one.
type Correction struct{ From, To string }

// Facets are the parts of the text that were understood.
type Facets struct {
	Needs, Populations, Languages []string
	Topics                        []string // things within needs, "sleep.rent:bedbugs"
	Papers                        []Paper
	NoPapers, Open                bool
	Age                           float64
	When                          *When
	Place                         *Spot
	Words                         []string // the rest
}

// Spot is a place that the directory knows by its name.
type Spot struct {
	Name string
	Point
}

// Hit is one answer.
type Hit struct {
	Listing *Listing
	Place   int     // index in Listing.Places of the entry point meant; -1 when there is none
	Metres  float64 // from Near; negative when unknown or kept secret
	Opening Opening // of that place, at OpenAt or now
	Score   int32   // relevance of the words; comparable only within one Result
	Why     []Reason
}

// ReasonKind says why a service is shown ("Pourquoi je vois ceci"); its label
// is the catalogue key "find.why_" + kind.
type ReasonKind string

// The reasons, in the order in which they are given.
const (
	WhyName      ReasonKind = "name"      // Detail: the word
	WhyOrg       ReasonKind = "org"       // Detail: the word
	WhyNeed      ReasonKind = "need"      // Detail: the code
	WhyWord      ReasonKind = "word"      // Detail: the word, in the description
	WhyPaper     ReasonKind = "paper"     // Detail: the paper; Accept says how sure
	WhyLanguage  ReasonKind = "language"  // Detail: the code
	WhyServes    ReasonKind = "serves"    // Detail: the population
	WhyOpen      ReasonKind = "open"      //
	WhyNoPapers  ReasonKind = "no_papers" //
	WhyNear      ReasonKind = "near"      //
	WhyConfirmed ReasonKind = "confirmed" //
)

// Reason is one of the reasons.
type Reason struct {
	Kind   ReasonKind
	Detail string
	Accept Acceptance
}
