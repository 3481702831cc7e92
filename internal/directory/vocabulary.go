package directory

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"passerelle/internal/text"
)

//go:embed vocabulary.tsv
var vocabularyTSV string

//go:embed languages.tsv
var languagesTSV string

// sense is the kind of thing a phrase can mean.
type sense uint8

const (
	senseNeed sense = iota
	sensePopulation
	sensePaper
	senseNoPapers
	senseOpen
	senseLanguage
)

type meaning struct {
	sense sense
	code  string
}

// phrase is a sequence of stems that means something.
type phrase struct {
	stems    []string
	meanings []meaning
	vague    bool // understood in a query, says nothing of a listing
}

// lexicon is the vocabulary read for matching. It is built once and never
// changes while the program runs.
type lexicon struct {
	needs     []string            // codes in the order of screens.md S1
	needBit   map[string]int      // code → place in needs
	languages []string            // codes that have a column
	byFirst   map[string][]phrase // first stem → phrases, longest first
	words     wordList            // every folded word of a phrase: spelling can be corrected towards them
	known     map[string]bool     // the same as a set
}

var lexical = sync.OnceValue(func() *lexicon {
	x, err := readLexicon(vocabularyTSV, languagesTSV)
	if err != nil {
		panic(err) // the files are inside the binary: only a programmer can break them
	}
	return x
})

func readLexicon(vocabulary, languages string) (*lexicon, error) {
	x := &lexicon{needBit: map[string]int{}, byFirst: map[string][]phrase{}, known: map[string]bool{}}
	for n, line := range lines(vocabulary) {
		target, rest, _ := strings.Cut(line, "\t")
		_, list, ok := strings.Cut(rest, "\t")
		if !ok {
			return nil, fmt.Errorf("vocabulary.tsv, line %d: three columns are needed", n)
		}
		m, err := meant(target)
		if err != nil {
			return nil, fmt.Errorf("vocabulary.tsv, line %d: %w", n, err)
		}
		if _, ok := x.needBit[m.code]; m.sense == senseNeed && !ok {
			x.needBit[m.code] = len(x.needs)
			x.needs = append(x.needs, m.code)
		}
		if err := x.addAll(m, list); err != nil {
			return nil, fmt.Errorf("vocabulary.tsv, line %d: %w", n, err)
		}
	}
	for n, line := range lines(languages) {
		code, list, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("languages.tsv, line %d: two columns are needed", n)
		}
		x.languages = append(x.languages, code)
		if err := x.addAll(meaning{senseLanguage, code}, list); err != nil {
			return nil, fmt.Errorf("languages.tsv, line %d: %w", n, err)
		}
	}
	for _, of := range x.byFirst {
		slices.SortStableFunc(of, func(a, b phrase) int { return len(b.stems) - len(a.stems) })
	}
	x.words = newWordList(slices.Collect(maps.Keys(x.known)))
	return x, nil
}

// lines yields the lines that say something, with their number in the file.
func lines(s string) func(func(int, string) bool) {
	return func(yield func(int, string) bool) {
		n := 0
		for line := range strings.Lines(s) {
			n++
			line = strings.TrimRight(line, "\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(n, line) {
				return
			}
		}
	}
}

func meant(target string) (meaning, error) {
	kind, code, ok := strings.Cut(target, ":")
	switch {
	case !ok:
		return meaning{senseNeed, target}, nil
	case kind == "population":
		return meaning{sensePopulation, code}, nil
	case kind == "paper":
		return meaning{sensePaper, code}, nil
	case target == "papers:none":
		return meaning{senseNoPapers, ""}, nil
	case target == "open:now":
		return meaning{senseOpen, ""}, nil
	}
	return meaning{}, fmt.Errorf("%q means nothing known", target)
}

func (x *lexicon) addAll(m meaning, list string) error {
	for alias := range strings.SplitSeq(list, ",") {
		alias = strings.TrimSpace(alias)
		alias, vague := strings.CutPrefix(alias, "~")
		words := slices.DeleteFunc(text.Words(alias), text.Stop)
		if len(words) == 0 {
			return fmt.Errorf("%q holds no word that tells anything", alias)
		}
		stems := make([]string, len(words))
		for i, w := range words {
			stems[i] = text.Stem(w)
			x.known[w] = true
		}
		x.add(phrase{stems, []meaning{m}, vague})
	}
	return nil
}

// add joins the meanings of one phrase written in several lines. A phrase is
// vague only where every line that holds it says so for the same meaning, so
// the meanings of vague and telling phrases are kept apart.
func (x *lexicon) add(p phrase) {
	of := x.byFirst[p.stems[0]]
	for i := range of {
		if slices.Equal(of[i].stems, p.stems) && of[i].vague == p.vague {
			if !slices.Contains(of[i].meanings, p.meanings[0]) {
				of[i].meanings = append(of[i].meanings, p.meanings[0])
			}
			return
		}
	}
	x.byFirst[p.stems[0]] = append(of, p)
}

// longest returns how many stems the longest phrase at the head of stems
// takes, and all that it may mean; 0 when none begins there.
func (x *lexicon) longest(stems []string, vague bool) (n int, m []meaning) {
	for _, p := range x.byFirst[stems[0]] {
		if n > 0 && len(p.stems) < n {
			break
		}
		if p.vague && !vague || len(p.stems) > len(stems) || !slices.Equal(p.stems, stems[:len(p.stems)]) {
			continue
		}
		n = len(p.stems)
		m = append(m, p.meanings...)
	}
	return n, m
}
