package named

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"passerelle/internal/text"
)

// Span is a part of some words, in bytes: from Start, up to End.
type Span struct{ Start, End int }

// Known reports that words in this order are a name that everybody may say, of
// an organisation, a service or a place: the whole of it, or a part.
type Known func(phrase string) (whole, part bool)

// Marks says where words look like they name a person: what Personal finds, a
// first name however it is written, and whatever is written like a name and is
// known to be nothing else. The spans come in order and do not touch. A nil
// known knows nothing.
func Marks(words string, known Known) []Span {
	if known == nil {
		known = func(string) (bool, bool) { return false, false }
	}
	var found []Span
	for _, s := range Personal(words) {
		for at := 0; ; {
			i := strings.Index(words[at:], s)
			if i < 0 {
				break
			}
			found = append(found, Span{at + i, at + i + len(s)})
			at += i + len(s)
		}
	}
	t := tokens(words)
	found = slices.DeleteFunc(found, func(s Span) bool { return t.excused(s, known) })
	for i := 0; i < len(t.list); {
		j := i + 1
		if t.list[i].name {
			for j < len(t.list) && t.list[j].name && t.together(j) {
				j++
			}
		}
		if t.asked(i, j, known) {
			found = append(found, Span{t.list[i].Start, t.list[j-1].End})
		}
		i = j
	}
	return joined(found)
}

// List is what Marks finds, as it is written, in one line; empty when it finds
// nothing.
func List(words string, known Known) string {
	return strings.Join(Quote(words, Marks(words, known)), ", ")
}

// Quote is what the spans hold, as it is written.
func Quote(words string, spans []Span) (list []string) {
	for _, s := range spans {
		if q := words[s.Start:s.End]; !slices.Contains(list, q) {
			list = append(list, q)
		}
	}
	return list
}

// token is a word of the text.
type token struct {
	Span
	word   string
	folded string
	name   bool // written as a name is: a capital, then small letters
	first  bool // begins a sentence
	bears  bool // a first name that people bear
}

type tokenList struct {
	text string
	list []token
}

func tokens(words string) tokenList {
	t := tokenList{text: words}
	for i := 0; i < len(words); {
		r, n := utf8.DecodeRuneInString(words[i:])
		if !unicode.IsLetter(r) {
			i += n
			continue
		}
		start := i
		for i < len(words) {
			r, n = utf8.DecodeRuneInString(words[i:])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) && !(r == '-' && followed(words[i+n:])) {
				break
			}
			i += n
		}
		w := words[start:i]
		k := token{Span: Span{start, i}, word: w, folded: text.Fold(w), name: likeName(w) && !common[text.Fold(w)] && !places[text.Fold(w)], first: t.begins(start)}
		k.bears = firstNames[text.Fold(strings.Split(w, "-")[0])]
		t.list = append(t.list, k)
	}
	return t
}

// followed reports that a letter comes next: the hyphen is of the word.
func followed(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(r)
}

func likeName(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) && strings.ContainsFunc(w[n:], unicode.IsLower)
}

// begins reports that a word at this byte begins a sentence, a line or a
// quotation: its capital says nothing.
func (t tokenList) begins(at int) bool {
	before := strings.TrimRight(t.text[:at], " \t\u00a0\u202f")
	r, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune(".!?:;…\n\r«“\"(–—•*", r)
}

// together reports that nothing but a space stands between a word and the one
// before.
func (t tokenList) together(i int) bool {
	return strings.Trim(t.text[t.list[i-1].End:t.list[i].Start], " \u00a0'’") == ""
}

// asked reports that the words from i up to j may name a person.
func (t tokenList) asked(i, j int, known Known) bool {
	k := t.list[i]
	switch {
	case ordinary[k.folded] && j == i+1, t.ofAPlace(i):
		return false
	case k.bears && (k.name || !commonSmall[k.folded]):
	case j == i+1 && (!k.name || k.first):
		return false
	case saintly(k.folded):
		return false
	}
	s := Span{k.Start, t.list[j-1].End}
	// A whole name is nobody's; of a part, one word alone: "Bonneau" may be the
	// shelter, and whoever bears two words of a name may be the person.
	if whole, part := known(t.text[s.Start:s.End]); whole || part && j == i+1 && !k.bears {
		return false
	}
	return !t.excused(s, known)
}

