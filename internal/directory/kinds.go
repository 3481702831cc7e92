package directory

import (
	"slices"
	"strings"
	"time"
)

// FactKind is a taxonomy of ours: something a service says of itself that HSDS
// has no field for. Each is published as attributes of the taxonomy that bears
// its name, and read back from them.
type FactKind string

// The kinds. The code says what is spoken of, the value what is said of it.
const (
	FactPaper       FactKind = "papers-accepted"  // ifhp, ramq…: confirmed, announced or no
	FactAsk         FactKind = "asked-at-door"    // status, papers, money, address: yes or no
	FactNeed        FactKind = "needs"            // codes of the tree of needs
	FactPopulation  FactKind = "populations"      // women, men, youth…
	FactMark        FactKind = "service-marks"    // unconditional, sensitive
	FactCapacity    FactKind = "capacity-state"   // open, full, waitlist, assessment
	FactLanguage    FactKind = "languages-spoken" // ISO codes: always, sometimes or no
	FactInterpreter FactKind = "interpreters"     // site, phone, request: yes or no
	FactAsker       FactKind = "who-may-ask"      // person, relative, oc…: yes or no
	FactRoom        FactKind = "capacities"       // unit and population: figures
	FactClosure     FactKind = "closures"         // first day: last day, reason, words
)

// FactKinds lists them.
var FactKinds = []FactKind{FactPaper, FactAsk, FactNeed, FactPopulation, FactMark, FactCapacity,
	FactLanguage, FactInterpreter, FactAsker, FactRoom, FactClosure}

// Unsaid is the value by which a service takes a fact back: what it said, and
// what any source says, counts no more, and nothing is known.
const Unsaid = "unknown"

// Marks of a service.
const (
	MarkUnconditional = "unconditional"
	MarkSensitive     = "sensitive"
)

// Populations are the codes a service may say it is for.
// New ones are added at the end: the index gives each a bit of sixteen.
var Populations = []string{"women", "men", "youth", "families", "seniors", "lgbtq", "newcomers", "indigenous", "veterans", "students"}

var capacities = map[string]Capacity{"open": CapacityOpen, "full": CapacityFull, "waitlist": CapacityWaitlist, "assessment": CapacityAssessment}

// factRule is what is particular to a kind.
type factRule struct {
	// values are those that a code may have; nil means that the value is free,
	// or none. usual is taken for an empty one.
	values []string
	usual  string
	// known reports that a code exists.
	known func(code string) bool
	// read takes a value to its canonical form, with the instant that an
	// export wrote in it; nil when values say all.
	read func(code, value string) (canonical string, at time.Time, ok bool)
	// alone: saying one code takes back every other.
	alone bool
	// labelled: the code is data, not vocabulary; its term is the kind, and
	// the attribute's label bears it.
	labelled bool
	// write says it on a listing.
	write func(l *Listing, f Fact)
}

func among[T ~string](list ...T) func(string) bool {
	return func(code string) bool { return slices.Contains(list, T(code)) }
}

var yesNo = []string{"yes", "no"}

