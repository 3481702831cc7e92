package app_test

import (
	"context"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/org"
)

// TestAClosedAccountKnowsNobody: a node runs the reactions of all its services; the
// command that closes an account opens none, and what ends with somebody ends there
// too.
func TestAClosedAccountKnowsNobody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		ctx := context.Background()
		a, err := app.Open(ctx, set)
		must(t, err)
		operator := access.ForOperator(a.Region)
		halte, err := a.Org.CreateOrg(ctx, operator, org.NewOrg{Sector: org.Community, Regime: org.PrivateQuebec, NameFR: "La Halte"})
		must(t, err)
		w, err := a.Org.AddInvented(ctx, operator, "Nadia B.", "nadia@exemple.example", org.NewHat{Org: halte, Roles: []access.Role{access.Intervention}})
		must(t, err)
		must(t, a.Consent.DeclareTie(ctx, access.ForWorker(a.Region, w, halte, "", access.Intervention), "act", "Ximena Tremblay"))
		ties := func() int { return numbers(t, a, `SELECT 'ties', COUNT(*) FROM worker_tie AS w`)["ties"] }
		if ties() != 1 {
			t.Fatalf("%d ties are kept before", ties())
		}
		g, err := app.OpenGround(ctx, set.Store, app.MustExist, set.Clock, 2, set.Log)
		must(t, err)
		must(t, g.Accounts(a.Region).Disable(ctx, operator, "nadia@exemple.example"))
		must(t, g.Close())
		if n := ties(); n != 0 {
			t.Errorf("whom they said they know is kept: %d", n)
		}
		must(t, a.Stop())
	})
}
