package directory

import "slices"

// Indexable reports that search engines may show the listing: it may be found,
// nothing about it must be hidden from who looks over a shoulder, and none of
// its addresses is kept from the public. A page that says "the address is given
// by telephone" must not stand beside a map that somebody else drew.
func (l *Listing) Indexable() bool {
	return l.Searchable() && !l.Sensitive && !slices.ContainsFunc(l.Places, func(p Place) bool { return p.Hidden || p.AreaOnly })
}
