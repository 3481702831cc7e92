package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/org"
)

func TestSignInPage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		b := d.browser()
		d.want(b.get("/fr/app/moi"), http.StatusNotFound, `href="/fr/connexion?suite=%2Fapp%2Fmoi"`)
		page := b.get("/fr/connexion?suite=/app/equipe")
		d.want(page, http.StatusOK, `value="/app/equipe"`)
		if len(page.Cookies()) != 0 {
			t.Error("a cookie before anyone signed in")
		}

		wrong := b.post("/fr/connexion", "email", "awa@exemple.org", "password", "devine quel est mon mot", "suite", "/app/equipe")
		d.want(wrong, http.StatusUnprocessableEntity, `value="awa@exemple.org"`)
		d.want(wrong, http.StatusUnprocessableEntity, `value="/app/equipe"`)
		if strings.Contains(wrong.body, "devine") {
			t.Error("the password comes back")
		}
		unknown := b.post("/fr/connexion", "email", "qui@exemple.org", "password", "devine quel est mon mot", "suite", "/app/equipe")
		if strings.ReplaceAll(unknown.body, "qui@", "awa@") != wrong.body || unknown.StatusCode != wrong.StatusCode {
			t.Error("an unknown address is answered otherwise")
		}

		in := b.post("/fr/connexion", "email", "awa@exemple.org", "password", orgPassword, "suite", "/app/equipe")
		d.want(in, http.StatusSeeOther, "")
		if to := in.Header.Get("Location"); to != "/fr/app/equipe" {
			t.Errorf("goes to %s", to)
		}
		c := in.Cookies()[0]
		if c.Name != "__Host-passerelle" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || !c.Expires.IsZero() || c.MaxAge != 0 {
			t.Errorf("cookie %+v", c)
		}
		d.want(b.get("/fr/app/moi"), http.StatusOK, "awa@exemple.org")
		if store := b.get("/fr/app/moi").Header.Get("Cache-Control"); store != "no-store" {
			t.Errorf("a worker's page may be stored: %s", store)
		}
		u.Clock.Advance(15 * time.Minute)
		d.want(b.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
	})
}

func TestAfterSignInStaysHere(t *testing.T) {
	t.Parallel()
	d := newDoor(t, dbtest.New(t, db.SQLite))
	for _, away := range []string{"https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "/app\r\nSet-Cookie: a=b", "/application", "", "/fr/connexion"} {
		a := d.browser().post("/fr/connexion", "email", "awa@exemple.org", "password", orgPassword, "suite", away)
		if to := a.Header.Get("Location"); to != "/fr/app" {
			t.Errorf("%q goes to %q", away, to)
		}
	}
}

func TestTooManyTriesPage(t *testing.T) {
	t.Parallel()
	d := newDoor(t, dbtest.New(t, db.SQLite))
	b := d.browser()
	for range 10 {
		b.post("/fr/connexion", "email", "awa@exemple.org", "password", "devine")
	}
	a := b.post("/fr/connexion", "email", "awa@exemple.org", "password", orgPassword)
	d.want(a, http.StatusTooManyRequests, `value="awa@exemple.org"`)
	if a.Header.Get("Retry-After") == "" {
		t.Error("a form that came too often does not say when to come back")
	}
}

func TestSignOutPage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		office, phone := d.browser(), d.browser()
		office.signIn("awa")
		phone.signIn("awa")
		home, err := url.Parse(d.url)
		d.must(err)
		stolen := office.Jar.Cookies(home)
		out := office.post("/fr/deconnexion")
		d.want(out, http.StatusSeeOther, "")
		if out.Header.Get("Clear-Site-Data") == "" {
			t.Error("what the browser stored stays there")
		}
		d.want(office.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
		office.Jar.SetCookies(home, stolen)
		d.want(office.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
		d.want(office.post("/fr/deconnexion"), http.StatusSeeOther, "") // twice is once

		office.signIn("awa")
		d.want(phone.post("/fr/app/moi/partout"), http.StatusSeeOther, "")
		d.want(office.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
	})
}

func TestInvitationPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		awa := d.browser()
		awa.signIn("awa")
		made := awa.post("/fr/app/equipe/nouvelle", "act", awa.get("/fr/app/equipe/nouvelle").act(t), "name", "Équipe de soir")
		d.want(made, http.StatusSeeOther, "")

		form := awa.get("/fr/app/equipe/inviter")
		act := form.act(t)
		bad := awa.post("/fr/app/equipe/inviter", "act", act, "email", "chloé sans arobase", "roles", "coordination")
		d.want(bad, http.StatusUnprocessableEntity, "chloé sans arobase")
		if bad.act(t) != act || !strings.Contains(bad.body, "checked") {
			t.Error("the form forgot")
		}
		sent := awa.post("/fr/app/equipe/inviter", "act", act, "email", "chloe@exemple.org", "roles", "coordination", "roles", "intervention")
		d.want(sent, http.StatusSeeOther, "")
		again := awa.post("/fr/app/equipe/inviter", "act", act, "email", "chloe@exemple.org", "roles", "coordination", "roles", "intervention")
		shown, reshown := awa.get(sent.Header.Get("Location")), awa.get(again.Header.Get("Location"))
		link := regexp.MustCompile(`/fr/invitation/[\w-]+`).FindString(shown.body)
		if link == "" || !strings.Contains(reshown.body, link) {
			t.Fatalf("no link, or two: %s", shown.body)
		}
		d.want(awa.get("/fr/app/equipe"), http.StatusOK, "chloe@exemple.org")

		chloe := d.browser()
		open := chloe.get(link)
		d.want(open, http.StatusOK, "Le Refuge")
		if store := open.Header.Get("Cache-Control"); store != "no-store" {
			t.Errorf("an invitation may be stored: %s", store)
		}
		short := chloe.post(link, "act", open.act(t), "name", "Chloé Roy", "password", "court")
		d.want(short, http.StatusUnprocessableEntity, `value="Chloé Roy"`)
		d.want(chloe.post(link, "act", open.act(t), "name", "Chloé Roy", "password", orgPassword), http.StatusSeeOther, "")
		d.want(chloe.get("/fr/app/moi"), http.StatusOK, "Chloé Roy")
		over, none := d.browser().get(link), d.browser().get("/fr/invitation/nimporte")
		d.want(over, http.StatusNotFound, "")
		if !alike(over, none) {
			t.Error("a used link and one that never was are told apart")
		}
	})
}

func TestTeamPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		awa, bob := d.browser(), d.browser()
		awa.signIn("awa")
		bob.signIn("bob")

		seen := bob.get("/fr/app/equipe")
		d.want(seen, http.StatusOK, "awa")
		for _, hidden := range []string{"awa@exemple.org", "/inviter", "/depart/", "/phrase/"} {
			if strings.Contains(seen.body, hidden) {
				t.Errorf("a colleague sees %q", hidden)
			}
		}
		for _, path := range []string{"/fr/app/equipe/inviter", "/fr/app/equipe/nouvelle", "/fr/app/equipe/depart/" + string(d.bob), "/fr/app/equipe/phrase/" + string(d.bob)} {
			a := bob.get(path)
			d.want(a, http.StatusNotFound, "")
			d.want(bob.post(path, "act", "x", "name", "Jour"), http.StatusNotFound, "")
		}
		if !alike(bob.get("/fr/app/equipe/depart/"+string(d.bob)), bob.get("/fr/app/equipe/depart/rien")) ||
			!alike(awa.get("/fr/app/equipe/depart/"+d.elsewhere()), awa.get("/fr/app/equipe/depart/rien")) {
			t.Error("hidden and not there are told apart")
		}

		// A new passphrase for who lost theirs, in the administrator's hands.
		ask := awa.get("/fr/app/equipe/phrase/" + string(d.bob))
		given := awa.post("/fr/app/equipe/phrase/"+string(d.bob), "act", ask.act(t))
		link := regexp.MustCompile(`/fr/invitation/[\w-]+`).FindString(awa.get(given.Header.Get("Location")).body)
		open := d.browser().get(link)
		d.want(open, http.StatusOK, "bob@exemple.org")
		d.want(d.browser().post(link, "act", open.act(t), "password", "onze renards dans la neige"), http.StatusSeeOther, "")
		d.want(bob.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")

		// The last administrator names another; then both leave in turn.
		d.want(awa.post("/fr/app/moi/depart"), http.StatusUnprocessableEntity, string(d.bob))
		d.want(awa.post("/fr/app/moi/depart", "successor", string(d.bob)), http.StatusSeeOther, "")
		d.want(awa.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
		in := bob.post("/fr/connexion", "email", "bob@exemple.org", "password", "onze renards dans la neige", "suite", "/app/equipe")
		d.want(bob.get(in.Header.Get("Location")), http.StatusOK, "/inviter")
	})
}

func TestHatPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		bob := d.browser()
		bob.signIn("bob")
		if one := bob.get("/fr/app/moi"); strings.Contains(one.body, "/app/moi/chapeau/") {
			t.Error("one hat, and yet another to wear")
		}
		operator := access.ForOperator(dbtest.Region)
		clinic, err := d.org.CreateOrg(u.Ctx, operator, org.NewOrg{Sector: org.PublicNetwork, Regime: org.HealthQuebec, NameFR: "La Clinique"})
		d.must(err)
		link, err := d.org.Invite(u.Ctx, operator, org.NewInvitation{Act: "a", Org: clinic, Email: "bob@exemple.org", Roles: []access.Role{access.Administration}})
		d.must(err)
		open := bob.get("/fr/invitation/" + link)
		d.want(open, http.StatusOK, "La Clinique")
		u.Clock.Advance(time.Second)
		d.want(bob.post("/fr/invitation/"+link, "act", open.act(t), "password", orgPassword), http.StatusSeeOther, "")

		me := bob.get("/fr/app/moi")
		d.want(me, http.StatusOK, "au nom de <bdi>La Clinique</bdi>")
		wear := regexp.MustCompile(`action="(/fr/app/moi/chapeau/[^"]+)"`).FindStringSubmatch(me.body)
		if wear == nil {
			t.Fatal("no other hat to wear")
		}
		d.want(bob.get("/fr/app/equipe/inviter"), http.StatusOK, "")
		d.want(bob.post(wear[1]), http.StatusSeeOther, "")
		d.want(bob.get("/fr/app/moi"), http.StatusOK, "au nom de <bdi>Le Refuge</bdi>")
		d.want(bob.get("/fr/app/equipe/inviter"), http.StatusNotFound, "") // that role was the other hat's
		d.want(bob.post("/fr/app/moi/chapeau/rien"), http.StatusNotFound, "")
	})
}

func TestColleagueLeavesPage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		awa, bob := d.browser(), d.browser()
		awa.signIn("awa")
		bob.signIn("bob")
		path := "/fr/app/equipe/depart/" + string(d.bob)
		d.want(awa.get(path), http.StatusOK, "bob")
		d.want(awa.post(path), http.StatusSeeOther, "")
		d.want(bob.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
		again := awa.post(path) // pressed twice, or by a colleague meanwhile: the team says what holds
		d.want(again, http.StatusSeeOther, "")
		d.want(awa.get(again.Header.Get("Location")), http.StatusOK, "n&#39;a plus accès ici")
		if none := awa.post("/fr/app/equipe/depart/rien"); none.Header.Get("Location") != again.Header.Get("Location") {
			t.Error("who left and who never was are told apart")
		}
	})
}

// TestRolesOfAColleague: the page shows them as they are, keeps what was ticked when it
// is refused, says that somebody else was first, and counts at once.
func TestRolesOfAColleague(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		awa, bob := d.browser(), d.browser()
		awa.signIn("awa")
		bob.signIn("bob")
		team := awa.get("/fr/app/equipe")
		paths := regexp.MustCompile(`href="(/fr/app/equipe/roles/[^"]+)"`).FindAllStringSubmatch(team.body, -1)
		if len(paths) != 2 || strings.Contains(bob.get("/fr/app/equipe").body, "/equipe/roles/") {
			t.Fatalf("%d hats can be changed by whoever looks after access, or some by anyone", len(paths))
		}
		own, theirs := paths[0][1], paths[1][1]
		if !strings.Contains(awa.get(own).body, "Ce sont vos propres rôles") {
			own, theirs = theirs, own
		}
		form := awa.get(theirs)
		d.want(form, http.StatusOK, `value="intervention" checked`)
		if strings.Contains(form.body, "vos propres rôles") {
			t.Error("bob's are said to be awa's own")
		}
		d.want(bob.get(theirs), http.StatusNotFound, "")
		d.want(bob.post(theirs, hatless(fields(form.body))...), http.StatusNotFound, "")
		d.want(awa.get("/fr/app/equipe/roles/rien"), http.StatusNotFound, "")
		d.want(awa.post("/fr/app/equipe/roles/rien", "act", "n", "was", "", "roles", "coordination"), http.StatusNotFound, "")

		d.want(awa.post(theirs, fields(form.body)...), http.StatusUnprocessableEntity, "Cochez au moins un rôle")
		saved := awa.post(theirs, append(fields(form.body), "roles", "coordination")...)
		d.want(saved, http.StatusSeeOther, "")
		d.want(awa.get(saved.Header.Get("Location")), http.StatusOK, "Les rôles sont changés")
		d.want(bob.get("/fr/app/campagne/nouvelle"), http.StatusOK, "") // at the very next request
		late := awa.post(theirs, append([]string{"act", "late"}, append(fields(form.body), "roles", "privacy")...)...)
		d.want(late, http.StatusConflict, "vient de changer ces rôles")
		d.want(late, http.StatusConflict, `value="coordination" checked`)
		d.want(awa.post(own, append(fields(awa.get(own).body), "roles", "intervention")...), http.StatusUnprocessableEntity, "Donnez d&#39;abord ce rôle")
	})
}

