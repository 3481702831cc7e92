package crosswalk

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"passerelle/internal/text"
)

// Relation is what a term of another vocabulary is, seen from ours.
type Relation string

// The relations.
const (
	Exact    Relation = "exact"
	Broader  Relation = "broader"
	Narrower Relation = "narrower"
	Related  Relation = "related"
)

// Row is one line of a crosswalk.
type Row struct {
	Ours     string // "health.dental", "population:women"
	Relation Relation
	Code     string
	Title    string // path or label in the vocabulary
	Author   string
	Date     string // 2006-01-02
}

// Term is one term of another vocabulary.
type Term struct{ Code, Title string }

// Vocabulary is another vocabulary with its crosswalk.
type Vocabulary struct {
	ID      string // "open-eligibility"
	Name    string // as published
	Version string
	URI     string
	Credit  string   // whose it is and under which licence, for whoever is given its terms
	names   []string // folded words by which sources call it

	Terms []Term
	Rows  []Row

	byCode  map[string][]Row
	byTitle map[string][]Row // folded last title of the path
	ours    map[string][]Row
}

//go:embed openeligibility/terms.tsv
var openEligibilityTerms string

//go:embed openeligibility/crosswalk.tsv
var openEligibilityRows string

//go:embed datainclusion/terms.tsv
var dataInclusionTerms string

//go:embed datainclusion/crosswalk.tsv
var dataInclusionRows string

// Vocabularies are those known, read once.
var Vocabularies = sync.OnceValue(func() []*Vocabulary {
	list := []*Vocabulary{
		{ID: "open-eligibility", Name: "Open Eligibility", Version: "2.0", URI: "https://github.com/auntbertha/openeligibility",
			Credit: "Human Services Taxonomy by Aunt Bertha, Inc., CC BY-SA 3.0.",
			names:  []string{"open eligibility", "openeligibility"}},
		{ID: "data-inclusion", Name: "data·inclusion", Version: "1", URI: "https://github.com/gip-inclusion/data-inclusion-schema",
			Credit: "GIP Plateforme de l'inclusion, Licence Ouverte 2.0.",
			names:  []string{"data inclusion", "datainclusion", "data inclusion thematiques", "data inclusion publics"}},
	}
	for i, files := range [][2]string{{openEligibilityTerms, openEligibilityRows}, {dataInclusionTerms, dataInclusionRows}} {
		if err := list[i].read(files[0], files[1]); err != nil {
			panic(err) // the files are inside the binary: only a programmer can break them
		}
	}
	return list
})

func (v *Vocabulary) read(terms, rows string) error {
	v.byCode, v.byTitle, v.ours = map[string][]Row{}, map[string][]Row{}, map[string][]Row{}
	for n, c := range cells(terms) {
		if len(c) != 2 {
			return fmt.Errorf("%s, term %d: %d cells", v.ID, n, len(c))
		}
		v.Terms = append(v.Terms, Term{c[0], c[1]})
	}
	for n, c := range cells(rows) {
		if len(c) != 6 {
			return fmt.Errorf("%s, row %d: %d cells", v.ID, n, len(c))
		}
		r := Row{c[0], Relation(c[1]), c[2], c[3], c[4], c[5]}
		v.Rows = append(v.Rows, r)
		v.byCode[r.Code] = append(v.byCode[r.Code], r)
		v.byTitle[lastTitle(r.Title)] = append(v.byTitle[lastTitle(r.Title)], r)
		v.ours[r.Ours] = append(v.ours[r.Ours], r)
	}
	return nil
}

func cells(tsv string) (out [][]string) {
	for line := range strings.Lines(tsv) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

func lastTitle(path string) string {
	return fold(path[strings.LastIndex(path, ">")+1:])
}

func fold(s string) string { return strings.Join(text.Words(s), " ") }

// called finds a vocabulary by the name that a source gives it; nil when it is
// none of ours.
func called(name string) *Vocabulary {
	name = fold(name)
	for _, v := range Vocabularies() {
		for _, n := range v.names {
			if name == n || strings.HasPrefix(name, n+" ") {
				return v
			}
		}
	}
	return nil
}

// Recognise returns our codes for a term of a source, in order: the needs and
// populations that it says for sure. None when the vocabulary is not known, or
// when its term only comes near one of ours.
func Recognise(vocabulary, code, title string) (ours []string) {
	v := called(vocabulary)
	if v == nil {
		return nil
	}
	rows, known := v.byCode[strings.TrimSpace(code)]
	if t := lastTitle(title); !known || title != "" && !slices.ContainsFunc(rows, func(r Row) bool { return lastTitle(r.Title) == t }) {
		// An id of another version, or none: the title decides.
		rows = v.byTitle[t]
	}
	for _, r := range rows {
		if (r.Relation == Exact || r.Relation == Narrower) && !slices.Contains(ours, r.Ours) {
			ours = append(ours, r.Ours)
		}
	}
	slices.Sort(ours)
	return ours
}

// Told returns the terms by which a code of ours may be told in a vocabulary
// without saying more than it does: the exact ones, else those broader.
func (v *Vocabulary) Told(ours string) (rows []Row) {
	for _, relation := range []Relation{Exact, Broader} {
		for _, r := range v.ours[ours] {
			if r.Relation == relation {
				rows = append(rows, r)
			}
		}
		if len(rows) > 0 {
			return rows
		}
	}
	return nil
}
