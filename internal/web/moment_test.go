package web

import (
	"testing"

	"passerelle/internal/i18n"
	"passerelle/internal/referral"
)

// Each of the three facts has its own words in the story of a referral, whoever
// spoke: three lines that say the same say nothing.
func TestWhatWasSaidIsToldByItsFact(t *testing.T) {
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	l := bundle.In("fr")
	for _, side := range []referral.Side{referral.Source, referral.Target, referral.ThePerson} {
		told := map[string]referral.Fact{}
		for _, fact := range []referral.Fact{referral.ContactMade, referral.MetNeed, referral.BondHolds} {
			for _, said := range []referral.Said{referral.SaidYes, referral.SaidNo, referral.SaidPartly} {
				key := momentKey(referral.Moment{Kind: referral.OutcomeKind, Happened: referral.Happened{Side: side, Fact: fact, Said: said}})
				words := l.T(key)
				if other, ok := told[words]; ok && other != fact || words == "" || words == key {
					t.Errorf("%s of %s: %q, as of %q", fact, side, words, other)
				}
				told[words] = fact
			}
		}
	}
}
