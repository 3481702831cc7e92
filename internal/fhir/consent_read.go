package fhir

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"passerelle/internal/access"
)

// readConsent finds the consent of the request, and asks that it covers this
// recipient. What it says is evidence: the domain decides what it opens.
func (a *API) readConsent(c *Call, p parcel, r *request) error {
	s := p.resources[r.request]
	r.consent = -1
	for _, x := range list(s, "supportingInfo") {
		if i := p.find(text(x, "reference")); i >= 0 && text(p.resources[i], "resourceType") == "Consent" {
			r.consent = i
		}
	}
	if r.consent < 0 {
		return broken(p.places[r.request]+".supportingInfo", "fhir.consent_needed")
	}
	k, here := p.resources[r.consent], p.places[r.consent]
	r.consentAt = here
	switch {
	case text(k, "status") != "active":
		return broken(here+".status", "fhir.want_code", "code", "active")
	case !coded(k["scope"], consentIs, "patient-privacy"):
		return broken(here+".scope", "fhir.want_code", "code", consentIs+"#patient-privacy")
	case len(list(k, "category")) != 1 || !coded(at(k, "category", "0"), actCodes, "IDSCL"):
		return broken(here+".category", "fhir.want_code", "code", actCodes+"#IDSCL")
	case p.find(text(k, "patient", "reference")) != r.patient:
		return broken(here+".patient", "fhir.other_person")
	case len(list(k, "organization")) != 1 || bare(c, text(k, "organization", "0", "reference"), "Organization") != string(c.By.Org()):
		return broken(here+".organization", "fhir.consent_organization")
	case k["sourceAttachment"] == nil && k["sourceReference"] == nil:
		return refusal(http.StatusUnprocessableEntity, here+".source", "required", "fhir.consent_source")
	case k["policy"] == nil && k["policyRule"] == nil:
		return refusal(http.StatusUnprocessableEntity, here+".policy", "required", "fhir.consent_policy")
	case text(k, "provision", "type") == "deny":
		return broken(here+".provision.type", "fhir.consent_denies")
	}
	prefix, from, _, ok := interval(text(k, "dateTime"))
	if !ok || prefix != "eq" || len(text(k, "dateTime")) < 10 {
		return refusal(http.StatusUnprocessableEntity, here+".dateTime", "required", "fhir.want_instant")
	}
	r.taken.Said, r.taken.Recipient, r.taken.Address = from, r.handed.Receiver, wordingOf(k)
	if r.taken.Language == "" {
		r.taken.Language = "und"
	}
	if start := text(k, "provision", "period", "start"); start != "" {
		_, from, _, ok := interval(start)
		if !ok {
			return broken(here+".provision.period.start", "fhir.want_instant")
		}
		if from.After(c.now) {
			return broken(here+".provision.period.start", "fhir.consent_not_yet")
		}
	}
	if end := text(k, "provision", "period", "end"); end != "" {
		_, _, until, ok := interval(end)
		if !ok {
			return broken(here+".provision.period.end", "fhir.want_instant")
		}
		r.taken.Ends = until
	}
	if !slices.ContainsFunc(list(k, "provision", "actor"), func(x any) bool {
		return bare(c, text(x, "reference", "reference"), "Organization") == string(r.handed.Receiver)
	}) {
		return broken(here+".provision.actor", "fhir.consent_recipient")
	}
	if elsewhere(list(k, "provision", "purpose")) {
		return broken(here+".provision.purpose", "fhir.consent_purpose")
	}
	r.taken.Parts = partsOf(k)
	if err := r.exceptions(c, k["provision"], here+".provision"); err != nil {
		return err
	}
	if !slices.Contains(r.taken.Parts, access.PartNeed) {
		return broken(here+".provision.code", "fhir.consent_class")
	}
	return nil
}

// wordingMost bounds the address of a wording.
const wordingMost = 200

// wordingOf is where the text stands that was read, when that is a plain public
// address: receipts show it. The consent that was sent keeps whatever it said.
func wordingOf(k Object) string {
	uri := text(k, "policy", "0", "uri")
	u, err := url.Parse(uri)
	if err != nil || len(uri) > wordingMost || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return ""
	}
	return uri
}

// others are purposes of HL7 that are not the help of the person: a consent for
// these alone allows no referral.
var others = []string{"HMARKT", "HRESCH", "CLINTRCH", "HPAYMT", "COVERAGE", "ELIGDTRM", "ELIGVER", "ENROLLM", "REMITADV", "HLEGAL", "HACCRED", "HCOMPL",
	"HOPERAT", "HOUTCOMS", "HQUALIMP", "HSYSADMIN", "PUBHLTH", "DISASTER", "THREAT", "TRAIN"}

// elsewhere reports that purposes were named, none of which is the person's help.
func elsewhere(purposes []any) bool {
	return len(purposes) > 0 && !slices.ContainsFunc(purposes, func(x any) bool { return !slices.Contains(others, text(x, "code")) })
}

// exceptions reads what a consent takes back within itself. A class of facts that
// is denied to this recipient is not allowed; what is denied in a way that is not
// understood here denies all.
func (r *request) exceptions(c *Call, provision any, here string) error {
	for i, x := range list(provision, "provision") {
		place := here + ".provision[" + strconv.Itoa(i) + "]"
		if err := r.exceptions(c, x, place); err != nil {
			return err
		}
		actors := list(x, "actor")
		concerns := len(actors) == 0 || slices.ContainsFunc(actors, func(x any) bool {
			return bare(c, text(x, "reference", "reference"), "Organization") == string(r.handed.Receiver)
		})
		if text(x, "type") != "deny" || !concerns {
			continue
		}
		codes := list(x, "code")
		for _, code := range codes {
			i := slices.IndexFunc(access.Parts, func(p access.Part) bool { return coded(code, ownParts, string(p)) })
			if i < 0 {
				return broken(place, "fhir.consent_denies")
			}
			r.taken.Parts = slices.DeleteFunc(slices.Clone(r.taken.Parts), func(p access.Part) bool { return p == access.Parts[i] })
		}
		if len(codes) == 0 {
			return broken(place, "fhir.consent_denies")
		}
	}
	return nil
}

// partsOf are the classes of facts that a consent names, in our codes; all of
// them when it names none.
func partsOf(k Object) (parts []access.Part) {
	named := false
	for _, x := range list(k, "provision", "code") {
		for _, part := range access.Parts {
			if coded(x, ownParts, string(part)) {
				parts = append(parts, part)
			}
		}
		named = true
	}
	if !named {
		return access.Parts
	}
	return parts
}
