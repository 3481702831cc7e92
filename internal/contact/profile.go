package contact

import (
	"slices"
	"time"
)

// Way is how words reach a person.
type Way string

// The ways, in the order of screens. None of them chosen means never.
const (
	Call Way = "call"
	Text Way = "text"
	Mail Way = "mail"
)

// Ways lists them.
var Ways = []Way{Call, Text, Mail}

// PickUp says who may answer when somebody calls.
type PickUp string

// Self: speak to nobody but the person. Anyone: whoever answers may hear that
// somebody called, and nothing of why.
const (
	Self   PickUp = "self"
	Anyone PickUp = "anyone"
)

// Day is the number of minutes of a day.
const Day = 24 * 60

// Profile is how a person may be reached safely, as they said it.
type Profile struct {
	Ways []Way `json:"ways,omitempty"` // none: never
	// Days are those on which it is safe, Sunday first as in time.Weekday; none: no
	// day is.
	Days [7]bool `json:"days"`
	// From and To bound the hours of such a day, in minutes since midnight on the
	// person's own clock: from From, before To. A To that is not after From is of
	// the day after, and the hours belong to the day on which they begin.
	From int `json:"from"`
	To   int `json:"to"`

	Language  string `json:"language,omitempty"`
	Voicemail bool   `json:"voicemail"` // a message may be left, and says nothing
	PickUp    PickUp `json:"pick_up,omitempty"`
	Introduce string `json:"introduce,omitempty"` // who to say that one is: "Julie"
	Code      string `json:"code,omitempty"`      // a word the person says before anything is said to them
	Number    string `json:"number,omitempty"`
	Address   string `json:"address,omitempty"` // of mail

	talk bool // see Conversation
}

// Never reports that the person wants no contact at all.
func (p Profile) Never() bool { return len(p.Ways) == 0 }

// Allows reports whether a way is open, at hours of its own.
func (p Profile) Allows(w Way) bool { return slices.Contains(p.Ways, w) }

// Within reports whether an instant is in the safe hours; at is in the person's
// own zone.
func (p Profile) Within(at time.Time) bool {
	minute, day := at.Hour()*60+at.Minute(), at.Weekday()
	if p.From < p.To {
		return p.Days[day] && minute >= p.From && minute < p.To
	}
	before := (day + 6) % 7
	return p.Days[day] && minute >= p.From || p.Days[before] && minute < p.To
}

// Opens is the first safe instant that is not before at, in at's zone: at
// itself when it is safe; ok is false when there is none within eight days,
// which is never. Hours that a spring night skips begin where the clock goes on.
func (p Profile) Opens(at time.Time) (_ time.Time, ok bool) {
	if p.Within(at) {
		return at, true
	}
	y, m, d := at.Date()
	for n := range 9 {
		midnight, next := time.Date(y, m, d+n, 0, 0, 0, 0, at.Location()), time.Date(y, m, d+n+1, 0, 0, 0, 0, at.Location())
		from := time.Date(y, m, d+n, p.From/60, p.From%60, 0, 0, at.Location())
		// Of an hour that comes twice the clock has two; where the clock jumps,
		// hours begin with the hour that comes next.
		starts := []time.Time{from.Add(-time.Hour), from, from.Add(time.Hour)}
		for h := range 26 {
			starts = append(starts, midnight.Add(time.Duration(h)*time.Hour))
		}
		slices.SortFunc(starts, time.Time.Compare)
		for _, t := range starts {
			if !t.Before(at) && !t.Before(midnight) && t.Before(next) && p.Within(t) {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// Conversation is the profile of somebody who writes to us: by text, at any
// hour but the quiet ones, unless they said stop. They are answered on the
// number they wrote from, so it alone lets a Reply through.
func Conversation(language string, quietFrom, quietTo int, stopped bool) Profile {
	p := Profile{Language: language, Days: [7]bool{true, true, true, true, true, true, true}, From: quietTo, To: quietFrom, talk: true}
	if !stopped {
		p.Ways = []Way{Text}
	}
	return p
}
