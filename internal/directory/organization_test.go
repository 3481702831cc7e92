package directory_test

import (
	"fmt"
	"reflect"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// TestAnOrganisationIsReadWhole: what sources tell of an organisation itself stands
// on its page, what hangs on a service or on another organisation does not.
func TestAnOrganisationIsReadWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		o, other := string(lePont), idOf("organization", "autre")
		p := refuge()
		p.records[0] = rec("organization", "org", "name", "Le Pont", "alternate_name", "LP", "description", "Un lieu", "website", "https://pont.exemple.ca", "email", "info@pont.exemple.ca",
			"year_incorporated", "1987", "parent_organization_id", idOf("organization", "reseau"))
		p.records = append(p.records,
			rec("organization", "reseau", "name", "Le Réseau", "description", "Plusieurs lieux"),
			rec("organization", "autre", "name", "La Rive", "description", "Un autre lieu", "parent_organization_id", o),
			rec("program", "1", "organization_id", o, "name", "Hiver", "alternate_name", "Grand froid", "description", "De novembre à mars."),
			rec("program", "2", "organization_id", other, "name", "Été"),
			rec("contact", "1", "organization_id", o, "name", "Ana T.", "title", "Direction"),
			rec("contact", "2", "organization_id", o, "service_id", idOf("service", "refuge"), "name", "Du refuge"),
			rec("phone", "org", "organization_id", o, "number", "514-555-0122", "type", "voice"),
			rec("phone", "ana", "organization_id", o, "contact_id", idOf("contact", "1"), "number", "514-555-0155", "type", "voice"),
			rec("phone", "lit", "organization_id", o, "service_id", idOf("service", "refuge"), "number", "514-555-0166", "type", "voice"),
			rec("phone", "rive", "organization_id", other, "number", "514-555-0188", "type", "voice"),
			rec("language", "tel", "phone_id", idOf("phone", "org"), "name", "Cri"),
			rec("url", "1", "organization_id", o, "label", "Nos rapports", "url", "https://pont.exemple.ca/rapports"),
			rec("translation", "about", "resource_type", "organization", "resource_id", o, "field_name", "description", "language", "en", "value", "A place"),
			rec("translation", "hiver", "resource_type", "program", "resource_id", idOf("program", "1"), "field_name", "name", "language", "en", "value", "Winter"))
		mustImport(t, u, p)
		got, err := services(u).Organization(u.Ctx, lePont, 0)
		must(t, err)
		want := &directory.Organization{
			ID: lePont, Name: text{FR: "Le Pont"}, Also: text{FR: "LP"}, Summary: text{FR: "Un lieu", EN: "A place"}, Since: 1987,
			URL: "https://pont.exemple.ca", Email: "info@pont.exemple.ca", Pages: []directory.Webpage{{Label: text{FR: "Nos rapports"}, URL: "https://pont.exemple.ca/rapports"}},
			Phones:   []directory.Phone{{Number: "514-555-0122", Kind: "voice", Note: text{FR: "Cri"}}},
			Contacts: []directory.Contact{{Name: "Ana T.", Role: text{FR: "Direction"}, Phones: []directory.Phone{{Number: "514-555-0155", Kind: "voice"}}}},
			Programs: []directory.Program{{Name: text{FR: "Hiver", EN: "Winter"}, Also: text{FR: "Grand froid"}, Words: text{FR: "De novembre à mars."}}},
			Above:    &directory.OrganizationName{ID: access.Org(idOf("organization", "reseau")), Name: text{FR: "Le Réseau"}},
			Below:    []directory.OrganizationName{{ID: access.Org(other), Name: text{FR: "La Rive"}}}, Source: got.Source,
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%+v,\nwant %+v", got, want)
		}
		if got.Source == "" {
			t.Error("its source is not said")
		}
		got.Quiet()
		if len(got.Contacts) != 1 || got.Contacts[0].Name != "" {
			t.Errorf("somebody is named: %+v", got.Contacts)
		}

		bare, err := services(u).Organization(u.Ctx, access.Org(idOf("organization", "reseau")), 0) // nothing hangs on it: nothing of others does
		must(t, err)
		if len(bare.Phones)+len(bare.Contacts)+len(bare.Programs)+len(bare.Pages) > 0 || bare.Above != nil || len(bare.Below) != 1 {
			t.Errorf("%+v", bare)
		}
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(u.Ctx, `UPDATE organization SET published = (1 = 0) WHERE id = $1`, o)
			return err
		}))
		for _, id := range []access.Org{"", "nobody", lePont} {
			if _, err := services(u).Organization(u.Ctx, id, 0); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%q: %v", id, err)
			}
		}
	})
}

// However many organisations are under one, each can be gone to.
func TestOrganisationsUnderOneAreAllThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		all := 2*directory.OrganizationsBelow + 3
		for i := range all {
			n := fmt.Sprintf("%04d", i)
			p.records = append(p.records, rec("organization", n, "name", "Section "+n, "description", "Une section", "parent_organization_id", string(lePont)))
		}
		mustImport(t, u, p)
		met := map[access.Org]bool{}
		for from, more := 0, true; more; from += directory.OrganizationsBelow {
			o, err := services(u).Organization(u.Ctx, lePont, from)
			must(t, err)
			for _, x := range o.Below {
				met[x.ID] = true
			}
			if more = o.MoreBelow; more != (from+directory.OrganizationsBelow < all) || len(o.Below) > directory.OrganizationsBelow {
				t.Errorf("from %d: %d, more %v", from, len(o.Below), more)
			}
		}
		if len(met) != all {
			t.Errorf("%d of %d organisations are there", len(met), all)
		}
	})
}
