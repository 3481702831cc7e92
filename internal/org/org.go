package org

import (
	"passerelle/internal/access"
	"passerelle/internal/db"
)

// Sector is the side an organisation stands on.
type Sector string

// The sectors.
const (
	Community     Sector = "OC"
	PublicNetwork Sector = "RP"
	Municipal     Sector = "municipal"
	Philanthropic Sector = "philanthropic"
	Research      Sector = "research"
)

// Sectors lists them in the order of screens.
var Sectors = []Sector{Community, PublicNetwork, Municipal, Philanthropic, Research}

// Regime is the privacy law that binds an organisation. It decides wording and
// delays elsewhere; here it is only kept.
type Regime string

// The regimes: the Québec acts on private bodies, on health and social
// services, and on public bodies; Ontario's on health; the federal one.
const (
	PrivateQuebec  Regime = "P-39.1"
	HealthQuebec   Regime = "R-22.1"
	PublicQuebec   Regime = "A-2.1"
	HealthOntario  Regime = "PHIPA"
	PrivateFederal Regime = "PIPEDA"
	OtherRegime    Regime = "other"
)

// Regimes lists them in the order of screens.
var Regimes = []Regime{PrivateQuebec, HealthQuebec, PublicQuebec, HealthOntario, PrivateFederal, OtherRegime}

// Organization is one that has workers here.
type Organization struct {
	ID             access.Org
	Sector         Sector
	Regime         Regime
	NameFR         string
	NameEN         string // empty: the French name serves
	AnswerEmail    string // where referrals are announced; never a person's own
	PersonInCharge string // of privacy, as the law has it published
	Created        db.Time
}

// Name is the organisation's name in a language.
func (o Organization) Name(lang string) string {
	if lang == "en" && o.NameEN != "" {
		return o.NameEN
	}
	return o.NameFR
}

// Team is part of an organisation.
type Team struct {
	ID   access.Team
	Org  access.Org
	Name string
}
