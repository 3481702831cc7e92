package fhir

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// TaskCreate refers somebody: a Task that contains its ServiceRequest, its
// Patient and its Consent.
func TaskCreate(a *API, c *Call) error {
	t, raw, err := c.resource("Task")
	if err != nil {
		return err
	}
	p, err := unpack(t)
	if err != nil {
		return err
	}
	o, _, made, err := a.refer(c, p, raw)
	if err != nil {
		return err
	}
	c.W.Header().Set("Location", c.Base+"/fhir/Task/"+string(o.ID))
	return c.sendTask(created(made), o)
}

func created(made bool) int {
	if made {
		return http.StatusCreated
	}
	return http.StatusOK
}

// refer checks a parcel, and hands it over in one act: the person, what they
// allowed, the package, its sending; or nothing.
func (a *API) refer(c *Call, p parcel, raw []byte) (o referral.Opened, r request, made bool, err error) {
	if r, err = a.read(c, p); err != nil {
		return o, r, false, err
	}
	act, unless, err := c.act(p, raw)
	if err != nil {
		return o, r, false, err
	}
	if unless != "" {
		found, err := a.already(c, identifier(p.resources[p.task]), unless)
		if err != nil {
			return o, r, false, err
		}
		if found != "" {
			o, err = a.Referral.Open(c.R.Context(), c.By, found, access.PartNeed)
			r.other = true
			return o, r, false, err
		}
	}
	bring := func(ctx context.Context, tx *db.Tx) (access.Person, error) {
		return a.Consents.TakeIn(ctx, tx, c.By, r.taken)
	}
	id, made, err := a.Referral.Hand(c.R.Context(), c.By, act, bring, func(id access.Referral) (referral.Handed, error) {
		h := r.handed
		docs, err := p.settle(c, id, r.own(p))
		if err != nil {
			return h, err
		}
		docs[p.task].Stage = "requested"
		if name := identifier(p.resources[p.task]); name != "" {
			docs[p.task].Mark = a.Referral.Mark(c.By, name)
		}
		h.Resources = docs
		return h, nil
	})
	if err != nil {
		return o, r, false, atPlace(err, r)
	}
	o, err = a.Referral.Open(c.R.Context(), c.By, id, access.PartNeed)
	return o, r, made, err
}

// identifier is the first one of a resource, as a search names it.
func identifier(o Object) string {
	first := at(o, "identifier", "0")
	if text(first, "value") == "" {
		return ""
	}
	return text(first, "system") + "|" + text(first, "value")
}

// request is a parcel that was found whole.
type request struct {
	request, patient, consent int
	requestAt, consentAt      string
	handed                    referral.Handed
	taken                     consent.TakenIn
	other                     bool // the task that was found came with other resources
}

// own are the places in the parcel of those that bear the id of the referral.
func (r request) own(p parcel) map[int]bool {
	return map[int]bool{p.task: true, r.request: true, r.patient: true, r.consent: true}
}

// read checks the rules of a task that refers, and of what it leads to.
func (a *API) read(c *Call, p parcel) (r request, err error) {
	t, here := p.resources[p.task], p.places[p.task]
	if err := a.isOrder(c, p, t, here); err != nil {
		return r, err
	}
	if r.request, err = p.led(t, here, "ServiceRequest", "focus"); err != nil {
		return r, err
	}
	if r.patient, err = p.led(t, here, "Patient", "for"); err != nil {
		return r, err
	}
	r.handed.Receiver = access.Org(bare(c, text(t, "owner", "reference"), "Organization"))
	if _, err := a.organization(c, string(r.handed.Receiver)); fault.Is(err, fault.NotFound) {
		return r, broken(here+".owner", "fhir.owner_unknown")
	} else if err != nil {
		return r, err
	}
	if err := a.readRequest(c, p, &r); err != nil {
		return r, err
	}
	for i, x := range p.resources {
		if err := a.leadsOut(c, p, x, p.places[i]); err != nil {
			return r, err
		}
	}
	person := p.resources[r.patient]
	r.taken.Code, r.taken.Language = codeOf(person), languageOf(person)
	r.handed.Contact = contactOf(person)
	return r, a.readConsent(c, p, &r)
}

