package web

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

// TestAReferralDoesNotChangeItsReceiver: a service that became one with another of
// its organisation is named by that one; with one of another organisation, the
// referral still goes to the first, and must not show the name of the other.
func TestAReferralDoesNotChangeItsReceiver(t *testing.T) {
	s := &Site{}
	s.Finder = directory.NewIndex([]*directory.Listing{
		{ID: "new", Org: "other", Status: directory.Active, More: &directory.Particulars{Former: []directory.Former{{ID: "old", Code: "c"}}}},
	})
	for _, c := range []struct {
		id       access.Service
		receiver access.Org
		found    bool
	}{{"new", "other", true}, {"old", "other", true}, {"old", "first", false}, {"none", "first", false}} {
		if d := s.referredTo(c.id, c.receiver); (d != nil) != c.found {
			t.Errorf("%s, received by %s: found %t", c.id, c.receiver, d != nil)
		}
	}
}
