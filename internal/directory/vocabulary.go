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
	senseNeed  sense = iota
	senseTopic       // one thing within a need, or of any need
	sensePopulation
	sensePaper
	senseNoPapers
	senseOpen
	senseWhen
	senseLanguage
	senseSoft    // raises what holds it, leaves nothing out
	senseChatter // asks nothing
)

type meaning struct {
	sense sense
	code  string
	whole bool // of a need: the phrase names the need itself, not one thing within it
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
	needs     []string                   // codes in the order of screens.md S1
	needBit   map[string]int             // code → place in needs
	topics    map[string][]string        // topic → the needs it stands under
	languages []string                   // codes that have a column
	byFirst   map[string][]phrase        // first stem → phrases, longest first
	crossed   map[string][]phrase        // the same by the first of their synonyms: phrases of several words, in two languages at once
	words     wordList                   // every folded word of a phrase: spelling can be corrected towards them
	known     map[string]bool            // the same as a set
	small     map[string]bool            // those of them that only soft phrases and chatter hold
	slight    map[string]sense           // word → soft or chatter, when no other line has it alone: its stem may be another word's
	weighty   map[string]bool            // word → some other line has it alone
	stems     map[string]bool            // their stems
	sounds    map[string][]string        // how a word is said → those that are said so, sorted
	loud      [][2][]string              // phrases of several words: whole, and the words that tell it
	spoken    func() map[string][]string // how such a phrase is said → its words; made when first asked
}

// knows reports a word of some phrase, in whatever number or gender.
func (x *lexicon) knows(w string) bool { return x.known[w] || x.stems[text.Stem(w)] }

var lexical = sync.OnceValue(func() *lexicon {
	x, err := readLexicon(vocabularyTSV, languagesTSV)
	if err != nil {
		panic(err) // the files are inside the binary: only a programmer can break them
	}
	return x
})

func readLexicon(vocabulary, languages string) (*lexicon, error) {
	x := &lexicon{
		needBit: map[string]int{}, topics: map[string][]string{},
		byFirst: map[string][]phrase{}, crossed: map[string][]phrase{}, known: map[string]bool{},
		small: map[string]bool{}, slight: map[string]sense{}, weighty: map[string]bool{}, stems: map[string]bool{}, sounds: map[string][]string{},
	}
	x.spoken = sync.OnceValue(x.sayAloud)
	for n, line := range lines(vocabulary) {
		c := strings.Split(line, "\t")
		if len(c) != 4 {
			return nil, fmt.Errorf("vocabulary.tsv, line %d: %d columns, four are needed", n, len(c))
		}
		means, err := x.meant(c[0], c[1])
		if err == nil {
			err = x.addAll(means, c[2])
		}
		if err == nil {
			err = x.addAll(means, c[3])
		}
		if err != nil {
			return nil, fmt.Errorf("vocabulary.tsv, line %d: %w", n, err)
		}
	}
	for n, line := range lines(languages) {
		code, list, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("languages.tsv, line %d: two columns are needed", n)
		}
		x.languages = append(x.languages, code)
		if err := x.addAll([]meaning{{sense: senseLanguage, code: code}}, list); err != nil {
			return nil, fmt.Errorf("languages.tsv, line %d: %w", n, err)
		}
	}
	longestFirst := func(a, b phrase) int { return len(b.stems) - len(a.stems) }
	for first, of := range x.byFirst {
		slices.SortStableFunc(of, longestFirst)
		for _, p := range of {
			if len(p.stems) > 1 {
				c := canonical(first)
				x.crossed[c] = append(x.crossed[c], p)
			}
		}
	}
	for _, of := range x.crossed {
		slices.SortStableFunc(of, func(a, b phrase) int {
			if d := longestFirst(a, b); d != 0 {
				return d
			}
			return slices.Compare(a.stems, b.stems)
		})
	}
	x.words = newWordList(slices.Collect(maps.Keys(x.known)))
	for _, w := range x.words.words {
		x.stems[text.Stem(w)] = true
		if sound := text.Sound(w); len(sound) > 3 { // a shorter one is common to too many
			x.sounds[sound] = append(x.sounds[sound], w)
		}
	}
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

