package check

// kin is what is kept of each record of a list whose records stand above one
// another, or bear codes.
type kin struct{ id, above, taxonomy, code string }

// above is the member that names what stands above a record.
var above = map[string]string{"taxonomy_term": "parent_id", "organization": "parent_organization_id"}

func kinOf(o object, table string) kin {
	detail, _ := o["taxonomy_detail"].(object)
	taxonomy := text(o, "taxonomy_id")
	if taxonomy == "" {
		taxonomy = text(detail, "id")
	}
	return kin{id: text(o, "id"), above: text(o, above[table]), taxonomy: taxonomy, code: text(o, "code")}
}

// kin looks at the parents of records that were all read: none may be above
// itself, or whoever draws the tree never ends. A parent that is not there is
// passed over: the standard's own example has one.
func (g *listing) kin(b *body, all []kin) {
	parent := map[string]string{}
	for _, k := range all {
		parent[k.id] = k.above
	}
	settled := map[string]bool{"": true}
	for i, k := range all {
		path := map[string]bool{}
		for x := k.id; !settled[x]; x = parent[x] {
			if path[x] {
				b.at.ID = k.id
				b.found(Parent, step(step("", number(i)), above[g.table]), k.above, "")
				break
			}
			path[x] = true
		}
		for x := range path {
			settled[x] = true
		}
	}
}

// codes looks for one code of two terms: a code and its taxonomy together say
// which term is meant.
func (g *listing) codes(b *body, all []kin) {
	if g.table != "taxonomy_term" {
		return
	}
	met := map[[2]string]string{}
	for i, k := range all {
		key := [2]string{k.taxonomy, k.code}
		if other := met[key]; k.code != "" && other != "" && other != k.id {
			b.at.ID = k.id
			b.found(CodeTwice, step(step("", number(i)), "code"), k.code, "")
		}
		met[key] = k.id
	}
}
