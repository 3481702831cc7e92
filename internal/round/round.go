package round

import (
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// Result is what came of one visit to a door.
type Result string

// The results, in the order of screens.
const (
	Talked Result = "talked"
	Absent Result = "absent"
	Again  Result = "again" // come back
	Never  Result = "never" // do not come back: it holds for later rounds
)

// Results lists them in the order of screens.
var Results = []Result{Talked, Absent, Again, Never}

// weight orders results where several were told of one door: what binds us
// most comes first. It is not the latest, because no phone's clock is believed.
var weight = map[Result]int{Absent: 1, Again: 2, Talked: 3, Never: 4}

// Known reports that it is one of the results.
func (r Result) Known() bool { return weight[r] > 0 }

// Bounds of a round. DoorsMost is what a phone of ten years takes in at once.
const (
	DoorsMost = 400
	KitsMost  = 20 // to one door, in one visit
	NameMost  = 80
	KitMost   = 40
	DaysMost  = 14
)

// Lease is how long a phone may show a round without having asked again; then
// what it can read is gone from it.
const Lease = 12 * time.Hour

// Kept is how long after its end a round's visits are kept. Then only the
// figures are.
const Kept = 30 * 24 * time.Hour

// Round is a walk along doors, prepared by an organisation.
type Round struct {
	ID       string
	Org      access.Org
	By       access.Worker // who prepared it
	Name     string
	Place    string // key of its sector; empty: none that the directory knows
	Kit      string // what is given at doors; empty: nothing
	Langs    string // of the phrases to show, by spaces
	Prepared db.Time
	Ends     db.Time
	Closed   db.Time
	Public   []byte // of the key to which visits are sealed
	sealed   []byte // the private half
	Figures  string // what was counted, once the visits are gone
	Doors    int
	Seen     int // doors of which something was told; in lists
}

// Open reports that phones may still be lent for it.
func (r Round) Open(now time.Time) bool { return r.Closed.IsZero() && now.Before(r.Ends.Time) }

// Gone reports that its visits were destroyed, and its figures stay.
func (r Round) Gone() bool { return r.Figures != "" }

// Door is one of its doors: a place.
type Door struct {
	N      int // from 1, in the order of the walk
	Street string
	Side   Side
	Number string // "12", "12 app. 3"
	Mark   string // a fingerprint, by which a later round knows the door
	Spared bool   // somebody said there: do not come back
}

// Device is a phone to which a round was lent.
type Device struct {
	ID       string
	Round    string
	Worker   access.Worker // on whose behalf it speaks
	Label    string        // whose it is, when not theirs
	Lent     db.Time
	Claimed  db.Time // when its link was opened; a link is opened once
	Seen     db.Time // last time it spoke to us
	Skew     int64   // seconds by which its clock is ahead of ours
	Waiting  int     // visits that it said were still on it
	Handed   db.Time // given back: it may send what it has, and shows nothing more
	Revoked  db.Time
	Paper    bool // no phone: what was typed in from paper
	Received int  // visits received from it; in lists
}

// State is how a phone stands.
type State string

// The states.
const (
	Lent    State = "lent" // its link waits to be opened
	Out     State = "out"
	Handed  State = "handed"
	Revoked State = "revoked"
)

// State is how it stands.
func (d Device) State() State {
	switch {
	case !d.Revoked.IsZero():
		return Revoked
	case !d.Handed.IsZero():
		return Handed
	case !d.Claimed.IsZero():
		return Out
	}
	return Lent
}

// Visit is what was told of one door.
type Visit struct {
	Device   string
	ID       string // made where it was told
	Door     int
	Result   Result
	Kits     int
	Replaces string  // an earlier visit of the same phone to the same door, told by mistake
	Told     db.Time // by the clock of the phone, whatever it says
	Received db.Time
}
