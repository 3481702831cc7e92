package fhir

import (
	"net/http"
	"slices"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// Organizations searches organisations.
func Organizations(a *API, c *Call) error {
	q, err := c.asked("name")
	if err != nil {
		return err
	}
	if q.undated(c); q.err() != nil {
		return q.err()
	}
	var ids []string
	made := map[string]Object{}
	err = a.Directory.Public(c.R.Context(), c.By, func(r *directory.Reader) (err error) {
		if ids, err = r.List(c.R.Context(), directory.PublicQuery{Table: "organization", Words: q.text("name")}); err != nil {
			return err
		}
		ids = slices.DeleteFunc(ids, func(id string) bool { return !q.each("_id", func(v string) bool { return v == id }) })
		return c.organizations(r, ids, made)
	})
	if err != nil {
		return err
	}
	return c.found("Organization", q, ids, func(id string) (Object, error) { return made[id], nil }, nil)
}

// Organization reads one.
func Organization(a *API, c *Call) error {
	o, err := a.organization(c, c.R.PathValue("id"))
	if fault.Is(err, fault.NotFound) {
		return a.brought(c, "Organization")
	}
	if err != nil {
		return err
	}
	c.send(http.StatusOK, o)
	return nil
}

func (a *API) organization(c *Call, id string) (Object, error) {
	made := map[string]Object{}
	err := a.Directory.Public(c.R.Context(), c.By, func(r *directory.Reader) error { return c.organizations(r, []string{id}, made) })
	if err == nil && made[id] == nil {
		err = missing()
	}
	return made[id], err
}

// organizations makes those of the ids that are public.
func (c *Call) organizations(r *directory.Reader, ids []string, made map[string]Object) error {
	rows, err := r.By(c.R.Context(), "organization", "id", ids)
	for _, x := range rows {
		o := Object{"resourceType": "Organization", "id": x.ID(), "active": true}
		put(o, "name", x.Get("name"))
		if also := x.Get("alternate_name"); also != "" && also != x.Get("name") {
			o["alias"] = []any{also}
		}
		put(o, "telecom", c.telecom(nil, x.Get("email"), x.Get("website")))
		put(o, "partOf", reference("Organization", x.Get("parent_organization_id")))
		made[x.ID()] = o
	}
	return err
}
