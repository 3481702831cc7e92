package web_test

import (
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/org"
)

var hatField = regexp.MustCompile(`name="chapeau" value="([^"]+)"`)

// under is the hat that the forms of a page carry.
func (a answer) under(t *testing.T) string {
	t.Helper()
	m := hatField.FindStringSubmatch(a.body)
	if m == nil {
		t.Fatal("a form that says not under which hat it was read")
	}
	return m[1]
}

// hatless are the fields of somebody else's form as who forges it would send them.
func hatless(pairs []string) (out []string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] != "chapeau" {
			out = append(out, pairs[i], pairs[i+1])
		}
	}
	return out
}

// both gives awa a hat of another organisation beside her own, and the session
// that she opens.
func (d *door) both() (b *browser, clinic access.Org) {
	d.t.Helper()
	operator := access.ForOperator(dbtest.Region)
	clinic, err := d.org.CreateOrg(d.Ctx, operator, org.NewOrg{Sector: org.PublicNetwork, Regime: org.HealthQuebec, NameFR: "La Clinique"})
	d.must(err)
	link, err := d.org.Invite(d.Ctx, operator, org.NewInvitation{Act: "both", Org: clinic, Email: "awa@exemple.org", Roles: []access.Role{access.Administration}})
	d.must(err)
	_, err = d.org.Accept(d.Ctx, org.Acceptance{Act: "join", Link: link, Password: orgPassword})
	d.must(err)
	b = d.browser()
	b.signIn("awa")
	return b, clinic
}

// teams are those of an organisation.
func (d *door) teams(o access.Org) (names []string) {
	d.t.Helper()
	staff, err := d.org.ListStaff(d.Ctx, access.ForWorker(dbtest.Region, d.bob, o, "", access.Management))
	d.must(err)
	for _, x := range staff.Teams {
		names = append(names, x.Name)
	}
	return names
}

var wearHat = regexp.MustCompile(`action="(/fr/app/moi/chapeau/[^"]+)"`)

// TestAPageActsUnderTheHatItWasReadUnder: who changes hats in another tab does not
// act on behalf of the other organisation by a page that stayed open; what was
// typed waits, and one press takes the hat up again.
func TestAPageActsUnderTheHatItWasReadUnder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		b, clinic := d.both()
		form := b.get("/fr/app/equipe/nouvelle") // at the clinic, worn last
		other := wearHat.FindStringSubmatch(b.get("/fr/app/moi").body)[1]
		d.want(b.post(other), http.StatusSeeOther, "") // in another tab
		waits := b.post("/fr/app/equipe/nouvelle", "act", form.act(t), "chapeau", form.under(t), "name", "Travail de nuit")
		d.want(waits, http.StatusConflict, `value="Travail de nuit"`)
		for _, name := range []string{"La Clinique", "Le Refuge"} {
			d.want(waits, http.StatusConflict, name)
		}
		if n := append(d.teams(clinic), d.teams(d.o)...); len(n) != 0 {
			t.Errorf("a team was made: %q", n)
		}
		d.want(b.get("/fr/app/equipe"), http.StatusOK, "Le Refuge") // nothing is taken up unasked
		resume := regexp.MustCompile(`name="reprendre" value="([^"]+)"`).FindStringSubmatch(waits.body)
		if resume == nil {
			t.Fatal("no press takes the hat up again")
		}
		d.want(b.post("/fr/app/equipe/nouvelle", "act", waits.act(t), "chapeau", waits.under(t), "reprendre", resume[1], "name", "Travail de nuit"), http.StatusSeeOther, "")
		if at, not := d.teams(clinic), d.teams(d.o); len(at) != 1 || len(not) != 0 {
			t.Errorf("teams %q and %q", at, not)
		}
		// The page of another person, on a device that several use.
		d.want(b.post("/fr/deconnexion"), http.StatusSeeOther, "")
		b.signIn("bob")
		left := b.post("/fr/app/moi/depart", "chapeau", form.under(t))
		d.want(left, http.StatusConflict, "une autre personne")
		d.want(b.get("/fr/app/moi"), http.StatusOK, "bob@exemple.org")
		// No press takes up a hat that is not one's own.
		d.want(b.post("/fr/app/moi/depart", "reprendre", form.under(t)), http.StatusConflict, "une autre personne")
	})
}

