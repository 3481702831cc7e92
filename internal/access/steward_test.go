package access

import (
	"testing"

	"passerelle/internal/db/dbtest"
)

// TestWhoKeepsTheDirectory: the organisation and the role, both, and nobody by
// an actor that is no worker.
func TestWhoKeepsTheDirectory(t *testing.T) {
	worker := func(roles ...Role) Actor { return ForWorker(dbtest.Region, "w", "o", "", roles...) }
	for name, c := range map[string]struct {
		by   Actor
		want bool
	}{
		"operator":                 {ForOperator(dbtest.Region), true},
		"job":                      {System(dbtest.Region), true},
		"coordination_entrusted":   {worker(Coordination).InStewardship(), true},
		"administration_entrusted": {worker(Intervention, Administration).InStewardship(), true},
		"intervention_entrusted":   {worker(Intervention).InStewardship(), false},
		"management_entrusted":     {worker(Management).InStewardship(), false},
		"coordination_elsewhere":   {worker(Coordination), false},
		"nobody":                   {Actor{}.InStewardship(), false},
		"public":                   {Anyone(dbtest.Region).InStewardship(), false},
		"update_link":              {ForUpdate(dbtest.Region, "o").InStewardship(), false},
		"answer_link":              {ForLink(dbtest.Region, "r", "o").InStewardship(), false},
		"person":                   {ForPerson(dbtest.Region, "t", "p").InStewardship(), false},
	} {
		if got := c.by.Steward(); got != c.want {
			t.Errorf("%s keeps the directory: %t", name, got)
		}
	}
}
