package hsds

import (
	"strconv"
	"strings"
)

// site makes a place, and the services that are given there.
func (a *airs) site(e, agency *element, org *draft) {
	uuid, num, again := a.claimed("location", e, org.id())
	if again {
		return
	}
	d := a.begin("locations", uuid, num, "organization_id", org.id())
	for _, k := range e.first("AgencyKey").words() {
		if k.val == org.source {
			a.took("location.organization_id", k)
		} else {
			d.row.faulty(&k, "differs") // it stands in another agency than it names
		}
	}
	if d.gone = org.gone || airsWithheld(e); d.gone {
		a.tell(e)
		a.maker.make(d)
	} else {
		a.where(d, e)
	}
	for _, s := range e.each("SiteService") {
		a.service(s, e, agency, d, org)
	}
	if d.gone {
		a.hideAll(e)
	}
}

// where gives a place its texts and parts. What would tell where a confidential
// address is stays hidden with it.
func (a *airs) where(d *draft, e *element) {
	physical := e.first("PhysicalAddress")
	secret := physical.hides("Confidential") || physical.first("ReasonWithheld").words() != nil
	if secret {
		for _, name := range []string{"SpatialLocation", "CrossStreet", "PhysicalLocationDescription", "BusServiceAccess", "OtherAddress", "MailingAddress"} {
			for _, x := range e.each(name) {
				a.hideAll(x)
			}
		}
	}
	a.say(d, "name", "", a.one(e.first("Name").words()))
	a.say(d, "alternate_name", "; ", a.aliases(e))
	text := a.one(e.first("SiteDescription").words())
	kind := "physical"
	if none := e.first("NoPhysicalAddress"); none != nil {
		kind = "virtual"
		text = text.and(a.one(none.first("Description").words(), none.first("Explanation").words()))
	}
	d.fixed("location_type", kind)
	if !secret {
		for _, x := range e.each("CrossStreet") {
			text = text.and(a.one(x.words()))
		}
		text = text.and(a.one(e.first("PhysicalLocationDescription").words()))
		a.say(d, "transportation", "", a.one(e.first("BusServiceAccess").words()))
		if points := e.each("SpatialLocation"); len(points) > 0 {
			d.set("latitude", points[0].first("Latitude").words()...)
			d.set("longitude", points[0].first("Longitude").words()...)
		}
	}
	a.say(d, "description", "\n", text)
	if urls := e.each("URL"); len(urls) > 0 {
		d.set("url", urls[0].first("Address").words()...)
	}
	a.maker.make(d)
	a.address(d, "0", "physical", physical, secret)
	a.address(d, "1", "postal", e.first("MailingAddress"), secret)
	for _, other := range e.each("OtherAddress") { // kept word for word: nothing says what door it is
		if other.hides("Confidential") {
			a.hideAll(other)
		}
	}
	if w := e.first("DisabilitiesAccess").words(); w != nil {
		one := a.draft("accessibility", a.place(d, "accessibility", "0"), "location_id", d.id())
		a.say(one, "description", "", a.one(w))
		a.maker.make(one)
	}
	a.reach(d, e)
}

// address makes one address of a place.
func (a *airs) address(of *draft, slot, kind string, e *element, secret bool) {
	if e == nil {
		return
	}
	d := a.draft("addresses", a.place(of, "address", slot), "location_id", of.id())
	if d.gone = secret || e.hides("Confidential") || e.first("ReasonWithheld").words() != nil; d.gone {
		a.maker.make(d)
		a.hideAll(e)
		return
	}
	d.fixed("address_type", kind)
	line1, line2 := e.first("Line1").words(), e.first("Line2").words()
	if len(line1) == 0 {
		line1, line2 = line2, nil
	}
	d.set("attention", e.first("PreAddressLine").words()...)
	a.say(d, "address_1", "", a.one(line1))
	a.say(d, "address_2", "", a.one(line2))
	a.say(d, "city", "", a.one(e.first("City").words()))
	d.set("region", e.first("County").words()...)
	d.set("state_province", e.first("State").words()...)
	d.set("postal_code", e.first("ZipCode").words()...)
	d.set("country", e.first("Country").words()...)
	a.maker.make(d)
}

