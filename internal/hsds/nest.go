package hsds

import (
	"strings"

	"passerelle/internal/directory"
)

// nesting is a member of a JSON object that holds other objects.
type nesting struct {
	layout string
	single bool   // one object, whose id the parent keeps
	bare   string // the field meant when a plain text stands instead of an object
}

// nestings are the members of HSDS 3 that nest, and those announced for 3.3.
var nestings = map[string]nesting{
	"organization":             {layout: "organizations", single: true},
	"program":                  {layout: "programs", single: true},
	"service":                  {layout: "services", single: true},
	"location":                 {layout: "locations", single: true},
	"unit":                     {layout: "units", single: true},
	"taxonomy_term":            {layout: "taxonomy_terms", single: true},
	"taxonomy_detail":          {layout: "taxonomies", single: true},
	"organizations":            {layout: "organizations"},
	"programs":                 {layout: "programs"},
	"services":                 {layout: "services"},
	"locations":                {layout: "locations"},
	"service_at_locations":     {layout: "service_at_location"},
	"phones":                   {layout: "phones", bare: "number"},
	"contacts":                 {layout: "contacts", bare: "name"},
	"addresses":                {layout: "addresses"},
	"schedules":                {layout: "schedules", bare: "description"},
	"operating_hours":          {layout: "schedules", bare: "description"},
	"events":                   {layout: "schedules", bare: "description"},
	"service_areas":            {layout: "service_areas", bare: "name"},
	"languages":                {layout: "languages", bare: "name"},
	"accessibility":            {layout: "accessibility", bare: "description"},
	"cost_options":             {layout: "cost_options", bare: "option"},
	"funding":                  {layout: "funding", bare: "source"},
	"required_documents":       {layout: "required_documents", bare: "document"},
	"capacities":               {layout: "service_capacity"},
	"additional_urls":          {layout: "url", bare: "url"},
	"additional_websites":      {layout: "url", bare: "url"},
	"organization_identifiers": {layout: "organization_identifiers", bare: "identifier"},
	"attributes":               {layout: "attributes"},
	"metadata":                 {layout: "metadata"},
	"translations":             {layout: "translations"},
}

// collections are the members of a top-level object that hold a list of one
// table: those of nestings, and tables as files name them.
func collection(name string) *layout {
	n := strings.TrimSuffix(strings.ToLower(name), ".csv")
	if nest, ok := nestings[n]; ok {
		return layouts[nest.layout]
	}
	return layouts[n]
}

// leaf gives a scalar of the item a place in the ledger, under its path with
// positions taken out.
func (p *Package) leaf(it *item, path string) int {
	c := p.paths[path]
	if c == nil && len(p.inOrder) > p.limits.Columns { // one too many already: the file is refused after this object
		c = p.inOrder[len(p.inOrder)-1]
	}
	if c == nil {
		c = &column{name: path}
		p.paths[path] = c
		p.inOrder = append(p.inOrder, c)
	}
	it.marks = append(it.marks, 0)
	it.cols = append(it.cols, c)
	return len(it.marks) - 1
}

// leaves gives every scalar below a node its place: what no rule reads.
func (p *Package) leaves(it *item, n node, path string) {
	switch n.kind {
	case '{':
		for _, m := range n.members {
			p.leaves(it, m.value, path+"/"+m.name)
		}
	case '[':
		for _, v := range n.items {
			p.leaves(it, v, path+"/*")
		}
	default:
		if filled(n) {
			p.leaf(it, path)
		}
	}
}

// filled reports whether a scalar counts as a cell.
func filled(n node) bool {
	return n.kind != '0' && strings.TrimSpace(n.text) != ""
}

