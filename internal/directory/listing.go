package directory

import (
	"time"

	"passerelle/internal/access"
)

// Text is a passage written by an organisation, in French, in English, or in
// both. One side is never filled from the other: an absent translation is
// shown as absent.
type Text struct{ FR, EN string }

// In returns the passage for a page in lang, and the language it is really in
// ("fr" or "en"), so that the page can mark it. Languages other than English
// read French first.
func (t Text) In(lang string) (s, in string) {
	if lang == "en" && t.EN != "" || t.FR == "" {
		return t.EN, "en"
	}
	return t.FR, "fr"
}

// Empty reports that neither language holds anything.
func (t Text) Empty() bool { return t.FR == "" && t.EN == "" }

// Status is HSDS service.status.
type Status string

// The four statuses of HSDS 3.
const (
	Active            Status = "active"
	Inactive          Status = "inactive"
	Defunct           Status = "defunct"
	TemporarilyClosed Status = "temporarily closed"
)

// Paper is a document that a service may accept as a way to be served. It
// describes the service; nothing in Passerelle says which papers a person has.
type Paper string

// The papers a service can declare.
const (
	IFHP             Paper = "ifhp" // PFSI, Interim Federal Health Program
	RAMQ             Paper = "ramq"
	OHIP             Paper = "ohip"
	NoPapers         Paper = "none" // no paper is asked
	AnyID            Paper = "any-id"
	PrivateInsurance Paper = "private-insurance"
	Paid             Paper = "paid" // one may pay instead
	ProofOfAddress   Paper = "proof-of-address"
)

// Papers lists them in the order of screens.
var Papers = []Paper{IFHP, RAMQ, OHIP, NoPapers, AnyID, PrivateInsurance, Paid, ProofOfAddress}

// Acceptance says how sure it is that a service accepts a paper. The zero
// value is Unknown: a missing fact is never read as a no.
type Acceptance uint8

// In the order of screens.md S2: confirmé, annoncé, non, inconnu.
const (
	AcceptUnknown Acceptance = iota
	AcceptNo
	AcceptAnnounced
	AcceptConfirmed
)

// Question is something a service may ask of a person at the door.
type Question string

// The four fixed rows of the card "On vous demandera".
const (
	AskStatus  Question = "status"
	AskPapers  Question = "papers"
	AskMoney   Question = "money"
	AskAddress Question = "address"
)

// Questions lists them in the order of screens.
var Questions = []Question{AskStatus, AskPapers, AskMoney, AskAddress}

// Asked is the answer a service gives about a Question; zero is unconfirmed.
type Asked uint8

// Pas confirmé, demandé, jamais demandé.
const (
	AskedUnknown Asked = iota
	AskedYes
	AskedNo
)

// Capacity is the state of words.md §2. The zero value is unknown.
type Capacity uint8

// Inconnu, place disponible, complet, liste d'attente, évaluation requise.
const (
	CapacityUnknown Capacity = iota
	CapacityOpen
	CapacityFull
	CapacityWaitlist
	CapacityAssessment
)

// Phone is a number that can be called, as written by its organisation.
type Phone struct {
	_                 struct{} `cbor:",toarray"` // on a shelf its fields have no names: read back a fifth sooner
	Number, Extension string
	Kind              string // voice, fax, text, textphone… (HSDS convention)
	Note              Text
}

// Hours is one opening that comes back. Minutes count from local midnight; an opening
// that runs past midnight has Closes > 1440.
type Hours struct {
	_ struct{} `cbor:",toarray"` // see Phone

	Days          Days
	Closed        bool    // a holiday or exception: nothing opens on these dates
	Suspends      bool    // a temporary closure of the service, with From: it beats all other hours
	Rhythm        *Rhythm // days that do not come back each week; Days is then empty
	Opens, Closes int
	From, To      time.Time // validity, dates at midnight UTC; zero = open-ended
	Note          Text
}

// HoursWords are hours that a source tells in words alone, or by a rule of which we
// cannot tell the dates: then without words. They are shown as they are, and no
// door is read as open, or as shut, by them.
type HoursWords struct {
	_ struct{} `cbor:",toarray"` // see Phone

	From, To time.Time // as in Hours
	Words    Text
}

// Days is a set of weekdays, bit 0 = Monday … bit 6 = Sunday.
type Days uint8

// Place is where a service is given: an entry point.
type Place struct {
	_ struct{} `cbor:",toarray"` // see Phone

	ID      string
	Name    Text
	Address string // street line; empty when Hidden
	City    string
	// Neighbourhood is the part of the town, as its organisation says it (HSDS
	// address.region). Empty when the address is not public.
	Neighbourhood string
	Province      string
	Postal        string
	Lat, Lon      float64
	HasPoint      bool
	Hidden        bool // violence: the address is given by telephone only
	AreaOnly      bool // the town is public, the address is not; it is not in this struct
	Area          Point
	HasArea       bool // Area is the middle of a square some twenty kilometres wide, for the index alone
	Transport     Text
	Access        Text // floor, wheelchair, dog
	Phones        []Phone
	Hours         []Hours
	HoursWords    []HoursWords
	TimeZone      string // IANA name; empty = the region's
	ExternalID    string

	More *PlaceBesides // nil when none; see Besides()
}

// Listing is the public shape of one service: all that a card, a page, the
// index or a print may show. It holds nothing about persons. Listings are
// shared between goroutines and never changed once built.
type Listing struct {
	_ struct{} `cbor:",toarray"` // see Phone

	ID   access.Service
	Code string // short address: /s/{Code}

	Org     access.Org
	OrgName Text
	Name    Text
	Summary Text
	Status  Status
	Alert   Text

	URL, Email string
	Phones     []Phone
	Places     []Place
	Hours      []Hours // of the service where its places say nothing
	HoursWords []HoursWords

	Languages   []string // ISO 639 codes really spoken
	Interpreter Text

	Needs       []string // codes of the needs tree ("health.dental")
	Terms       []string // names of the source's own taxonomy terms
	Populations []string // women, men, youth, families, seniors, lgbtq, newcomers

	Papers        map[Paper]Acceptance
	Asks          map[Question]Asked
	Unconditional bool
	MinAge        float64 // 0 = none
	MaxAge        float64 // 0 = none

	Eligibility Text
	Process     Text // application_process: how to knock
	Fees        Text
	Wait        Text
	Documents   []Text

	Capacity   Capacity
	CapacityAt time.Time

	ConfirmedBy string // organisation that confirmed, by name
	ConfirmedAt time.Time
	Seen        []SeenAspect // what was confirmed by itself, later than the whole
	UpdatedAt   time.Time    // here: when it came, or what it says changed last
	ClosedDoors int          // reports in the last 90 days
	Source      string
	SourceDay   int32 // on which its source changed it last, by its own saying, in days since 1970; 0 = not said
	Sensitive   bool  // quick exit shown; never on a map

	More *Particulars // nil when none; see Particulars()
}
