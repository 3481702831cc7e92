package org

import "passerelle/internal/access"

// The events of this package hold opaque ids only: no name, no address.

type created struct {
	Org access.Org `json:"org"`
}

func (created) Kind() string      { return "org.created" }
func (e created) Subject() string { return string(e.Org) }

type teamCreated struct {
	Org  access.Org  `json:"org"`
	Team access.Team `json:"team"`
}

func (teamCreated) Kind() string      { return "team.created" }
func (e teamCreated) Subject() string { return string(e.Team) }

type invited struct {
	Invitation string      `json:"invitation"`
	Org        access.Org  `json:"org"`
	Team       access.Team `json:"team,omitempty"`
	Roles      string      `json:"roles"`
}

func (invited) Kind() string      { return "worker.invited" }
func (e invited) Subject() string { return e.Invitation }

type invitationWithdrawn struct {
	Invitation string     `json:"invitation"`
	Org        access.Org `json:"org"`
}

func (invitationWithdrawn) Kind() string      { return "invitation.withdrawn" }
func (e invitationWithdrawn) Subject() string { return e.Invitation }

type joined struct {
	Worker     access.Worker `json:"worker"`
	Org        access.Org    `json:"org"`
	Team       access.Team   `json:"team,omitempty"`
	Roles      string        `json:"roles"`
	Invitation string        `json:"invitation,omitempty"`
}

// JoinedKind is the event of somebody putting on a hat of an organisation.
const JoinedKind = "worker.joined"

func (joined) Kind() string      { return JoinedKind }
func (e joined) Subject() string { return string(e.Worker) }

type left struct {
	Worker access.Worker `json:"worker"`
	Org    access.Org    `json:"org"`
}

// LeftKind is the event of somebody taking off every hat of an organisation.
const LeftKind = "worker.left"

func (left) Kind() string      { return LeftKind }
func (e left) Subject() string { return string(e.Worker) }

type administratorNamed struct {
	Worker access.Worker `json:"worker"`
	Org    access.Org    `json:"org"`
}

func (administratorNamed) Kind() string      { return "worker.named_administrator" }
func (e administratorNamed) Subject() string { return string(e.Worker) }

type rolesChanged struct {
	Worker access.Worker `json:"worker"`
	Org    access.Org    `json:"org"`
	Team   access.Team   `json:"team,omitempty"`
	Roles  string        `json:"roles"`
}

func (rolesChanged) Kind() string      { return "worker.roles_changed" }
func (e rolesChanged) Subject() string { return string(e.Worker) }

type disabled struct {
	Worker access.Worker `json:"worker"`
}

// DisabledKind is the event of an account being closed whole.
const DisabledKind = "worker.disabled"

func (disabled) Kind() string      { return DisabledKind }
func (e disabled) Subject() string { return string(e.Worker) }

type passwordLinkMade struct {
	Worker access.Worker `json:"worker"`
	Org    access.Org    `json:"org"`
}

func (passwordLinkMade) Kind() string      { return "worker.password_link_made" }
func (e passwordLinkMade) Subject() string { return string(e.Worker) }

type passwordRenewed struct {
	Worker access.Worker `json:"worker"`
}

func (passwordRenewed) Kind() string      { return "worker.password_renewed" }
func (e passwordRenewed) Subject() string { return string(e.Worker) }

type passkeyAdded struct {
	Worker  access.Worker `json:"worker"`
	Passkey string        `json:"passkey"`
}

func (passkeyAdded) Kind() string      { return "passkey.added" }
func (e passkeyAdded) Subject() string { return string(e.Worker) }

type passkeyRemoved struct {
	Worker  access.Worker `json:"worker"`
	Passkey string        `json:"passkey"`
}

func (passkeyRemoved) Kind() string      { return "passkey.removed" }
func (e passkeyRemoved) Subject() string { return string(e.Worker) }

type secondStepSet struct {
	Worker access.Worker `json:"worker"`
	App    bool          `json:"app"`
}

func (secondStepSet) Kind() string      { return "second_step.set" }
func (e secondStepSet) Subject() string { return string(e.Worker) }

type secondStepRemoved struct {
	Worker access.Worker `json:"worker"`
}

func (secondStepRemoved) Kind() string      { return "second_step.removed" }
func (e secondStepRemoved) Subject() string { return string(e.Worker) }

type backupCodeUsed struct {
	Worker access.Worker `json:"worker"`
}

func (backupCodeUsed) Kind() string      { return "backup_code.used" }
func (e backupCodeUsed) Subject() string { return string(e.Worker) }

type proofsForgotten struct {
	Worker access.Worker `json:"worker"`
	Org    access.Org    `json:"org"`
}

func (proofsForgotten) Kind() string      { return "worker.proofs_forgotten" }
func (e proofsForgotten) Subject() string { return string(e.Worker) }

type institutionSet struct {
	Institution string     `json:"institution"`
	Org         access.Org `json:"org"`
}

func (institutionSet) Kind() string      { return "institution.set" }
func (e institutionSet) Subject() string { return string(e.Org) }

type institutionEnded struct {
	Org access.Org `json:"org"`
}

func (institutionEnded) Kind() string      { return "institution.ended" }
func (e institutionEnded) Subject() string { return string(e.Org) }

type identityTied struct {
	Worker      access.Worker `json:"worker"`
	Institution string        `json:"institution"`
}

func (identityTied) Kind() string      { return "identity.tied" }
func (e identityTied) Subject() string { return string(e.Worker) }

type identityUntied struct {
	Worker      access.Worker `json:"worker"`
	Institution string        `json:"institution"`
}

func (identityUntied) Kind() string      { return "identity.untied" }
func (e identityUntied) Subject() string { return string(e.Worker) }

// refusedKind is also counted (guess.go).
const refusedKind = "sign_in.refused"

// signInRefused names the account by the fingerprint of what was typed, known
// or not: both kinds of refusal do the same work and look the same.
type signInRefused struct {
	Account string `json:"account"`
}

func (signInRefused) Kind() string      { return refusedKind }
func (e signInRefused) Subject() string { return e.Account }
