package hsds_test

import (
	"testing"

	"passerelle/internal/hsds"
)

// One place is told inside its organisation and again, with more, inside a
// service: the record has what both say of where it belongs. What nesting only
// suggests (a program of the service's organisation) gives way to what is said.
func TestOneObjectMetInSeveralPlaces(t *testing.T) {
	p := open(t, hsds.Options{}, written(t, "services.json", `[
		{"id":"s1","name":"Un","status":"active","description":"x","organization":{"id":"o1","name":"Le Pont","description":"x",
			"locations":[{"id":"l1","location_type":"physical","name":"Porte"}]},
		 "program":{"id":"p1","name":"Hiver","description":"x"},
		 "service_at_locations":[{"id":"a1","location":{"id":"l1","location_type":"physical","name":"Porte","transportation":"Métro"}}]},
		{"id":"s2","name":"Deux","status":"active","description":"x","organization":{"id":"o2","name":"La Rive","description":"x",
			"programs":[{"id":"p1","name":"Hiver"}]}},
		{"id":"s3","name":"Trois","status":"active","description":"x","organization":{"id":"o1","name":"Le Pont","description":"x"},
		 "program":{"id":"p2","name":"Été","description":"x"}}]`))
	r := records(t, p)
	o1, o2 := find(t, r["organization"], "name", "Le Pont"), find(t, r["organization"], "name", "La Rive")
	wantField(t, find(t, r["location"], "transportation", "Métro"), "organization_id", o1.ID())
	wantField(t, find(t, r["program"], "description", "x"), "organization_id", o2.ID())
	wantField(t, find(t, r["program"], "name", "Été"), "organization_id", o1.ID())
	for _, list := range r {
		for _, x := range list {
			if x.Withheld {
				t.Errorf("%s %s is withheld", x.Table, x.ID())
			}
		}
	}
	for _, i := range issues(t, p) {
		if i.Reason != "differs" && i.Reason != "inferred" {
			t.Errorf("%+v", i)
		}
	}
}
