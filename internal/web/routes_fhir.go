package web

import (
	"strings"

	"passerelle/internal/fhir"
)

// fhirRoutes are the door for other information systems: FHIR R4. What is
// public in the directory is for anyone; the rest is for the systems of
// partners, which the facade knows by their token.
func (s *Site) fhirRoutes() []Route {
	return []Route{
		{"GET", "/fhir/metadata", ForAnyone, s.fhir(fhir.Metadata)},
		{"GET", "/fhir/HealthcareService", ForAnyone, s.fhir(fhir.HealthcareServices)},
		{"POST", "/fhir/HealthcareService/_search", ForAnyone, s.fhir(fhir.HealthcareServices)},
		{"GET", "/fhir/HealthcareService/{id}", ForAnyone, s.fhir(fhir.HealthcareService)},
		{"GET", "/fhir/Location", ForAnyone, s.fhir(fhir.Locations)},
		{"POST", "/fhir/Location/_search", ForAnyone, s.fhir(fhir.Locations)},
		{"GET", "/fhir/Location/{id}", ForAnyone, s.fhir(fhir.Location)},
		{"GET", "/fhir/Organization", ForAnyone, s.fhir(fhir.Organizations)},
		{"POST", "/fhir/Organization/_search", ForAnyone, s.fhir(fhir.Organizations)},
		{"GET", "/fhir/Organization/{id}", ForAnyone, s.fhir(fhir.Organization)},
		{"GET", "/fhir/.well-known/smart-configuration", ForAnyone, s.fhir(fhir.SMART)},
		{"GET", "/fhir/Task", ForPartner, s.fhir(fhir.ForPartner(fhir.Tasks))},
		{"POST", "/fhir/Task/_search", ForPartner, s.fhir(fhir.ForPartner(fhir.Tasks))},
		{"POST", "/fhir/Task", ForPartner, s.fhir(fhir.ForPartner(fhir.TaskCreate))},
		{"GET", "/fhir/Task/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Task))},
		{"PUT", "/fhir/Task/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.TaskUpdate))},
		{"POST", "/fhir", ForPartner, s.fhir(fhir.ForPartner(fhir.Transaction))},
		{"POST", "/fhir/{$}", ForPartner, s.fhir(fhir.ForPartner(fhir.Transaction))},
		{"GET", "/fhir/ServiceRequest/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.ServiceRequest))},
		{"GET", "/fhir/Patient/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Patient))},
		{"GET", "/fhir/Consent/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Consent))},
		{"GET", "/fhir/Procedure", ForPartner, s.fhir(fhir.ForPartner(fhir.Procedures))},
		{"POST", "/fhir/Procedure/_search", ForPartner, s.fhir(fhir.ForPartner(fhir.Procedures))},
		{"POST", "/fhir/Procedure", ForPartner, s.fhir(fhir.ForPartner(fhir.ProcedureCreate))},
		{"GET", "/fhir/Procedure/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("Procedure")))},
		{"GET", "/fhir/Condition/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("Condition")))},
		{"GET", "/fhir/Observation/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("Observation")))},
		{"GET", "/fhir/DocumentReference/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("DocumentReference")))},
		{"GET", "/fhir/PractitionerRole/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("PractitionerRole")))},
		{"GET", "/fhir/Practitioner/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("Practitioner")))},
		{"GET", "/fhir/RelatedPerson/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("RelatedPerson")))},
		{"GET", "/fhir/Goal/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("Goal")))},
		{"GET", "/fhir/Questionnaire/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("Questionnaire")))},
		{"GET", "/fhir/QuestionnaireResponse/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("QuestionnaireResponse")))},
		{"GET", "/fhir/CareTeam/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("CareTeam")))},
		{"GET", "/fhir/Device/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Other("Device")))},
		{"POST", "/fhir/Subscription", ForPartner, s.fhir(fhir.ForPartner(fhir.SubscriptionCreate))},
		{"GET", "/fhir/Subscription/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.Subscription))},
		{"PUT", "/fhir/Subscription/{id}", ForPartner, s.fhir(fhir.ForPartner(fhir.SubscriptionUpdate))},
		{"POST", "/fhir/token", ForPartner, s.fhir(fhir.Token)},
		{"GET", "/fhir/", ForAnyone, s.fhir(fhir.Unknown)},
		{"POST", "/fhir/", ForAnyone, s.fhir(fhir.Unknown)},
	}
}

// fhir has the facade answer.
func (s *Site) fhir(answer fhir.Answer) Handle {
	return func(v *Visit) error {
		return s.FHIR.Serve(&fhir.Call{W: v.W, R: v.R, By: v.By, Base: s.base(v), From: s.source(v.R)}, answer)
	}
}

// inFHIR reports whether an address belongs to the facade. No page of ours is
// there and no cookie is read, so nothing can be done there in somebody
// else's name.
func inFHIR(path string) bool { return path == "/fhir" || strings.HasPrefix(path, "/fhir/") }

// fhirLimit bounds what a partner's system may send.
const fhirLimit = 2 << 20
