package fhir

import (
	"net/http"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/fhir/r4"
	"passerelle/internal/id"
	"passerelle/internal/referral"
)

// ProcedureCreate keeps what the receiver did, before a task names it as its
// output.
func ProcedureCreate(a *API, c *Call) error {
	p, raw, err := c.resource("Procedure")
	if err != nil {
		return err
	}
	request := bare(c, text(p, "basedOn", "0", "reference"), "ServiceRequest")
	o, err := a.Referral.Open(c.R.Context(), c.By, access.Referral(request), access.PartNeed)
	if fault.Is(err, fault.NotFound) || err == nil && (o.Over || o.Side != referral.Target) {
		return broken("Procedure.basedOn", "fhir.reference_unknown", "type", "ServiceRequest")
	}
	if err != nil {
		return err
	}
	switch {
	case bare(c, text(p, "subject", "reference"), "Patient") != request:
		return broken("Procedure.subject", "fhir.other_person")
	case p["code"] == nil:
		return refusal(http.StatusUnprocessableEntity, "Procedure.code", "required", "fhir.element_missing", "name", "code")
	case slices.Contains([]string{"completed", "in-progress"}, text(p, "status")) && p["performedDateTime"] == nil && p["performedPeriod"] == nil && p["performedString"] == nil:
		return refusal(http.StatusUnprocessableEntity, "Procedure.performed", "required", "fhir.element_missing", "name", "performed[x]")
	}
	if err := (parcel{}).lead(c, Object{"performer": p["performer"], "location": p["location"]}, "Procedure", nil); err != nil {
		return err
	}
	act := actOf(0, raw)
	made := id.Derived("fhir", request, act)
	delete(p, "id")
	delete(p, "meta")
	by := a.Referral.With(referral.Beside{Version: o.Version, Begins: true, Resources: []referral.Resource{{Kind: "Procedure", ID: made, Part: access.PartNeed, Org: c.By.Org(), Body: r4.Write(p)}}})
	err = by.Note(c.R.Context(), c.By, o.ID, act)
	if key, _ := fault.KeyOf(err); key == "referral.changed_meanwhile" {
		return fault.New(fault.Unavailable, "fhir.internal")
	}
	if err != nil {
		return err
	}
	p["id"] = made
	c.W.Header().Set("Location", c.Base+"/fhir/Procedure/"+made)
	c.send(http.StatusCreated, p)
	return nil
}

// Procedures searches what was done about the requests that the caller may read.
func Procedures(a *API, c *Call) error {
	q, err := c.asked("based-on", "patient", "status")
	if err != nil {
		return err
	}
	if !q.has("based-on") && !q.has("patient") {
		q.wrong("based-on", "required", "fhir.based_on_needed")
	}
	if q.err() != nil {
		return q.err()
	}
	holder := bare(c, q.text("based-on"), "ServiceRequest")
	if !q.has("based-on") {
		holder = bare(c, q.text("patient"), "Patient")
	}
	found := map[string]Object{}
	var ids []string
	o, err := a.Referral.Open(c.R.Context(), c.By, access.Referral(holder), access.PartNeed)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	for _, d := range o.Resources {
		p, err := kept(o, d)
		if err != nil {
			return err
		}
		if d.Kind == "Procedure" && q.each("_id", func(v string) bool { return v == d.ID }) && q.reference(c, "patient", "Patient", holder) &&
			q.token("status", "http://hl7.org/fhir/event-status", text(p, "status")) {
			found[d.ID] = p
			ids = append(ids, d.ID)
		}
	}
	slices.Sort(ids)
	return c.found("Procedure", q, ids, func(id string) (Object, error) { return found[id], nil }, nil)
}
