package api

import (
	"net/http"
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/hsds/profile"
)

// Profile is GET /profile for programs: the files of the profile.
func Profile(a *API, c *Call) error {
	files := map[string]any{"name": "hsds-passerelle", "version": profile.Version, "standard": "HSDS " + Version, "patches": []string{c.Base + "/hsds/profile/openapi.json"}}
	schemas := []string{}
	for _, name := range profile.Names() {
		schemas = append(schemas, c.Base+"/hsds/schema/"+name+".json")
		if profile.Patch(name) != nil {
			files["patches"] = append(files["patches"].([]string), c.Base+"/hsds/profile/"+name+".json")
		}
	}
	files["schemas"] = schemas
	return c.answer(asJSON, marshalled(files))
}

// ProfilePatch is GET /profile/{file}: the merge patch of a schema, or of the
// standard's description of the API, under the name of the file it patches.
func ProfilePatch(a *API, c *Call) error {
	name, ok := strings.CutSuffix(c.R.PathValue("file"), ".json")
	patch := profile.Patch(name)
	if name == "openapi" {
		all, ours := whole()["paths"].(map[string]any), map[string]any{}
		for _, path := range []string{"/changes", "/datapackage.zip", "/services.json"} {
			ours[path] = all[path]
		}
		patch = map[string]any{"info": map[string]any{"version": profile.Version}, "paths": ours}
	}
	if !ok || patch == nil {
		return fault.New(fault.NotFound, "hsds.not_found")
	}
	return c.answer(asJSON, indented(patch))
}

// Schema is GET /schema/{file}: a schema of the profile.
func Schema(a *API, c *Call) error {
	name, ok := strings.CutSuffix(c.R.PathValue("file"), ".json")
	for _, n := range profile.Names() {
		if ok && n == name {
			return c.answer("application/schema+json", indented(profile.Schema(name)))
		}
	}
	if ok && name == "openapi" {
		c.W.Header().Set("Location", c.Base+"/hsds/openapi.json")
		c.W.WriteHeader(http.StatusSeeOther)
		return nil
	}
	return fault.New(fault.NotFound, "hsds.not_found")
}
