package directory

import (
	"slices"
	"strings"
	"sync"

	"passerelle/internal/access"
	"passerelle/internal/directory/crosswalk"
	"passerelle/internal/id"
)

// Needs and populations that a service tells in our words leave in those of Open
// Eligibility too, where an exact or a broader term is known, as attributes
// beside our own. They are derived each time and never kept: an import passes
// over those that come back, by their ids.

// vocabularyOutside is the one in which our words leave.
const vocabularyOutside = "open-eligibility"

// otherWords are the terms by which our words are told outside.
type otherWords struct {
	taxonomy Record
	terms    map[string]Record      // by id
	of       map[string][]otherTerm // by kind and code of ours
	meaning  map[string][]Fact      // by id of a term: what it tells
}

type otherTerm struct{ term, relation string }

var wordsOutside = sync.OnceValue(func() *otherWords {
	i := slices.IndexFunc(crosswalk.Vocabularies(), func(v *crosswalk.Vocabulary) bool { return v.ID == vocabularyOutside })
	v := crosswalk.Vocabularies()[i]
	w := &otherWords{terms: map[string]Record{}, of: map[string][]otherTerm{}, meaning: map[string][]Fact{}}
	w.taxonomy = NewRecord("taxonomy", id.Derived("taxonomy", "other-words", v.ID))
	w.taxonomy.Set("name", v.Name)
	w.taxonomy.Set("description", v.Name+" "+v.Version+". "+v.Credit)
	w.taxonomy.Set("uri", v.URI)
	w.taxonomy.Set("version", v.Version)
	for _, row := range v.Rows {
		f := ourFact(row.Ours)
		if key := f.key(); w.of[key] == nil {
			for _, r := range v.Told(row.Ours) {
				x := w.add(v, r)
				w.of[key] = append(w.of[key], otherTerm{x, string(r.Relation)})
				w.meaning[x] = append(w.meaning[x], f)
			}
		}
	}
	return w
})

// add makes the term of a row, once.
func (w *otherWords) add(v *crosswalk.Vocabulary, r crosswalk.Row) string {
	t := NewRecord("taxonomy_term", id.Derived("taxonomy_term", "other-words", v.ID, r.Code, r.Title))
	t.Set("code", v.ID+":"+r.Code) // codes are unique over a whole package
	t.Set("name", strings.TrimSpace(r.Title[strings.LastIndex(r.Title, ">")+1:]))
	t.Set("description", r.Title)
	t.Set("taxonomy", v.Name)
	t.Set("taxonomy_id", w.taxonomy.ID())
	w.terms[t.ID()] = t
	return t.ID()
}

// ourFact is the fact that a code of a crosswalk stands for.
func ourFact(ours string) Fact {
	if code, people := strings.CutPrefix(ours, "population:"); people {
		return Fact{Kind: FactPopulation, Code: code}
	}
	return Fact{Kind: FactNeed, Code: ours}
}

// told are the attributes by which facts are told outside, with the terms and
// the taxonomy that they need. Facts that a crosswalk brought in are not told:
// the source's own term says more.
func (w *otherWords) told(said []Fact) (attributes, terms, taxonomies []Record) {
	at, used := map[string]int{}, map[string]bool{}
	for _, f := range said {
		if !f.holds() || f.Origin == Guess || f.recognised() {
			continue
		}
		for _, x := range w.of[Fact{Kind: f.Kind, Code: f.Code}.key()] {
			a := NewRecord("attribute", id.Derived("other-words", string(f.Service), x.term))
			a.Set("link_id", string(f.Service))
			a.Set("link_entity", "service")
			a.Set("taxonomy_term_id", x.term)
			a.Set("label", string(f.Kind)+":"+f.Code)
			a.Set("value", x.relation)
			i, known := at[a.ID()]
			switch {
			case !known:
				at[a.ID()] = len(attributes)
				attributes = append(attributes, a)
			case attributes[i].Get("value") != string(crosswalk.Exact) && x.relation == string(crosswalk.Exact):
				attributes[i] = a
			}
			if !used[x.term] {
				used[x.term] = true
				terms = append(terms, w.terms[x.term])
			}
		}
	}
	if len(terms) > 0 {
		taxonomies = []Record{w.taxonomy}
	}
	return attributes, terms, taxonomies
}

// made reports a record that a directory of ours derived. It is passed over when
// it comes in: it is derived anew from what the service says, and ends with it.
func (w *otherWords) made(r Record) bool {
	switch r.Table {
	case "taxonomy":
		return r.ID() == w.taxonomy.ID()
	case "taxonomy_term":
		return r.Get("taxonomy_id") == w.taxonomy.ID()
	case "attribute":
		_, ours := w.terms[r.Get("taxonomy_term_id")]
		return ours
	}
	return false
}

// recognised reports a fact that a source tells in the words of another
// vocabulary: no attribute of ours carries it.
func (f Fact) recognised() bool {
	return f.Origin == Source && f.Attribute == "" && (f.Kind == FactNeed || f.Kind == FactPopulation)
}

// foreignTerm is a term of another vocabulary, as a source has it.
type foreignTerm struct{ ID, Code, Name, Vocabulary string }

// recognise adds to what services say in our words what their sources say in
// those of another vocabulary: for each of needs and populations, where the
// service says none in ours. Only terms that mean ours, or a part of it, count.
func recognise(said []Fact, terms []foreignTerm, bearers func(terms []string) ([]bearer, error)) ([]Fact, error) {
	means := map[string][]string{}
	var known []string
	for _, t := range terms {
		if ours := crosswalk.Recognise(t.Vocabulary, t.Code, t.Name); len(ours) > 0 {
			means[t.ID] = ours
			known = append(known, t.ID)
		}
	}
	if len(known) == 0 {
		return said, nil
	}
	type tells struct {
		service access.Service
		kind    FactKind
	}
	own, met := map[tells]bool{}, map[string]bool{}
	for _, f := range said {
		own[tells{f.Service, f.Kind}] = true
	}
	rows, err := bearers(known)
	for _, b := range rows {
		for _, ours := range means[b.Term] {
			f := ourFact(ours)
			f.Service, f.Origin = b.Service, Source
			if !own[tells{f.Service, f.Kind}] && !met[f.key()] {
				met[f.key()] = true
				said = append(said, f)
			}
		}
	}
	return said, err
}

// bearer is a service that bears a term.
type bearer struct {
	Service access.Service
	Term    string
}
