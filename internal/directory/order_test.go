package directory_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

// What comes first among services that all answer.
func TestWhatIsAskedByNameComesBeforeWhatOnlyMentionsIt(t *testing.T) {
	t.Parallel()
	shut := []directory.Hours{{Days: everyDay, Opens: 18 * 60, Closes: 20 * 60}}
	in := func(city string) []directory.Place {
		return []directory.Place{{City: city, HasPoint: true, Lat: 45, Lon: -73}}
	}
	for _, c := range []struct {
		name, text string
		list       []*directory.Listing
		first      access.Service
	}{
		{"the-thing-in-the-name-though-shut", "naloxone", []*directory.Listing{
			{ID: "a-mentions", Name: text{EN: "Harm reduction"}, Summary: text{EN: "Pipes, condoms, naloxone."}, Needs: []string{"health.drugs"}, Hours: daily(0, 24), ConfirmedAt: monday},
			{ID: "b-bears", Name: text{EN: "Naloxone training"}, Needs: []string{"health.drugs"}, Hours: shut},
		}, "b-bears"},
		{"the-other-words-in-the-name", "french class walk", []*directory.Listing{
			{ID: "a-class", Name: text{EN: "French class"}, Needs: []string{"children.french"}, Hours: daily(0, 24), ConfirmedAt: monday},
			{ID: "b-walk", Name: text{EN: "French class and walk"}, Needs: []string{"children.french"}, Hours: shut},
		}, "b-walk"},
		{"the-town-and-not-its-neighbour", "food bank san francisco", []*directory.Listing{
			{ID: "x1", Name: text{EN: "Choir"}}, {ID: "x2", Name: text{EN: "Garden"}}, {ID: "x3", Name: text{EN: "Bikes"}}, {ID: "x4", Name: text{EN: "Books"}},
			{ID: "a-south", Name: text{EN: "South San Francisco Adult School"}, Needs: []string{"eat.bank"}, Places: in("South San Francisco")},
			{ID: "b-town", Name: text{EN: "Church Street"}, Needs: []string{"eat.bank"}, Places: in("San Francisco")},
		}, "b-town"},
		{"the-kind-of-place-and-not-the-town-in-a-name", "hôpital rimouski", []*directory.Listing{
			{ID: "a-foyer", Name: text{FR: "Foyer de groupe de Rimouski, santé"}, Needs: []string{"health"}, Places: in("Rimouski")},
			{ID: "b-hopital", Name: text{FR: "Pavillon Saint-Luc"}, Terms: []string{"Hôpital"}, Places: in("Rimouski")},
		}, "b-hopital"},
		{"for-the-people-asked", "veteran benefits", []*directory.Listing{
			{ID: "a-benefits", Name: text{EN: "Public benefits"}, Needs: []string{"money.welfare"}},
			{ID: "b-benefits", Name: text{EN: "More public benefits"}, Needs: []string{"money.welfare"}},
			{ID: "c-veterans", Name: text{EN: "Veterans rights project"}, Needs: []string{"papers.lawyer"}},
			{ID: "d-nothing", Name: text{EN: "Garden"}, Needs: []string{"talk.group"}},
			{ID: "e-nothing", Name: text{EN: "Choir"}, Needs: []string{"talk.group"}},
		}, "c-veterans"},
		{"a-phrase-with-small-words-in-it", "j'ai perdu tous mes papiers", []*directory.Listing{
			{ID: "a-immigration", Name: text{FR: "Papiers d'immigration"}, Needs: []string{"papers"}, Hours: daily(0, 24), ConfirmedAt: monday},
			{ID: "b-cartes", Name: text{FR: "Refaire ses cartes"}, Needs: []string{"papers.cards"}},
		}, "b-cartes"},
		{"a-symptom-only-raises", "breastfeeding hurts", []*directory.Listing{
			{ID: "a-doctor", Name: text{EN: "Doctor"}, Summary: text{EN: "Illness, breastfeeding."}, Needs: []string{"health.doctor", "health.pregnancy"}, Hours: daily(0, 24), ConfirmedAt: monday},
			{ID: "b-stop", Name: text{EN: "Breastfeeding stop"}, Needs: []string{"children.baby"}},
		}, "b-stop"},
		{"a-price-in-other-words", "thérapeute pas cher", []*directory.Listing{
			{ID: "a-dear", Name: text{FR: "Psychothérapie"}, Needs: []string{"health.mind"}, Hours: daily(0, 24), ConfirmedAt: monday},
			{ID: "b-cheap", Name: text{FR: "Psychothérapie à petit prix"}, Needs: []string{"health.mind"}, Hours: shut},
		}, "b-cheap"},
	} {
		res := directory.NewIndex(c.list).Search(directory.Query{Text: c.text}, monday)
		if len(res.Hits) == 0 || res.Hits[0].Listing.ID != c.first {
			t.Errorf("%s: %q gives %v, want %s first", c.name, c.text, ids(res), c.first)
		}
	}
}