// isOrder checks the task itself.
func (a *API) isOrder(c *Call, p parcel, t Object, here string) error {
	switch status := text(t, "status"); status {
	case "requested":
	case "received": // of an older generation of the guide
	default:
		return broken(here+".status", "fhir.new_is_requested", "from", "–", "to", status)
	}
	authored, err := time.Parse(time.RFC3339, text(t, "authoredOn"))
	switch {
	case text(t, "intent") != "order":
		return broken(here+".intent", "fhir.want_code", "code", "order")
	case !coded(t["code"], taskCodes, "fulfill"):
		return broken(here+".code", "fhir.want_code", "code", taskCodes+"#fulfill")
	case t["authoredOn"] == nil:
		return refusal(http.StatusUnprocessableEntity, here+".authoredOn", "required", "fhir.element_missing", "name", "authoredOn")
	case err != nil:
		return broken(here+".authoredOn", "fhir.want_instant")
	case authored.After(c.now.Add(5 * time.Minute)):
		return broken(here+".authoredOn", "fhir.in_future")
	case t["output"] != nil:
		return broken(here+".output", "fhir.not_yet")
	case t["partOf"] != nil:
		return refusal(http.StatusUnprocessableEntity, here+".partOf", "not-supported", "fhir.no_chain")
	case t["requester"] == nil:
		return refusal(http.StatusUnprocessableEntity, here+".requester", "required", "fhir.element_missing", "name", "requester")
	case t["owner"] == nil:
		return refusal(http.StatusUnprocessableEntity, here+".owner", "required", "fhir.element_missing", "name", "owner")
	case t["statusReason"] != nil && text(t, "statusReason", "text") == "":
		return refusal(http.StatusUnprocessableEntity, here+".statusReason.text", "required", "fhir.element_missing", "name", "text")
	}
	for _, name := range ofOwner {
		if t[name] != nil {
			return broken(here+"."+name, "fhir.of_owner", "name", name)
		}
	}
	if said := text(t, "lastModified"); said != "" {
		changed, err := time.Parse(time.RFC3339, said)
		switch {
		case err != nil:
			return broken(here+".lastModified", "fhir.want_instant")
		case changed.Before(authored): // the rule inv-1 of R4
			return broken(here+".lastModified", "fhir.before_authored")
		case changed.After(c.now.Add(5 * time.Minute)):
			return broken(here+".lastModified", "fhir.in_future")
		}
	}
	return p.fromUs(c, text(t, "requester", "reference"), here)
}

// ofOwner are the elements of a task that only its owner fills.
var ofOwner = []string{"businessStatus", "executionPeriod"}

// fromUs asks that a task is requested by the caller's own organisation, or by
// somebody in a role there who comes with it.
func (p parcel) fromUs(c *Call, requester, here string) error {
	if i := p.find(requester); i >= 0 && text(p.resources[i], "resourceType") == "PractitionerRole" || bare(c, requester, "Organization") == string(c.By.Org()) {
		return nil
	}
	return broken(here+".requester", "fhir.requester_other")
}

// wordsMost bounds what people read of a request; the rest stands in it.
const wordsMost = 2000

