package place

import (
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Most is the greatest count of free places: more is a slip of the finger.
const Most = 999

// OffersMost is how many counts an organisation keeps at one time.
const OffersMost = 200

// How long a place is held, in minutes: the time of a call, a bus and a walk.
const (
	HoldUsual = 90
	HoldLeast = 15
	HoldMost  = 240
)

// SurgeMost is how far away the end of temporary places may be. What lasts
// longer is not temporary.
const SurgeMost = 14 * 24 * time.Hour

// Offer is what an organisation counts: the places of one service, in one unit,
// for one population ("": anyone the service is for).
type Offer struct {
	ID         string
	Org        access.Org
	Service    access.Service
	Unit       string
	Population string
	Free       int     // as last said, held places among them
	Said       db.Time // when
	Believed   db.Time // until when that is believed
	Ends       db.Time // of temporary places; zero for places that last
	Minutes    int     // how long one is held
	Closed     db.Time
	Held       int // holds that run at the instant of the reading
}

// Surge reports temporary places.
func (o Offer) Surge() bool { return !o.Ends.IsZero() }

// Known reports that the count is believed at an instant.
func (o Offer) Known(now time.Time) bool { return now.Before(o.Believed.Time) }

// Left is how many places can be promised, if the count is believed. A count
// below what is held is refused, so it is never less than none.
func (o Offer) Left() int { return max(0, o.Free-o.Held) }

// over reports that the places are counted no more: closed, or ended.
func (o Offer) over(now time.Time) bool {
	return !o.Closed.IsZero() || o.Surge() && !now.Before(o.Ends.Time)
}

// says takes a new count.
func (o *Offer) says(free int, now time.Time, believed time.Duration) error {
	switch {
	case free < 0:
		return fault.Field("free", "place.none_left")
	case free > Most:
		return fault.Field("free", "place.too_many", "most", Most)
	case free < o.Held:
		return fault.Field("free", "place.below_held", "n", o.Held)
	}
	o.Free, o.Said, o.Believed = free, db.At(now), db.At(now.Add(believed))
	return nil
}

// holdable is why no place can be held now; nil when one can.
func (o Offer) holdable(now time.Time) error {
	switch {
	case o.over(now):
		return notFound()
	case !o.Known(now):
		return fault.New(fault.Conflict, "place.unknown_now")
	case o.Left() == 0:
		return fault.New(fault.Conflict, "place.taken")
	}
	return nil
}

// until is when a hold that starts now ends: temporary places end with
// themselves.
func (o Offer) until(now time.Time) time.Time {
	end := now.Add(time.Duration(o.Minutes) * time.Minute)
	if o.Surge() && o.Ends.Before(end) {
		return o.Ends.Time
	}
	return end
}
