package fhir

import (
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"sort"
	"time"

	"passerelle/internal/directory"
)

// found is one page of a search. ids are all that fit, in order; resource makes
// the one of an id, or nil when it went away meanwhile.
func (c *Call) found(kind string, q search, ids []string, resource func(id string) (Object, error), includes func([]Object) ([]Object, error)) error {
	b := Object{"resourceType": "Bundle", "type": "searchset", "total": len(ids), "meta": Object{"lastUpdated": directory.Instant(c.now)}}
	links := []any{Object{"relation": "self", "url": c.address(kind, q.given)}}
	if !q.summary {
		from := sort.SearchStrings(ids, q.after)
		if q.after != "" && from < len(ids) && ids[from] == q.after {
			from++
		}
		page := ids[from:min(from+q.count, len(ids))]
		if from+len(page) < len(ids) {
			next := maps.Clone(q.given)
			next.Set("_page", base64.RawURLEncoding.EncodeToString([]byte(page[len(page)-1])))
			links = append(links, Object{"relation": "next", "url": c.address(kind, next)})
		}
		entries, err := c.entries(page, resource, includes)
		if err != nil {
			return err
		}
		if len(entries) > 0 { // an empty list is no list in FHIR
			b["entry"] = entries
		}
	}
	b["link"] = links
	c.send(http.StatusOK, b)
	return nil
}

func (c *Call) entries(page []string, resource func(id string) (Object, error), includes func([]Object) ([]Object, error)) (entries []any, err error) {
	var matched []Object
	for _, id := range page {
		o, err := resource(id)
		if err != nil {
			return nil, err
		}
		if o != nil {
			matched = append(matched, o)
			entries = append(entries, c.entry(o, "match"))
		}
	}
	if includes == nil {
		return entries, nil
	}
	more, err := includes(matched)
	for _, o := range more {
		entries = append(entries, c.entry(o, "include"))
	}
	return entries, err
}

func (c *Call) entry(o Object, mode string) Object {
	return Object{"fullUrl": c.Base + "/fhir/" + o["resourceType"].(string) + "/" + o["id"].(string), "resource": o, "search": Object{"mode": mode}}
}

// address is where a search stands.
func (c *Call) address(kind string, given url.Values) string {
	where := c.Base + "/fhir/" + kind
	if len(given) > 0 {
		where += "?" + given.Encode()
	}
	return where
}

// instant is a time as FHIR writes it; "" for none.
func instant(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return directory.Instant(at)
}

// put sets what is not empty: FHIR has no empty text, list or object.
func put(o Object, name string, v any) {
	switch x := v.(type) {
	case string:
		if x == "" {
			return
		}
	case []any:
		if len(x) == 0 {
			return
		}
	case Object:
		if len(x) == 0 {
			return
		}
	}
	o[name] = v
}

func reference(kind, id string) Object {
	if id == "" {
		return nil
	}
	return Object{"reference": kind + "/" + id}
}

func concept(system, code string) Object {
	return Object{"coding": []any{Object{"system": system, "code": code}}}
}
