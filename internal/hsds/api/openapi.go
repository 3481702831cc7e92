package api

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"passerelle/internal/hsds/profile"
	"passerelle/internal/hsds/standard"
)

// openapi is our description of the API, without the schemas of the standard's
// objects. The standard's own description refers to files elsewhere and names
// five pairs of operations alike; strict tools refuse both.
//
//go:embed openapi.json
var openapi []byte

// whole is the description with all schemas in it: nothing to fetch from
// anywhere.
var whole = sync.OnceValue(func() map[string]any {
	var doc map[string]any
	if err := json.Unmarshal(openapi, &doc); err != nil {
		panic(err) // it is part of the program
	}
	schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
	for _, name := range profile.Names() {
		if name != "meta_table_description" {
			schemas[name] = component(profile.Schema(name))
		}
	}
	for _, name := range standard.Answers {
		if strings.HasSuffix(name, "_list") {
			var s map[string]any
			if err := json.Unmarshal(standard.Compiled(name), &s); err != nil {
				panic(err)
			}
			schemas[name] = component(s)
		}
	}
	return doc
})

// kept are the words of a schema that an OpenAPI document keeps.
var kept = []string{"$comment", "type", "title", "description", "format", "enum", "required", "properties", "items", "$ref"}

// component is a schema as a component: without the words of tables, its
// references inside the document.
func component(v any) any {
	s, ok := v.(map[string]any)
	if !ok {
		return v
	}
	out := map[string]any{}
	for k, x := range s {
		switch {
		case !slices.Contains(kept, k):
		case k == "$ref":
			out[k] = "#/components/schemas/" + strings.TrimSuffix(x.(string), ".json")
		case k == "properties":
			p := map[string]any{}
			for name, y := range x.(map[string]any) {
				p[name] = component(y)
			}
			out[k] = p
		case k == "items":
			out[k] = component(x)
		default:
			out[k] = x
		}
	}
	return out
}

// OpenAPI is GET /openapi.json.
func OpenAPI(a *API, c *Call) error {
	doc := profile.Merge(whole(), map[string]any{
		"servers": []any{map[string]any{"url": c.Base + "/hsds"}},
		"info":    a.info(c),
	})
	return c.answer(asJSON, indented(doc))
}

// info is what the description says of this feed.
func (a *API) info(c *Call) map[string]any {
	info := map[string]any{}
	if a.Publisher.Name != "" {
		info["title"] = "Passerelle: " + a.Publisher.Name
	}
	contact := map[string]any{}
	for member, value := range map[string]string{"name": a.Publisher.Name, "email": a.Publisher.Email, "url": a.Publisher.Website} {
		if value != "" {
			contact[member] = value
		}
	}
	if len(contact) > 0 {
		info["contact"] = contact
	}
	if a.Licence != "" {
		info["license"] = map[string]any{"name": a.Licence}
	}
	return info
}

// indented is JSON that people read too.
func indented(v any) []byte {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err) // maps of texts and numbers
	}
	return append(b, '\n')
}
