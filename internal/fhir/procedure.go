package fhir

import (
	"net/http"
	"slices"
	"strings"
	"time"

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
	if p["contained"] != nil {
		return refusal(http.StatusUnprocessableEntity, "Procedure.contained", "not-supported", "fhir.contained_here")
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
	case len(list(p, "basedOn")) > 1:
		return broken("Procedure.basedOn", "fhir.reference_unknown", "type", "ServiceRequest")
	case bare(c, text(p, "subject", "reference"), "Patient") != request:
		return broken("Procedure.subject", "fhir.other_person")
	case p["code"] == nil:
		return refusal(http.StatusUnprocessableEntity, "Procedure.code", "required", "fhir.element_missing", "name", "code")
	case slices.Contains([]string{"completed", "in-progress"}, text(p, "status")) && !performed(p):
		return refusal(http.StatusUnprocessableEntity, "Procedure.performed", "required", "fhir.element_missing", "name", "performed[x]")
	case text(p, "status") == "completed" && c.later(p) != "":
		return broken("Procedure."+c.later(p), "fhir.done_later")
	}
	within := c.inPackage(o)
	if err := within.lead(c, p, "Procedure", within.ids()); err != nil {
		return err
	}
	if err := a.leadsOut(c, within, p, "Procedure"); err != nil {
		return err
	}
	act := actOf(0, raw)
	made := id.Derived("fhir", request, act)
	delete(p, "id")
	keepSaid(p)
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

// performed reports that it is said when something was done.
func performed(p Object) bool {
	for name := range p {
		if strings.HasPrefix(name, "performed") && name != "performer" {
			return true
		}
	}
	return false
}

// apart is how far the clock of a system may be from ours.
const apart = 5 * time.Minute

// later is the date of a completed activity that is still to come; "" when none is.
// A day, a month or a year has come once it began, wherever the system stands.
func (c *Call) later(p Object) string {
	for _, x := range []struct{ at, said string }{
		{"performedDateTime", text(p, "performedDateTime")},
		{"performedPeriod.start", text(p, "performedPeriod", "start")}, {"performedPeriod.end", text(p, "performedPeriod", "end")},
	} {
		margin := apart
		if len(x.said) <= len(time.DateOnly) {
			margin = 14 * time.Hour // the first place on earth where a day begins
		}
		if _, from, _, ok := interval(x.said); ok && from.After(c.now.Add(margin)) {
			return x.at
		}
	}
	return ""
}

// inPackage is what a resource about a referral may lead to, beside what is
// public: the others of its package.
func (c *Call) inPackage(o referral.Opened) (p parcel) {
	id := string(o.ID)
	add := func(kind, id string) {
		for _, name := range []string{kind + "/" + id, c.Base + "/fhir/" + kind + "/" + id} {
			p.resources, p.names = append(p.resources, Object{"resourceType": kind, "id": id}), append(p.names, name)
		}
	}
	for _, kind := range []string{"Task", "ServiceRequest", "Patient", "Consent"} {
		add(kind, id)
	}
	for _, d := range o.Resources {
		if d.ID != id {
			add(d.Kind, d.ID)
		}
	}
	return p
}

func (p parcel) ids() (ids []string) {
	for _, r := range p.resources {
		ids = append(ids, text(r, "id"))
	}
	return ids
}

// aboutMost bounds how many requests one search opens.
const aboutMost = 20

// Procedures searches what was done about the requests that the caller may read.
func Procedures(a *API, c *Call) error {
	q, err := c.asked("based-on", "patient", "status")
	if err != nil {
		return err
	}
	if !q.has("based-on") && !q.has("patient") {
		q.wrong("based-on", "required", "fhir.based_on_needed")
	}
	if q.dates(); q.err() != nil {
		return q.err()
	}
	about, kind := q.given["based-on"], "ServiceRequest"
	if len(about) == 0 {
		about, kind = q.given["patient"], "Patient"
	}
	asked := strings.Split(about[0], ",")
	if len(asked) > aboutMost {
		return refusal(http.StatusBadRequest, "http.based-on", "too-costly", "fhir.too_many_items", "most", aboutMost)
	}
	found := map[string]Object{}
	var ids []string
	for _, v := range asked {
		holder := bare(c, strings.TrimSpace(v), kind)
		o, err := a.Referral.Open(c.R.Context(), c.By, access.Referral(holder), access.PartNeed)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		for _, d := range o.Resources {
			if d.Kind != "Procedure" || found[d.ID] != nil {
				continue
			}
			p, err := kept(o, d)
			if err != nil {
				return err
			}
			if q.each("_id", func(v string) bool { return v == d.ID }) && q.within(d.At) && q.reference(c, "based-on", "ServiceRequest", holder) &&
				q.reference(c, "patient", "Patient", holder) && q.token("status", "http://hl7.org/fhir/event-status", text(p, "status")) {
				found[d.ID] = p
				ids = append(ids, d.ID)
			}
		}
	}
	slices.Sort(ids)
	return c.found("Procedure", q, ids, func(id string) (Object, error) { return found[id], nil }, nil)
}
