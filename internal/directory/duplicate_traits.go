package directory

import (
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/text"
)

// traits is what two services are compared by, in a form in which two ways of
// writing one thing are alike.
type traits struct {
	Twin
	source string
	ages   [2]float64 // from, to
	names  [][]string // stems of the name, in each language it is written in
	org    []string   // stems of the organisation's name
	phones []string   // digits, without the 1 of North America
	doors  []doorTrait
	site   string // host and path
	email  string
}

type doorTrait struct {
	key   string // civic number and street; "" when it is not public or not known
	city  string // folded
	point Point
	has   bool // has a point
}

func traitsOf(l *Listing) *traits {
	t := &traits{Twin: Twin{l.ID, l.Org}, source: l.Source, ages: [2]float64{l.MinAge, l.MaxAge}, site: siteKey(l.URL), email: strings.ToLower(l.Email), org: nameStems(textOf(l.OrgName))}
	for _, s := range []string{l.Name.FR, l.Name.EN} {
		if words := nameStems(s); len(words) > 0 {
			t.names = append(t.names, words)
		}
	}
	add := func(list []Phone) {
		for _, p := range list {
			if n := phoneKey(p); n != "" && !slices.Contains(t.phones, n) {
				t.phones = append(t.phones, n)
			}
		}
	}
	add(l.Phones)
	for i := range l.Places {
		p := &l.Places[i]
		add(p.Phones)
		d := doorTrait{city: text.Fold(strings.TrimSpace(p.City)), key: streetKey(p.Address)}
		if p.HasPoint && !p.Hidden {
			d.point, d.has = Point{p.Lat, p.Lon}, true
		}
		t.doors = append(t.doors, d)
	}
	return t
}

// nameStems are the words of a name that tell something, as they are compared.
func nameStems(s string) (out []string) {
	for _, w := range text.Words(s) {
		if long := spelledOut[w]; long != "" {
			w = long
		}
		if !text.Stop(w) && !legalForms[w] {
			out = append(out, text.Stem(w))
		}
	}
	return out
}

// spelledOut are words that names and addresses shorten.
var spelledOut = map[string]string{
	"st": "saint", "ste": "sainte", "mtl": "montreal", "n": "nord", "s": "sud", "e": "est", "o": "ouest", "w": "ouest", "north": "nord", "south": "sud",
	"east": "est", "west": "ouest", "ctr": "centre", "center": "centre", "assoc": "association", "ass": "association", "hop": "hopital", "hosp": "hopital",
	"hospital": "hopital", "mt": "mont", "mount": "mont",
}

// legalForms are written or left out as one likes.
var legalForms = wordSet(`inc ltd ltee limited limitee corp corporation co cie llc enr senc osbl obnl npo`)

// streetWords are the kinds of streets: one writes them long, short, in French,
// in English, or not at all.
var streetWords = wordSet(`rue street str avenue ave av boulevard boul blvd bd chemin ch road rd route rte rang place pl drive dr promenade prom
	lane ln court crt crescent cres croissant terrasse terrace ter square sq cote montee allee way highway hwy autoroute quai`)

// unitWords begin what tells one door of a building from another.
var unitWords = wordSet(`bureau bur suite ste local unit unite app appartement apt apartment etage floor porte room salle po cp case box building bldg batiment bat`)

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// streetKey is the civic number and the street of an address, in any order of
// writing: "1200, boul. St-Denis, bureau 3" and "1200 Saint Denis Boulevard"
// give one key. An address without a number has none: it names a corner, a
// park, a whole street.
func streetKey(address string) string {
	number, unit := "", false
	var words []string
	for i, w := range text.Words(address) {
		digit := w[0] >= '0' && w[0] <= '9'
		switch {
		case digit && number == "":
			number = strings.TrimRight(w, "abcdefghijklmnopqrstuvwxyz")
		case unit && digit: // the number of a unit
			unit = false
		case i > 0 && number != "" && unitWords[w] && len(words) > 0:
			unit = true
		case number == "" || streetWords[w]:
		default:
			words = append(words, nameStems(w)...)
		}
	}
	if number == "" || len(words) == 0 {
		return ""
	}
	return number + " " + sortedKey(words)
}

// sortedKey is some words in one order.
func sortedKey(words []string) string {
	sorted := slices.Clone(words)
	slices.Sort(sorted)
	return strings.Join(slices.Compact(sorted), " ")
}

// phoneKey is a number as it is compared; "" for a fax, a short number that
// many services name (211, 911) and what is not a number.
func phoneKey(p Phone) string {
	n := digitsIn(p.Number)
	if len(n) == 11 {
		n = strings.TrimPrefix(n, "1")
	}
	if len(n) < 7 || p.Kind == KindFax {
		return ""
	}
	return n
}

// siteKey is where an address of the web leads, without what varies.
func siteKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") + strings.TrimRight(u.Path, "/")
}
