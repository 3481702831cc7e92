package fhir

import (
	"net/http"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/fhir/r4"
	"passerelle/internal/referral"
)

// Each package has one request, one patient and one consent, under the id of
// its task: a person has a different id in every package, so that two who
// receive cannot compare.

// ServiceRequest reads what is asked.
func ServiceRequest(a *API, c *Call) error {
	return a.one(c, "ServiceRequest", access.PartNeed, a.serviceRequest)
}

// Patient reads the few facts that were chosen about the person.
func Patient(a *API, c *Call) error { return a.one(c, "Patient", access.PartContact, a.patient) }

// Consent reads what was allowed. It describes; it grants nothing.
func Consent(a *API, c *Call) error { return a.one(c, "Consent", access.PartNeed, a.consent) }

// one reads a resource that each package has, or another of that type which a
// system sent with one.
func (a *API) one(c *Call, kind string, part access.Part, of func(*Call, referral.Opened) (Object, error)) error {
	o, err := a.open(c, part)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if err != nil || o.Over {
		return a.other(c, kind)
	}
	r, err := of(c, o)
	if err != nil {
		return err
	}
	c.W.Header().Set("ETag", etag(o.Version))
	c.send(http.StatusOK, r)
	return nil
}

// Other reads a resource that a system sent with a package, by its own id.
func Other(kind string) Answer { return func(a *API, c *Call) error { return a.other(c, kind) } }

// brought reads a resource of a public type that is not of the directory: a system
// sent it with a package, and those of the package alone read it.
func (a *API) brought(c *Call, kind string) error {
	if c.R.Header.Get("Authorization") == "" {
		return missing()
	}
	if err := a.authenticate(c); err != nil {
		return err
	}
	return a.other(c, kind)
}

func (a *API) other(c *Call, kind string) error {
	holder, part, err := a.Referral.HolderOf(c.R.Context(), c.By, kind, c.R.PathValue("id"))
	if err != nil {
		return err
	}
	o, err := a.Referral.Open(c.R.Context(), c.By, holder, part)
	if err != nil {
		return err
	}
	for _, d := range o.Resources {
		if d.Kind == kind && d.ID == c.R.PathValue("id") {
			r, err := kept(o, d)
			if err != nil {
				return err
			}
			c.send(http.StatusOK, r)
			return nil
		}
	}
	return missing()
}

// kept is a document as it was sent, under the id it has here.
func kept(from referral.Opened, d referral.Resource) (Object, error) {
	o, wrong := r4.Parse(d.Body)
	if len(wrong) > 0 {
		return nil, problem{http.StatusInternalServerError, wrong}
	}
	o["id"] = d.ID
	if !d.At.IsZero() {
		m := metaSaid(o)
		m["lastUpdated"] = instant(d.At)
		o["meta"] = m
	}
	if !from.Reachable {
		unname(o)
		delete(o, "text")
	}
	return o, nil
}

// metaSaid is what a system says of a resource in its meta (profiles, tags, labels): all
// but what the server sets.
func metaSaid(o Object) Object {
	m := Object{}
	sent, _ := o["meta"].(Object)
	for name, v := range sent {
		if name != "versionId" && name != "lastUpdated" {
			m[name] = v
		}
	}
	return m
}

// keepSaid leaves that of a resource, and nothing else of its meta.
func keepSaid(o Object) {
	m := metaSaid(o)
	delete(o, "meta")
	put(o, "meta", m)
}

// unname takes the name of a person out of what leads to them: whoever may not
// read who they are does not read it beside a reference either, nor in the
// narrative that a program made of the resource.
func unname(v any) {
	switch x := v.(type) {
	case Object:
		if kind, _, _ := strings.Cut(text(x, "reference"), "/"); kind == "Patient" || kind == "RelatedPerson" {
			delete(x, "display")
			delete(x, "_display")
		}
		for _, child := range x {
			unname(child)
		}
	case []any:
		for _, child := range x {
			unname(child)
		}
	}
}

// sent is the document of a type that a system sent for the package itself.
func sent(o referral.Opened, kind string) (Object, bool, error) {
	for _, d := range o.Resources {
		if d.Kind == kind && d.ID == string(o.ID) {
			r, err := kept(o, d)
			return r, true, err
		}
	}
	return nil, false, nil
}

