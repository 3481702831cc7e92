package hsds

import (
	"slices"
	"testing"
)

func TestReadPhones(t *testing.T) {
	for text, want := range map[string][]dialled{
		"705-555-0100":                                    {{"705-555-0100", "", ""}},
		"(705) 555-0100 ext. 12":                          {{"(705) 555-0100", "12", ""}},
		"1 888 555 0100 poste 4 (accueil)":                {{"1 888 555 0100", "4", "accueil"}},
		"Réception : 705-555-0100 ; 705-555-0101 x3 soir": {{"705-555-0100", "", "Réception"}, {"705-555-0101", "3", "soir"}},
		"705-555-0100 or 705-555-0101":                    {{"705-555-0100", "", ""}, {"705-555-0101", "", ""}},
		"Composez le 211":                                 {{"211", "", "Composez le"}},
		"555-0100, jour et nuit":                          {{"555-0100", "", "jour et nuit"}},
		"1-800-SECOURS":                                   {{"1-800-SECOURS", "", ""}},
		"voir le site":                                    nil,
		"bureau 12":                                       nil,
	} {
		if got := readPhones(text); !slices.Equal(got, want) {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}