// TestTheTeamSaysWhatBecame: each act of the administration leads to what is true of
// it afterwards, also pressed twice or after somebody else was first.
func TestTheTeamSaysWhatBecame(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		awa := d.browser()
		awa.signIn("awa")
		said := func(a answer, words string) {
			t.Helper()
			d.want(a, http.StatusSeeOther, "")
			d.want(awa.get(a.Header.Get("Location")), http.StatusOK, words)
		}
		made := awa.post("/fr/app/equipe/nouvelle", "act", "t", "name", "Équipe de soir")
		said(made, "Équipe de soir")
		said(made, "L&#39;équipe est ajoutée")

		sent := awa.post("/fr/app/equipe/inviter", "act", "i", "email", "chloe@exemple.org", "roles", "coordination")
		link := regexp.MustCompile(`/fr/invitation/[\w-]+`).FindString(awa.get(sent.Header.Get("Location")).body)
		withdraw := regexp.MustCompile(`action="([^"]+/annuler)"`).FindStringSubmatch(awa.get("/fr/app/equipe").body)[1]
		d.want(d.browser().post(link, "act", "j", "name", "Chloé Roy", "password", orgPassword), http.StatusSeeOther, "") // first
		said(awa.post(withdraw), "il a servi, ou il était annulé")
		said(awa.get(sent.Header.Get("Location")), "Chloé Roy")

		bob := string(d.bob)
		given := awa.post("/fr/app/equipe/phrase/"+bob, "act", "p")
		shown := awa.get(given.Header.Get("Location"))
		d.want(shown, http.StatusOK, "Le lien est prêt")
		if strings.Contains(shown.body, "invitation est prête") || strings.Contains(shown.body, "Inviter une personne") {
			t.Error("a link for a lost passphrase is called an invitation")
		}
		team := awa.get("/fr/app/equipe")
		d.want(team, http.StatusOK, "Nouvelle phrase de passe de <bdi>bob@exemple.org</bdi>")
		withdraw = regexp.MustCompile(`action="([^"]+/annuler)"`).FindStringSubmatch(team.body)[1]
		said(awa.post(withdraw), "est annulé")
		said(awa.post(withdraw), "il a servi, ou il était annulé")
		said(awa.post("/fr/app/equipe/phrase/"+bob+"/cles"), "Sa phrase de passe suffit")

		// Who works elsewhere too is told of where one was.
		clinic, err := d.org.CreateOrg(u.Ctx, access.ForOperator(dbtest.Region), org.NewOrg{Sector: org.PublicNetwork, Regime: org.HealthQuebec, NameFR: "La Clinique"})
		d.must(err)
		other, err := d.org.Invite(u.Ctx, access.ForOperator(dbtest.Region), org.NewInvitation{Act: "a", Org: clinic, Email: "bob@exemple.org", Roles: []access.Role{access.Management}})
		d.must(err)
		_, err = d.org.Accept(u.Ctx, org.Acceptance{Act: "b", Link: other, Password: orgPassword})
		d.must(err)
		d.want(awa.post("/fr/app/equipe/phrase/"+bob, "act", "q"), http.StatusConflict, "Une nouvelle phrase de passe pour <bdi>bob</bdi>")
	})
}

// TestWhoLeavesIsToldWhatStays: whoever accompanies people is asked to hand them
// over first, and an organisation is told when nobody else keeps its register.
func TestWhoLeavesIsToldWhatStays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		kim := d.hire("kim", access.Privacy)
		awa, bob := d.browser(), d.browser()
		awa.signIn("awa")
		bob.signIn("bob")
		own := bob.get("/fr/app/moi/depart")
		d.want(own, http.StatusOK, `href="/fr/app/moi/relais"`)
		d.want(own, http.StatusOK, "Quitter cet organisme")
		d.want(awa.get("/fr/app/equipe/depart/"+string(d.bob)), http.StatusOK, "la coordination pourra les passer")
		if none := awa.get("/fr/app/moi/depart"); strings.Contains(none.body, "/app/moi/relais") || strings.Contains(none.body, "registre") {
			t.Error("who accompanies nobody and keeps no register is asked for both")
		}
		last := "Personne d&#39;autre ne tient ici le registre"
		d.want(awa.get("/fr/app/equipe/depart/"+string(kim)), http.StatusOK, last)
		d.hire("lea", access.Privacy)
		if a := awa.get("/fr/app/equipe/depart/" + string(kim)); strings.Contains(a.body, last) {
			t.Error("another keeps the register")
		}
	})
}