func (a *API) serviceRequest(c *Call, o referral.Opened) (Object, error) {
	r, found, err := sent(o, "ServiceRequest")
	if found || err != nil {
		return r, err
	}
	id := string(o.ID)
	r = Object{
		"resourceType": "ServiceRequest", "id": id, "meta": c.meta(o.Updated), "status": requestStatus(o.State), "intent": "order", "category": []any{concept(temporary, "sdoh-category-unspecified")},
		"subject": reference("Patient", id), "requester": reference("Organization", string(o.Sender)), "performer": []any{reference("Organization", string(o.Receiver))},
		"authoredOn": instant(o.SentAt), "supportingInfo": []any{reference("Consent", id)}, "code": Object{"text": c.say.T("fhir.request")},
	}
	if l := a.Finder.Get(o.Service); l != nil {
		r["code"] = Object{"text": c.in(l.Name)}
		r["performer"] = append(r["performer"].([]any), reference("HealthcareService", string(l.ID)))
	}
	var notes []any
	for _, said := range []struct{ key, text string }{{"fhir.note_words", o.Need.Words}, {"fhir.note_observed", o.Need.Observed}, {"fhir.note_pivot", o.Need.Pivot}} {
		if strings.TrimSpace(said.text) != "" {
			notes = append(notes, Object{"text": c.say.T(said.key, "words", said.text)})
		}
	}
	put(r, "note", notes)
	return r, nil
}

func requestStatus(s referral.State) string {
	switch {
	case s == referral.NeedMet:
		return "completed"
	case s.Ended():
		return "revoked"
	}
	return "active"
}

// patient is who it is about, as far as the contact may be read: otherwise an
// id and nothing more.
func (a *API) patient(c *Call, o referral.Opened) (Object, error) {
	if o.Contact != nil {
		if p, found, err := sent(o, "Patient"); found || err != nil {
			return p, err
		}
	}
	p := Object{"resourceType": "Patient", "id": string(o.ID), "meta": c.meta(o.Updated)}
	if o.Contact == nil {
		return p, nil
	}
	if o.Contact.Called != "" {
		p["name"] = []any{Object{"text": o.Contact.Called}}
	}
	// How to reach somebody safely is a sentence, which telecom cannot hold.
	var how []any
	for _, x := range [][2]string{{"reach", o.Contact.Reach}, {"message", o.Contact.Message}, {"avoid", o.Contact.Avoid}} {
		if strings.TrimSpace(x[1]) != "" {
			how = append(how, Object{"url": "urn:passerelle:" + x[0], "valueString": x[1]})
		}
	}
	put(p, "extension", how)
	return p, nil
}

// consent describes that the person allows this recipient to know, at the
// instant of this reading. What the organisation that asked keeps of it
// (wording, dates, how) is its own, and the person's.
func (a *API) consent(c *Call, o referral.Opened) (Object, error) {
	status := "active" // to who reads it by this very consent
	if o.Side == referral.Source {
		allowed, refused, err := a.Referral.Standing(c.R.Context(), c.By, o.ID)
		switch {
		case err != nil:
			return nil, err
		case refused:
			status = "rejected"
		case !allowed: // taken back, or over
			status = "inactive"
		}
	}
	r, found, err := sent(o, "Consent")
	if found && err == nil {
		r["status"] = status
	}
	if found || err != nil {
		return r, err
	}
	return Object{
		"resourceType": "Consent", "id": string(o.ID), "meta": c.meta(o.Updated), "status": status, "scope": concept(consentIs, "patient-privacy"),
		"category": []any{concept(actCodes, "IDSCL")}, "patient": reference("Patient", string(o.ID)), "organization": []any{reference("Organization", string(o.Sender))},
		"policy": []any{Object{"uri": c.Base + "/" + c.lang + "/aide"}},
		"provision": Object{"type": "permit", "actor": []any{Object{"role": concept(roleIn, "IRCP"), "reference": reference("Organization", string(o.Receiver))}},
			"code": []any{concept(ownParts, string(access.PartNeed))}},
	}, nil
}
