package directory_test

import (
	"reflect"
	"slices"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// TestWhomToAskForAndWhichTerritory: a number that hangs on a contact is one to call
// where there is no other, the territory that is served is told, and nobody is named
// at a service whose address is not public.
func TestWhomToAskForAndWhichTerritory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s, door, place := idOf("service", "refuge"), idOf("service_at_location", "entree"), idOf("location", "porte")
		p := refuge()
		p.records = slices.DeleteFunc(p.records, func(r directory.Record) bool { return r.Table == "phone" })
		p.records = append(p.records,
			rec("contact", "1", "service_id", s, "name", "Ana T.", "title", "Accueil", "department", "Nuit", "email", "ana@pont.exemple.ca"),
			rec("phone", "ana", "contact_id", idOf("contact", "1"), "number", "514-555-0155", "type", "voice"),
			rec("contact", "2", "location_id", place, "title", "Concierge"),
			rec("contact", "3", "organization_id", string(lePont), "name", "Direction"),
			rec("phone", "org", "organization_id", string(lePont), "number", "514-555-0122", "type", "voice"),
			rec("service_area", "1", "service_id", s, "name", "Ville-Marie", "description", "Ville-Marie"),
			rec("service_area", "2", "service_at_location_id", door, "name", "Le quartier", "description", "du fleuve au parc"),
			rec("service_area", "3", "service_id", s, "extent", `{"type":"Polygon"}`, "extent_type", "geojson"),
			rec("translation", "area", "resource_type", "service_area", "resource_id", idOf("service_area", "2"), "field_name", "name", "language", "en", "value", "The neighbourhood"))
		mustImport(t, u, p)
		check := func(contacts []directory.Contact, call string) {
			t.Helper()
			whole := one(t, u)
			var alone *directory.Listing
			must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
				alone, err = directory.Find(u.Ctx, tx, dbtest.Region, whole.ID)
				return err
			}))
			for how, l := range map[string]*directory.Listing{"whole": whole, "alone": alone} {
				m := l.Particulars()
				slices.SortFunc(m.Contacts, func(a, b directory.Contact) int { return len(b.Role.FR) - len(a.Role.FR) })
				if !reflect.DeepEqual(m.Contacts, contacts) {
					t.Errorf("%s: %+v, want %+v", how, m.Contacts, contacts)
				}
				if want := []directory.Text{{FR: "Ville-Marie"}, {FR: "Le quartier. du fleuve au parc", EN: "The neighbourhood"}}; !reflect.DeepEqual(m.Areas, want) {
					t.Errorf("%s: %+v", how, m.Areas)
				}
				if len(l.Phones) != 1 || l.Phones[0].Number != call {
					t.Errorf("%s: to call: %+v", how, l.Phones)
				}
			}
		}
		number := []directory.Phone{{Number: "514-555-0155", Kind: "voice"}}
		role := text{FR: "Accueil · Nuit"}
		check([]directory.Contact{{Name: "Ana T.", Role: role, Email: "ana@pont.exemple.ca", Phones: number}, {Role: text{FR: "Concierge"}}}, "514-555-0155")

		p.records = append(p.records,
			rec("taxonomy", "shown", "name", "address-shown", "description", "Adresse"),
			rec("taxonomy_term", "hidden", "code", "address-shown:nothing", "name", "nothing", "description", "Cachée", "taxonomy_id", idOf("taxonomy", "shown")),
			rec("attribute", "hides", "link_id", place, "link_entity", "location", "taxonomy_term_id", idOf("taxonomy_term", "hidden"), "value", ""))
		mustImport(t, u, p)
		check([]directory.Contact{{Role: role, Phones: number}}, "514-555-0155")
	})
}

// TestOfWhichProgramAndByWhomApproved: a service says which program of its
// organisation it is a part of, in both languages, and who accredits it.
func TestOfWhichProgramAndByWhomApproved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		program := idOf("program", "nuit")
		for column, value := range map[string]string{"program_id": program, "accreditations": "Agréé par la Ville", "licenses": "Permis 12"} {
			p.records[1].Set(column, value)
		}
		p.records = append(p.records,
			rec("program", "nuit", "organization_id", string(lePont), "name", "Nuits au chaud", "description", "L'hiver"),
			rec("translation", "nuit", "resource_type", "program", "resource_id", program, "field_name", "name", "language", "en", "value", "Warm nights"))
		mustImport(t, u, p)
		whole := one(t, u)
		var alone *directory.Listing
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
			alone, err = directory.Find(u.Ctx, tx, dbtest.Region, whole.ID)
			return err
		}))
		for how, l := range map[string]*directory.Listing{"whole": whole, "alone": alone} {
			m := l.Particulars()
			if want := (directory.Text{FR: "Nuits au chaud", EN: "Warm nights"}); m.Program != want {
				t.Errorf("%s: program %+v, want %+v", how, m.Program, want)
			}
			if want := []directory.Text{{FR: "Agréé par la Ville"}, {FR: "Permis 12"}}; !reflect.DeepEqual(m.Approvals, want) {
				t.Errorf("%s: %+v, want %+v", how, m.Approvals, want)
			}
		}
	})
}
