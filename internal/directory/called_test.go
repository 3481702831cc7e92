package directory_test

import (
	"testing"

	"passerelle/internal/directory"
)

func TestANameIsKnownAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	l := &directory.Listing{Name: directory.Text{FR: "Soupe & café de l'Anse", EN: "Soup and coffee"}, OrgName: directory.Text{FR: "Halte du Pont"}}
	for typed, want := range map[string]bool{
		"Soupe & café de l'Anse": true, "soupe et cafe anse": true, "SOUP COFFEE": true, "soupes et cafés de l’Anse": true, "la halte du pont": true,
		"soupe": false, "soupe café": false, "soupe café anse repas": false, "halte": false, "": false, "de la": false, "&": false,
	} {
		if got := directory.Called(typed)(l); got != want {
			t.Errorf("%q: %t", typed, got)
		}
	}
}
