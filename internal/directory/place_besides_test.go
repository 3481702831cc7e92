package directory_test

import (
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// TestNobodyGoesToAPostOfficeBox: where one writes, and where one meets without
// leaving home, are no places to go to; a quiet place says none of it.
func TestNobodyGoesToAPostOfficeBox(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s := idOf("service", "refuge")
		p := refuge()
		box := func(name, place string) directory.Record {
			return rec("address", name, "location_id", idOf("location", place), "address_1", "CP 999", "city", "Laval", "state_province", "QC", "postal_code", "H7A 1A1", "country", "CA", "address_type", "postal")
		}
		place := func(name, kind string, more ...string) []directory.Record {
			return []directory.Record{rec("location", name, append([]string{"location_type", kind, "name", name, "latitude", "45.6", "longitude", "-73.7"}, more...)...),
				rec("service_at_location", name, "service_id", s, "location_id", idOf("location", name))}
		}
		p.records = append(p.records, box("casier", "porte"), box("seul", "boite"), box("caché", "discret"))
		p.records = append(p.records, place("boite", "postal")...)
		p.records = append(p.records, place("ecran", "virtual", "url", "https://rencontre.exemple.ca/salle")...)
		p.records = append(p.records, place("discret", "physical", "url", "https://discret.exemple.ca")...)
		p.records = append(p.records,
			rec("taxonomy", "shown", "name", "address-shown", "description", "Adresse"),
			rec("taxonomy_term", "hidden", "code", "address-shown:nothing", "name", "nothing", "description", "Cachée", "taxonomy_id", idOf("taxonomy", "shown")),
			rec("attribute", "hides", "link_id", idOf("location", "discret"), "link_entity", "location", "taxonomy_term_id", idOf("taxonomy_term", "hidden"), "value", ""))
		mustImport(t, u, p)
		const mail = "CP 999, Laval (QC) H7A 1A1"
		want := map[string]struct {
			address, postal string
			point           bool
			directory.PlaceBesides
		}{
			idOf("location", "porte"):   {"12 rue des Érables", "H2X 1Y4", true, directory.PlaceBesides{Mail: mail}},
			idOf("location", "boite"):   {"", "", false, directory.PlaceBesides{Kind: directory.Postal, Mail: mail}},
			idOf("location", "ecran"):   {"", "", false, directory.PlaceBesides{Kind: directory.Virtual, URL: "https://rencontre.exemple.ca/salle"}},
			idOf("location", "discret"): {"", "", false, directory.PlaceBesides{}},
		}
		l := one(t, u)
		if len(l.Places) != len(want) {
			t.Fatalf("%d places", len(l.Places))
		}
		for i := range l.Places {
			p := &l.Places[i]
			w := want[p.ID]
			if p.Address != w.address || p.Postal != w.postal || p.HasPoint != w.point || *p.Besides() != w.PlaceBesides {
				t.Errorf("%+v, %+v, want %+v", p, *p.Besides(), w)
			}
		}
	})
}
