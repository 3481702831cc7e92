package directory_test

import (
	"slices"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// TestLanguagesAreThoseOfTheSource: three letters are a code too; a language without
// a code, and what is said beside one at a place or of a telephone, are kept.
func TestLanguagesAreThoseOfTheSource(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s, place := idOf("service", "refuge"), idOf("location", "porte")
		p := refuge()
		p.records = append(p.records,
			rec("language", "2", "service_id", s, "name", "Portugais", "code", "por"),
			rec("language", "3", "service_id", s, "name", "Dari", "code", "fa-AF"),
			rec("language", "4", "service_id", s, "name", "Français", "code", "fr-CA"),
			rec("language", "5", "service_id", s, "name", "Langue des bois", "note", "Le mardi"),
			rec("language", "6", "location_id", place, "name", "Arabe", "code", "ar", "note", "À l'accueil"),
			rec("language", "7", "phone_id", idOf("phone", "tel"), "name", "Tamoul", "code", "ta"),
			rec("language", "8", "service_id", s, "name", "Twi", "code", "twi"))
		mustImport(t, u, p)
		whole := one(t, u)
		var alone *directory.Listing
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
			alone, err = directory.Find(u.Ctx, tx, dbtest.Region, whole.ID)
			return err
		}))
		for how, l := range map[string]*directory.Listing{"whole": whole, "alone": alone} {
			if slices.Sort(l.Languages); !slices.Equal(l.Languages, []string{"ar", "es", "fa-AF", "fr", "pt", "tw"}) {
				t.Errorf("%s: %v", how, l.Languages)
			}
			m := l.Particulars()
			if m.LanguageNotes["ar"].FR != "À l'accueil" || m.LanguageNames["tw"].FR != "Twi" || !slices.Equal(m.Tongues, []directory.NamedTongue{{Name: text{FR: "Langue des bois"}, Note: text{FR: "Le mardi"}}}) {
				t.Errorf("%s: %+v, %+v", how, m.LanguageNotes, m.Tongues)
			}
			if len(l.Phones) != 1 || l.Phones[0].Note.FR != "Tamoul" {
				t.Errorf("%s: who answers: %+v", how, l.Phones)
			}
		}
	})
}
