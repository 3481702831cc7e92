package app

import (
	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/event"
	"passerelle/internal/notice"
	"passerelle/internal/org"
)

// Accounts are the workers of a region for a command that closes accounts, with
// what must happen together with that.
func (g *Ground) Accounts(region access.Region) *org.Service {
	s := org.New(g.DB, g.Events, g.Keys, g.Clock, region)
	endsWithThem(g.Events, notice.New(g.DB, g.Events, g.Queue, g.Keys, s, g.Log), consent.New(g.DB, g.Events, g.Vault, g.Keys, g.Clock))
	return s
}

// endsWithThem registers what ends with the work of somebody, in the transaction in
// which they leave or their account is closed: they are written to no more, and whom
// they said they know is forgotten.
func endsWithThem(events *event.Log, told *notice.Service, people *consent.Service) {
	events.InTx(org.LeftKind, told.OnGone)
	events.InTx(org.DisabledKind, told.OnGone)
	events.InTx(org.LeftKind, people.OnLeft)
}
