package pathway

import (
	"embed"
	"path"
	"strings"
	"sync"

	"passerelle/internal/fault"
)

// files are the six practices of document 002, as examples to validate, and the
// blank sheet that a new pathway begins with.
//
//go:embed examples/*.json
var files embed.FS

// Example is a pathway that comes with the program. It can be walked and copied,
// never changed.
type Example struct {
	ID string // begins with examplePrefix
	*Pathway
}

// examplePrefix tells an example from a pathway of an organisation, whose id is
// a UUID.
const examplePrefix = "exemple-"

// order is that of document 002.
var order = []string{"ambulance", "convalescence", "proximite", "ecole", "crise", "siva"}

// blank is the sheet that a new pathway begins with.
const blank = "vide"

var read = sync.OnceValues(func() (map[string]*Pathway, error) {
	names, err := files.ReadDir("examples")
	if err != nil {
		return nil, err
	}
	all := map[string]*Pathway{}
	for _, n := range names {
		data, err := files.ReadFile(path.Join("examples", n.Name()))
		if err != nil {
			return nil, err
		}
		p, err := Decode(data)
		if err != nil {
			return nil, err
		}
		all[strings.TrimSuffix(n.Name(), ".json")] = p
	}
	return all, nil
})

// Examples lists them in the order of document 002.
func Examples() ([]Example, error) {
	all, err := read()
	if err != nil {
		return nil, err
	}
	var list []Example
	for _, name := range order {
		list = append(list, Example{examplePrefix + name, all[name]})
	}
	return list, nil
}

// example finds one by its id.
func example(id string) (*Pathway, error) {
	all, err := read()
	if err != nil {
		return nil, err
	}
	name, ok := strings.CutPrefix(id, examplePrefix)
	if p := all[name]; ok && p != nil && name != blank {
		return p, nil
	}
	return nil, notFound()
}

// notFound answers alike what is not there and what is not permitted.
func notFound() error { return fault.New(fault.NotFound, "error.not_found") }
