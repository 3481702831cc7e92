package api_test

import (
	"net/http"
	"reflect"
	"slices"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds/hsdstest"
)

// town is an organisation with a program, two services and a place.
func town() hsdstest.Package {
	o, s, l := hsdstest.ID("organization", "o"), hsdstest.ID("service", "a"), hsdstest.ID("location", "l")
	return hsdstest.Package{Name: "town", List: []directory.Record{
		hsdstest.Record("organization", "o", "name", "Le Pont", "description", "Un lieu"),
		hsdstest.Record("program", "p", "organization_id", o, "name", "Nuit", "description", "La nuit"),
		hsdstest.Record("service", "a", "organization_id", o, "program_id", hsdstest.ID("program", "p"), "name", "Refuge", "status", "active"),
		hsdstest.Record("service", "b", "organization_id", o, "name", "Repas", "status", "active"),
		hsdstest.Record("location", "l", "location_type", "physical", "organization_id", o, "name", "Porte bleue"),
		hsdstest.Record("service_at_location", "x", "service_id", s, "location_id", l, "description", "La nuit"),
		hsdstest.Record("phone", "t", "service_id", s, "number", "514 555-0100"),
		hsdstest.Record("phone", "u", "organization_id", o, "number", "514 555-0101"),
		hsdstest.Record("schedule", "h", "service_at_location_id", hsdstest.ID("service_at_location", "x"), "opens_at", "20:00"),
		hsdstest.Record("address", "d", "location_id", l, "address_1", "12 rue", "city", "M", "state_province", "QC", "postal_code", "H2X", "country", "CA", "address_type", "physical"),
		hsdstest.Record("taxonomy", "k", "name", "Thèmes", "description", "T"),
		hsdstest.Record("taxonomy_term", "t", "name", "Toit", "description", "T", "taxonomy_id", hsdstest.ID("taxonomy", "k")),
		hsdstest.Record("attribute", "m", "link_id", s, "link_entity", "service", "taxonomy_term_id", hsdstest.ID("taxonomy_term", "t")),
	}}
}

// has lists the members of an object, sorted.
func has(o any) (names []string) {
	for m := range o.(object) {
		names = append(names, m)
	}
	slices.Sort(names)
	return names
}

func wantMembers(t *testing.T, what string, o any, want ...string) {
	t.Helper()
	if got := has(o); !slices.Equal(got, want) {
		t.Errorf("%s has %v, want %v", what, got, want)
	}
}

