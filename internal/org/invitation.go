package org

import (
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// InvitationLife is how long a link may wait. It is short because a link is
// carried by whatever channel people have.
const InvitationLife = 48 * time.Hour

// purpose says what an invitation's link opens.
type purpose string

const (
	toJoin     purpose = "join"     // a hat, and an account for who has none
	toPassword purpose = "password" // a new password for who lost theirs
)

// Invitation is a link that one person may use once.
type Invitation struct {
	ID       string
	Org      access.Org
	OrgName  Name
	Team     access.Team
	TeamName string
	Roles    Roles
	Email    string
	MadeBy   access.Worker
	Expires  db.Time

	purpose purpose
	used    db.Time
	ended   db.Time
}

// RenewsPassword reports whether the link is for a lost password, not to join.
func (i Invitation) RenewsPassword() bool { return i.purpose == toPassword }

// live reports whether the link still opens.
func (i Invitation) live(now time.Time) bool {
	return i.used.IsZero() && i.ended.IsZero() && i.Expires.After(now)
}

// linkOver is the one answer for a link that is unknown, used, withdrawn or too
// old: it says what to do, not which of these it is.
func linkOver() error { return fault.New(fault.NotFound, "org.invitation_over") }

// link makes the secret of an invitation from the act that asked for it. Asked
// again by the same actor for the same act, it is the same: a retried form
// shows the same link, and nothing that opens is stored. Without the
// installation's key nobody makes one.
func (s *Service) link(by access.Actor, act string) string {
	return s.keys.Fingerprint("invitation-link", string(by.Kind())+"|"+string(by.Worker())+"|"+string(by.Org())+"|"+act)
}

func (s *Service) linkPrint(link string) string { return s.keys.Fingerprint("invitation", link) }
