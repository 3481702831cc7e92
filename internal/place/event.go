package place

import "passerelle/internal/access"

// CountedKind is the kind of Counted.
const CountedKind = "place.counted"

// Counted tells what an organisation said is free. It is not told for an
// arrival: when somebody reached a door is nobody's to know.
type Counted struct {
	Offer      string         `json:"offer"`
	Service    access.Service `json:"service"`
	Unit       string         `json:"unit"`
	Population string         `json:"population"`
	Free       int            `json:"free"`
	Surge      bool           `json:"surge"` // temporary places: they are beside the service's own
}

// Kind names the event.
func (Counted) Kind() string { return CountedKind }

// Subject is the offer.
func (e Counted) Subject() string { return e.Offer }

// offerEvent tells of an offer otherwise.
type offerEvent struct {
	kind  string
	Offer string `json:"offer"`
}

func (e offerEvent) Kind() string    { return e.kind }
func (e offerEvent) Subject() string { return e.Offer }

// holdEvent tells what became of a hold.
type holdEvent struct {
	kind  string
	Hold  string `json:"hold"`
	Offer string `json:"offer"`
}

func (e holdEvent) Kind() string    { return e.kind }
func (e holdEvent) Subject() string { return e.Hold }

const (
	openedKind   = "place.opened"
	settledKind  = "place.settled"
	closedKind   = "place.closed"
	heldKind     = "place.held"
	extendedKind = "place.extended"
)

// endedKind is the kind of the event of an ending: place.arrived, place.freed,
// place.let_go, place.lapsed.
func endedKind(e Ending) string { return "place." + string(e) }