func TestWhatEachFormNests(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, town())
		first := func(path string) object { return contents(f.read(path))[0] }
		service := "/services/" + hsdstest.ID("service", "a")

		s := f.read(service)
		wantMembers(t, "service", s, "attributes", "id", "last_modified", "name", "organization", "phones", "program", "service_at_locations", "status")
		wantMembers(t, "its organization", s["organization"], "description", "id", "locations", "name", "phones", "programs")
		wantMembers(t, "where it is given", list(s, "service_at_locations")[0], "description", "id", "location", "schedules")
		wantMembers(t, "the place", list(s, "service_at_locations")[0]["location"], "addresses", "id", "location_type", "name")
		wantMembers(t, "its attribute", list(s, "attributes")[0], "id", "link_entity", "taxonomy_term")

		l := first("/services?search=refuge")
		wantMembers(t, "a service listed", l, "id", "last_modified", "name", "organization", "program", "status")
		wantMembers(t, "its organization listed", l["organization"], "description", "id", "name")
		wantMembers(t, "a service at the least", first("/services?minimal=true"), "id", "last_modified", "name", "status")
		if whole := first("/services?full=true&search=refuge"); !reflect.DeepEqual(whole, s) {
			t.Errorf("full is %v, not %v", whole, s)
		}

		o := f.read("/organizations/" + hsdstest.ID("organization", "o"))
		wantMembers(t, "organization", o, "description", "id", "locations", "name", "phones", "programs", "services")
		for _, x := range list(o, "services") {
			if slices.Contains(has(x), "phones") || slices.Contains(has(x), "organization") || slices.Contains(has(x), "attributes") {
				t.Errorf("its services have %v", has(x))
			}
		}
		full := f.read("/organizations/" + hsdstest.ID("organization", "o") + "?full_service=true")
		if len(list(full, "services")) != 2 {
			t.Fatalf("%v", full)
		}
		for _, x := range list(full, "services") {
			if x["id"] == s["id"] {
				wantMembers(t, "a whole service of an organization", x, "attributes", "id", "last_modified", "name", "phones", "program", "service_at_locations", "status")
			}
		}
		wantMembers(t, "organization listed", first("/organizations"), "description", "id", "name")
		for query, want := range map[string]object{"full=true": o, "full_service=true": full} {
			if got := first("/organizations?" + query); !reflect.DeepEqual(got, want) {
				t.Errorf("organizations with %s: %v, not %v", query, got, want)
			}
		}

		at := f.read("/service_at_locations/" + hsdstest.ID("service_at_location", "x"))
		wantMembers(t, "service at location", at, "description", "id", "location", "schedules", "service")
		wantMembers(t, "its service", at["service"], "attributes", "id", "last_modified", "name", "organization", "phones", "program", "status")
		wantMembers(t, "service at location listed", first("/service_at_locations"), "description", "id", "location", "service")
		wantMembers(t, "its service listed", first("/service_at_locations")["service"], "id", "last_modified", "name", "organization", "program", "status")
		if got := first("/service_at_locations?full=true"); !reflect.DeepEqual(got, at) {
			t.Errorf("service at location with full: %v, not %v", got, at)
		}

		wantMembers(t, "taxonomy", f.read("/taxonomies/"+hsdstest.ID("taxonomy", "k")), "description", "id", "name")
		term := f.read("/taxonomy_terms/" + hsdstest.ID("taxonomy_term", "t"))
		wantMembers(t, "term", term, "description", "id", "name", "taxonomy_detail")
		if got := first("/taxonomy_terms"); !reflect.DeepEqual(got, term) {
			t.Errorf("term listed: %v, not %v", got, term)
		}
	})
}

// Terms of facts said here stand in no row; they are found like any other.
func TestTermsOfOurs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, town())
		before := len(f.lines("/taxonomy_terms?format=ndjson"))
		if err := f.dir.Declare(u.Ctx, keeper, access.Service(hsdstest.ID("service", "b")), directory.Fact{Kind: directory.FactPaper, Code: "ifhp", Value: "confirmed"}); err != nil {
			t.Fatal(err)
		}
		all := f.lines("/taxonomy_terms?format=ndjson")
		i := slices.IndexFunc(all, func(o object) bool { return o["code"] == "papers-accepted:ifhp" })
		if len(all) != before+1 || i < 0 {
			t.Fatalf("terms: %v", all)
		}
		if one := f.read("/taxonomy_terms/" + all[i]["id"].(string)); !reflect.DeepEqual(one, all[i]) {
			t.Errorf("the term alone is %v, streamed %v", one, all[i])
		}
		taxonomy := all[i]["taxonomy_detail"].(object)
		if one := f.read("/taxonomies/" + taxonomy["id"].(string)); !reflect.DeepEqual(one, taxonomy) {
			t.Errorf("its taxonomy alone is %v, nested %v", one, taxonomy)
		}
		if !slices.Contains(ids(f.lines("/taxonomies?format=ndjson")), taxonomy["id"].(string)) {
			t.Error("its taxonomy is not listed")
		}
		for _, filter := range []string{"taxonomy_term_id=" + all[i]["id"].(string), "taxonomy_id=" + taxonomy["id"].(string)} {
			if got := ids(contents(f.read("/services?" + filter))); !slices.Equal(got, []string{hsdstest.ID("service", "b")}) {
				t.Errorf("%s: %v", filter, got)
			}
		}
		f.get("/taxonomy_terms?top_only=true&parent_id="+taxonomy["id"].(string)).wants(t, "both ends of a tree", http.StatusBadRequest, "top_only")
	})
}
