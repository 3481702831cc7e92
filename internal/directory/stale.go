package directory

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
)

// Aging is how old what the directory says has become.
type Aging struct {
	Services int
	// Aspects counts the parts of pages that say something, Sure those that
	// somebody confirmed within FreshFor.
	Aspects, Sure int
	// Oldest are the services that are worth the least, the least first; of
	// equals, those whose door most people found closed.
	Oldest []*Listing
}

// Share is how much of what is said is sure, in percent, rounded down: a
// directory is not 100 % sure until all of it is.
func (a Aging) Share() int {
	if a.Aspects == 0 {
		return 0
	}
	return 100 * a.Sure / a.Aspects
}

// Age looks at listings that may be found, and keeps the most worth looking at.
func Age(listings iter.Seq[*Listing], now time.Time, most int) (a Aging) {
	type aged struct {
		l     *Listing
		score float64
	}
	var old []aged
	order := func(x, y aged) int {
		return cmp.Or(cmp.Compare(x.score, y.score), y.l.ClosedDoors-x.l.ClosedDoors, strings.Compare(string(x.l.ID), string(y.l.ID)))
	}
	for l := range listings {
		if !l.Searchable() {
			continue
		}
		a.Services++
		sum, said := 0.0, 0
		for _, aspect := range Aspects {
			if !l.Says(aspect) {
				continue
			}
			f := l.Sighted(aspect).Freshness(now)
			sum, said = sum+f, said+1
			if f >= 1 {
				a.Sure++
			}
		}
		a.Aspects += said
		if x := (aged{l, sum / float64(max(said, 1))}); x.score < 1 {
			if old = append(old, x); len(old) > 4*most+64 { // keep the work small whatever the size
				slices.SortFunc(old, order)
				old = old[:most]
			}
		}
	}
	slices.SortFunc(old, order)
	for _, x := range old[:min(len(old), most)] {
		a.Oldest = append(a.Oldest, x.l)
	}
	return a
}

// Age is Age over the directory as it stands; org narrows it to the services of
// one organisation.
func (v *Surveyor) Age(org access.Org, now time.Time, most int) Aging {
	if org != "" {
		return Age(slices.Values(v.ix.ByOrg(org)), now, most)
	}
	return Age(v.ix.All(), now, most)
}
