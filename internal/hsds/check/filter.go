package check

import (
	"net/url"
	"slices"
	"time"
)

// known is what is kept of a record to tell which filters must find it.
type known struct {
	id       string
	modified time.Time
	said     string // the instant, as the record says it

	// By filter: the values that must find the record, and those that may.
	// They differ where the standard does not say whether what hangs on a
	// record counts.
	must, may map[string][]string
}

func (g *listing) known(o object) known {
	k := known{id: text(o, "id"), said: text(o, "last_modified"), must: map[string][]string{}, may: map[string][]string{}}
	k.modified, _ = time.Parse(time.RFC3339Nano, k.said)
	says := func(into map[string][]string, filter, value string) {
		if value != "" && !slices.Contains(into[filter], value) {
			into[filter] = append(into[filter], value)
		}
	}
	switch g.table {
	case "taxonomy_term":
		detail, _ := o["taxonomy_detail"].(object)
		for _, into := range []map[string][]string{k.must, k.may} {
			says(into, "taxonomy_id", text(o, "taxonomy_id"))
			says(into, "taxonomy_id", text(detail, "id"))
			says(into, "parent_id", text(o, "parent_id"))
		}
		return k
	case "service", "service_at_location":
		of := o
		if g.table != "service" {
			of, _ = o["service"].(object)
		}
		organization, _ := of["organization"].(object)
		for _, into := range []map[string][]string{k.must, k.may} {
			says(into, "organization_id", text(of, "organization_id"))
			says(into, "organization_id", text(organization, "id"))
		}
	}
	marks(o["attributes"], k.must, says, false)
	marks(o, k.may, says, true)
	return k
}

// marks gathers terms and their taxonomies from attributes; deep, from
// whatever hangs on a record.
func marks(v any, into map[string][]string, says func(map[string][]string, string, string), deep bool) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			marks(x, into, says, deep)
		}
	case object:
		term, _ := v["taxonomy_term"].(object)
		detail, _ := term["taxonomy_detail"].(object)
		says(into, "taxonomy_term_id", text(v, "taxonomy_term_id"))
		says(into, "taxonomy_term_id", text(term, "id"))
		says(into, "taxonomy_id", text(term, "taxonomy_id"))
		says(into, "taxonomy_id", text(detail, "id"))
		if deep {
			for _, name := range names(v) {
				marks(v[name], into, says, true)
			}
		}
	}
}

// condition is a filter with a value.
type condition struct {
	filter, value string
	since         time.Time // of modified_after
}

func (c condition) must(k known) bool {
	if c.filter == "modified_after" {
		return !k.modified.IsZero() && !k.modified.Before(c.since)
	}
	return slices.Contains(k.must[c.filter], c.value)
}

func (c condition) may(k known) bool {
	if c.filter == "modified_after" {
		return k.modified.IsZero() || c.must(k)
	}
	return slices.Contains(k.may[c.filter], c.value)
}

// filtered tries each filter alone and each two together. That they add up is
// the one thing that the standard says with MUST.
func (g *listing) filtered(records []known) {
	conditions := g.conditions(records)
	for i, c := range conditions {
		g.filter(records, c)
		g.filteredPages(records, c)
		for _, d := range conditions[:i] {
			g.filter(records, d, c)
		}
	}
}

// conditions are one value for each filter: of a record in the middle, so that
// what a filter finds is neither nothing nor everything.
func (g *listing) conditions(records []known) (out []condition) {
	for _, filter := range g.filters {
		var with []string
		for _, k := range records {
			with = append(with, k.must[filter]...)
		}
		if len(with) > 0 {
			out = append(out, condition{filter: filter, value: with[len(with)/2]})
		}
	}
	if g.table != "service" {
		return out // the others do not say when they changed
	}
	dated := slices.DeleteFunc(slices.Clone(records), func(k known) bool { return k.modified.IsZero() })
	slices.SortStableFunc(dated, func(a, b known) int { return a.modified.Compare(b.modified) })
	if len(dated) > 0 {
		k := dated[len(dated)/2]
		out = append(out, condition{filter: "modified_after", value: k.said, since: k.modified})
	}
	return out
}

// filter asks with some conditions and compares what comes.
func (g *listing) filter(records []known, conditions ...condition) {
	if g.ctx.Err() != nil {
		return
	}
	query := url.Values{"format": {"ndjson"}}
	for _, c := range conditions {
		query.Set(c.filter, c.value)
	}
	b := g.body(g.e, Place{Request: "/" + g.name + "?" + query.Encode()})
	came := map[string]bool{}
	if !g.lines(b, func(v any, _ int) {
		o, _ := v.(object)
		came[text(o, "id")] = true
	}) {
		return
	}
	g.e.Filters++
	for _, k := range records {
		g.judge(b, k, came[k.id], true, conditions)
	}
}
