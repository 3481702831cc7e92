package hsds

import (
	"embed"
	"slices"
	"sync"
)

// Mappings of files that many will have, so that nobody makes them again.
//
//go:embed mappings/*.json
var shippedFiles embed.FS

var shipped = sync.OnceValue(func() (all []*Mapping) {
	entries, err := shippedFiles.ReadDir("mappings")
	if err != nil {
		panic(err) // embedded
	}
	for _, e := range entries {
		b, err := shippedFiles.ReadFile("mappings/" + e.Name())
		if err != nil {
			panic(err)
		}
		m, err := ParseMapping(b)
		if err != nil {
			panic(err) // a test reads each
		}
		all = append(all, &m)
	}
	return all
})

// ShippedMapping finds a mapping that the program brings, by its name.
func ShippedMapping(name string) (*Mapping, bool) {
	i := slices.IndexFunc(shipped(), func(m *Mapping) bool { return m.Name == name })
	if i < 0 {
		return nil, false
	}
	return shipped()[i], true
}

// shippedFor finds the mapping made for a table with that header: it knows
// every column, and the table has every one that it knows.
func shippedFor(header []string) (*Mapping, *MappingFile) {
	for _, m := range shipped() {
		for i := range m.Files {
			if f := &m.Files[i]; f.knows(header) == len(f.Columns) && len(f.Columns) == len(header) {
				return m, f
			}
		}
	}
	return nil, nil
}
