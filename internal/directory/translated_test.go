package directory_test

import (
	"reflect"
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// TestOtherLanguagesAreKept: what somebody put into a language that is neither French
// nor English is kept for its pages, until what it translates is changed here; taken
// back, it is there again. The name is that of the door.
func TestOtherLanguagesAreKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s := idOf("service", "refuge")
		said := func(key, field, lang, words, origin string) directory.Record {
			return rec("translation", key, "resource_type", "service", "resource_id", s, "field_name", field, "language", lang, "value", words, "origin", origin)
		}
		p := refuge()
		p.records = append(p.records, said("1", "description", "ar", "سرير لليل", "human"), said("2", "eligibility_description", "es-MX", "Adultos", ""), said("3", "fees_description", "ar", "مجاني", "machine"),
			said("4", "name", "ar", "مأوى", "human"), said("5", "eligibility_description", "ar", "البالغون", "human"))
		mustImport(t, u, p)
		want := map[string]map[string]string{"ar": {"description": "سرير لليل", "eligibility_description": "البالغون"}, "es": {"eligibility_description": "Adultos"}}
		if got := one(t, u).Particulars().InOther; !reflect.DeepEqual(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
		d, id := services(u), one(t, u).ID
		must(t, d.Correct(u.Ctx, ofThePont, id, "eligibility_description", "Femmes"))
		if got := one(t, u).Particulars().InOther; !reflect.DeepEqual(got, map[string]map[string]string{"ar": {"description": "سرير لليل"}}) {
			t.Errorf("after other words: %v", got)
		}
		must(t, d.Revert(u.Ctx, ofThePont, "undo", historyOf(t, u, id).Revisions[0].ID, false))
		if got := one(t, u).Particulars().InOther; !reflect.DeepEqual(got, want) {
			t.Errorf("taken back: %v", got)
		}
	})
}

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
		if o, err := services(u).Organization(u.Ctx, lePont, 0); err != nil || o.Summary != (text{FR: "Un lieu"}) {
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
