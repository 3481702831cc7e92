package directory_test

import (
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// TestAMachineSpeaksForNobody: what a person put into another language is on the page
// in that language; what a machine did is not, and the page has the words as written.
func TestAMachineSpeaksForNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s := idOf("service", "refuge")
		p := refuge()
		p.records = append(p.records,
			rec("translation", "d", "resource_type", "service", "resource_id", s, "field_name", "description", "language", "en", "value", "A read for the night", "origin", "machine"),
			rec("translation", "e", "resource_type", "service", "resource_id", s, "field_name", "eligibility_description", "language", "en", "value", "Adults", "origin", ""),
			rec("translation", "o", "resource_type", "organization", "resource_id", string(lePont), "field_name", "description", "language", "en", "value", "A liar", "origin", "machine"))
		mustImport(t, u, p)
		l := one(t, u)
		if l.Name.EN != "Night shelter" || l.Summary != (text{FR: "Un lit pour la nuit"}) || l.Eligibility != (text{FR: "Adultes", EN: "Adults"}) {
			t.Errorf("%+v %+v %+v", l.Name, l.Summary, l.Eligibility)
		}
		if o, err := services(u).Organization(u.Ctx, lePont); err != nil || o.Summary != (text{FR: "Un lieu"}) {
			t.Errorf("%+v %v", o, err)
		}

		// Whoever writes it says it themselves, and may take it back.
		d := services(u)
		for _, words := range []string{"A bed for the night", "A warm bed", ""} {
			in, err := d.Inside(u.Ctx, ofThePont, l.ID)
			must(t, err)
			must(t, d.Revise(u.Ctx, ofThePont, directory.Edit{Act: "say " + words, Service: l.ID, Aspect: directory.AspectWords, Seen: in.Version(directory.AspectWords),
				Other: map[string]string{"description": words}}))
			if now := one(t, u); now.Summary != (text{FR: "Un lit pour la nuit", EN: words}) {
				t.Errorf("%q: %+v", words, now.Summary)
			}
		}
	})
}
