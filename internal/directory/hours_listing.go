package directory

import "time"

// HoursOf returns the hours that govern a place of the listing: its own, else
// those of the service.
func (l *Listing) HoursOf(place int) []Hours {
	if place >= 0 && place < len(l.Places) && len(l.Places[place].Hours) > 0 {
		return l.Places[place].Hours
	}
	return l.Hours
}

// OpenAtPlace is the opening state of one place of the listing; place -1 is
// the service itself, as when it has no place. home is the region's zone.
func (l *Listing) OpenAtPlace(place int, home *time.Location, at time.Time) Opening {
	if l.Status == TemporarilyClosed {
		return Opening{Door: DoorSuspended}
	}
	return OpenAt(l.HoursOf(place), l.ZoneAt(place, home), at)
}

// ZoneAt is the zone by whose clock a place of the listing opens; the region's, home,
// where there is no such place.
func (l *Listing) ZoneAt(place int, home *time.Location) *time.Location {
	if place >= 0 && place < len(l.Places) {
		return l.Places[place].Zone(home)
	}
	return home
}

// OpenAt is the best state of all places: open if one is open, else the first
// to open. The second result is that place, -1 when there is none.
func (l *Listing) OpenAt(home *time.Location, at time.Time) (Opening, int) {
	if len(l.Places) == 0 {
		return l.OpenAtPlace(-1, home, at), -1
	}
	best, where := l.OpenAtPlace(0, home, at), 0
	for i := 1; i < len(l.Places); i++ {
		if o := l.OpenAtPlace(i, home, at); o.sooner(best) {
			best, where = o, i
		}
	}
	return best, where
}

// sooner orders states by how useful they are to someone who needs the door.
func (o Opening) sooner(than Opening) bool {
	if o.rank() != than.rank() {
		return o.rank() < than.rank()
	}
	switch o.Door {
	case DoorOpen: // the one that stays open longest
		return o.Closes.IsZero() && !than.Closes.IsZero() || !than.Closes.IsZero() && o.Closes.After(than.Closes)
	case DoorShut:
		return !o.Opens.IsZero() && o.Opens.Before(than.Opens)
	}
	return false
}

func (o Opening) rank() int {
	switch {
	case o.Door == DoorOpen:
		return 0
	case o.Door == DoorShut && !o.Opens.IsZero():
		return 1
	case o.Door == DoorUnknown:
		return 2
	case o.Door == DoorShut:
		return 3
	}
	return 4
}
