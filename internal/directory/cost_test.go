package directory_test

import (
	"reflect"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// TestPricesAreLoaded: an amount, its currency and its dates are of the listing,
// read with the whole directory or alone; words alone are with the other words.
func TestPricesAreLoaded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s := idOf("service", "refuge")
		p := refuge()
		p.records[1].Set("fees", "Dépôt pour la clé")
		p.records = append(p.records,
			rec("cost_option", "1", "service_id", s, "option", "Une nuit", "currency", "CAD", "amount", "25.5", "amount_description", "par lit", "valid_from", "2026-01-01", "valid_to", "2026-12-31"),
			rec("cost_option", "2", "service_id", s, "amount", "0"),
			rec("cost_option", "3", "service_id", s, "amount_description", "Selon le revenu"),
			rec("translation", "par-lit", "resource_type", "cost_option", "resource_id", idOf("cost_option", "1"), "field_name", "amount_description", "language", "en", "value", "a bed"))
		mustImport(t, u, p)
		want := map[float64]directory.Cost{
			25.5: {What: text{FR: "Une nuit"}, Priced: true, Amount: 25.5, Currency: "CAD", Note: text{FR: "par lit", EN: "a bed"},
				From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)},
			0: {Priced: true},
		}
		l := one(t, u)
		alone, err := (*directory.Listing)(nil), error(nil)
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			alone, err = directory.Find(u.Ctx, tx, dbtest.Region, l.ID)
			return err
		}))
		for how, l := range map[string]*directory.Listing{"whole": l, "alone": alone} {
			if l.Fees.FR != "Gratuit\nDépôt pour la clé\nSelon le revenu" {
				t.Errorf("%s: fees %q", how, l.Fees.FR)
			}
			got := map[float64]directory.Cost{}
			for _, c := range l.Particulars().Costs {
				got[c.Amount] = c
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v", how, got)
			}
		}
	})
}
