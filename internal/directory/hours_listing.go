package directory

import (
	"slices"
	"strings"
	"time"

	"passerelle/internal/text"
)

// HoursOf returns the hours that govern a place of the listing: its own, else
// those of the service.
func (l *Listing) HoursOf(place int) []Hours {
	if place >= 0 && place < len(l.Places) && len(l.Places[place].Hours) > 0 {
		return l.Places[place].Hours
	}
	return l.Hours
}

// HoursWordsOf returns what is told in words of the hours of a place of the
// listing: of its own hours, then of those of the service.
func (l *Listing) HoursWordsOf(place int) []HoursWords {
	if place < 0 || place >= len(l.Places) || len(l.Places[place].HoursWords) == 0 {
		return l.HoursWords
	}
	return slices.Concat(l.Places[place].HoursWords, l.HoursWords)
}

// OpenAtPlace is the opening state of one place of the listing; place -1 is
// the service itself, as when it has no place. home is the region's zone. On a
// day of which the hours say nothing, while there are others in words ("Saturday
// by appointment"), the door is not known to be shut.
func (l *Listing) OpenAtPlace(place int, home *time.Location, at time.Time) Opening {
	if l.Status == TemporarilyClosed {
		return Opening{Door: DoorSuspended}
	}
	zone := l.ZoneAt(place, home)
	o := OpenAt(l.HoursOf(place), zone, at)
	if o.Door == DoorShut {
		if day, _ := wall(at.In(zone)); l.maybeOn(place, day) {
			return Opening{}
		}
	}
	return o
}

// MaybeOn reports a date, at midnight UTC, on which a place may open though its
// hours do not say so: others are told in words.
func (l *Listing) MaybeOn(place int, date time.Time) bool { return l.maybeOn(place, dayOf(date)) }

func (l *Listing) maybeOn(place, day int) bool {
	for _, w := range l.HoursWordsOf(place) {
		if w.mayOpen(day) {
			return !speakOf(l.HoursOf(place), day)
		}
	}
	return false
}

// mayOpen reports words that hold on a date, and that are not of a closing.
func (w *HoursWords) mayOpen(day int) bool {
	if !w.From.IsZero() && dayOf(w.From.UTC()) > day || !w.To.IsZero() && dayOf(w.To.UTC()) < day {
		return false
	}
	said := text.Fold(textOf(w.Words))
	return !strings.HasPrefix(said, "ferme") && !strings.HasPrefix(said, "closed")
}

// speakOf reports hours that open on a date, or close it.
func speakOf(hours []Hours, day int) bool {
	width, closed := rule(hours, day)
	for i := range hours {
		closed = closed || hours[i].applies(day, width)
	}
	return closed
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

// saysHours reports that something is told of the hours of the listing.
func (l *Listing) saysHours() bool {
	return l.anyPlace(len(l.Hours)+len(l.HoursWords) > 0, func(p *Place) bool { return len(p.Hours)+len(p.HoursWords) > 0 })
}
