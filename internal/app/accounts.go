package app

import (
	"passerelle/internal/access"
	"passerelle/internal/notice"
	"passerelle/internal/org"
)

// Accounts are the workers of a region for a command that closes accounts, with
// what must happen together with that: who is gone is written to no more.
func (g *Ground) Accounts(region access.Region) *org.Service {
	s := org.New(g.DB, g.Events, g.Keys, g.Clock, region)
	g.Events.InTx(org.DisabledKind, notice.New(g.DB, g.Events, g.Queue, g.Keys, s, g.Log).OnGone)
	return s
}
