package partner

import "passerelle/internal/access"

// The events hold opaque ids only.

type systemMade struct {
	System string     `json:"system"`
	Org    access.Org `json:"org"`
	Writes bool       `json:"writes"`
}

func (systemMade) Kind() string      { return "partner.system_made" }
func (e systemMade) Subject() string { return e.System }

type systemRevoked struct {
	System string     `json:"system"`
	Org    access.Org `json:"org"`
}

func (systemRevoked) Kind() string      { return "partner.system_revoked" }
func (e systemRevoked) Subject() string { return e.System }

type subscriptionChanged struct {
	Subscription string     `json:"subscription"`
	System       string     `json:"system"`
	Org          access.Org `json:"org"`
	State        State      `json:"state"`
}

func (subscriptionChanged) Kind() string      { return "partner.subscription_changed" }
func (e subscriptionChanged) Subject() string { return e.Subscription }
