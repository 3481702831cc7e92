package fhir

import (
	"net/http"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

// Locations searches places.
func Locations(a *API, c *Call) error {
	q, err := c.asked("organization")
	if err != nil {
		return err
	}
	if q.dates(); q.err() != nil {
		return q.err()
	}
	at := map[string]access.Service{}
	err = a.Directory.Public(c.R.Context(), c.By, func(r *directory.Reader) error {
		clear(at)
		if q.has("_id") && !q.has("organization") {
			return servicesAt(c, r, "location_id", strings.Split(q.text("_id"), ","), at)
		}
		ids, err := r.List(c.R.Context(), directory.PublicQuery{Table: "service_at_location", Organization: bare(c, q.text("organization"), "Organization")})
		if err != nil {
			return err
		}
		return servicesAt(c, r, "id", ids, at)
	})
	if err != nil {
		return err
	}
	var ids []string
	for id := range at {
		l, i := a.place(at[id], id)
		if l != nil && q.each("_id", func(v string) bool { return v == id }) && q.within(l.UpdatedAt) && i >= 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return c.found("Location", q, ids, func(id string) (Object, error) {
		l, i := a.place(at[id], id)
		if l == nil {
			return nil, nil
		}
		return c.location(l, i), nil
	}, nil)
}

// Location reads one place.
func Location(a *API, c *Call) error {
	l, i, err := a.locate(c, c.R.PathValue("id"))
	if err != nil {
		return err
	}
	if l == nil {
		return a.brought(c, "Location")
	}
	c.send(http.StatusOK, c.location(l, i))
	return nil
}

// locate finds a place, with a service that is given there; nil when the public
// sees none.
func (a *API) locate(c *Call, id string) (*directory.Listing, int, error) {
	at := map[string]access.Service{}
	err := a.Directory.Public(c.R.Context(), c.By, func(r *directory.Reader) error {
		clear(at)
		return servicesAt(c, r, "location_id", []string{id}, at)
	})
	if err != nil {
		return nil, -1, err
	}
	l, i := a.place(at[id], id)
	return l, i, nil
}

// servicesAt notes for each place one service that is given there.
func servicesAt(c *Call, r *directory.Reader, column string, ids []string, at map[string]access.Service) error {
	links, err := r.By(c.R.Context(), "service_at_location", column, ids)
	for _, x := range links {
		place, service := x.Get("location_id"), access.Service(x.Get("service_id"))
		if old, known := at[place]; !known || service < old {
			at[place] = service
		}
	}
	return err
}

// place finds a place among those of a service, as the public sees it.
func (a *API) place(service access.Service, id string) (*directory.Listing, int) {
	l := a.Finder.Get(service)
	if l == nil {
		return nil, -1
	}
	for i := range l.Places {
		if l.Places[i].ID == id {
			return l, i
		}
	}
	return nil, -1
}

func (c *Call) location(l *directory.Listing, i int) Object {
	p := &l.Places[i]
	o := Object{"resourceType": "Location", "id": p.ID, "meta": c.meta(l.UpdatedAt), "language": c.lang + "-CA", "status": "active", "mode": "instance"}
	put(o, "name", c.in(p.Name))
	put(o, "managingOrganization", reference("Organization", string(l.Org)))
	address := Object{}
	if p.Address != "" {
		address["line"] = []any{p.Address}
	}
	if !p.Hidden { // given by telephone only: not even the town
		put(address, "postalCode", p.Postal)
		put(address, "city", p.City)
		put(address, "state", p.Province)
	}
	if mail := p.Besides().Mail; mail != "" && p.Address == "" {
		address["type"], address["text"] = "postal", mail
	}
	put(o, "address", address)
	if p.HasPoint {
		o["position"] = Object{"latitude": p.Lat, "longitude": p.Lon}
	}
	put(o, "telecom", c.telecom(p.Phones, "", ""))
	var hours []any
	for _, h := range weekly(p.Hours, c.now) {
		was := h.(Object)
		hour := Object{"daysOfWeek": was["daysOfWeek"]}
		if was["allDay"] == true {
			hour["allDay"] = true
		} else {
			hour["openingTime"], hour["closingTime"] = was["availableStartTime"], was["availableEndTime"]
		}
		hours = append(hours, hour)
	}
	put(o, "hoursOfOperation", hours)
	put(o, "availabilityExceptions", c.inWords(p.HoursWords))
	return o
}
