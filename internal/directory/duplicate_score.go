package directory

import (
	"math"
	"slices"
	"strings"

	"passerelle/internal/text"
)

// The points of a resemblance; see resemble. They are ours, chosen so that one
// thing alone never makes a pair, and tried on real directories into which
// copies were put (test/judged).
const (
	pointsName    = 45 // times how alike the names are
	pointsOwnName = 10 // a name that nobody else has
	pointsPhone   = 25
	pointsAddress = 20
	pointsNear    = 10
	pointsOrg     = 10
	pointsSite    = 5
	pointsEmail   = 5

	pointsApart    = -25 // both have addresses, and none in common
	pointsOtherOrg = -10 // the organisations' names have nothing in common
	pointsOtherAge = -20 // for other ages
	pointsEach     = -15 // each name has a word of its own: "des enfants", "des aînés"
)

// Names less alike than this make no pair, whatever else is shared: one
// organisation gives many services at one door. Within one organisation that
// told of both itself, they must be nearer still.
const (
	nameLeast     = 0.6
	nameLeastSelf = 0.85
)

// near is how far apart, in metres, two points may be and be one door: what
// two people measured of one building.
const near = 80

// resemble compares two services among all those that were gathered.
func (b *blocks) resemble(x, y *traits) Duplicate {
	if x.ID > y.ID {
		x, y = y, x
	}
	d := Duplicate{A: x.Twin, B: y.Twin}
	alike, each := b.nearestNames(x.names, y.names)
	orgs, _ := b.likeness(x.org, y.org)
	own := x.Org != "" && x.Org == y.Org
	if alike < nameLeast || own && x.source == y.source && alike < nameLeastSelf {
		return d
	}
	points := 0.0
	say := func(holds bool, why Resemblance, n float64) {
		if holds {
			points += n
			d.Reasons = append(d.Reasons, why)
		}
	}
	say(alike > 0.99, SameName, pointsName)
	say(alike <= 0.99, LikeName, pointsName*alike)
	if alike > 0.99 && b.alone(x.names) {
		points += pointsOwnName
	}
	say(shares(x.phones, y.phones), SamePhone, pointsPhone)
	at := doorsShared(x.doors, y.doors)
	say(at == doorSame, SameAddress, pointsAddress)
	say(at == doorNear, NearPlace, pointsNear)
	say(own || orgs > 0.75, SameOrg, pointsOrg)
	say(x.site != "" && x.site == y.site, SameSite, pointsSite)
	say(x.email != "" && x.email == y.email, SameEmail, pointsEmail)
	for _, against := range []struct {
		holds bool
		n     float64
	}{
		{at == doorOther, pointsApart}, {!own && orgs < 0.2 && len(x.org) > 0 && len(y.org) > 0, pointsOtherOrg}, {each, pointsEach}, {otherAges(x, y), pointsOtherAge},
	} {
		if against.holds {
			points += against.n
		}
	}
	d.Score = int(math.Round(min(max(points, 0), 100)))
	return d
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

func otherAges(a, b *traits) bool {
	differ := func(x, y float64) bool { return x != 0 && y != 0 && x != y }
	return differ(a.ages[0], b.ages[0]) || differ(a.ages[1], b.ages[1])
}

// nearestNames is how alike two services' names are, in the languages in which
// they are most alike, and whether each has a word there that the other lacks.
func (b *blocks) nearestNames(one, other [][]string) (alike float64, each bool) {
	for _, x := range one {
		for _, y := range other {
			if n, e := b.likeness(x, y); n > alike {
				alike, each = n, e
			}
		}
	}
	return alike, each
}

// likeness is the weight of the words that two names share over that of all
// their words (the index of Jaccard, weighted). A word with one wrong letter
// is the same word.
func (b *blocks) likeness(one, other []string) (alike float64, each bool) {
	both, here, there := 0.0, 0.0, 0.0
	for _, w := range distinct(one) {
		if hasWord(other, w) {
			both += b.weight(w)
		} else {
			here += b.weight(w)
		}
	}
	for _, w := range distinct(other) {
		if !hasWord(one, w) {
			there += b.weight(w)
		}
	}
	if both > 0 {
		alike = both / (both + here + there)
	}
	return alike, here > 0 && there > 0
}

func hasWord(words []string, w string) bool {
	return slices.ContainsFunc(words, func(o string) bool { return o == w || slip(o, w) })
}

// slip reports two words that differ by one slip of the hand. Short words and
// numbers differ by a letter and are others.
func slip(a, b string) bool {
	const long = 5
	return len(a) >= long && len(b) >= long && (a[0] < '0' || a[0] > '9') && text.Within1(a, b)
}

// How the doors of two services stand to one another.
const (
	doorUnknown = iota
	doorSame
	doorNear
	doorOther
)

func doorsShared(a, b []doorTrait) int {
	state := doorUnknown
	for _, x := range a {
		for _, y := range b {
			apart, known := math.Inf(1), x.has && y.has
			if known {
				apart = Metres(x.point, y.point)
			}
			sameTown := x.city == "" || y.city == "" || x.city == y.city || apart < 10*near
			switch {
			case sameTown && sameStreet(x.key, y.key):
				return doorSame
			case known && apart <= near && (x.key == "" || y.key == "" || apart > 0): // one point for two addresses is the middle of a town
				state = doorNear
			case state == doorUnknown && (known && apart > near || x.key != "" && y.key != "" || x.city != "" && y.city != "" && x.city != y.city):
				state = doorOther
			}
		}
	}
	return state
}

// sameStreet compares two keys of streets, a slip of the hand apart.
func sameStreet(a, b string) bool {
	if a == "" || b == "" || a == b {
		return a != "" && a == b
	}
	x, y := strings.Fields(a), strings.Fields(b)
	return len(x) == len(y) && x[0] == y[0] && !slices.ContainsFunc(x[1:], func(w string) bool { return !hasWord(y[1:], w) })
}
