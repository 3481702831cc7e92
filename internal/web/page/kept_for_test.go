package page_test

import (
	"testing"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// TestKeptFor: five years are not eighteen hundred and twenty-five days.
func TestKeptFor(t *testing.T) {
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for days, want := range map[int][2]string{
		1825: {"5 ans", "5 years"}, 365: {"1 an", "1 year"}, 366: {"366 jours", "366 days"}, 30: {"30 jours", "30 days"}, 1: {"1 jour", "1 day"}, 0: {"0 jour", "0 days"},
	} {
		if fr, en := page.KeptFor(b.In("fr"), days), page.KeptFor(b.In("en"), days); fr.S != want[0] || en.S != want[1] {
			t.Errorf("%d: %q, %q, want %v", days, fr.S, en.S, want)
		}
	}
}
