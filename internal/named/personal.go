package named

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"passerelle/internal/text"
)

// Personal finds what looks like a person in free words, as it is written:
// first names, what follows "je m'appelle" or a title, telephone numbers,
// e-mail addresses, health card numbers. It finds too much rather than too
// little: who writes is asked, and decides.
func Personal(words string) (found []string) {
	add := func(s string) {
		s = strings.Trim(s, " .,;:!?()\"'«»\u00a0")
		if s != "" && !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	for _, re := range []*regexp.Regexp{address, healthCard, telephone} {
		for _, m := range re.FindAllString(words, -1) {
			add(m)
		}
	}
	for _, re := range []*regexp.Regexp{introduced, titled} {
		for _, m := range re.FindAllStringSubmatch(words, -1) {
			if !commonAfter[text.Fold(m[1])] {
				add(m[1])
			}
		}
	}
	for _, m := range capitals.FindAllString(words, -1) {
		first, rest, pair := strings.Cut(m, " ")
		if known := firstNames[text.Fold(strings.Split(first, "-")[0])]; known && unicode.IsUpper([]rune(first)[0]) {
			if pair {
				add(first + " " + rest)
			} else {
				add(first)
			}
		}
	}
	return found
}

// name is a word as a name is written, in any alphabet that has capitals.
const name = `\p{Lu}[\p{L}\p{M}]+(?:[-'’]\p{L}[\p{L}\p{M}]*)*`

var (
	address    = regexp.MustCompile(`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}`)
	healthCard = regexp.MustCompile(`\b\p{Lu}{4}[ -]?\d{4}[ -]?\d{4}\b|\b\d{4}[ -]\d{3}[ -]\d{3}[ -]?\p{Lu}{2}\b`)
	telephone  = regexp.MustCompile(`(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}\b`)
	// introduced: what follows the words with which people say who they are.
	introduced = regexp.MustCompile(`(?i:je m['’]appelle|mon nom est|mon nom c['’]est|moi c['’]est|il s['’]appelle|elle s['’]appelle|nommée?|my name is|my name['’]s|his name is|her name is|called|me llamo|mi nombre es|اسمي|non mwen se|mwen rele)[ \x{a0}]+([\p{L}\p{M}'’-]+(?:[ \x{a0}]` + name + `)?)`)
	titled     = regexp.MustCompile(`(?:\bM\.|\bMme\.?|\bMlle\.?|\bMr\.?|\bMrs\.?|\bMs\.?|\b[Mm]onsieur|\b[Mm]adame)[ \x{a0}]+(` + name + `)`)
	capitals   = regexp.MustCompile(name + `(?: ` + name + `)?`)
)

// commonAfter are words that follow those of an introduction and are no name.
var commonAfter = map[string]bool{"la": true, "le": true, "les": true, "un": true, "une": true, "pas": true, "pour": true, "the": true, "a": true, "an": true, "for": true, "me": true, "back": true, "them": true, "him": true, "her": true, "it": true, "and": true, "you": true, "us": true, "my": true, "to": true, "about": true, "on": true, "in": true, "this": true}

// firstNameFile are first names that people here bear, one a line. A list can
// not know all of them; it knows those that are also no common word.
//
//go:embed names.txt
var firstNameFile string

var firstNames = readNames(firstNameFile)

func readNames(file string) map[string]bool {
	m := map[string]bool{}
	for _, n := range strings.Fields(file) {
		m[text.Fold(n)] = true
	}
	return m
}