// service makes what is given at a place: a service of its own, and its door
// there.
func (a *airs) service(e, site, agency *element, place, org *draft) {
	uuid, num, again := a.claimed("service", e, place.id())
	if again {
		return
	}
	d := a.begin("services", uuid, num, "organization_id", org.id())
	info := e.first("ResourceInfo")
	d.gone = place.gone || airsWithheld(e)
	door := a.draft("service_at_location", a.named("service_at_location", uuid+" "+place.id()), "service_id", uuid, "location_id", place.id())
	if door.gone = d.gone; d.gone {
		a.tell(e)
		a.maker.make(d)
		a.maker.make(door)
		a.unmark(uuid, "payment-accepted", e.first("PaymentMethodAccepted").words())
		a.hideAll(e)
		return
	}
	for _, key := range e.get("ServiceGroupKey") {
		switch id, known := a.programs[key.val]; {
		case id != "":
			key.val = id
			d.set("program_id", key)
		case !known:
			d.row.faulty(&key, "dangling")
		}
	}
	a.say(d, "name", "", a.one(e.first("Name").words()))
	a.say(d, "description", "", a.one(e.first("Description").words()))
	a.status(d, e, site, agency)
	a.say(d, "application_process", "\n", a.steps(e))
	a.say(d, "fees_description", "", a.one(e.first("FeeStructure").words()))
	a.whoMay(d, e)
	d.set("assured_date", info.get("DateLastVerified")...)
	a.maker.make(d)
	a.maker.make(door)
	a.hideAll(info)
	for _, t := range e.each("Taxonomy") {
		for _, code := range t.each("Code") {
			for _, c := range code.words() {
				d.attribute(&c, opaqueTaxonomy, c.val, "")
			}
		}
	}
	for _, c := range e.first("PaymentMethodAccepted").words() {
		d.attribute(&c, "payment-accepted", c.val, "")
	}
	for i, doc := range e.each("DocumentsRequired") {
		one := a.draft("required_documents", a.place(d, "required_document", strconv.Itoa(i)), "service_id", d.id())
		a.say(one, "document", ". ", a.one(doc.first("DocumentsRequired").words(), doc.first("Description").words()))
		a.maker.make(one)
	}
	a.areas(d, e)
	a.reach(d, e)
}

// status is that of the service, unless its agency or its site is no more.
func (a *airs) status(d *draft, service, site, agency *element) {
	for _, e := range []*element{agency, site} {
		if s := e.get("Status"); len(s) > 0 && s[0].val != "active" {
			d.set("status", s...)
			return
		}
	}
	d.set("status", service.get("Status")...)
}

// steps are how one asks for a service.
func (a *airs) steps(e *element) (s said) {
	for _, p := range e.each("ApplicationProcess") {
		s = s.and(a.one(p.first("Step").words(), p.first("Description").words()))
	}
	return s
}

// whoMay is whom a service is for.
func (a *airs) whoMay(d *draft, e *element) {
	var s said
	for _, name := range []string{"GeneralEligibility", "AgeRequirements", "GenderRequirements", "FamilyRequirements", "IncomeRequirements", "ResidencyRequirements"} {
		for _, x := range e.each(name) {
			s = s.and(a.one(x.words()))
		}
	}
	a.say(d, "eligibility_description", "\n", s)
	if ages := e.each("AgeRequirements"); len(ages) == 1 && ages[0].get("Gender") == nil { // of several, each holds for some people only
		d.set("minimum_age", ages[0].get("MinimumAge")...)
		d.set("maximum_age", ages[0].get("MaximumAge")...)
	}
}

// areas are the territories that a service is for.
func (a *airs) areas(of *draft, e *element) {
	for i, g := range e.each("GeographicAreaServed") {
		for n, part := range g.kids {
			slot := "area/" + strconv.Itoa(i) + "/" + strconv.Itoa(n)
			field := "name"
			switch {
			case strings.HasPrefix(part.name, "{") || part.words() == nil:
				continue
			case part.name == "Description":
				field = "description"
			}
			d := a.draft("service_areas", a.place(of, "service_area", slot), "service_id", of.id())
			a.say(d, field, "", a.one(part.words()))
			a.maker.make(d)
		}
	}
}
