package directory

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"
	"weak"

	"passerelle/internal/access"
)

// Duplicate is two services that may be one, and why. It decides nothing: two
// clinics of one name in one building may well be two. It holds no listing: a
// directory imported twice under two names is as many pairs as it has services.
type Duplicate struct {
	A, B    Twin // A has the smaller id
	Score   int  // 0 to 100; see blocks.resemble
	Reasons []Resemblance
}

// Twin is one service of a pair, and whose it was when the pair was found.
type Twin struct {
	ID  access.Service
	Org access.Org
}

// Resemblance is one reason why two services may be one.
type Resemblance string

// The reasons, in the order of screens.
const (
	SameName    Resemblance = "same_name"
	LikeName    Resemblance = "like_name"
	SamePhone   Resemblance = "same_phone"
	SameAddress Resemblance = "same_address"
	NearPlace   Resemblance = "near_place"
	SameOrg     Resemblance = "same_org"
	SameSite    Resemblance = "same_site"
	SameEmail   Resemblance = "same_email"
)

// DuplicateFrom is the score from which a pair is shown.
const DuplicateFrom = 65

// blockMost is how many services may share a telephone or an address and still
// be compared two by two. A number that more of them share is a switchboard's,
// and says nothing.
const blockMost = 48

// Duplicates finds the pairs of services that may be one, the most alike
// first. Compared are those that share something: a telephone, an address, or
// a name within one town or one organisation. get reads a listing by its id;
// only those that share something are read twice.
func Duplicates(listings iter.Seq[*Listing], get func(access.Service) *Listing) (found []Duplicate) {
	b := newBlocks()
	for l := range listings {
		if l.Searchable() {
			b.add(l)
		}
	}
	known := map[uint32]*traits{}
	of := func(n uint32) *traits {
		if t, read := known[n]; read {
			return t
		}
		var t *traits
		if l := get(b.ids[n]); l != nil && l.ID == b.ids[n] {
			t = traitsOf(l)
		}
		known[n] = t
		return t
	}
	for _, p := range b.pairs() {
		x, y := of(p[0]), of(p[1])
		if x == nil || y == nil { // gone since
			continue
		}
		if d := b.resemble(x, y); d.Score >= DuplicateFrom {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(x, y Duplicate) int {
		return cmp.Or(y.Score-x.Score, strings.Compare(string(x.A.ID), string(y.A.ID)), strings.Compare(string(x.B.ID), string(y.B.ID)))
	})
	return found
}

// duplicatesHold is how long pairs that were found stand for a directory that
// has changed since: one that a hundred people mend is not compared with
// itself a hundred times.
const duplicatesHold = time.Minute

// Duplicates is Duplicates over the directory as it stands, or stood a minute
// before now; pairs of which one page is gone since are left out.
func (v *Surveyor) Duplicates(now time.Time) []Duplicate {
	v.pairs.mu.Lock()
	defer v.pairs.mu.Unlock()
	state := v.ix.now.Load()
	if p := &v.pairs; p.at.IsZero() || p.of != weak.Make(state) && now.Sub(p.at) >= duplicatesHold {
		p.of, p.at, p.is = weak.Make(state), now, Duplicates(state.all(), v.ix.Get)
	}
	return slices.DeleteFunc(slices.Clone(v.pairs.is), func(d Duplicate) bool {
		return !state.has(d.A.ID) || !state.has(d.B.ID)
	})
}

// paired are the pairs found in a state of the index, which they do not hold.
type paired struct {
	mu sync.Mutex // held while they are looked for: the count of a coverage need not wait
	of weak.Pointer[state]
	at time.Time
	is []Duplicate
}
