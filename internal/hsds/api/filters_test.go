package api_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds/hsdstest"
	"passerelle/internal/text"
)

// holds says, from a whole object of the stream alone, whether it fits a
// condition. It shares no line with the statements that answer.
type holds func(o object, value string) bool

// bears: an attribute with such a term is on the object or on one of these.
func bears(o object, fits func(term object) bool, members ...string) bool {
	for _, a := range list(o, "attributes") {
		if term, ok := a["taxonomy_term"].(object); ok && fits(term) {
			return true
		}
	}
	for _, m := range members {
		if below, ok := o[m].(object); ok && bears(below, fits) {
			return true
		}
		for _, below := range list(o, m) {
			if bears(below, fits) {
				return true
			}
		}
	}
	return false
}

func term(members ...string) holds {
	return func(o object, value string) bool {
		return bears(o, func(t object) bool { return t["id"] == value }, members...)
	}
}

func taxonomy(members ...string) holds {
	return func(o object, value string) bool {
		return bears(o, func(t object) bool { d, _ := t["taxonomy_detail"].(object); return d["id"] == value }, members...)
	}
}

func words(members ...string) holds {
	return func(o object, typed string) bool {
		said := speech(o, members...)
		for _, w := range strings.Fields(text.Fold(typed)) {
			if !strings.Contains(said, w) {
				return false
			}
		}
		return true
	}
}

// speech is all that a search reads of an object and of those it points at.
func speech(o object, members ...string) (s string) {
	fields := []string{"name", "alternate_name", "description"}
	for _, f := range fields {
		v, _ := o[f].(string)
		s += text.Fold(v) + "\n"
	}
	for _, t := range list(o, "translations") {
		if slices.Contains(fields, t["field"].(string)) {
			s += text.Fold(t["value"].(string)) + "\n"
		}
	}
	for _, m := range members {
		m, deeper, _ := strings.Cut(m, ".")
		if below, ok := o[m].(object); ok {
			var more []string
			if deeper != "" {
				more = strings.Split(deeper, "+")
			}
			s += speech(below, more...)
		}
	}
	return s
}

func list(o object, member string) (out []object) {
	all, _ := o[member].([]any)
	for _, x := range all {
		out = append(out, x.(object))
	}
	return out
}

func member(path ...string) holds {
	return func(o object, value string) bool {
		for _, p := range path[:len(path)-1] {
			o, _ = o[p].(object)
		}
		return o[path[len(path)-1]] == value
	}
}

// filters are those of each list, and how the whole stream is asked for.
var filters = map[string]struct {
	whole string
	by    map[string]holds
}{
	"services": {"full=true", map[string]holds{
		"search": words("organization", "program"), "taxonomy_term_id": term(), "taxonomy_id": taxonomy(), "organization_id": member("organization", "id")}},
	"organizations": {"full_service=true", map[string]holds{
		"search": words(), "taxonomy_term_id": term("services"), "taxonomy_id": taxonomy("services")}},
	"service_at_locations": {"full=true", map[string]holds{
		"search":           words("service.organization+program", "location"),
		"taxonomy_term_id": term("service", "location"), "taxonomy_id": taxonomy("service", "location"), "organization_id": member("service", "organization", "id")}},
	"taxonomies": {"", map[string]holds{"search": words()}},
	"taxonomy_terms": {"", map[string]holds{"search": words("taxonomy_detail"), "taxonomy_id": member("taxonomy_detail", "id"), "parent_id": member("parent_id"),
		"top_only": func(o object, _ string) bool { return o["parent_id"] == nil }}},
}

