package org

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/fault"
)

func TestAdministers(t *testing.T) {
	t.Parallel()
	worker := func(o access.Org, roles ...access.Role) access.Actor {
		return access.ForWorker("r", "w", o, "", roles...)
	}
	for _, c := range []struct {
		name string
		by   access.Actor
		of   access.Org
		want bool
	}{
		{"its_own", worker("refuge", access.Administration), "refuge", true},
		{"another", worker("refuge", access.Administration), "clinique", false},
		{"none", worker("", access.Administration), "", false},
		{"other_roles", worker("refuge", access.Intervention, access.Coordination, access.Management), "refuge", false},
		{"operator", access.ForOperator("r"), "refuge", true},
		{"system", access.System("r"), "refuge", false},
		{"anyone", access.Anyone("r"), "", false},
		{"nobody", access.Actor{}, "", false},
		{"link", access.ForLink("r", "ref", "refuge"), "refuge", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := administers(c.by, c.of)
			if (err == nil) != c.want || (err != nil && !fault.Is(err, fault.NotFound)) {
				t.Errorf("%v", err)
			}
		})
	}
}
