package fhir

import (
	"slices"

	"passerelle/internal/directory"
)

// What the guide SDOH Clinical Care 3.0.0 has not settled (drafts, temporary
// codes) stands here, and nowhere else.

// Code systems.
const (
	temporary   = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
	coreSDOH    = "http://hl7.org/fhir/us/core/CodeSystem/us-core-category"
	roomOf      = "http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition/SDOHCC-ExtensionHealthcareServiceCapacityStatus"
	ownNeeds    = "urn:passerelle:need"
	businessIs  = "http://hl7.org/fhir/us/bser/CodeSystem/TaskBusinessStatusCS"
	taskCodes   = "http://hl7.org/fhir/CodeSystem/task-code"
	consentIs   = "http://terminology.hl7.org/CodeSystem/consentscope"
	actCodes    = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
	roleIn      = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
	ownReasons  = "urn:passerelle:reason"
	ownParts    = "urn:passerelle:part"
	observation = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue"
)

// themes are the categories of the guide that stand nearest to ours.
var themes = map[string][]string{
	"eat":      {"food-insecurity"},
	"sleep":    {"housing-instability", "homelessness"},
	"health":   {"medical-cost-burden"},
	"papers":   {"sdoh-category-unspecified"},
	"money":    {"financial-insecurity", "employment-status"},
	"children": {"educational-attainment"},
	"talk":     {"stress", "social-connection"},
	"safety":   {"intimate-partner-violence"},
}

// categories are those of a service.
func categories(l *directory.Listing) (list []string) {
	for _, need := range l.Needs {
		for _, code := range themes[directory.ThemeOf(need)] {
			if !slices.Contains(list, code) {
				list = append(list, code)
			}
		}
	}
	return list
}

func (c *Call) category(l *directory.Listing) []any {
	list := []any{concept(coreSDOH, "sdoh")}
	for _, code := range categories(l) {
		list = append(list, concept(temporary, code))
	}
	return list
}

// rooms are the words of a capacity. There is none for unknown: nothing is
// invented.
var rooms = map[directory.Capacity]string{
	directory.CapacityOpen: "capacity", directory.CapacityFull: "no-capacity", directory.CapacityWaitlist: "waitlist", directory.CapacityAssessment: "additional-assessment-required",
}

// capacity is the extension of a service whose capacity may be believed now.
func (c *Call) capacity(l *directory.Listing) []any {
	state, said := l.CapacityNow(c.now)
	code := rooms[state]
	if code == "" {
		return nil
	}
	return []any{Object{"url": roomOf, "extension": []any{
		Object{"url": "capacityStatus", "valueCodeableConcept": concept(temporary, code)},
		Object{"url": "capacityNotes", "valueString": c.say.T("fhir.capacity_said", "at", instant(said))},
	}}}
}
