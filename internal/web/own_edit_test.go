package web_test

import (
	"context"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// indexed has the site's index follow what its pages change.
func indexed(d *door) {
	refresh := func(ctx context.Context, _ ...access.Service) error {
		return d.DB.Read(ctx, func(tx *db.Tx) error {
			all, err := directory.Load(ctx, tx, dbtest.Region)
			d.site.Finder = directory.NewIndex(all)
			return err
		})
	}
	d.site.Refresh = refresh
	d.must(refresh(d.Ctx))
}

// TestAnOrganisationKeepsItsPages: a service is added, looked at before it is
// saved, saved, and given no more; two who save at once lose nothing; others
// find nothing.
func TestAnOrganisationKeepsItsPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d, awa, bob, eve := partnered(t, u)
		indexed(d)
		ask := awa.get("/fr/app/service/nouveau")
		awa.want(ask, 200, "Votre organisme, en quelques mots")
		if strings.Contains(ask.body, "checked") {
			t.Error("who sees the address is chosen before anybody chose")
		}
		unchosen := awa.post("/fr/app/service/nouveau", append(fields(ask.body), "name", "Maison", "need", "eat.meal", "about", "Un lieu", "province", "QC", "address", "8, rue Secrète", "city", "Laval", "postal", "H7A 1A1")...)
		awa.want(unchosen, 422, "Dites qui voit l&#39;adresse")
		refused := awa.post("/fr/app/service/nouveau", append(fields(ask.body), "name", "Soupe du midi", "about", "Un lieu chaud", "province", "QC", "shows", "address")...)
		awa.want(refused, 422, "Choisissez le besoin")
		awa.want(refused, 422, "Soupe du midi")
		added := awa.post("/fr/app/service/nouveau", append(fields(refused.body), "name", "Soupe du midi", "need", "eat.meal", "phone", "514 555-0142", "about", "Un lieu chaud",
			"province", "QC", "shows", "nothing", "address", "8, rue Secrète", "city", "Laval", "postal", "H7A 1A1")...)
		awa.want(added, 303, "")
		own := strings.TrimSuffix(added.Header.Get("Location"), "?fait=1")
		awa.want(awa.get(own), 200, "Soupe du midi")
		public := d.browser()
		page := public.get(strings.Replace(strings.TrimSuffix(own, "/modifier"), "/app", "", 1))
		public.want(page, 200, "514")
		if strings.Contains(page.body, "Secrète") || strings.Contains(page.body, "H7A") {
			t.Error("an address that must not be seen is shown")
		}

		// Looked at first: nothing is saved.
		form, other := awa.get(own+"/mots"), awa.get(own+"/mots")
		typed := func(body, name string) []string {
			return append(fields(body), "name", name, "name_other", "Lunch soup", "description", "Une soupe.")
		}
		looked := awa.post(own+"/mots", append(typed(form.body, "Soupe de midi"), "voir", "1")...)
		awa.want(looked, 200, "Ce qu&#39;on lira")
		awa.want(awa.get(own), 200, "Soupe du midi")
		awa.want(awa.post(own+"/mots", typed(looked.body, "Soupe de midi")...), 303, "")
		awa.want(awa.get(own), 200, "Soupe de midi")
		awa.want(awa.get(strings.Replace(own, "/fr/", "/en/", 1)), 200, "Lunch soup")

		// Somebody else saved in the meantime.
		second := awa.post(own+"/mots", typed(other.body, "Soupe à midi")...)
		awa.want(second, 409, "vient d&#39;enregistrer")
		awa.want(second, 409, "Soupe de midi")
		awa.want(second, 409, "Soupe à midi")
		wrong := awa.get(own + "/joindre")
		awa.want(awa.post(own+"/joindre", append(fields(wrong.body), "url", "notre site")...), 422, "notre site")

		// Given no more, and given again.
		awa.want(awa.post(strings.TrimSuffix(own, "/modifier")+"/offrir", fields(awa.get(own).body)...), 303, "")
		awa.want(awa.get(own), 200, "L&#39;offrir de nouveau")
		awa.want(awa.post(strings.TrimSuffix(own, "/modifier")+"/offrir", fields(awa.get(own).body)...), 303, "")
		awa.want(awa.get(own), 200, "Ce service n&#39;est plus offert")

		for _, b := range []*browser{bob, eve} { // no manager; of another organisation
			for _, path := range []string{own, own + "/mots", own + "/rien"} {
				b.want(b.get(path), 404, "")
			}
			b.want(b.post(own+"/mots", hatless(typed(form.body, "x"))...), 404, "")
			b.want(b.post(strings.TrimSuffix(own, "/modifier")+"/offrir", hatless(fields(form.body))...), 404, "")
		}
		bob.want(bob.get("/fr/app/service/nouveau"), 404, "")
	})
}
