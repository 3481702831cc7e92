package app

import (
	"passerelle/internal/fhir"
	"passerelle/internal/i18n"
)

// facade makes the door for the systems of partners.
func (a *App) facade(bundle *i18n.Bundle) *fhir.API {
	return &fhir.API{
		Region: a.Region, Directory: a.Directory, Finder: a.Index, Partners: a.Partner, Referral: a.Referral, Consents: a.Consent, Bundle: bundle, Clock: a.Clock,
		Hosts: a.Notifier.Hosts,
	}
}

// notifies joins what happens to referrals with the systems that want to be told.
func (a *App) notifies(hosts []string) {
	a.Notifier = &fhir.Notifier{Partners: a.Partner, Referral: a.Referral, Client: fhir.Outgoing(), Hosts: hosts, Clock: a.Clock}
	a.Partner.Tells(a.Queue, a.Notifier.Greet, a.Notifier.Tell)
	for _, kind := range fhir.Told {
		a.Events.InTx(kind, a.Partner.OnReferral)
	}
}
