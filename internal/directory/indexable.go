package directory

import "slices"

// Indexable reports that search engines may show the listing: it may be found,
// and nothing of it is to be kept from them.
func (l *Listing) Indexable() bool { return l.Searchable() && !l.Secluded() }

// Secluded reports that search engines must show neither the listing nor a page
// where it stands: something about it must be hidden from who looks over a
// shoulder, or one of its addresses is kept from the public. A page that says "the
// address is given by telephone" must not stand beside a map that somebody else
// drew.
func (l *Listing) Secluded() bool {
	return l.Sensitive || slices.ContainsFunc(l.Places, func(p Place) bool { return p.Hidden || p.AreaOnly })
}
