package directory

import (
	"sort"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/id"
)

// FactKind is a taxonomy of ours: something a service says of itself that HSDS
// has no field for. Each is published as attributes of the taxonomy that bears
// its name, and read back from them.
type FactKind string

// The kinds. Codes are those of listing.go; the value says how sure.
const (
	FactPaper      FactKind = "papers-accepted" // ifhp, ramq…: confirmed, announced or no
	FactAsk        FactKind = "asked-at-door"   // status, papers, money, address: yes or no
	FactNeed       FactKind = "needs"           // codes of the tree of needs
	FactPopulation FactKind = "populations"     // women, men, youth…
	FactMark       FactKind = "service-marks"   // unconditional, sensitive
	FactCapacity   FactKind = "capacity-state"  // open, full, waitlist, assessment
)

// FactKinds lists them.
var FactKinds = []FactKind{FactPaper, FactAsk, FactNeed, FactPopulation, FactMark, FactCapacity}

// Marks of a service.
const (
	MarkUnconditional = "unconditional"
	MarkSensitive     = "sensitive"
)

// Origin says where a fact comes from. What was said here beats what a source
// says, which beats what its words suggest.
type Origin string

// The origins.
const (
	Local  Origin = "local"
	Source Origin = "source"
	Guess  Origin = "guess"
)

// Fact is one thing a service says of itself.
type Fact struct {
	Service access.Service
	Kind    FactKind
	Code    string
	Value   string
	Origin  Origin
	By      access.Org
	At      time.Time
	// Attribute is the record that carries a fact of a source.
	Attribute string
}

func (f Fact) key() string { return string(f.Service) + "|" + string(f.Kind) + "|" + f.Code }

// attribute is the record that carries a fact said here. Its ids are derived,
// so two exports of the same state are the same bytes.
func (f Fact) attribute() Record {
	r := NewRecord("attribute", id.Derived("fact", string(f.Service), string(f.Kind), f.Code))
	r.Set("link_id", string(f.Service))
	r.Set("link_entity", "service")
	r.Set("taxonomy_term_id", ownTerm(f.Kind, f.Code))
	r.Set("label", f.Code)
	r.Set("value", f.Value)
	if f.Kind == FactCapacity && !f.At.IsZero() {
		r.Set("value", f.At.UTC().Format(time.RFC3339))
	}
	return r
}

func ownTaxonomy(k FactKind) string          { return id.Derived("taxonomy", string(k)) }
func ownTerm(k FactKind, code string) string { return id.Derived("taxonomy_term", string(k), code) }

// ownTerms are the taxonomies and terms that the facts given need: only terms
// in use are shipped.
func ownTerms(facts []Fact) (taxonomies, terms []Record) {
	made := map[string]bool{}
	for _, f := range facts {
		if k := ownTaxonomy(f.Kind); !made[k] {
			made[k] = true
			r := NewRecord("taxonomy", k)
			r.Set("name", string(f.Kind))
			r.Set("description", string(f.Kind))
			taxonomies = append(taxonomies, r)
		}
		if k := ownTerm(f.Kind, f.Code); !made[k] {
			made[k] = true
			r := NewRecord("taxonomy_term", k)
			r.Set("code", string(f.Kind)+":"+f.Code) // codes are unique over a whole package
			r.Set("name", f.Code)
			r.Set("description", f.Code)
			r.Set("taxonomy", string(f.Kind))
			r.Set("taxonomy_id", ownTaxonomy(f.Kind))
			terms = append(terms, r)
		}
	}
	sort.Slice(terms, func(i, j int) bool { return terms[i].ID() < terms[j].ID() })
	sort.Slice(taxonomies, func(i, j int) bool { return taxonomies[i].ID() < taxonomies[j].ID() })
	return taxonomies, terms
}

// said reads a fact from an attribute of one of our taxonomies; false when its
// term is none of ours.
func said(kind FactKind, code, value string) (Fact, bool) {
	code = strings.TrimPrefix(code, string(kind)+":")
	f := Fact{Kind: kind, Code: code, Value: value, Origin: Source}
	switch kind {
	case FactPaper:
		if f.Value == "" {
			f.Value = "announced"
		}
		return f, oneOf(code, string(IFHP), string(RAMQ), string(OHIP), string(NoPapers)) && oneOf(f.Value, "confirmed", "announced", "no")
	case FactAsk:
		if f.Value == "" {
			f.Value = "yes"
		}
		return f, oneOf(code, string(AskStatus), string(AskPapers), string(AskMoney), string(AskAddress)) && oneOf(f.Value, "yes", "no")
	case FactNeed:
		return f, KnownNeed(code)
	case FactPopulation:
		return f, oneOf(code, Populations...)
	case FactMark:
		return f, oneOf(code, MarkUnconditional, MarkSensitive)
	case FactCapacity:
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			f.At = at
		}
		_, ok := capacities[code]
		return f, ok
	}
	return f, false
}

// Populations are the codes a service may say it is for.
var Populations = []string{"women", "men", "youth", "families", "seniors", "lgbtq", "newcomers"}

var capacities = map[string]Capacity{"open": CapacityOpen, "full": CapacityFull, "waitlist": CapacityWaitlist, "assessment": CapacityAssessment}

func oneOf(s string, list ...string) bool {
	for _, x := range list {
		if s == x {
			return true
		}
	}
	return false
}

// apply writes a fact on a listing.
func (f Fact) apply(l *Listing) {
	switch f.Kind {
	case FactPaper:
		if l.Papers == nil {
			l.Papers = map[Paper]Acceptance{}
		}
		l.Papers[Paper(f.Code)] = map[string]Acceptance{"confirmed": AcceptConfirmed, "announced": AcceptAnnounced, "no": AcceptNo}[f.Value]
	case FactAsk:
		if l.Asks == nil {
			l.Asks = map[Question]Asked{}
		}
		l.Asks[Question(f.Code)] = map[string]Asked{"yes": AskedYes, "no": AskedNo}[f.Value]
	case FactNeed:
		l.Needs = append(l.Needs, f.Code)
	case FactPopulation:
		l.Populations = append(l.Populations, f.Code)
	case FactMark:
		l.Unconditional = l.Unconditional || f.Code == MarkUnconditional
		l.Sensitive = l.Sensitive || f.Code == MarkSensitive
	case FactCapacity:
		if c := capacities[f.Code]; !f.At.Before(l.CapacityAt) {
			l.Capacity, l.CapacityAt = c, f.At
		}
	}
}

// winners keeps one fact of each kind and code: the local one, else the
// source's, else the guess. Guessed needs stand only where nothing better does.
func winners(facts []Fact) []Fact {
	rank := map[Origin]int{Local: 2, Source: 1, Guess: 0}
	best := map[string]Fact{}
	needs := map[access.Service]Origin{}
	for _, f := range facts {
		if b, ok := best[f.key()]; !ok || rank[f.Origin] > rank[b.Origin] {
			best[f.key()] = f
		}
		if o, ok := needs[f.Service]; f.Kind == FactNeed && (!ok || rank[f.Origin] > rank[o]) {
			needs[f.Service] = f.Origin
		}
	}
	out := make([]Fact, 0, len(best))
	for _, f := range facts {
		b := best[f.key()]
		if b != f || f.Kind == FactNeed && f.Origin == Guess && needs[f.Service] != Guess {
			continue
		}
		out = append(out, f)
	}
	return out
}
