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
		d, awa, bob, eve := partnered(t, u)
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

		all := quarter()
		pair := "/fr/app/doublons/" + string(all[0].ID) + "/" + string(all[1].ID)
		awa.want(awa.get("/fr/app/doublons?une="+all[0].Code+"&autre="+all[1].Code), 422, "autre organisme")
		for _, b := range []*browser{awa, bob, eve} { // of another organisation; no managers
			for _, path := range []string{pair, pair + "/reunir"} {
				b.want(b.get(path), 404, "")
			}
			for _, path := range []string{"/reunir", "/distincts"} {
				b.want(b.post(pair+path, "act", "a"), 404, "")
			}
		}
		bob.want(bob.get("/fr/app/doublons"), 404, "")
	})
}