// object maps an object and all that is nested in it, and returns its id here.
// links are what its nesting tells of it.
func (p *Package) object(it *item, n node, l *layout, path string, links []cell) string {
	m := p.mapper
	r := &row{item: it, l: l, many: true, inner: len(links) > 0}
	t := directory.TableOf(l.to)
	type inside struct {
		nesting
		name string
		node node
	}
	var single, many []inside
	for _, mb := range n.members {
		name := strings.ToLower(mb.name)
		nest, nests := nestings[name]
		at := path + "/" + mb.name
		switch {
		case mb.value.kind == '{' || mb.value.kind == '[':
			if !nests || !fits(l.to, name, nest) {
				before := len(it.marks)
				p.leaves(it, mb.value, at)
				if len(it.marks) > before && t.Has(name) {
					r.m.issue(directory.Issue{File: it.file, Row: it.no, Column: at, Reason: "wrong_type"})
				}
				continue
			}
			if nest.single {
				single = append(single, inside{nest, at, mb.value})
			} else {
				many = append(many, inside{nest, at, mb.value})
			}
		case !filled(mb.value):
		default:
			val, odd := clean(mb.value.text)
			c := cell{name: name, raw: mb.value.text, val: val, at: p.leaf(it, at)}
			if nests && !t.Has(name) && nest.bare != "" { // a text where a list of objects belongs
				many = append(many, inside{nest, at, node{kind: '[', items: []node{{kind: 'p', text: mb.value.text}}}})
				it.marks, it.cols = it.marks[:len(it.marks)-1], it.cols[:len(it.cols)-1]
				continue
			}
			if nests && !t.Has(name) && fits(l.to, name, nest) { // a text where an object belongs
				r.faulty(&c, "wrong_type")
			}
			r.cells = append(r.cells, c)
			for _, reason := range odd {
				r.issue(&r.cells[len(r.cells)-1], reason)
			}
		}
	}
	r.cells = append(r.cells, links...)

	organization := ""
	for _, s := range single {
		nodes := s.node.items
		if s.node.kind == '{' {
			nodes = []node{s.node}
		} else if len(nodes) > 0 {
			r.m.issue(directory.Issue{File: it.file, Row: it.no, Column: s.name, Reason: "wrong_type"})
		}
		for i, one := range nodes {
			if one.kind != '{' || i > 0 {
				p.leaves(it, one, s.name)
				continue
			}
			to := layouts[s.layout]
			var told []cell
			if to.to == "program" && organization != "" {
				told = []cell{{name: "organization_id", raw: organization, val: organization, at: -1, guess: true}}
			}
			uuid := p.object(it, one, to, s.name, told)
			if to.to == "organization" {
				organization = uuid
			}
			column := to.to + "_id"
			r.cells = append(r.cells, cell{name: column, raw: uuid, val: uuid, at: -1})
		}
	}

	m.assign(r)
	for _, s := range many {
		to := layouts[s.layout]
		var told []cell
		switch {
		case to.to == "attribute":
			told = []cell{{name: "link_id", raw: r.id(), val: r.id(), at: -1}, {name: "link_entity", raw: l.to, val: l.to, at: -1}}
		case to.to == "metadata" || to.to == "translation":
			told = []cell{{name: "resource_id", raw: r.id(), val: r.id(), at: -1}, {name: "resource_type", raw: l.to, val: l.to, at: -1}}
		default:
			told = []cell{{name: l.to + "_id", raw: r.id(), val: r.id(), at: -1}}
		}
		if list := path33(s.name); list != "" {
			told = append(told, cell{name: "found_in", raw: list, val: list, at: -1})
		}
		nodes := s.node.items
		if s.node.kind == '{' {
			nodes = []node{s.node}
			r.m.issue(directory.Issue{File: it.file, Row: it.no, Column: s.name, Reason: "wrong_type"})
		}
		for _, one := range nodes {
			at := s.name + "/*"
			switch {
			case one.kind == '{':
				p.object(it, one, to, at, told)
			case one.kind != '[' && s.bare != "" && filled(one):
				if one.kind == 'p' {
					at = s.name
				}
				ro := &row{item: it, l: to, many: true, inner: true, cells: append([]cell{{name: s.bare, raw: one.text, val: strings.TrimSpace(one.text), at: p.leaf(it, at)}}, told...)}
				ro.issue(&ro.cells[0], "wrong_type")
				m.row(ro)
			default:
				p.leaves(it, one, at)
			}
		}
	}
	if l.instead != nil {
		l.instead(r)
		return r.id()
	}
	m.fields(r)
	return r.id()
}

// fits reports whether a member of that name may nest in a record of a table.
func fits(table, name string, n nesting) bool {
	child := layouts[n.layout].to
	switch {
	case child == "attribute":
		return table != "attribute" && table != "taxonomy" && table != "taxonomy_term" && table != "metadata"
	case child == "metadata" || child == "translation":
		return table != "metadata"
	case n.single:
		return directory.TableOf(table).Has(child + "_id")
	}
	return directory.TableOf(child).Has(table + "_id")
}

// kindOf finds which object a top-level one is: the table that knows most of
// its members.
func kindOf(n node) *layout {
	var best *layout
	most := 0
	for _, name := range []string{"services", "organizations", "service_at_location", "locations", "taxonomy_terms", "taxonomies", "programs",
		"phones", "addresses", "schedules", "contacts", "languages", "attributes", "units", "service_areas"} {
		l, score := layouts[name], 0
		for _, mb := range n.members {
			m := strings.ToLower(mb.name)
			nest, nests := nestings[m]
			switch {
			case nests && fits(l.to, m, nest), l.known(m):
				score += 2
			case mb.value.kind != '0':
				score--
			}
		}
		if score > most {
			best, most = l, score
		}
	}
	if most < 4 { // an id and a name could be anything's
		return nil
	}
	return best
}

// path33 names the list of HSDS 3.3 that a schedule stood in; "" for any
// other.
func path33(path string) string {
	switch name := path[strings.LastIndexByte(path, '/')+1:]; name {
	case "operating_hours", "events":
		return name
	}
	return ""
}
