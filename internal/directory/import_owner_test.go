package directory_test

import (
	"reflect"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// TestNoSourceOverwritesWhatItsOrganisationSaid: any coordination may import
// any package. What the organisation of a service said of it here stands,
// whoever imports and under whatever name: fields that it mended, records that
// it added, facts that it declared. Of what it never mended, the last source
// speaks.
func TestNoSourceOverwritesWhatItsOrganisationSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		d := services(u)
		service := one(t, u).ID
		sh := sheetOf(t, u, service)
		sh.Phones[0].Number = "514 555-0177"
		sh.Phones = append(sh.Phones, directory.SheetPhone{Number: "514 555-0178"})
		sh.Hours[0].Closes = "07:00"
		sh.Hours = append(sh.Hours, directory.SheetHours{Days: 0b1100000, Opens: "09:00", Closes: "12:00"})
		sh.Papers[directory.IFHP], sh.Papers[directory.RAMQ] = "confirmed", "no"
		sh.Description, sh.Closed, sh.ClosedUntil = "Dix lits.", true, "2026-03-20"
		mend(t, u, "mended", sh)
		must(t, d.HideAddress(u.Ctx, worker, service, one(t, u).Places[0].ID, true))
		mended := one(t, u)

		// All that we publish comes back from elsewhere with other words in it,
		// and so does the source.
		var ours told
		must(t, d.Export(u.Ctx, operator, func(r directory.Record) error { ours.records = append(ours.records, r); return nil }))
		otherwise := func(p told, name string) told {
			out := told{name: name}
			for _, r := range p.records {
				values := map[string]string{"name": "Tout autre", "description": "Autre chose", "number": "000", "opens_at": "01:00", "closes_at": "02:00", "value": "no"}
				if r.Table == "organization" || r.Table == "taxonomy" || r.Table == "taxonomy_term" || r.Table == "translation" || r.Table == "location" {
					values = nil
				}
				changed := directory.NewRecord(r.Table, r.ID())
				for i, c := range directory.TableOf(r.Table).Columns {
					if v, ok := values[c.Name]; ok && r.Values[i] != "" {
						changed.Set(c.Name, v)
					} else if r.Values[i] != "" {
						changed.Set(c.Name, r.Values[i])
					}
				}
				out.records = append(out.records, changed)
			}
			return out
		}
		stranger := access.ForWorker(dbtest.Region, "w9", "regroupement", "", access.Coordination)
		for _, p := range []told{otherwise(refuge(), "demo"), otherwise(refuge(), "elsewhere"), otherwise(ours, "back"), refuge()} {
			if len(p.records) < 10 {
				t.Fatalf("only %d records: this would prove nothing", len(p.records))
			}
			if _, err := d.Import(u.Ctx, stranger, p, directory.ImportOptions{}); err != nil {
				t.Fatal(err)
			}
			got := one(t, u)
			for what, pair := range map[string][2]any{
				"telephones": {got.Phones, mended.Phones}, "hours": {got.Hours, mended.Hours}, "papers": {got.Papers, mended.Papers},
				"description": {got.Summary.FR, mended.Summary.FR}, "place": {got.Places[0].Hidden, true}, "confirmed": {got.ConfirmedAt, mended.ConfirmedAt},
			} {
				if !reflect.DeepEqual(pair[0], pair[1]) {
					t.Errorf("after %s, %s: %+v, said here %+v", p.name, what, pair[0], pair[1])
				}
			}
			if want := "Tout autre"; p.name != "demo" && got.Name.FR != want { // never mended: the last source speaks
				t.Errorf("after %s it is called %q", p.name, got.Name.FR)
			}
		}
	})
}
