package config_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"passerelle/internal/config"
)

// TestDurationsAreSaidOnce: what the command line offers, what holds where nothing
// is set, and what the manual says are one number.
func TestDurationsAreSaidOnce(t *testing.T) {
	manual, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	var k config.Keep
	for name, got := range map[string]time.Duration{
		"people": k.People(), "referrals": k.Referrals(), "words": k.Words(), "crises": k.Crises(), "signals": k.Signals(), "texts": k.Texts(),
	} {
		days := config.KeepVars()["keep_"+name]
		if d, err := time.ParseDuration(days + "h"); err != nil || 24*d != got || got == 0 {
			t.Errorf("%s: the command line says %q, the clock %s", name, days, got)
		}
		if said := "`--keep-" + name + "` (" + days; !strings.Contains(string(manual), said+",") && !strings.Contains(string(manual), said+" =") {
			t.Errorf("docs/operations.md does not say %s", said)
		}
	}
}
