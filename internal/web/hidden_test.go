package web_test

import (
	"strings"
	"testing"

	"passerelle/internal/directory"
)

// TestNoPageOrPaperTellsAHiddenAddress: on pages, on paper, in an agenda and on a
// map there is no street, no postal code, no point and no way to a place that is
// given by telephone only, whether its service is shown with a quick exit or not.
func TestNoPageOrPaperTellsAHiddenAddress(t *testing.T) {
	all := quarter()
	all[2].Hours = all[0].Hours
	plain := *all[2]
	plain.ID, plain.Code, plain.Sensitive = "s2", "w4r8", false
	plain.Places = append([]directory.Place{}, plain.Places...)
	p := openPublicIn(t, append(all, &plain), eastern(t))
	told := 0
	for path, want := range map[string]int{
		"/service/s1": 200, "/service/s2": 200, "/service/s1/carte": 200, "/service/s2/carte": 200, "/s/w4r8": 200,
		"/service/s1/heures.ics": 404, "/service/s2/heures.ics": 200, // what must not be seen is in nobody's agenda
		"/livret?lieu=Laval": 200, "/livret?lieu=Laval&besoin=safety": 200, "/livret?lieu=Montréal-Nord&distance=100000": 200,
		"/affiche?liste=q4r8.w4r8": 200, "/affiche?besoin=safety.violence&pres=Laval": 200, "/languettes?liste=q4r8": 200, "/languettes?liste=w4r8": 200,
		"/liste/q4r8.w4r8": 200, "/liste/q4r8.w4r8/papier": 200, "/liste/w4r8/papier?format=a6": 200,
		"/carte?besoin=safety.violence&lat=45.6&lon=-73.6&z=12": 200, "/services?besoin=safety.violence": 200, "/services?besoin=safety.violence&pres=Laval": 200, "/n/safety.violence": 200,
	} {
		for _, lang := range []string{"/fr", "/en"} {
			status, body := p.get(lang + path)
			if status != want {
				t.Errorf("%s: %d", lang+path, status)
			}
			if strings.Contains(body, "Lilas") {
				told++
			}
			for _, secret := range []string{"Secrète", "H7A", "45.700", "73.700", "45.7,", "openstreetmap", "geo:", "GEO:", "streetAddress"} {
				if strings.Contains(body, secret) {
					t.Errorf("%s tells %s", lang+path, secret)
				}
			}
		}
	}
	if told < 30 {
		t.Errorf("only %d of these speak of the place at all: nothing is proved", told)
	}
}
