package app

import (
	"passerelle/internal/fhir"
	"passerelle/internal/i18n"
)

// facade makes the door for the systems of partners.
func (a *App) facade(bundle *i18n.Bundle) *fhir.API {
	return &fhir.API{Region: a.Region, Directory: a.Directory, Finder: a.Index, Partners: a.Partner, Referral: a.Referral, Consents: a.Consent, Bundle: bundle, Clock: a.Clock}
}