// Each filter, alone and with each other one, gives what reading the whole
// stream gives: on random directories, with what was said here, on both
// engines.
func TestFiltersAgreeWithTheStream(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u)
		every := map[string][]string{} // ids by table, also of what is not public
		for seed := range 6 {
			name := string(rune('a' + seed))
			p := rapid.Custom(func(t *rapid.T) hsdstest.Package { return hsdstest.Random(t, name) }).Example(seed)
			f.take(p)
			f.says(p)
			for _, r := range p.List {
				every[r.Table] = append(every[r.Table], r.ID())
			}
		}
		asked, found := 0, 0
		for path, of := range filters {
			all := f.lines("/" + path + "?format=ndjson&" + of.whole)
			values := f.values(path, all, every)
			check := func(conditions ...string) {
				query, want := url.Values{}, []string{}
				for i := 0; i < len(conditions); i += 2 {
					query.Set(conditions[i], conditions[i+1])
				}
				for _, o := range all {
					fits := true
					for i := 0; i < len(conditions); i += 2 {
						fits = fits && of.by[conditions[i]](o, conditions[i+1])
					}
					if fits {
						want = append(want, o["id"].(string))
					}
				}
				if query.Has("top_only") && query.Has("parent_id") {
					return
				}
				query.Set("per_page", "500")
				got := ids(contents(f.read("/" + path + "?" + query.Encode())))
				if !slices.Equal(got, want) && len(got)+len(want) > 0 {
					t.Errorf("%s %v: %d found, %d fit\n got %v\nwant %v", path, conditions, len(got), len(want), got, want)
				}
				asked++
				if len(want) > 0 && len(want) < len(all) {
					found++
				}
			}
			for one, some := range values {
				for i, v := range some {
					check(one, v)
					for other, more := range values {
						if other > one {
							check(one, v, other, more[(i*7)%len(more)])
						}
					}
				}
			}
		}
		t.Logf("%d questions, %d found some and not all", asked, found)
		if found < 500 {
			t.Errorf("of %d questions only %d found some and not all: they prove little", asked, found)
		}
	})
}

// says has some services of a package say things here that their source says
// otherwise, and hides a place.
func (f *feed) says(p hsdstest.Package) {
	f.t.Helper()
	public := map[string]bool{}
	for _, x := range ids(f.lines("/services?format=ndjson")) {
		public[x] = true
	}
	n, hidden := 0, 0
	for _, r := range p.List {
		switch {
		case r.Table == "service" && public[r.ID()]:
			facts := [][]directory.Fact{
				{{Kind: directory.FactPaper, Code: "ifhp", Value: "no"}, {Kind: directory.FactNeed, Code: "health.dental"}},
				{{Kind: directory.FactNeed, Code: "health.dental", Value: directory.Unsaid}, {Kind: directory.FactCapacity, Code: "full"}},
				{{Kind: directory.FactPaper, Code: "ramq", Value: directory.Unsaid}},
			}[n%3]
			if n++; n%4 == 0 {
				continue
			}
			if err := f.dir.Declare(f.u.Ctx, keeper, access.Service(r.ID()), facts...); err != nil {
				f.t.Fatal(err)
			}
		case r.Table == "service_at_location" && public[r.Get("service_id")] && r.Get("location_id") != "" && hidden < 3:
			hidden++
			if err := f.dir.HideAddress(f.u.Ctx, keeper, access.Service(r.Get("service_id")), r.Get("location_id"), true); err != nil {
				f.t.Fatal(err)
			}
		}
	}
}

// values are what to ask each filter: all that occurs, and what does not.
func (f *feed) values(path string, all []object, every map[string][]string) map[string][]string {
	nowhere := hsdstest.ID("nothing", "nowhere")
	v := map[string][]string{"search": {"sante", "Centre", "centre dent", "d'urgence", "100%", "a_b", "%", "oeuvre", "food", "rendez-vous ete", "zzz", "é"}}
	for n := range hsdstest.RareWords {
		v["search"] = append(v["search"], hsdstest.Rare(n))
	}
	if path == "taxonomy_terms" {
		v["top_only"] = []string{"true"}
		v["parent_id"] = []string{nowhere}
		for _, o := range all {
			if p, ok := o["parent_id"].(string); ok {
				v["parent_id"] = append(v["parent_id"], p)
			}
		}
	}
	if path != "taxonomies" {
		v["taxonomy_id"] = append(every["taxonomy"], append(ids(f.lines("/taxonomies?format=ndjson")), nowhere)...)
	}
	if path != "taxonomies" && path != "taxonomy_terms" {
		v["taxonomy_term_id"] = append(every["taxonomy_term"], append(ids(f.lines("/taxonomy_terms?format=ndjson")), nowhere)...)
	}
	if path == "services" || path == "service_at_locations" {
		v["organization_id"] = append(slices.Clone(every["organization"]), nowhere)
	}
	return v
}
