// Package standard holds the schemas of HSDS 3.2.3, which are Open Referral's
// (NOTICE.md), and reads them.
//
// It must not know what Passerelle adds to them: package profile does.
package standard

import (
	"bytes"
	"embed"
	"io/fs"
	"path"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

//go:embed schema/*.json compiled/*.json
var files embed.FS

// Licence is what every copy and adaptation says of itself.
const Licence = "Adapted from the Human Services Data Specification 3.2.3 by Open Referral, CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/"

// Objects names the objects of the standard, in order.
func Objects() (names []string) {
	entries, err := fs.ReadDir(files, "schema")
	if err != nil {
		panic(err) // they are part of the program
	}
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".json"))
	}
	return names
}

// Schema is the schema of an object, as published.
func Schema(object string) []byte { return read("schema", object) }

// Compiled is the schema of an answer of the API, with nothing left to look
// up: service, service_list, organization…
func Compiled(answer string) []byte { return read("compiled", answer) }

func read(dir, name string) []byte {
	b, err := files.ReadFile(path.Join(dir, name+".json"))
	if err != nil {
		panic(err)
	}
	return b
}

// Answers are what the API answers with, by name.
var Answers = []string{"organization", "organization_list", "service", "service_at_location", "service_at_location_list", "service_list", "taxonomy", "taxonomy_term"}

// Validators compiles the schema of each answer, formats included.
func Validators() (map[string]*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	m := map[string]*jsonschema.Schema{}
	for _, name := range Answers {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Compiled(name)))
		if err != nil {
			return nil, err
		}
		if err := c.AddResource(name+".json", doc); err != nil {
			return nil, err
		}
		if m[name], err = c.Compile(name + ".json"); err != nil {
			return nil, err
		}
	}
	return m, nil
}
