package directory_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

func TestRoleMailbox(t *testing.T) {
	for _, role := range []string{"info@pont.example", "accueil@pont.example", "Direction.Services@pont.example", "pont@pont.example", "le-pont@le-pont.example",
		"lepont@le-pont.example", "intake-team@x.example", "répertoire@x.example", "benevoles2@x.example", "email@example.com"} {
		if !directory.RoleMailbox(role) {
			t.Errorf("%s is taken for a person's", role)
		}
	}
	for _, person := range []string{"marie.tremblay@pont.example", "mtremblay@pont.example", "marie@pont.example", "j.info@pont.example", "infotremblay@x.example", "", "@x.example", "info", "-@x.example"} {
		if directory.RoleMailbox(person) {
			t.Errorf("%s is taken for an office's", person)
		}
	}
}

// exported are the public records by table and id.
func exported(t *testing.T, u *dbtest.Universe, s *directory.Service) map[string]directory.Record {
	t.Helper()
	out := map[string]directory.Record{}
	if err := s.Export(u.Ctx, operator, func(r directory.Record) error { out[r.Table+"|"+r.ID()] = r; return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// No person leaves by the back door: not as who assured a record, not as who
// changed a field, not as what a contact was called before.
func TestNoPersonInWhatIsSaidOfRecords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		o, c := idOf("organization", "org"), idOf("contact", "c")
		log := func(name, of, table, field string) directory.Record {
			return rec("metadata", name, "resource_id", of, "resource_type", table, "last_action_date", "2026-01-01", "last_action_type", "update",
				"field_name", field, "previous_value", "avant", "replacement_value", "après", "updated_by", "Ann Persona")
		}
		s := services(u)
		mustImport(t, u, told{"p", []directory.Record{
			rec("organization", "org", "name", "Le Pont", "description", "Un lieu"),
			rec("service", "office", "organization_id", o, "name", "A", "status", "active", "assurer_email", "info@pont.example"),
			rec("service", "person", "organization_id", o, "name", "B", "status", "active", "assurer_email", "marie.tremblay@pont.example"),
			rec("contact", "c", "organization_id", o, "name", "Accueil"),
			log("name", o, "organization", "name"), log("contact", c, "contact", "name"), log("assurer", idOf("service", "person"), "service", "assurer_email"),
		}})
		out := exported(t, u, s)
		for name, want := range map[string]string{"office": "info@pont.example", "person": ""} {
			if got := out["service|"+idOf("service", name)].Get("assurer_email"); got != want {
				t.Errorf("%s is assured by %q", name, got)
			}
		}
		if got := out["metadata|"+idOf("metadata", "name")].Get("updated_by"); got != "source" {
			t.Errorf("a field was changed by %q", got)
		}
		for _, name := range []string{"contact", "assurer"} {
			if r, leaves := out["metadata|"+idOf("metadata", name)]; leaves {
				t.Errorf("leaves: %v", r)
			}
		}
	})
}

// A confirmation given here is the date until which the record is assured,
// unless the source has a later one.
func TestConfirmationIsTheAssuredDate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s := services(u)
		mustImport(t, u, refuge())
		refugeID := idOf("service", "refuge")
		day := func() string { return exported(t, u, s)["service|"+refugeID].Get("assured_date") }
		if day() != "2026-02-01" {
			t.Fatalf("the source assures it on %s", day())
		}
		u.Clock.Set(time.Date(2026, 3, 3, 3, 0, 0, 0, time.UTC)) // still the second in Montréal
		if err := s.Confirm(u.Ctx, operator, access.Service(refugeID), "Le Pont"); err != nil {
			t.Fatal(err)
		}
		if day() != "2026-03-02" {
			t.Errorf("confirmed, it is assured on %s", day())
		}
	})
}
