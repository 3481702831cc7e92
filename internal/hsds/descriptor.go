package hsds

import (
	"encoding/json"
	"io"
	"path"
	"strings"

	"passerelle/internal/directory"
)

// descriptor is what is believed of a datapackage.json: which file is which
// resource, what parts its cells, and which columns it promises. Its version
// is not (every 3.x says 3.0.0), nor are its foreign keys: one of 1.1.0 stands
// on a column that does not exist.
type descriptor struct {
	Resources []struct {
		Name    string          `json:"name"`
		Path    json.RawMessage `json:"path"`
		Dialect struct {
			Delimiter string `json:"delimiter"`
		} `json:"dialect"`
		Schema struct {
			Fields []struct {
				Name string `json:"name"`
			} `json:"fields"`
		} `json:"schema"`
	} `json:"resources"`
}

// resource is one file as its descriptor tells it.
type resource struct {
	name, comma string
	columns     []string
}

const descriptorName = "datapackage.json"

// readDescriptor finds and reads the package's descriptor, if it has one. aside
// is told of one that cannot be read, and of what it promises and is not there:
// files are then known by their names and headers alone.
func readDescriptor(files []file, aside func(directory.Issue)) map[string]resource {
	out, there := map[string]resource{}, map[string]bool{}
	for _, f := range files {
		there[f.name] = true
	}
	left := int64(8 << 20) // of all of them: a package has one
	for _, f := range files {
		if path.Base(f.name) != descriptorName {
			continue
		}
		r, err := f.open()
		if err != nil {
			aside(directory.Issue{File: f.name, Reason: "descriptor_broken"})
			continue
		}
		var d descriptor
		in := &io.LimitedReader{R: r, N: left}
		err = json.NewDecoder(in).Decode(&d)
		left = in.N
		r.Close()
		if err != nil {
			aside(directory.Issue{File: f.name, Reason: "descriptor_broken"})
			continue
		}
		for _, res := range d.Resources {
			var one string
			var many []string
			if json.Unmarshal(res.Path, &one) == nil {
				many = []string{one}
			} else if json.Unmarshal(res.Path, &many) != nil {
				continue
			}
			told := resource{name: strings.ToLower(res.Name), comma: res.Dialect.Delimiter}
			for _, c := range res.Schema.Fields {
				told.columns = append(told.columns, c.Name)
			}
			for _, p := range many {
				at := path.Join(path.Dir(f.name), p)
				switch {
				case there[at]:
					out[at] = told
				case layouts[strings.TrimSuffix(p, ".csv")] == nil: // the standard's own descriptor lists all its tables, and most packages have some
					aside(directory.Issue{File: f.name, Column: clip(told.name), Value: clip(p), Reason: "descriptor_path"})
				}
			}
		}
	}
	return out
}