// meant reads the first two columns: what the phrases of a line mean.
func (x *lexicon) meant(targets, topic string) (out []meaning, err error) {
	whole := topic == "="
	codes := strings.Fields(targets)
	if len(codes) == 0 || topic == "" {
		return nil, fmt.Errorf("a meaning and a topic are needed")
	}
	if !whole {
		code := topic
		if codes[0] != "-" && codes[0] != "soft" {
			code = codes[0] + ":" + topic
		}
		out = append(out, meaning{sense: senseTopic, code: code})
		for _, c := range codes {
			if c == "soft" { // it yields to what else is asked
				c = "-"
			}
			x.topics[code] = appendNew(x.topics[code], c)
		}
	}
	for _, target := range codes {
		kind, code, special := strings.Cut(target, ":")
		m := meaning{code: code}
		switch {
		case target == "-" && !whole:
			continue
		case target == "soft":
			m = meaning{sense: senseSoft}
		case target == "chatter":
			m = meaning{sense: senseChatter}
		case kind == "population" && special:
			m.sense = sensePopulation
		case kind == "paper" && special:
			m.sense = sensePaper
		case target == "papers:none":
			m = meaning{sense: senseNoPapers}
		case target == "open:now":
			m = meaning{sense: senseOpen}
		case kind == "when" && knownWhen(code):
			m.sense = senseWhen
		case special || target == "-":
			return nil, fmt.Errorf("%q means nothing known", target)
		default:
			m = meaning{sense: senseNeed, code: target, whole: whole}
			if _, ok := x.needBit[target]; !ok {
				x.needBit[target] = len(x.needs)
				x.needs = append(x.needs, target)
			}
		}
		out = append(out, m)
	}
	return out, nil
}

func (x *lexicon) addAll(means []meaning, list string) error {
	if list == "" {
		return nil
	}
	for alias := range strings.SplitSeq(list, ",") {
		alias = strings.TrimSpace(alias)
		alias, vague := strings.CutPrefix(alias, "~")
		words := slices.DeleteFunc(text.Words(alias), text.Stop)
		if len(words) == 0 {
			return fmt.Errorf("%q holds no word that tells anything", alias)
		}
		if len(words) == 1 {
			x.alone(words[0], means)
		} else if !onlySense(means, senseSoft, senseChatter) {
			x.aloud(text.Words(alias), words)
			x.aloud(words, words)
		}
		stems := make([]string, len(words))
		for i, w := range words {
			stems[i] = text.Stem(w)
			x.small[w] = onlySense(means, senseSoft, senseChatter) && (x.small[w] || !x.known[w])
			x.known[w] = true
			if one, ok := strings.CutSuffix(w, "s"); ok && len(one) > 3 && one[len(one)-1] != 's' {
				x.known[one] = true // misspelt in the singular, too
			}
		}
		x.add(phrase{stems, slices.Clone(means), vague})
		if at := slices.Index(stems, "cours"); at >= 0 && len(stems) > 1 {
			// The s of "cours" is not heard, and often left out.
			stems = slices.Clone(stems)
			stems[at] = "cour"
			x.add(phrase{stems, slices.Clone(means), vague})
		}
	}
	return nil
}

// alone notes what a word means that stands alone in a line.
func (x *lexicon) alone(w string, means []meaning) {
	if !onlySense(means, senseSoft, senseChatter) {
		x.weighty[w] = true
		delete(x.slight, w)
		return
	}
	if !x.weighty[w] {
		x.slight[w] = means[0].sense
	}
}

// add joins the meanings of one phrase written in several lines. A phrase is
// vague only where every line that holds it says so for the same meaning, so
// the meanings of vague and telling phrases are kept apart.
func (x *lexicon) add(p phrase) {
	of := x.byFirst[p.stems[0]]
	for i := range of {
		if slices.Equal(of[i].stems, p.stems) && of[i].vague == p.vague {
			for _, m := range p.meanings {
				of[i].meanings = appendMeaning(of[i].meanings, m)
			}
			return
		}
	}
	x.byFirst[p.stems[0]] = append(of, p)
}

// appendMeaning keeps each meaning once; the name of a need is more than one
// thing within it.
func appendMeaning(to []meaning, m meaning) []meaning {
	for i := range to {
		if to[i].sense == m.sense && to[i].code == m.code {
			to[i].whole = to[i].whole || m.whole
			return to
		}
	}
	return append(to, m)
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
		m = withMeanings(m, p.meanings)
	}
	return n, m
}

// longestCrossed is longest for phrases of several words written in two
// languages at once ("bank alimentaire"): each word may be another word for
// the same thing.
func (x *lexicon) longestCrossed(stems []string) (n int, m []meaning) {
	for _, p := range x.crossed[canonical(stems[0])] {
		if n > 0 && len(p.stems) < n {
			break
		}
		if len(p.stems) > len(stems) || !slices.EqualFunc(p.stems, stems[:len(p.stems)], func(a, b string) bool { return canonical(a) == canonical(b) }) {
			continue
		}
		n = len(p.stems)
		m = withMeanings(m, p.meanings)
	}
	return n, m
}

func withMeanings(m, more []meaning) []meaning {
	if m == nil {
		return more // shared with the lexicon, and only read
	}
	m = slices.Clone(m)
	for _, one := range more {
		m = appendMeaning(m, one)
	}
	return m
}
