package directory_test

import (
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// TestALanguageThatASourceAddsIsNotTakenOutUnseen: a form of languages that was
// opened before an import does not unsay the language that the import brought.
func TestALanguageThatASourceAddsIsNotTakenOutUnseen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		d, id := services(u), one(t, u).ID
		in, err := d.Inside(u.Ctx, ofThePont, id)
		must(t, err)
		more := refuge()
		more.records = append(more.records, rec("language", "ar", "service_id", string(id), "name", "Arabe", "code", "ar"))
		mustImport(t, u, more)
		err = d.Revise(u.Ctx, ofThePont, directory.Edit{Act: "a", Service: id, Aspect: directory.AspectLanguages, Seen: in.Version(directory.AspectLanguages),
			Facts: []directory.Fact{{Kind: directory.FactLanguage, Code: "ar", Value: "no"}}})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("a language that nobody saw is taken out: %v", err)
		}
	})
}

// TestAnOrganisationThatItsSourceHidAddsAService: it speaks for itself, and its
// services are shown with its name.
func TestAnOrganisationThatItsSourceHidAddsAService(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		hidden := refuge()
		hidden.records[0].Withheld = true
		mustImport(t, u, hidden)
		d, n := services(u), soup()
		n.OrgName, n.About = "Le Pont", "Un lieu, dit par lui-même"
		id, err := d.AddService(u.Ctx, ofThePont, "act", n)
		must(t, err)
		if known, err := d.Presented(u.Ctx, lePont); err != nil || !known {
			t.Errorf("the directory does not know it: %v", err)
		}
		mustImport(t, u, hidden) // the word of the organisation stands
		for _, l := range loaded(t, u) {
			if l.ID == id && l.OrgName.FR != "Le Pont" {
				t.Errorf("its service is of %+v", l.OrgName)
			}
		}
		if known, _ := d.Presented(u.Ctx, lePont); !known {
			t.Error("an import takes its word away")
		}
	})
}

// TestATranslationConfirmsItsOwnPart: who says in English how one is interpreted
// for has not looked at the other words of the page.
func TestATranslationConfirmsItsOwnPart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		d, id := services(u), one(t, u).ID
		in, err := d.Inside(u.Ctx, ofThePont, id)
		must(t, err)
		must(t, d.Revise(u.Ctx, ofThePont, directory.Edit{Act: "a", Service: id, Aspect: directory.AspectLanguages, Seen: in.Version(directory.AspectLanguages),
			Other: map[string]string{"interpretation_services": "By telephone"}}))
		l := one(t, u)
		if l.Interpreter.EN != "By telephone" || !l.Sighted(directory.AspectLanguages).At.Equal(u.Clock.Now()) || l.Sighted(directory.AspectWords).At.Equal(u.Clock.Now()) {
			t.Errorf("languages %+v, words %+v", l.Sighted(directory.AspectLanguages), l.Sighted(directory.AspectWords))
		}
	})
}
