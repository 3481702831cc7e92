package directory

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"

	"passerelle/internal/text"
)

//go:embed places.tsv
var placesTSV string

// places are the towns, the neighbourhoods and the first three characters of
// postal codes that listings name, by their folded names.
type places map[string]located

// located sums up the points of a name. Whole numbers, so that the middle does
// not depend on the order of adding, and a listing can be taken out again.
type located struct {
	lat, lon int64 // millionths of a degree
	n        int64
	names    []spelling // sorted
}

// spelling is a name as organisations write it, and how many do.
type spelling struct {
	name string
	n    int64
}

const micro = 1_000_000

func (l located) plus(m located) located {
	l.lat, l.lon, l.n = l.lat+m.lat, l.lon+m.lon, l.n+m.n
	names := make([]spelling, 0, len(l.names)+len(m.names))
	for i, j := 0, 0; i < len(l.names) || j < len(m.names); {
		switch {
		case j == len(m.names) || i < len(l.names) && l.names[i].name < m.names[j].name:
			names = append(names, l.names[i])
			i++
		case i == len(l.names) || m.names[j].name < l.names[i].name:
			names = append(names, m.names[j])
			j++
		default:
			names = append(names, spelling{l.names[i].name, l.names[i].n + m.names[j].n})
			i, j = i+1, j+1
		}
	}
	l.names = names
	return l
}

func (l located) middle() Point {
	if l.n == 0 {
		return Point{}
	}
	return Point{float64(l.lat) / float64(l.n) / micro, float64(l.lon) / float64(l.n) / micro}
}

// name is the spelling most in use.
func (l located) name() string {
	var best spelling
	for _, s := range l.names {
		if betterSpelling(s, best) {
			best = s
		}
	}
	return best.name
}

// betterSpelling prefers what more organisations write; then what is not all
// in capitals, nor without any; then the first by its letters.
func betterSpelling(a, b spelling) bool {
	if a.n != b.n {
		return a.n > b.n
	}
	if x, y := plainCase(a.name), plainCase(b.name); x != y {
		return y
	}
	return a.name < b.name
}

func plainCase(s string) bool { return s == strings.ToUpper(s) || s == strings.ToLower(s) }

// count adds the places of a listing so many times.
func (ps places) count(l *Listing, times int64) {
	if !l.Searchable() {
		return
	}
	for i := range l.Places {
		l.Places[i].called(func(key, name string, lat, lon int64) {
			ps[key] = ps[key].plus(located{lat * times, lon * times, times, []spelling{{name, times}}})
		})
	}
}

// called yields what a place is called, unless its address is kept secret: an
// average of one would give it away.
func (p *Place) called(yield func(key, name string, lat, lon int64)) {
	if p.Hidden || !p.HasPoint {
		return
	}
	lat, lon := int64(math.Round(p.Lat*micro)), int64(math.Round(p.Lon*micro))
	seen := ""
	for _, name := range []string{p.City, p.Neighbourhood} {
		if key := placeKey(name); key != "" && key != seen {
			seen = key
			yield(key, name, lat, lon)
		}
	}
	if area, ok := postalArea(p.Postal); ok {
		yield(area, strings.ToUpper(area), lat, lon)
	}
}

// place finds a place by its whole name.
func (s *state) place(key string) (located, bool) {
	var sum located
	for _, v := range s.parts {
		for _, of := range []places{v.places, v.moved} {
			if l, ok := of[key]; ok {
				sum = sum.plus(l)
			}
		}
	}
	return sum, sum.n > 0
}

// placeLike finds the place with most services whose name passes.
func (s *state) placeLike(pass func(key string) bool) (best located, ok bool) {
	found := places{}
	for _, v := range s.parts {
		for _, of := range []places{v.places, v.moved} {
			for key, l := range of {
				if pass(key) {
					found[key] = found[key].plus(l)
				}
			}
		}
	}
	first := ""
	for key, l := range found {
		if l.n > best.n || l.n == best.n && key < first {
			best, first = l, key
		}
	}
	return best, best.n > 0
}

// shortenedPlaces are the names of places.tsv: what is typed → what is meant.
var shortenedPlaces = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, line := range lines(placesTSV) {
		typed, meant, _ := strings.Cut(line, "\t")
		m[placeKey(typed)] = text.Words(meant)
	}
	return m
})

// fullNames spells out the places that words shorten.
func fullNames(words []string) []string {
	short := shortenedPlaces()
	var out []string
	for i := 0; i < len(words); {
		n := min(len(words)-i, 3)
		for ; n > 0; n-- {
			if full, ok := short[strings.Join(words[i:i+n], " ")]; ok {
				out = append(out, slices.DeleteFunc(slices.Clone(full), text.Stop)...)
				break
			}
		}
		if n == 0 {
			out = append(out, words[i])
			n = 1
		}
		i += n
	}
	return out
}

// placeKey is the form under which names of places are compared.
func placeKey(s string) string {
	words := text.Words(s)
	for i, w := range words {
		words[i] = saint(w)
	}
	return strings.Join(words, " ")
}

// saint spells out what is nearly always shortened.
func saint(w string) string {
	switch w {
	case "st":
		return "saint"
	case "ste":
		return "sainte"
	}
	return w
}

// postalArea is the first half of a Canadian postal code (letter, digit,
// letter), which names a neighbourhood.
func postalArea(s string) (string, bool) {
	s = strings.ToLower(strings.Join(strings.Fields(s), ""))
	if len(s) != 3 && len(s) != 6 {
		return "", false
	}
	letter := func(c byte) bool { return c >= 'a' && c <= 'z' }
	if !letter(s[0]) || s[1] < '0' || s[1] > '9' || !letter(s[2]) {
		return "", false
	}
	return s[:3], true
}

// beginsName reports that each word typed begins the word of a name in its
// place, and the first is whole: "parc ex" is Parc-Extension.
func beginsName(key string, typed []string) bool {
	words := strings.Fields(key)
	if len(typed) < 2 || len(words) != len(typed) || words[0] != typed[0] {
		return false
	}
	for i, w := range typed {
		if !strings.HasPrefix(words[i], w) {
			return false
		}
	}
	return true
}
