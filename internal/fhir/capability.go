package fhir

import (
	"net/http"
	"slices"
)

// served is a type of resource as the CapabilityStatement announces it.
type served struct {
	kind         string
	interactions []string
	parameters   [][2]string // name, type; beside _id and _lastUpdated
	includes     []string
	open         bool // read without a token
	undated      bool // it is not known when one changed
}

// everything that is served. What is not built is not here.
var everything = []served{
	{kind: "HealthcareService", interactions: []string{"read", "search-type"}, open: true,
		parameters: [][2]string{{"active", "token"}, {"location", "reference"}, {"name", "string"}, {"organization", "reference"}, {"service-category", "token"}},
		includes:   []string{"HealthcareService:location", "HealthcareService:organization"}},
	{kind: "Location", interactions: []string{"read", "search-type"}, open: true, parameters: [][2]string{{"organization", "reference"}}},
	{kind: "Organization", interactions: []string{"read", "search-type"}, open: true, undated: true, parameters: [][2]string{{"name", "string"}}},
	{kind: "Task", interactions: []string{"read", "search-type", "create", "update"},
		parameters: [][2]string{{"code", "token"}, {"focus", "reference"}, {"identifier", "token"}, {"intent", "token"}, {"owner", "reference"},
			{"patient", "reference"}, {"requester", "reference"}, {"status", "token"}},
		includes: []string{"Task:focus"}},
	readOnly("ServiceRequest"), readOnly("Patient"), readOnly("Consent"),
	{kind: "Procedure", interactions: []string{"read", "search-type", "create"}, parameters: [][2]string{{"based-on", "reference"}, {"patient", "reference"}, {"status", "token"}}},
	{kind: "Subscription", interactions: []string{"read", "create", "update"}},
	readOnly("Condition"), readOnly("Observation"), readOnly("DocumentReference"), readOnly("PractitionerRole"), readOnly("Practitioner"), readOnly("RelatedPerson"),
	readOnly("Goal"), readOnly("Questionnaire"), readOnly("QuestionnaireResponse"), readOnly("CareTeam"), readOnly("Device"),
}

func readOnly(kind string) served { return served{kind: kind, interactions: []string{"read"}} }

// Metadata is the CapabilityStatement: what is served, and no more. It claims
// conformance to no guide.
func Metadata(a *API, c *Call) error {
	var resources []any
	for _, s := range everything {
		o := Object{"type": s.kind, "versioning": "versioned"}
		var interactions, includes []any
		for _, i := range s.interactions {
			interactions = append(interactions, Object{"code": i})
		}
		var parameters []any
		if slices.Contains(s.interactions, "search-type") {
			parameters = []any{Object{"name": "_id", "type": "token"}}
			if !s.undated {
				parameters = append(parameters, Object{"name": "_lastUpdated", "type": "date"})
			}
		}
		for _, p := range s.parameters {
			parameters = append(parameters, Object{"name": p[0], "type": p[1]})
		}
		for _, i := range s.includes {
			includes = append(includes, i)
		}
		o["interaction"] = interactions
		put(o, "searchParam", parameters)
		put(o, "searchInclude", includes)
		if s.kind == "Task" {
			o["conditionalCreate"] = true
		}
		if slices.Contains(s.interactions, "update") {
			o["versioning"] = "versioned-update"
		}
		if s.open {
			o["documentation"], o["versioning"] = c.say.T("fhir.read_by_anyone"), "no-version"
		}
		resources = append(resources, o)
	}
	c.send(http.StatusOK, Object{
		"resourceType": "CapabilityStatement", "status": "active", "date": "2026-11-29", "kind": "instance", "fhirVersion": "4.0.1", "format": []any{"json", asFHIR},
		"software":       Object{"name": "Passerelle"},
		"implementation": Object{"description": c.say.T("fhir.about"), "url": c.Base + "/fhir"},
		"rest": []any{Object{"mode": "server", "resource": resources, "interaction": []any{Object{"code": "transaction"}}, "security": Object{
			"service": []any{concept("http://terminology.hl7.org/CodeSystem/restful-security-service", "SMART-on-FHIR")}, "description": c.say.T("fhir.security"),
			"extension": []any{Object{"url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris", "extension": []any{
				Object{"url": "token", "valueUri": c.Base + "/fhir/token"}}}},
		}}},
	})
	return nil
}