// A form with a file says under which hat it was read in its address.
func TestAFormWithAFileCarriesItsHat(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		b, _ := d.both()
		read := b.get("/fr/app/equipe/nouvelle").under(t)
		d.want(b.post(wearHat.FindStringSubmatch(b.get("/fr/app/moi").body)[1]), http.StatusSeeOther, "")
		a := b.send("/fr/app/import?chapeau="+read, "dataset", "x")
		d.want(a, http.StatusConflict, "il faudra le choisir de nouveau")
	})
}

// send posts a form with a file.
func (b *browser) send(path string, pairs ...string) answer {
	b.t.Helper()
	var body strings.Builder
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		b.must(w.WriteField(pairs[i], pairs[i+1]))
	}
	part, err := w.CreateFormFile("voice", "a.ogg")
	b.must(err)
	_, err = part.Write([]byte("OggS"))
	b.must(err)
	b.must(w.Close())
	r, err := http.NewRequestWithContext(b.Ctx, http.MethodPost, b.url+path, strings.NewReader(body.String()))
	b.must(err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

// TestWhatWasTypedWaitsForTheSession: a session that ended while somebody wrote
// costs them no word. The page gives back what came, sends it by one press once
// they signed in, and does so for nobody else.
func TestWhatWasTypedWaitsForTheSession(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		b := d.browser()
		b.signIn("awa")
		form := b.get("/fr/app/equipe/nouvelle")
		u.Clock.Advance(org.Idle + time.Minute)
		typed := []string{"act", form.act(t), "chapeau", form.under(t), "name", `L'équipe "du soir" & <amis>`}
		waits := b.post("/fr/app/equipe/nouvelle", typed...)
		d.want(waits, http.StatusNotFound, `value="L&#39;équipe &#34;du soir&#34; &amp; &lt;amis&gt;"`)
		d.want(waits, http.StatusNotFound, `href="/fr/connexion" target="_blank"`)
		d.want(waits, http.StatusNotFound, `action="/fr/app/equipe/nouvelle"`)
		if waits.under(t) != form.under(t) || waits.act(t) != form.act(t) {
			t.Error("the form comes back otherwise")
		}
		if store := waits.Header.Get("Cache-Control"); store != "no-store" {
			t.Errorf("what was typed may be stored: %s", store)
		}
		if len(d.teams(d.o)) != 0 {
			t.Error("a team was made without a session")
		}
		b.signIn("awa")
		d.want(b.post("/fr/app/equipe/nouvelle", typed...), http.StatusSeeOther, "")
		if n := d.teams(d.o); len(n) != 1 || n[0] != typed[5] {
			t.Errorf("teams %q", n)
		}
		// A proof that grew old costs none either.
		invite := b.get("/fr/app/equipe/inviter")
		b.rest(org.FreshToAct)
		again := b.post("/fr/app/equipe/inviter", "act", invite.act(t), "chapeau", invite.under(t), "email", "nouvelle@exemple.org", "roles", "intervention")
		d.want(again, http.StatusNotFound, `value="nouvelle@exemple.org"`)
		d.want(again, http.StatusNotFound, `href="/fr/app/moi/confirmer" target="_blank"`)
		// A passphrase never comes back.
		u.Clock.Advance(org.Idle + time.Minute)
		if a := b.post("/fr/app/moi/confirmer", "password", orgPassword); strings.Contains(a.body, orgPassword) {
			t.Error("a passphrase comes back")
		}
		// What was said beside a voice waits; the voice cannot.
		said := b.send("/fr/app/signal/nouveau?chapeau="+form.under(t), "act", "s", "words", "Des gens dorment au parc")
		d.want(said, http.StatusNotFound, `value="Des gens dorment au parc"`)
		d.want(said, http.StatusNotFound, "il faudra le choisir de nouveau")
	})
}
