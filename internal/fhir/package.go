package fhir

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/fhir/r4"
	"passerelle/internal/id"
	"passerelle/internal/referral"
)

// parcel is what a system sends to refer somebody: a task and the resources it
// leads to, in one transaction or contained in it.
type parcel struct {
	resources []Object
	names     []string // how each is referred to in the parcel
	places    []string // where each stands, for what is wrong with it
	task      int

	unless, unlessAt string // condition of the entry of the task, and where it stands
}

// kinds are what a parcel may hold beside its task.
var kinds = []string{"ServiceRequest", "Patient", "Consent", "PractitionerRole", "Practitioner", "RelatedPerson", "Condition", "Observation", "Goal",
	"DocumentReference", "Questionnaire", "QuestionnaireResponse", "CareTeam", "Device", "Organization", "Location", "HealthcareService"}

// unpack takes contained resources out of a task.
func unpack(task Object) (p parcel, err error) {
	inside := list(task, "contained")
	delete(task, "contained")
	p = parcel{resources: []Object{task}, names: []string{""}, places: []string{"Task"}}
	for i, x := range inside {
		r := x.(Object)
		p.resources, p.names = append(p.resources, r), append(p.names, "#"+text(r, "id"))
		p.places = append(p.places, "Task.contained["+strconv.Itoa(i)+"]")
		if text(r, "id") == "" {
			err = refusal(http.StatusUnprocessableEntity, p.places[i+1]+".id", "required", "fhir.element_missing", "name", "id")
		}
	}
	if err != nil {
		return p, err
	}
	return p, p.alone(".id", 0)
}

// alone asks that no name stands twice, and that nothing is contained where its
// part of the package would not be known. Of a resource that contains them, the
// names are those of the contained.
func (p parcel) alone(name string, up int) error {
	for i, r := range p.resources {
		if p.names[i] != "" && slices.Index(p.names, p.names[i]) != i {
			return broken(p.places[i][:len(p.places[i])-up]+name, "fhir.twice", "name", short(p.names[i]))
		}
		if r["contained"] != nil {
			return refusal(http.StatusUnprocessableEntity, p.places[i]+".contained", "not-supported", "fhir.contained_here")
		}
	}
	return nil
}

// transaction reads a Bundle that creates one task and what it leads to.
func transaction(bundle Object) (p parcel, err error) {
	p.task = -1
	for i, x := range list(bundle, "entry") {
		place := "Bundle.entry[" + strconv.Itoa(i) + "]"
		r, ok := at(x, "resource").(Object)
		if !ok {
			return p, refusal(http.StatusUnprocessableEntity, place+".resource", "required", "fhir.element_missing", "name", "resource")
		}
		kind := text(r, "resourceType")
		if text(x, "request", "method") != "POST" || text(x, "request", "url") != kind {
			return p, refusal(http.StatusUnprocessableEntity, place+".request", "not-supported", "fhir.entry_creates", "type", kind)
		}
		if kind == "Task" {
			if p.task >= 0 {
				return p, broken(place, "fhir.one_task")
			}
			p.task = i
			p.unless, p.unlessAt = text(x, "request", "ifNoneExist"), place+".request.ifNoneExist"
		}
		for _, condition := range []string{"ifNoneExist", "ifMatch", "ifNoneMatch", "ifModifiedSince"} {
			if at(x, "request", condition) != nil && (kind != "Task" || condition != "ifNoneExist") {
				return p, refusal(http.StatusUnprocessableEntity, place+".request."+condition, "not-supported", "fhir.condition_of_task")
			}
		}
		p.resources, p.names, p.places = append(p.resources, r), append(p.names, text(x, "fullUrl")), append(p.places, place+".resource")
	}
	if p.task < 0 {
		return p, broken("Bundle.entry", "fhir.one_task")
	}
	return p, p.alone(".fullUrl", len(".resource"))
}

// find is the place in the parcel of what a reference names; -1 when it is not
// there.
func (p parcel) find(ref string) int {
	if ref == "" {
		return -1
	}
	return slices.Index(p.names, ref)
}

// led follows a reference from the task, or from another resource, to a
// resource of a type.
func (p parcel) led(from Object, place, kind string, path ...string) (i int, err error) {
	name := place + "." + strings.Join(path, ".")
	ref := text(from, append(path, "reference")...)
	if ref == "" {
		return -1, refusal(http.StatusUnprocessableEntity, name, "required", "fhir.reference_missing", "type", kind)
	}
	if i = p.find(ref); i < 0 || text(p.resources[i], "resourceType") != kind {
		return -1, broken(name, "fhir.reference_unknown", "type", kind)
	}
	return i, nil
}