// factRules has one rule for each of FactKinds.
var factRules = map[FactKind]*factRule{
	FactPaper: {
		values: []string{"confirmed", "announced", "no"}, usual: "announced", known: among(Papers...),
		write: func(l *Listing, f Fact) {
			if l.Papers == nil {
				l.Papers = map[Paper]Acceptance{}
			}
			l.Papers[Paper(f.Code)] = map[string]Acceptance{"confirmed": AcceptConfirmed, "announced": AcceptAnnounced, "no": AcceptNo}[f.Value]
		},
	},
	FactAsk: {
		values: yesNo, usual: "yes", known: among(Questions...),
		write: func(l *Listing, f Fact) {
			if l.Asks == nil {
				l.Asks = map[Question]Asked{}
			}
			l.Asks[Question(f.Code)] = map[string]Asked{"yes": AskedYes, "no": AskedNo}[f.Value]
		},
	},
	FactNeed: {
		values: presence, read: present, known: KnownNeed,
		write: func(l *Listing, f Fact) { l.Needs = append(l.Needs, f.Code) },
	},
	FactPopulation: {
		values: presence, read: present, known: among(Populations...),
		write: func(l *Listing, f Fact) { l.Populations = append(l.Populations, f.Code) },
	},
	FactMark: {
		values: presence, read: present, known: among(MarkUnconditional, MarkSensitive),
		write: func(l *Listing, f Fact) {
			l.Unconditional = l.Unconditional || f.Code == MarkUnconditional
			l.Sensitive = l.Sensitive || f.Code == MarkSensitive
		},
	},
	FactCapacity: {
		known: func(code string) bool { _, ok := capacities[code]; return ok }, alone: true,
		read: func(_, value string) (string, time.Time, bool) { return "", instantIn(value), true },
		write: func(l *Listing, f Fact) {
			if !f.At.Before(l.CapacityAt) {
				l.Capacity, l.CapacityAt = capacities[f.Code], f.At
			}
		},
	},
	FactLanguage: {
		values: []string{"always", "sometimes", "no"}, usual: "always", known: isLanguage,
		write: func(l *Listing, f Fact) {
			if f.Value == "no" {
				l.Languages = slices.DeleteFunc(l.Languages, func(code string) bool { return code == f.Code })
				return
			}
			l.Languages = appendOnce(l.Languages, f.Code)
			if f.Value == "sometimes" {
				l.more().CallAhead = appendOnce(l.more().CallAhead, f.Code)
			}
		},
	},
	FactInterpreter: {
		values: yesNo, usual: "yes", known: among(InterpretingWays...),
		write: func(l *Listing, f Fact) {
			p := l.more()
			if p.Interpreters == nil {
				p.Interpreters = map[Interpreting]Answer{}
			}
			p.Interpreters[Interpreting(f.Code)] = answers[f.Value]
		},
	},
	FactAsker: {
		values: yesNo, usual: "yes", known: among(Askers...),
		write: func(l *Listing, f Fact) {
			p := l.more()
			if p.Askers == nil {
				p.Askers = map[Asker]Answer{}
			}
			p.Askers[Asker(f.Code)] = answers[f.Value]
		},
	},
	FactRoom: {
		known: func(code string) bool { _, _, ok := roomOf(code, "total=1"); return ok },
		read: func(code, value string) (string, time.Time, bool) {
			r, at, ok := roomOf(code, value)
			return r.Value(), at, ok
		},
		write: func(l *Listing, f Fact) {
			if r, _, ok := roomOf(f.Code, f.Value); ok {
				r.At = f.At
				l.more().Rooms = append(l.more().Rooms, r)
			}
		},
	},
	FactClosure: {
		known: func(code string) bool { _, err := time.Parse(time.DateOnly, code); return err == nil }, labelled: true,
		read: func(code, value string) (string, time.Time, bool) {
			c, ok := closureOf(code, value)
			return c.Value(), time.Time{}, ok
		},
		write: func(l *Listing, f Fact) {
			if c, ok := closureOf(f.Code, f.Value); ok {
				l.more().Closures = append(l.more().Closures, c)
			}
		},
	},
}

// presence is of kinds whose code says all: it holds, or it does not.
var presence = []string{"", "no"}

// present reads a value of such a kind; other directories write "true" or
// "oui" where we write nothing.
func present(_, value string) (string, time.Time, bool) {
	if value != "no" {
		value = ""
	}
	return value, time.Time{}, true
}

var answers = map[string]Answer{"yes": AnswerYes, "no": AnswerNo}

// instantIn is the instant that a value writes; zero when it writes none.
func instantIn(value string) time.Time {
	at, _ := time.Parse(time.RFC3339, value) // most values are none
	return at
}

// isLanguage reports a code of two or three letters, with an optional region
// or script after a hyphen.
func isLanguage(code string) bool {
	lead, rest, _ := strings.Cut(code, "-")
	letters := func(s string) bool { return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" }
	return (len(lead) == 2 || len(lead) == 3) && letters(lead) && len(rest) <= 8 && strings.Trim(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// aliases are the names that other vocabularies give to codes of ours.
var aliases = map[FactKind]map[string]string{
	FactPaper: {"pfsi": string(IFHP), "none-asked": string(NoPapers)},
}

// checked is a fact in its canonical form; false when its kind, its code or
// its value is none of ours.
func checked(f Fact) (Fact, bool) {
	rule := factRules[f.Kind]
	if rule == nil {
		return f, false
	}
	if c, ok := aliases[f.Kind][f.Code]; ok {
		f.Code = c
	}
	if f.Value == Unsaid || rule.alone && f.Code == Unsaid {
		f.Value = Unsaid
		if rule.alone {
			f.Code = Unsaid
		}
		return f, rule.alone || rule.known(f.Code)
	}
	if !rule.known(f.Code) {
		return f, false
	}
	if f.Value == "" {
		f.Value = rule.usual
	}
	if rule.read != nil {
		value, at, ok := rule.read(f.Code, f.Value)
		if f.Value = value; f.At.IsZero() {
			f.At = at
		}
		return f, ok
	}
	return f, slices.Contains(rule.values, f.Value)
}

// holds reports that the fact says something, rather than taking it back.
func (f Fact) holds() bool {
	return f.Value != Unsaid && !(f.Value == "no" && slices.Equal(factRules[f.Kind].values, presence))
}

// apply writes a fact on a listing. Of codes that exclude one another the last
// one said counts, also when it takes the others back.
func (f Fact) apply(l *Listing) {
	if rule := factRules[f.Kind]; f.holds() || rule.alone {
		rule.write(l, f)
	}
}
