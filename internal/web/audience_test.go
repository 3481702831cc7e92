package web

import (
	"testing"

	"passerelle/internal/access"
)

// TestAudienceAdmits: which hat opens which pages. Whoever is not a worker
// opens none of them, whatever organisation they act for.
func TestAudienceAdmits(t *testing.T) {
	t.Parallel()
	const (
		i, c, m, a, p = access.Intervention, access.Coordination, access.Management, access.Administration, access.Privacy
	)
	wants := map[Audience][]access.Role{
		ForWorker:  {i, c, m, a, p},
		ForPeople:  {i, c},
		ForManager: {c, m, a},
		ForAdmin:   {a},

		ForProvenWorker: {i, c, m, a, p},
		ForProvenAdmin:  {a},
	}
	for audience := unset; audience <= ForOperator; audience++ {
		admitted := map[access.Role]bool{}
		for _, role := range wants[audience] {
			admitted[role] = true
		}
		for _, role := range access.Roles {
			by := access.ForWorker("r", "w", "o", "", role)
			if got := audience.admits(by); got != admitted[role] {
				t.Errorf("%s admits a worker of %s: %v", audience, role, got)
			}
		}
		for who, by := range map[string]access.Actor{
			"nobody": {}, "public": access.Anyone("r"), "person": access.ForPerson("r", "t", "p"), "link": access.ForLink("r", "f", "o"), "system": access.ForPartner("r", "s", "o"),
			"job": access.System("r"), "operator": access.ForOperator("r"), "worker without role": access.ForWorker("r", "w", "o", ""),
		} {
			if got := audience.admits(by); got && !((audience == ForWorker || audience == ForProvenWorker) && who == "worker without role") {
				t.Errorf("%s admits %s", audience, who)
			}
		}
	}
}
