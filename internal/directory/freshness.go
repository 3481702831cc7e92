package directory

import (
	"time"
)

// GoneFor is how long it takes a confirmation to lose all its worth (people.md
// §3: the model that serves the field best goes from 1 under six months to 0 at
// two years). FreshFor is the first of the two dates.
const GoneFor = 2 * 365 * 24 * time.Hour

// Freshness is the worth of something confirmed at an instant: 1 until
// FreshFor, falling evenly to 0 at GoneFor, 0 when nobody ever confirmed it. A
// confirmation dated after now, by a clock that ran ahead, is fresh.
func Freshness(confirmed, now time.Time) float64 {
	if confirmed.IsZero() {
		return 0
	}
	switch age := now.Sub(confirmed); {
	case age < FreshFor:
		return 1
	case age >= GoneFor:
		return 0
	default:
		return float64(GoneFor-age) / float64(GoneFor-FreshFor)
	}
}

// Standing is freshness in words (words.md §2). The zero value is the least.
type Standing uint8

// Pas confirmé, à vérifier, confirmé.
const (
	Unconfirmed Standing = iota
	ToCheck
	Confirmed
)

// StandingOf says a freshness in words.
func StandingOf(freshness float64) Standing {
	switch {
	case freshness >= 1:
		return Confirmed
	case freshness > 0:
		return ToCheck
	}
	return Unconfirmed
}

// Aspect is a part of a service's page that is confirmed, grows old and is
// mended by itself: the telephone may be sure when the hours are not.
type Aspect string

// The aspects, in the order of the page.
const (
	AspectPhones    Aspect = "phones"
	AspectClosure   Aspect = "closure"
	AspectHours     Aspect = "hours"
	AspectAddress   Aspect = "address"
	AspectWho       Aspect = "who"
	AspectAsks      Aspect = "asks"
	AspectPapers    Aspect = "papers"
	AspectLanguages Aspect = "languages"
	AspectCapacity  Aspect = "capacity"
	AspectWords     Aspect = "words" // name, description, how to knock, fees
)

// Aspects lists them.
var Aspects = []Aspect{AspectPhones, AspectClosure, AspectHours, AspectAddress, AspectWho, AspectAsks, AspectPapers, AspectLanguages, AspectCapacity, AspectWords}

// Sighting is who found something true, and when. The zero value: nobody did.
type Sighting struct {
	By string // the organisation, as its name was that day
	At time.Time
}

// Freshness is the worth of the sighting at an instant.
func (s Sighting) Freshness(now time.Time) float64 { return Freshness(s.At, now) }

// Standing is Freshness in words.
func (s Sighting) Standing(now time.Time) Standing { return StandingOf(s.Freshness(now)) }

// SeenAspect is an aspect that was confirmed by itself, later than the whole.
type SeenAspect struct {
	Aspect Aspect
	Sighting
}

// aspectOf says to which aspect a kind of fact belongs; needs and marks belong
// to none, for nobody reads them on the page.
var aspectOf = map[FactKind]Aspect{
	FactPaper: AspectPapers, FactAsk: AspectAsks, FactPopulation: AspectWho, FactAsker: AspectWho, FactCapacity: AspectCapacity,
	FactRoom: AspectCapacity, FactLanguage: AspectLanguages, FactInterpreter: AspectLanguages, FactClosure: AspectClosure,
}

// aspectOfField says to which aspect a field of a record belongs; "" for one
// that nobody reads on the page, and for a translation: it is of the aspect of
// the passage that it translates (see translate).
func aspectOfField(table, field string) Aspect {
	switch table {
	case "phone", "contact":
		return AspectPhones
	case "schedule":
		return AspectHours
	case "address", "location", "service_at_location":
		return AspectAddress
	case "service_area":
		return AspectWho
	case "cost_option":
		return AspectWords
	case "language":
		return AspectLanguages
	case "required_document":
		return AspectAsks
	case "service":
		switch field {
		case "status", "alert":
			return AspectClosure
		case "eligibility_description", "minimum_age", "maximum_age":
			return AspectWho
		case "interpretation_services":
			return AspectLanguages
		}
		return AspectWords
	}
	return ""
}

// Sighted is who last found an aspect true: by itself, or with the whole
// service. Of the facts of one aspect that were confirmed one by one, the one
// seen longest ago speaks.
func (l *Listing) Sighted(a Aspect) (found Sighting) {
	whole := Sighting{By: l.ConfirmedBy, At: l.ConfirmedAt}
	for _, s := range l.Seen {
		if s.Aspect == a && s.At.After(whole.At) {
			return s.Sighting
		}
	}
	for key, stamp := range l.Particulars().Sure {
		if aspectOf[key.Kind] != a {
			continue
		}
		s := Sighting(stamp)
		if !s.At.After(whole.At) {
			return whole
		}
		if found.At.IsZero() || s.At.Before(found.At) || s.At.Equal(found.At) && s.By < found.By {
			found = s
		}
	}
	if found.At.IsZero() {
		return whole
	}
	return found
}

// Says reports that the page says something of an aspect. What is missing is
// not old: it is missing.
func (l *Listing) Says(a Aspect) bool {
	switch a {
	case AspectPhones:
		return l.anyPlace(len(l.Phones) > 0, func(p *Place) bool { return len(p.Phones) > 0 })
	case AspectClosure:
		return l.Status == TemporarilyClosed || !l.Alert.Empty() || len(l.Particulars().Closures) > 0
	case AspectHours:
		return l.saysHours()
	case AspectAddress:
		return l.anyPlace(false, func(p *Place) bool { return p.Address != "" || p.City != "" || p.Hidden })
	case AspectWho:
		return l.Unconditional || len(l.Populations) > 0 || l.MinAge > 0 || l.MaxAge > 0 || !l.Eligibility.Empty() || len(l.Particulars().Areas)+len(l.Particulars().Audience) > 0 || len(l.Particulars().Askers) > 0
	case AspectAsks:
		return len(l.Asks) > 0 || len(l.Documents) > 0
	case AspectPapers:
		return len(l.Papers) > 0
	case AspectLanguages:
		return len(l.Languages) > 0 || len(l.Particulars().Tongues) > 0 || !l.Interpreter.Empty() || len(l.Particulars().Interpreters) > 0
	case AspectCapacity:
		return l.Capacity != CapacityUnknown || len(l.Particulars().Rooms) > 0
	case AspectWords:
		return !l.Name.Empty()
	}
	return false
}

func (l *Listing) anyPlace(self bool, has func(*Place) bool) bool {
	for i := range l.Places {
		self = self || has(&l.Places[i])
	}
	return self
}

// Freshness is the worth of the whole page: the mean of the aspects it speaks
// of. One old telephone number weighs on it without hiding that the rest was
// seen last week.
func (l *Listing) Freshness(now time.Time) float64 {
	sum, n := 0.0, 0
	for _, a := range Aspects {
		if l.Says(a) {
			sum += l.Sighted(a).Freshness(now)
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// Oldest is the least of the standings of the aspects that the page speaks of:
// what somebody who keeps the directory looks at first.
func (l *Listing) Oldest(now time.Time) (least Standing) {
	least = Confirmed
	for _, a := range Aspects {
		if l.Says(a) {
			least = min(least, l.Sighted(a).Standing(now))
		}
	}
	return least
}