func (a *API) readRequest(c *Call, p parcel, r *request) error {
	s, here := p.resources[r.request], p.places[r.request]
	r.requestAt = here
	if text(s, "status") != "active" {
		return broken(here+".status", "fhir.want_code", "code", "active")
	}
	switch {
	case s["code"] == nil:
		return refusal(http.StatusUnprocessableEntity, here+".code", "required", "fhir.element_missing", "name", "code")
	case s["doNotPerform"] == true:
		return broken(here+".doNotPerform", "fhir.not_wanted")
	case !strings.HasSuffix(text(s, "intent"), "order"): // a proposal asks nobody for anything yet
		return broken(here+".intent", "fhir.want_code", "code", "order")
	}
	if p.find(text(s, "subject", "reference")) != r.patient {
		return broken(here+".subject", "fhir.other_person")
	}
	words := []string{saying(s["code"])}
	for _, x := range list(s, "reasonCode") {
		words = append(words, saying(x))
	}
	for _, x := range list(s, "note") {
		words = append(words, text(x, "text"))
	}
	words = slices.DeleteFunc(append(words, text(p.resources[p.task], "description")), func(w string) bool { return w == "" })
	r.handed.Need.Observed = strings.Join(words, "\n")
	if utf8.RuneCountInString(r.handed.Need.Observed) > wordsMost {
		return refusal(http.StatusUnprocessableEntity, here+".note", "too-long", "fhir.words_too_long", "most", wordsMost)
	}
	r.handed.Need.Words = text(s, "patientInstruction")
	for i := range list(s, "performer") {
		ref := text(list(s, "performer")[i], "reference")
		service := bare(c, ref, "HealthcareService")
		if service == ref {
			continue
		}
		l := a.Finder.Get(access.Service(service))
		if l == nil || l.Org != r.handed.Receiver {
			return broken(here+".performer", "fhir.service_of_another")
		}
		r.handed.Service = l.ID
	}
	if old := text(s, "replaces", "0", "reference"); old != "" {
		r.handed.Previous = access.Referral(bare(c, old, "ServiceRequest"))
	}
	return nil
}

// codeOf is by what the sending organisation knows the person; never a number
// of health insurance.
func codeOf(person Object) string {
	for _, x := range list(person, "identifier") {
		if code := text(x, "value"); !coded(at(x, "type"), "http://terminology.hl7.org/CodeSystem/v2-0203", "JHN") && utf8.RuneCountInString(code) <= 60 {
			return code
		}
	}
	return ""
}

// languageOf is the language that the person speaks, as far as the list of
// languages has it: it stands in clear, and so holds no words of anybody's.
func languageOf(person Object) string {
	tag, err := language.Parse(text(person, "communication", "0", "language", "coding", "0", "code"))
	if err != nil {
		return "und"
	}
	base, script, region := tag.Raw()
	if tag, err = language.Compose(base, script, region); err != nil {
		return "und"
	}
	return tag.String()
}

// contactOf is how to reach the person, as workers read it.
func contactOf(person Object) *referral.Contact {
	name := at(person, "name", "0")
	called := text(name, "text")
	if called == "" {
		var parts []string
		for _, g := range list(name, "given") {
			s, _ := g.(string)
			parts = append(parts, s)
		}
		called = strings.TrimSpace(strings.Join(append(parts, text(name, "family")), " "))
	}
	var reach []string
	for _, x := range list(person, "telecom") {
		reach = append(reach, strings.TrimSpace(text(x, "system")+" "+text(x, "value")))
	}
	return &referral.Contact{Called: called, Reach: strings.Join(reach, "\n")}
}

// atPlace says of a refusal by the domains where in the parcel it lies.
func atPlace(err error, r request) error {
	key, args := fault.KeyOf(err)
	switch {
	case strings.HasPrefix(key, "consent."), key == "referral.refused_slip":
		p := r.consentAt
		if f := fault.FieldsOf(err); len(f) == 1 && f[0].Field != "" {
			p += "." + f[0].Field
		}
		return broken(p, key, args...)
	}
	if f := fault.FieldsOf(err); len(f) > 0 && f[0].Field == string(referral.TaskConsent) {
		return broken(r.consentAt, "fhir.consent_needed")
	}
	if fault.Is(err, fault.NotFound) && r.handed.Previous != "" {
		return broken(r.requestAt+".replaces", "fhir.reference_unknown", "type", "ServiceRequest")
	}
	return err
}