// reach is how many words on each side a known name may have beside what looks
// like a person's: "la Maison Marie-Louise", "le Comptoir d'Agathe".
const reach = 3

// excused reports that a span stands within a name that everybody may say, of
// two words at least: "Marie" alone is nobody's shelter.
func (t tokenList) excused(s Span, known Known) bool {
	i := slices.IndexFunc(t.list, func(k token) bool { return k.End > s.Start })
	if i < 0 {
		return false
	}
	j := i
	for j < len(t.list) && t.list[j].Start < s.End {
		j++
	}
	if i == j {
		return false // digits
	}
	if t.ofAPlace(i) {
		return true
	}
	for a := max(0, i-reach); a <= i; a++ {
		for b := j; b <= min(len(t.list), j+reach); b++ {
			if a == i && b == j {
				continue
			}
			if _, part := known(t.text[t.list[a].Start:t.list[b-1].End]); part {
				return true
			}
		}
	}
	return false
}

// ofAPlace reports that a word follows what announces the name of a place:
// "rue Jeanne-Mance", "parc de la Rivière".
func (t tokenList) ofAPlace(i int) bool {
	for i > 0 && t.together(i) {
		i--
		switch w := t.list[i].folded; {
		case places[w]:
			return true
		case !small[w]:
			return false
		}
	}
	return false
}

func saintly(folded string) bool {
	for _, p := range []string{"saint-", "sainte-", "st-", "ste-", "notre-dame"} {
		if strings.HasPrefix(folded, p) {
			return true
		}
	}
	return false
}

// joined puts spans in order and makes one of those that touch.
func joined(list []Span) (out []Span) {
	slices.SortFunc(list, func(a, b Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	for _, s := range list {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[text.Fold(w)] = true
	}
	return m
}

var (
	// places announce a place; what follows is its name.
	places = set(`rue avenue av boulevard boul place parc pont métro station gare école collège cégep université église mosquée temple hôpital clinique clsc chsld
		quartier secteur arrondissement chemin rang route quai square carré centre maison refuge halte foyer auberge accueil résidence tour édifice ruelle côte lac rivière île mont ville
		street avenue road park bridge school church hospital clinic neighbourhood station house shelter tower lake river island`)
	// common words are no part of a name, though a sentence or a title gives them
	// a capital.
	common = set(`madame monsieur mademoiselle mme mlle mr mrs ms miss docteur dr docteure dre
		le la les un une des du de au aux à ce cet cette ces chez dans depuis devant pour par avec sans sur sous vers il elle ils elles on nous vous je tu
		the a an at in on for with from near no since they we you he she it and et ou où mais or but quand si when if hier aujourd'hui demain`)
	// small words stand between it and its name.
	small = set(`de du des la le les l d à au aux of the`)
	// ordinary are words that are written with a capital, and name nobody.
	ordinary = set(`québec montréal ottawa canada ontario laval gatineau sherbrooke toronto noël pâques ramadan halloween facebook messenger internet wifi
		monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
		lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre
		french english spanish arabic creole haitian français française anglais anglaise espagnol arabe créole haïtien haïtienne innu inuit cri atikamekw mohawk anishinaabe
		nord sud est ouest north south east west hydro-québec stm uber pfsi ramq i`)
	// commonSmall are first names that are also common words, when written small.
	commonSmall = set(`marie ali aya awa ada alma guy binta ana elsa ella eva esther carole carmen charlotte clara marc max mia mona nour omar oscar pascal patrick
		paul pierre rita rémi robin roger roman rose ruth sol said samba serge simon stella sylvain théo tina tony victor vincent violette yves zoé angélique amal amine martin nadir iman jade
		jasmine lina lise lola luce lucie lune mai mali malia manon marine marina mathilde miguel noël aziz émile félix florence gloria benoît bernard bruno claude colette constance denis
		dominique doris édith eugène fabrice gaston germain gilbert hélène irène janine jean jeanne joseph juliette justine`)
)
