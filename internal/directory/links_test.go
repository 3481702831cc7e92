package directory_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// TestWhatASourceSaysInWordsAndPages: other names find a service, what is told of its
// place and how one attends is kept, and so are its further pages; a place whose
// address is not public tells nothing.
func TestWhatASourceSaysInWordsAndPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s, place := idOf("service", "refuge"), idOf("location", "porte")
		p := refuge()
		for i := range p.records {
			r := &p.records[i]
			switch r.Table {
			case "organization":
				r.Set("alternate_name", "LPDF")
			case "service":
				r.Set("alternate_name", "Halte du fleuve")
			case "location":
				r.Set("alternate_name", "La cour")
				r.Set("description", "Sonnez deux fois")
			case "service_at_location":
				r.Set("description", "Au sous-sol")
			case "schedule":
				r.Set("attending_type", "in_person")
				r.Set("notes", "Sonnez")
				r.Set("schedule_link", "https://pont.exemple.ca/heures")
			}
		}
		p.records = append(p.records,
			rec("required_document", "form", "service_id", s, "uri", "https://pont.exemple.ca/formulaire"),
			rec("accessibility", "a", "location_id", place, "description", "Rampe", "url", "https://pont.exemple.ca/rampe"),
			rec("url", "1", "service_id", s, "label", "Photos", "url", "https://pont.exemple.ca/photos"),
			rec("url", "2", "organization_id", string(lePont), "url", "https://social.exemple.ca/pont"))
		mustImport(t, u, p)
		whole := one(t, u)
		var alone *directory.Listing
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
			alone, err = directory.Find(u.Ctx, tx, dbtest.Region, whole.ID)
			return err
		}))
		for how, l := range map[string]*directory.Listing{"whole": whole, "alone": alone} {
			m := l.Particulars()
			slices.SortFunc(m.Pages, func(a, b directory.Webpage) int { return strings.Compare(a.URL, b.URL) })
			if want := []directory.Webpage{{About: directory.AboutDocument, URL: "https://pont.exemple.ca/formulaire"}, {About: directory.AboutHours, URL: "https://pont.exemple.ca/heures"},
				{Label: text{FR: "Photos"}, URL: "https://pont.exemple.ca/photos"}, {URL: "https://social.exemple.ca/pont"}}; !reflect.DeepEqual(m.Pages, want) {
				t.Errorf("%s: %+v", how, m.Pages)
			}
			if !slices.Equal(m.Also, []directory.Text{{FR: "Halte du fleuve"}, {FR: "LPDF"}}) || len(l.Documents) != 1 {
				t.Errorf("%s: %+v, documents %v", how, m.Also, l.Documents)
			}
			if b := l.Places[0].Besides(); b.Also.FR != "La cour" || b.Talk.FR != "Sonnez deux fois\nAu sous-sol" || l.Places[0].Access.FR != "Rampe. https://pont.exemple.ca/rampe" {
				t.Errorf("%s: %+v, %+v", how, *b, l.Places[0].Access)
			}
			if l.Hours[0].Note != (text{FR: "Sonnez. En personne"}) {
				t.Errorf("%s: %+v", how, l.Hours[0].Note)
			}
			for _, typed := range []string{"lpdf", "halte fleuve"} {
				if r := directory.NewIndex([]*directory.Listing{l}).Search(directory.Query{Text: typed}, monday); len(r.Relaxed) > 0 || !directory.Called(typed)(l) {
					t.Errorf("%s: nobody finds it as %q", how, typed)
				}
			}
		}
	})
}
