package directory

import (
	"net/url"
	"slices"
	"sort"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/id"
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

// overrules is the key of what a fact said here takes the place of: the same
// fact of a source, or every fact of the kind when its codes exclude one
// another.
func (f Fact) overrules() string {
	if factRules[f.Kind].alone {
		return string(f.Service) + "|" + string(f.Kind)
	}
	return f.key()
}

// attribute is the record that carries a fact said here. Its ids are derived,
// so two exports of the same state are the same bytes.
func (f Fact) attribute() Record {
	r := NewRecord("attribute", id.Derived("fact", string(f.Service), string(f.Kind), f.Code))
	r.Set("link_id", string(f.Service))
	r.Set("link_entity", "service")
	r.Set("taxonomy_term_id", ownTerm(f.Kind, f.term()))
	r.Set("label", f.Code)
	r.Set("value", f.Value)
	at := f.At.UTC().Format(time.RFC3339)
	switch {
	case f.At.IsZero():
	case f.Kind == FactCapacity:
		r.Set("value", at)
	case f.Kind == FactRoom:
		r.Set("value", "at="+url.QueryEscape(at)+"&"+f.Value)
	}
	return r
}

// term is the code of the vocabulary's term that bears the fact.
func (f Fact) term() string {
	if rule := factRules[f.Kind]; rule != nil && rule.labelled {
		return string(f.Kind)
	}
	return f.Code
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
		code := f.term()
		if k := ownTerm(f.Kind, code); !made[k] {
			made[k] = true
			r := NewRecord("taxonomy_term", k)
			r.Set("code", string(f.Kind)+":"+code) // codes are unique over a whole package
			r.Set("name", code)
			r.Set("description", code)
			r.Set("taxonomy", string(f.Kind))
			r.Set("taxonomy_id", ownTaxonomy(f.Kind))
			terms = append(terms, r)
		}
	}
	sort.Slice(terms, func(i, j int) bool { return terms[i].ID() < terms[j].ID() })
	sort.Slice(taxonomies, func(i, j int) bool { return taxonomies[i].ID() < taxonomies[j].ID() })
	return taxonomies, terms
}

// told is a fact as an attribute of ours tells it; false when its term or its
// value is none of ours, or when it takes back what nobody said.
func told(kind FactKind, code, label, value string) (Fact, bool) {
	code = strings.TrimPrefix(code, string(kind)+":")
	if rule := factRules[kind]; rule != nil && rule.labelled {
		code = label
	}
	f, ok := checked(Fact{Kind: kind, Code: code, Value: value, Origin: Source})
	return f, ok && f.holds()
}

// winners keeps one fact of each kind and code: the local one, else the
// source's, else the guess. Guessed needs stand only where nothing better does:
// a theme recognised in another vocabulary is no better than a need in it.
func winners(facts []Fact) []Fact {
	rank := map[Origin]int{Local: 2, Source: 1, Guess: 0}
	best := map[string]Fact{}
	needs := map[access.Service]Origin{}
	rough := map[access.Service][]string{} // themes, where nothing finer is told
	for _, f := range facts {
		if b, ok := best[f.key()]; !ok || rank[f.Origin] > rank[b.Origin] {
			best[f.key()] = f
		}
		if o, ok := needs[f.Service]; f.Kind == FactNeed && f.holds() && (!ok || rank[f.Origin] > rank[o]) {
			needs[f.Service] = f.Origin
		}
		if f.recognised() && f.Code == ThemeOf(f.Code) {
			rough[f.Service] = append(rough[f.Service], f.Code)
		}
	}
	out := make([]Fact, 0, len(best))
	for _, f := range facts {
		b := best[f.key()]
		if b != f || f.Kind == FactNeed && f.Origin == Guess && needs[f.Service] != Guess && !finer(f, rough[f.Service], needs[f.Service]) {
			continue
		}
		out = append(out, f)
	}
	return out
}

// finer reports that a guess is a need within a theme that is all that a source
// is known to say.
func finer(guess Fact, rough []string, best Origin) bool {
	return best == Source && slices.Contains(rough, ThemeOf(guess.Code))
}

func oneOf(s string, list ...string) bool { return slices.Contains(list, s) }
