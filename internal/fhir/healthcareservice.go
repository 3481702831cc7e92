package fhir

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

// HealthcareServices searches what exists and where there is room, without
// anything about a person.
func HealthcareServices(a *API, c *Call) error {
	q, err := c.asked("location", "organization", "name", "active", "service-category", "_include")
	if err != nil {
		return err
	}
	q.dates()
	for _, v := range slices.Concat(q.given["active"], q.given["active:not"]) {
		if v != "true" && v != "false" {
			q.wrong("active", "value", "fhir.not_a_boolean")
		}
	}
	for i, v := range q.given["_include"] {
		if v == "HealthCareService:location" { // as the guide writes it once
			v = "HealthcareService:location"
			q.given["_include"] = slices.Clone(q.given["_include"])
			q.given["_include"][i] = v
		}
		if v != "HealthcareService:location" && v != "HealthcareService:organization" {
			q.wrong("_include", "not-supported", "fhir.include_unknown", "value", short(v))
		}
	}
	if err := q.err(); err != nil {
		return err
	}
	var ids []string
	err = a.Directory.Public(c.R.Context(), c.By, func(r *directory.Reader) (err error) {
		ids, err = r.List(c.R.Context(), directory.PublicQuery{Table: "service", Words: q.text("name"), Organization: bare(c, q.text("organization"), "Organization")})
		return err
	})
	if err != nil {
		return err
	}
	if q.narrows() {
		ids = slices.DeleteFunc(ids, func(id string) bool { return !q.wants(c, a.Finder.Get(access.Service(id))) })
	}
	return c.found("HealthcareService", q, ids, func(id string) (Object, error) {
		l := a.Finder.Get(access.Service(id))
		if l == nil || string(l.ID) != id { // became one with another
			return nil, nil
		}
		return c.healthcareService(l), nil
	}, func(matched []Object) ([]Object, error) { return a.around(c, q, matched) })
}

// narrows reports that each service must be looked at to answer.
func (q *search) narrows() bool {
	for name := range q.given {
		switch name {
		case "_count", "_summary", "_page", "_include", "name":
		default:
			return true
		}
	}
	return false
}

func (q *search) wants(c *Call, l *directory.Listing) bool {
	return l != nil && q.each("_id", func(v string) bool { return v == string(l.ID) }) && q.within(l.UpdatedAt) &&
		q.each("active", func(v string) bool { return (v == "true") == l.Searchable() }) &&
		q.reference(c, "organization", "Organization", string(l.Org)) &&
		q.there("active", true) && q.there("location", len(l.Places) > 0) && q.there("service-category", len(categories(l)) > 0) &&
		q.each("location", func(v string) bool {
			return slices.ContainsFunc(l.Places, func(p directory.Place) bool { return bare(c, v, "Location") == p.ID })
		}) &&
		q.each("service-category", func(v string) bool {
			return slices.ContainsFunc(categories(l), func(code string) bool { return v == code || v == temporary+"|"+code })
		})
}

// around are the places and organisations of the services that were found.
func (a *API) around(c *Call, q search, matched []Object) (more []Object, err error) {
	seen := map[string]bool{}
	for _, o := range matched {
		l := a.Finder.Get(access.Service(o["id"].(string)))
		if l == nil {
			continue
		}
		if slices.Contains(q.given["_include"], "HealthcareService:location") {
			for i := range l.Places {
				if p := &l.Places[i]; !seen[p.ID] {
					seen[p.ID] = true
					more = append(more, c.location(l, i))
				}
			}
		}
		if slices.Contains(q.given["_include"], "HealthcareService:organization") && !seen[string(l.Org)] {
			seen[string(l.Org)] = true
			o, err := a.organization(c, string(l.Org))
			if err != nil {
				return nil, err
			}
			more = append(more, o)
		}
	}
	return more, nil
}

// HealthcareService reads one.
func HealthcareService(a *API, c *Call) error {
	id := access.Service(c.R.PathValue("id"))
	l := a.Finder.Get(id)
	if l == nil || l.ID != id {
		return a.brought(c, "HealthcareService")
	}
	c.send(http.StatusOK, c.healthcareService(l))
	return nil
}

// bare is the id in a reference of a type; what is none stays as it is, and
// finds nothing.
func bare(c *Call, v, kind string) string {
	for _, prefix := range []string{c.Base + "/fhir/" + kind + "/", kind + "/"} {
		if len(v) > len(prefix) && v[:len(prefix)] == prefix {
			return v[len(prefix):]
		}
	}
	return v
}

