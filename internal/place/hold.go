package place

import (
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// HoldsMost is how many places an organisation holds at one time: the places
// of a region are not to be gathered in advance.
const HoldsMost = 20

// Kept is how long the row of a hold stays after its end, to answer the door
// that asks what became of it.
const Kept = 24 * time.Hour

// Ending is how a hold ended; empty while it runs.
type Ending string

// The endings.
const (
	Running Ending = ""
	Arrived Ending = "arrived" // the place is taken
	Freed   Ending = "freed"   // by who gives it
	LetGo   Ending = "let_go"  // by who held it
	Lapsed  Ending = "lapsed"  // by itself
)

// Held is a hold as the organisation that holds sees it.
type Held struct {
	ID         string
	Offer      string
	Service    access.Service
	Unit       string
	Population string
	Code       string
	Until      db.Time
	Extended   bool
	Ended      db.Time
	Ending     Ending
}

// State is how it stands at an instant: what has passed its time has lapsed,
// whether it was noted or not.
func (h Held) State(now time.Time) Ending { return stateAt(h.Ending, h.Until, now) }

// Promised is a hold as the organisation that gives the place sees it. There is
// nothing in it of whom it is for, nor of which worker holds it.
type Promised struct {
	ID         string
	Service    access.Service
	Unit       string
	Population string
	Code       string
	Holder     access.Org
	Until      db.Time
}

// hold is the row.
type hold struct {
	ID       string
	Offer    string
	Org      access.Org
	Holder   access.Org
	Code     string
	From     db.Time
	Until    db.Time
	Extended bool
	Ended    db.Time
	Ending   Ending
}

// running is why nothing more can be done with a hold; nil while it runs.
func (h hold) running(now time.Time) error {
	switch stateAt(h.Ending, h.Until, now) {
	case Running:
		return nil
	case Lapsed:
		return fault.New(fault.Conflict, "place.hold_lapsed")
	}
	return fault.New(fault.Conflict, "place.hold_ended")
}

func stateAt(e Ending, until db.Time, now time.Time) Ending {
	if e == Running && !now.Before(until.Time) {
		return Lapsed
	}
	return e
}
