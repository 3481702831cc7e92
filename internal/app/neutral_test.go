package app_test

import (
	"testing"

	"passerelle/internal/app/demo"
	"passerelle/internal/contact"
	"passerelle/internal/i18n"
)

// spoken is the catalogue with the packs of the demonstration.
func spoken(t *testing.T) *i18n.Bundle {
	t.Helper()
	bundle, err := i18n.New()
	must(t, err)
	packs, err := demo.Packs()
	must(t, err)
	for name, pack := range packs {
		if _, err := bundle.LoadPack(pack); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return bundle
}

// TestWhatLeavesUnaskedSaysNothing: each sentence of the catalogue that may reach
// a telephone nobody expects it on is neutral, in each language that speaks.
// The control names what a menu says, which answers somebody and is not neutral.
func TestWhatLeavesUnaskedSaysNothing(t *testing.T) {
	bundle := spoken(t)
	for _, l := range bundle.Languages() {
		say := bundle.In(string(l.Lang))
		for _, words := range []string{
			say.T("sms.answer_waits", "phone", "211"), say.T("reach.text", "phone", "514 555-0101"), say.T("reach.text_from", "name", "Julie", "phone", "514 555-0101"),
		} {
			if found := contact.Unsafe(words); len(found) > 0 {
				t.Errorf("%s: %q says %q", l.Lang, words, found)
			}
		}
	}
	if len(contact.Unsafe(bundle.In("fr").T("emergency.heading"))) == 0 {
		t.Error("the control passed")
	}
}