func (c *Call) healthcareService(l *directory.Listing) Object {
	o := Object{"resourceType": "HealthcareService", "id": string(l.ID), "meta": c.meta(l.UpdatedAt), "language": c.lang + "-CA", "active": l.Searchable()}
	provider := reference("Organization", string(l.Org))
	put(provider, "display", c.in(l.OrgName))
	put(o, "providedBy", provider)
	put(o, "name", c.in(l.Name))
	put(o, "comment", c.in(l.Summary))
	put(o, "extraDetails", c.in(l.Process))
	var kinds, spoken, places, asked []any
	for _, need := range l.Needs {
		kinds = append(kinds, Object{"coding": []any{Object{"system": ownNeeds, "code": need, "display": c.say.T(directory.NeedKey(need))}}})
	}
	for _, lang := range l.Languages {
		spoken = append(spoken, concept("urn:ietf:bcp:47", lang))
	}
	for i, p := range l.Places {
		place := reference("Location", p.ID)
		put(place, "display", c.in(l.Places[i].Name))
		places = append(places, place)
	}
	if s := c.in(l.Eligibility); s != "" {
		asked = append(asked, Object{"comment": s})
	}
	for _, area := range l.Particulars().Areas {
		asked = append(asked, Object{"comment": c.in(area)})
	}
	put(o, "category", c.category(l))
	put(o, "type", kinds)
	put(o, "communication", spoken)
	put(o, "location", places)
	put(o, "eligibility", asked)
	put(o, "telecom", c.telecom(l.Phones, l.Email, l.URL))
	put(o, "availableTime", weekly(l.Hours, c.now))
	put(o, "availabilityExceptions", c.inWords(l.HoursWords))
	put(o, "notAvailable", c.shut(l))
	put(o, "extension", c.capacity(l))
	return o
}

func (c *Call) meta(at time.Time) Object {
	m := Object{}
	put(m, "lastUpdated", instant(at))
	return m
}

// in is a passage in the caller's language, else in the other.
func (c *Call) in(t directory.Text) string { s, _ := t.In(c.lang); return s }

// telecom are the ways to reach a service; each has a system and a value.
func (c *Call) telecom(phones []directory.Phone, email, url string) (list []any) {
	for _, p := range phones {
		system := map[string]string{directory.KindFax: "fax", directory.KindText: "sms", directory.KindTextphone: "other"}[p.Kind]
		if system == "" {
			system = "phone"
		}
		number := p.Number
		if p.Extension != "" {
			number += ";ext=" + p.Extension
		}
		if number != "" {
			list = append(list, Object{"system": system, "value": number})
		}
	}
	if email != "" {
		list = append(list, Object{"system": "email", "value": email})
	}
	if url != "" {
		list = append(list, Object{"system": "url", "value": url})
	}
	return list
}

var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// weekly are the openings of every week that hold today. FHIR has no word for
// other rhythms: they stand on the service's page.
func weekly(hours []directory.Hours, now time.Time) (list []any) {
	for _, h := range hours {
		over := !h.To.IsZero() && now.After(h.To.AddDate(0, 0, 1)) || h.From.After(now)
		if h.Closed || h.Suspends || h.Rhythm != nil || h.Days == 0 || over {
			continue
		}
		var days []any
		for i, d := range weekdays {
			if h.Days&(1<<i) != 0 {
				days = append(days, d)
			}
		}
		o := Object{"daysOfWeek": days}
		if h.Opens == 0 && h.Closes == 24*60 {
			o["allDay"] = true
		} else {
			o["availableStartTime"], o["availableEndTime"] = clockTime(h.Opens), clockTime(h.Closes)
		}
		list = append(list, o)
	}
	return list
}

// inWords are the hours that are told in words alone and are not over.
func (c *Call) inWords(hours []directory.HoursWords) string {
	var list []string
	for _, h := range hours {
		if s := c.in(h.Words); s != "" && (h.To.IsZero() || !c.now.After(h.To.AddDate(0, 0, 1))) {
			list = append(list, s)
		}
	}
	return strings.Join(list, "\n")
}

func clockTime(minutes int) string {
	minutes %= 24 * 60
	return fmt.Sprintf("%02d:%02d:00", minutes/60, minutes%60)
}

// shut are the times during which a service does not open.
func (c *Call) shut(l *directory.Listing) (list []any) {
	for _, x := range l.Particulars().Closures {
		if !x.Until.IsZero() && c.now.After(x.Until.AddDate(0, 0, 1)) {
			continue
		}
		said := c.in(x.Words)
		if said == "" {
			said = c.say.T("fhir.closed")
		}
		during := Object{"start": x.From.Format(time.DateOnly)}
		if !x.Until.IsZero() {
			during["end"] = x.Until.Format(time.DateOnly)
		}
		list = append(list, Object{"description": said, "during": during})
	}
	return list
}
