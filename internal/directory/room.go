package directory

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// How long a declared capacity is believed. After it the state is unknown,
// whatever was said: a place that was free last month is no place (people.md,
// R2). The rule is applied when reading; nothing is rewritten.
const (
	CapacityFor = 14 * 24 * time.Hour
	// NightFor holds for what is taken for one night or one meal.
	NightFor = 48 * time.Hour
)

// Unit is what a capacity counts.
type Unit string

// The units, in the order of screens.
const (
	UnitPlace       Unit = "place"
	UnitBed         Unit = "bed"
	UnitHousing     Unit = "housing"
	UnitAppointment Unit = "appointment"
	UnitMeal        Unit = "meal"
)

// Units lists them.
var Units = []Unit{UnitPlace, UnitBed, UnitHousing, UnitAppointment, UnitMeal}

// holds is how long a figure in this unit is believed.
func (u Unit) holds() time.Duration {
	if u == UnitBed || u == UnitMeal {
		return NightFor
	}
	return CapacityFor
}

// Saturation is how near a service is to breaking (words.md §2).
type Saturation string

// Faible, à risque, élevée; empty when nothing is said.
const (
	SaturationLow  Saturation = "low"
	SaturationRisk Saturation = "risk"
	SaturationHigh Saturation = "high"
)

// Saturations lists them.
var Saturations = []Saturation{SaturationLow, SaturationRisk, SaturationHigh}

// RoomMost is the greatest figure a capacity may hold.
const RoomMost = 100_000

// Room is one capacity of a service: so many units, for a population. Total
// and Funded are what exists and what somebody pays for; the rest is of the
// moment and lapses. A figure that is not known is -1.
type Room struct {
	Unit       Unit
	Population string // one of Populations; empty = anyone the service is for
	Total      int
	Funded     int
	Available  int
	WaitDays   int
	Saturation Saturation
	At         time.Time
}

// Code names the capacity among those of its service.
func (r Room) Code() string {
	if r.Population == "" {
		return string(r.Unit)
	}
	return string(r.Unit) + "." + r.Population
}

// Fresh reports that what the room says of the moment may be believed.
func (r Room) Fresh(now time.Time) bool { return !r.At.IsZero() && now.Sub(r.At) < r.Unit.holds() }

// Value is the figures as a fact keeps them, in one canonical form.
func (r Room) Value() string {
	v := url.Values{}
	for name, n := range map[string]int{"total": r.Total, "funded": r.Funded, "available": r.Available, "wait": r.WaitDays} {
		if n >= 0 {
			v.Set(name, strconv.Itoa(n))
		}
	}
	if r.Saturation != "" {
		v.Set("saturation", string(r.Saturation))
	}
	return v.Encode()
}

// roomOf reads a room from its fact; false when it is none, or says nothing.
// The value may carry the instant at which it was said, as exports do.
func roomOf(code, value string) (r Room, at time.Time, ok bool) {
	unit, population, _ := strings.Cut(code, ".")
	r = Room{Unit: Unit(unit), Population: population, Total: -1, Funded: -1, Available: -1, WaitDays: -1}
	v, err := url.ParseQuery(value)
	if err != nil || !slices.Contains(Units, r.Unit) || population != "" && !slices.Contains(Populations, population) || code != r.Code() {
		return r, at, false
	}
	for name, to := range map[string]*int{"total": &r.Total, "funded": &r.Funded, "available": &r.Available, "wait": &r.WaitDays} {
		if v.Get(name) == "" {
			continue
		}
		n, err := strconv.Atoi(v.Get(name))
		if err != nil || n < 0 || n > RoomMost {
			return r, at, false
		}
		*to = n
	}
	if r.Saturation = Saturation(v.Get("saturation")); r.Saturation != "" && !slices.Contains(Saturations, r.Saturation) {
		return r, at, false
	}
	if t, err := time.Parse(time.RFC3339, v.Get("at")); err == nil {
		at = t
	}
	return r, at, r.Value() != ""
}

// CapacityNow is the state that may be believed at an instant, and when it was
// said: CapacityUnknown once it has lapsed.
func (l *Listing) CapacityNow(now time.Time) (Capacity, time.Time) {
	state, said, until := l.capacity()
	if !now.Before(until) {
		return CapacityUnknown, time.Time{}
	}
	return state, said
}

// capacity is the last state that was said, and until when it is believed.
// What is said in words comes before figures of the same instant; a later
// figure comes before older words.
func (l *Listing) capacity() (state Capacity, said, until time.Time) {
	rooms := l.Particulars().Rooms
	holds := CapacityFor
	for _, r := range rooms {
		holds = min(holds, r.Unit.holds())
	}
	if l.Capacity != CapacityUnknown {
		state, said, until = l.Capacity, l.CapacityAt, l.CapacityAt.Add(holds)
	}
	if counted, at, end := countedIn(rooms); counted != CapacityUnknown && at.After(said) {
		return counted, at, end
	}
	return state, said, until
}

// countedIn is what figures tell: one free place anywhere is a place, as long
// as that figure holds; none is "full" as long as all of them hold.
func countedIn(rooms []Room) (state Capacity, said, until time.Time) {
	for _, r := range rooms {
		end := r.At.Add(r.Unit.holds())
		switch {
		case r.Available > 0 && state != CapacityOpen:
			state, said, until = CapacityOpen, r.At, end
		case r.Available > 0:
			said, until = later(said, r.At), later(until, end)
		case r.Available == 0 && state == CapacityUnknown:
			state, said, until = CapacityFull, r.At, end
		case r.Available == 0 && state == CapacityFull:
			said = later(said, r.At)
			if end.Before(until) {
				until = end
			}
		}
	}
	return state, said, until
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
