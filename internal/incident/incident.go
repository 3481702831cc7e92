package incident

import (
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/named"
	"passerelle/internal/seal"
)

// Said is what is known of an incident when it was said: the eight parts of the
// register. Anything may still be empty; Missing says what closing waits for.
type Said struct {
	What          string `json:"what"`          // 1: which personal information
	Circumstances string `json:"circumstances"` // 2
	From          string `json:"from"`          // 3: date or period, YYYY-MM-DD
	To            string `json:"to"`
	Aware         string `json:"aware"`  // 4: date
	Number        string `json:"number"` // 5: of people concerned, or about how many
	// 6: what leads to the conclusion on the risk of serious injury.
	Sensitivity  string `json:"sensitivity"`
	Consequences string `json:"consequences"`
	Likelihood   string `json:"likelihood"`
	Serious      Answer `json:"serious"`
	// 7: when the Commission and the persons were told; why a public notice was
	// given, or why somebody was not told.
	ToCommission string `json:"to_commission"`
	ToPersons    string `json:"to_persons"`
	Otherwise    string `json:"otherwise"`
	Measures     string `json:"measures"` // 8

	// Why a former saying is corrected.
	Why string `json:"why"`
	// Named says that what looks like a name was looked at, and is none.
	Named bool `json:"-"`
}

// Answer is the conclusion on the risk of serious injury.
type Answer string

// The answers. None is a conclusion not reached yet.
const (
	None Answer = ""
	Yes  Answer = "yes"
	No   Answer = "no"
)

// WordsMost is how long a passage may be; NumberMost, how many figures and words
// tell of how many people.
const (
	WordsMost  = 4000
	NumberMost = 60
)

// Kept is how long an incident is kept after the last that was said of it: no
// setting shortens it. The law asks for five years at least from the day on which
// the organisation became aware, and everything is said after that day.
const Kept = (5*365 + 2) * 24 * time.Hour

// Incident is one, as it is known now.
type Incident struct {
	ID     string
	Opened db.Time
	Closed db.Time
	Said   Said
	Last   db.Time // when that was said
}

// Entry is one saying, as it was said.
type Entry struct {
	Worker access.Worker
	At     db.Time
	Said   Said
}

// Story is an incident with all that was said of it, the latest first.
type Story struct {
	Incident
	Entries []Entry
}

// owner is whose key an incident is sealed with.
func owner(id string) seal.Owner { return seal.Owner("incident:" + id) }

// words are the passages, by the name of their field.
func (s *Said) words() []struct {
	name  string
	value *string
	most  int
} {
	return []struct {
		name  string
		value *string
		most  int
	}{
		{"what", &s.What, WordsMost}, {"circumstances", &s.Circumstances, WordsMost}, {"number", &s.Number, NumberMost},
		{"sensitivity", &s.Sensitivity, WordsMost}, {"consequences", &s.Consequences, WordsMost}, {"likelihood", &s.Likelihood, WordsMost},
		{"otherwise", &s.Otherwise, WordsMost}, {"measures", &s.Measures, WordsMost}, {"why", &s.Why, WordsMost},
	}
}

// check says what cannot be kept as it was typed. now is today in the place where
// it was typed.
func (s *Said) check(today string) error {
	var bad fault.Fields
	var all []string
	for _, w := range s.words() {
		*w.value = strings.TrimSpace(*w.value)
		if utf8.RuneCountInString(*w.value) > w.most {
			bad = append(bad, fault.Field(w.name, "incident.too_long", "most", w.most))
		}
		all = append(all, *w.value)
	}
	if s.What == "" && s.Circumstances == "" {
		bad = append(bad, fault.Field("circumstances", "incident.say_something"))
	}
	dates := map[string]string{} // those that are dates
	for _, d := range []struct{ name, value string }{{"from", s.From}, {"to", s.To}, {"aware", s.Aware}, {"to_commission", s.ToCommission}, {"to_persons", s.ToPersons}} {
		if d.value == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, d.value); err != nil || d.value < "1900" {
			bad = append(bad, fault.Field(d.name, "incident.date_malformed"))
		} else if d.value > today {
			bad = append(bad, fault.Field(d.name, "incident.date_ahead"))
		} else {
			dates[d.name] = d.value
		}
	}
	if from, to := dates["from"], dates["to"]; from != "" && to != "" && to < from {
		bad = append(bad, fault.Field("to", "incident.period_backwards"))
	}
	if from, aware := dates["from"], dates["aware"]; from != "" && aware != "" && aware < from {
		bad = append(bad, fault.Field("aware", "incident.aware_before"))
	}
	if s.Serious != None && s.Serious != Yes && s.Serious != No {
		bad = append(bad, fault.Field("serious", "incident.serious_missing"))
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if found := named.Personal(strings.Join(all, "\n")); len(found) > 0 && !s.Named {
		return fault.Field("named", "incident.names_somebody", "words", strings.Join(found, ", "))
	}
	return nil
}

// Missing is what the register still lacks, at its fields: an incident is closed
// when all eight parts are there. Notices are owed where the risk is serious;
// where one was not given, the reason is.
func (s Said) Missing() (bad fault.Fields) {
	for _, m := range []struct {
		name  string
		empty bool
	}{
		{"what", s.What == ""}, {"circumstances", s.Circumstances == ""}, {"from", s.From == ""}, {"aware", s.Aware == ""}, {"number", s.Number == ""},
		{"sensitivity", s.Sensitivity == ""}, {"consequences", s.Consequences == ""}, {"likelihood", s.Likelihood == ""}, {"serious", s.Serious == None},
		{"to_commission", s.Serious == Yes && s.ToCommission == ""}, {"to_persons", s.Serious == Yes && s.ToPersons == "" && s.Otherwise == ""},
		{"measures", s.Measures == ""},
	} {
		if m.empty {
			bad = append(bad, fault.Field(m.name, "incident.part_missing"))
		}
	}
	return bad
}