// settle gives each resource its id here, and has references lead to it. What
// leads out of the parcel must lead to what is public here: nothing that stands
// elsewhere is ever fetched.
func (p parcel) settle(c *Call, ref access.Referral, own map[int]bool) ([]referral.Resource, error) {
	ids := p.idsFor(ref, own)
	var docs []referral.Resource
	for i, r := range p.resources {
		kind := text(r, "resourceType")
		if i != p.task && !slices.Contains(kinds, kind) {
			return nil, refusal(http.StatusUnprocessableEntity, p.places[i], "not-supported", "fhir.not_in_a_referral", "type", kind)
		}
		r, _ := r4.Parse(r4.Write(r)) // the act may run again: what was sent stays as it is
		if err := p.lead(c, r, p.places[i], ids); err != nil {
			return nil, err
		}
		delete(r, "id")
		keepSaid(r)
		part := access.PartNeed
		if kind == "Patient" || kind == "RelatedPerson" || kind == "Location" { // a place may be where the person is
			part = access.PartContact
		}
		docs = append(docs, referral.Resource{Kind: kind, ID: ids[i], Part: part, Org: c.By.Org(), Body: r4.Write(r)})
	}
	return docs, nil
}

// idsFor are the ids that the resources have here: own have that of the referral.
func (p parcel) idsFor(ref access.Referral, own map[int]bool) []string {
	ids := make([]string, len(p.resources))
	for i := range p.resources {
		ids[i] = id.Derived("fhir", string(ref), strconv.Itoa(i))
		if own[i] {
			ids[i] = string(ref)
		}
	}
	return ids
}

// lead rewrites the references below v.
func (p parcel) lead(c *Call, v any, place string, ids []string) error {
	switch x := v.(type) {
	case Object:
		if ref, ok := x["reference"].(string); ok {
			if i := p.find(ref); i >= 0 {
				x["reference"] = text(p.resources[i], "resourceType") + "/" + ids[i]
			} else if !c.leadsHere(ref) {
				return broken(place+".reference", "fhir.reference_foreign", "value", short(ref))
			}
		}
		for name, child := range x {
			if err := p.lead(c, child, place+"."+name, ids); err != nil {
				return err
			}
		}
	case []any:
		for i, child := range x {
			if err := p.lead(c, child, place+"["+strconv.Itoa(i)+"]", ids); err != nil {
				return err
			}
		}
	}
	return nil
}

// leadsHere reports that a reference leads to the directory, or to a referral of
// before.
func (c *Call) leadsHere(ref string) bool {
	kind, _, found := c.split(ref)
	return found && slices.Contains([]string{"Organization", "HealthcareService", "Location", "ServiceRequest", "Task"}, kind)
}

// split cuts a reference to a type and an id; an address of ours counts as one.
func (c *Call) split(ref string) (kind, id string, found bool) {
	return strings.Cut(strings.TrimPrefix(ref, c.Base+"/fhir/"), "/")
}

// outMost bounds how many things here one package may lead to.
const outMost = 100

// leadsOut asks that whatever leads out of a resource leads to something that is
// there, for the caller.
func (a *API) leadsOut(c *Call, p parcel, v any, place string) error {
	asked := map[string]bool{}
	var look func(v any, place string) error
	look = func(v any, place string) error {
		switch x := v.(type) {
		case Object:
			if ref, ok := x["reference"].(string); ok && p.find(ref) < 0 && c.leadsHere(ref) && !asked[ref] {
				if asked[ref] = true; len(asked) > outMost {
					return refusal(http.StatusUnprocessableEntity, place, "too-long", "fhir.too_many_items", "most", outMost)
				}
				if there, err := a.there(c, ref); err != nil {
					return err
				} else if !there {
					kind, _, _ := c.split(ref)
					return broken(place+".reference", "fhir.nothing_there", "type", kind)
				}
			}
			for _, name := range slices.Sorted(maps.Keys(x)) {
				if err := look(x[name], place+"."+name); err != nil {
					return err
				}
			}
		case []any:
			for i, child := range x {
				if err := look(child, place+"["+strconv.Itoa(i)+"]"); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return look(v, place)
}

// there asks whether something stands in the directory, or is a referral that
// the caller follows.
func (a *API) there(c *Call, ref string) (bool, error) {
	kind, id, _ := c.split(ref)
	var err error
	switch kind {
	case "HealthcareService":
		return a.Finder.Get(access.Service(id)) != nil, nil
	case "Organization":
		_, err = a.organization(c, id)
	case "Location":
		var l *directory.Listing
		l, _, err = a.locate(c, id)
		return l != nil, err
	default:
		_, err = a.Referral.Open(c.R.Context(), c.By, access.Referral(id))
	}
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}
