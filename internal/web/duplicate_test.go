package web_test

import (
	"net/url"
	"strings"
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// TestAnAddressDoesNotSayWhatWasDone: what a link says was done is believed only
// of pages that are one's own: a button made from it would act anywhere.
func TestAnAddressDoesNotSayWhatWasDone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d, awa, _, _ := partnered(t, u)
		ix := directory.NewIndexIn(d.site.Zone, quarter())
		d.site.Finder, d.site.Surveyor = ix, directory.NewSurveyor(ix)
		for _, q := range []string{"distincts=" + url.QueryEscape("../../../deconnexion?a#.b"), "distincts=a.b", "reunies=d1"} {
			page := awa.get("/fr/app/doublons?" + q)
			awa.want(page, 200, "Doublons")
			for _, said := range []string{`name="encore"`, "deconnexion?a", "qu&#39;une"} {
				if strings.Contains(page.body, said) {
					t.Errorf("%s: it says %s", q, said)
				}
			}
		}
	})
}
