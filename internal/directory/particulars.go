package directory

import (
	"slices"
	"time"

	"passerelle/internal/access"
)

// Answer is what a service says to a question; the zero value is that nothing
// is known, and is never read as a no.
type Answer uint8

// The answers.
const (
	AnswerUnknown Answer = iota
	AnswerNo
	AnswerYes
)

// Interpreting is a way in which an interpreter is had.
type Interpreting string

// The ways, in the order of screens.
const (
	InterpreterOnSite    Interpreting = "site"
	InterpreterByPhone   Interpreting = "phone"
	InterpreterOnRequest Interpreting = "request"
)

// InterpretingWays lists them.
var InterpretingWays = []Interpreting{InterpreterOnSite, InterpreterByPhone, InterpreterOnRequest}

// Asker is who may make the first contact with a service.
type Asker string

// The askers. When the person may not come alone, those who say yes are who
// may refer.
const (
	AskerPerson    Asker = "person" // the person, directly
	AskerRelative  Asker = "relative"
	AskerCommunity Asker = "oc"
	AskerPublic    Asker = "rp"
	AskerHealth    Asker = "health"
	AskerSchool    Asker = "school"
	AskerEmergency Asker = "emergency" // 911, paramedics, police
)

// Askers lists them in the order of screens.
var Askers = []Asker{AskerPerson, AskerRelative, AskerCommunity, AskerPublic, AskerHealth, AskerSchool, AskerEmergency}

// FactKey names one fact of a service.
type FactKey struct {
	Kind FactKind
	Code string
}

// Stamp says who looked at a fact last and found it true.
type Stamp struct {
	By string // organisation, by name
	At time.Time
}

// Fresh reports that the stamp is recent enough to be trusted.
func (s Stamp) Fresh(now time.Time) bool { return !s.At.IsZero() && now.Sub(s.At) < FreshFor }

// Particulars are what few services say and no standard has. They stand apart
// from the Listing because a directory of a million services keeps them all in
// memory.
type Particulars struct {
	CallAhead     []string        // of Listing.Languages, those not spoken at all times
	LanguageNotes map[string]Text // what the source says beside a language
	LanguageNames map[string]Text // of those that this house does not name
	Tongues       []NamedTongue   // beside Listing.Languages
	Costs         []Cost
	Areas         []Text // the territories that are served, in the source's words
	Audience      []Text // for whom it is
	Payments      []Text // how one may pay
	Contacts      []Contact
	Pages         []Webpage // beside Listing.URL
	Also          []Text    // other names, of the service and then of its organisation
	Program       Text      // of the organisation, that the service is a part of
	Approvals     []Text    // who accredits it, and its licences, in the source's words
	// InOther are passages of the service in languages other than French and English,
	// by language (ISO 639) and then by HSDS field. Its name is none: it stands on a door.
	InOther      map[string]map[string]string
	Interpreters map[Interpreting]Answer
	Askers       map[Asker]Answer
	Rooms        []Room
	Closures     []Closure // in the order of their dates; those over are kept until they are taken back
	Sure         map[FactKey]Stamp
	Former       []Former    // services that became one with this one
	Replies      []DoorReply // answers to closed doors of the last ninety days, latest first
}

// Former is a service that is no more: its addresses lead to the one it became
// one with.
type Former struct {
	ID   access.Service
	Code string // of its short address
}

var noParticulars Particulars

// Particulars never returns nil.
func (l *Listing) Particulars() *Particulars {
	if l.More == nil {
		return &noParticulars
	}
	return l.More
}

// more is Particulars to be written on, while a listing is built.
func (l *Listing) more() *Particulars {
	if l.More == nil {
		l.More = &Particulars{}
	}
	return l.More
}

// CallsAhead reports that a language is spoken, but not at all times.
func (p *Particulars) CallsAhead(language string) bool { return slices.Contains(p.CallAhead, language) }

// Referred reports that one cannot come alone, and by whom one is referred.
func (p *Particulars) Referred() (by []Asker, referred bool) {
	if p.Askers[AskerPerson] != AnswerNo {
		return nil, false
	}
	for _, a := range Askers {
		if p.Askers[a] == AnswerYes {
			by = append(by, a)
		}
	}
	return by, true
}
