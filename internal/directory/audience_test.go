package directory_test

import (
	"slices"
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// TestForWhomAndHowToPay: older packages list for whom a service is and how one may
// pay; and a service without an address of its own is written to at its organisation's.
func TestForWhomAndHowToPay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		for i := range p.records {
			if p.records[i].Table == "organization" {
				p.records[i].Set("email", "info@pont.exemple.ca")
			}
		}
		for taxonomy, word := range map[string]string{"audience": "Personnes de plus de 55 ans", "payment-accepted": "Comptant"} {
			p.records = append(p.records, rec("taxonomy", taxonomy, "name", taxonomy, "description", taxonomy),
				rec("taxonomy_term", taxonomy, "code", taxonomy, "name", word, "description", word, "taxonomy_id", idOf("taxonomy", taxonomy)),
				rec("attribute", taxonomy, "link_id", idOf("service", "refuge"), "link_entity", "service", "taxonomy_term_id", idOf("taxonomy_term", taxonomy)))
		}
		p.records = append(p.records, rec("taxonomy_term", "none", "code", "none", "name", "None", "description", "None", "taxonomy_id", idOf("taxonomy", "payment-accepted")),
			rec("attribute", "none", "link_id", idOf("service", "refuge"), "link_entity", "service", "taxonomy_term_id", idOf("taxonomy_term", "none")))
		mustImport(t, u, p)
		l := one(t, u)
		m := l.Particulars()
		if !slices.Equal(m.Audience, []directory.Text{{FR: "Personnes de plus de 55 ans"}}) || !slices.Equal(m.Payments, []directory.Text{{FR: "Comptant"}}) || l.Email != "info@pont.exemple.ca" {
			t.Errorf("%+v, %+v, %s", m.Audience, m.Payments, l.Email)
		}
	})
}
