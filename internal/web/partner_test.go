package web_test

import (
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/job"
)

// partnered is a site whose organisations know one another: awa administers, bob
// works with people, eve works in another organisation.
func partnered(t *testing.T, u *dbtest.Universe) (d *door, awa, bob, eve *browser) {
	t.Helper()
	d = keeping(t, u)
	d.site.Directory = directory.New(u.DB, event.NewLog(job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))))
	d.elsewhere()
	as := func(name string) *browser {
		b := d.browser()
		b.signIn(name)
		return b
	}
	return d, as("awa"), as("bob"), as("eve")
}

// TestACardSavedByTwo: who saves second loses nothing, sees what the first
// saved, and chooses. Nobody writes on the card of others.
func TestACardSavedByTwo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d, awa, bob, eve := partnered(t, u)
		d.hire("zoe", access.Management)
		zoe := d.browser()
		zoe.signIn("zoe")
		card := "/fr/app/comprendre/" + string(d.o)
		bob.want(bob.get(card), 200, "pas encore présenté")
		mine, theirs := awa.get(card+"/limits"), zoe.get(card+"/limits")
		awa.want(awa.post(card+"/limits", append(fields(mine.body), "limits", "Pas de lit.", "decides", "Awa")...), 303, "")
		second := zoe.post(card+"/limits", append(fields(theirs.body), "limits", "Douze chaises.", "decides", "")...)
		zoe.want(second, 409, "Quelqu&#39;un a enregistré autre chose")
		for _, words := range []string{"Pas de lit.", "Douze chaises."} {
			if !strings.Contains(second.body, words) {
				t.Errorf("%q is lost", words)
			}
		}
		zoe.want(zoe.post(card+"/limits", append(fields(second.body), "limits", "Pas de lit, douze chaises.", "decides", "Awa")...), 303, "")
		eve.want(eve.get(card), 200, "Pas de lit, douze chaises.")
		for _, b := range []*browser{bob, eve} { // no manager; of another organisation
			b.want(b.get(card+"/limits"), 404, "")
			b.want(b.post(card+"/limits", append(hatless(fields(second.body)), "limits", "x")...), 404, "")
		}
		public := d.browser()
		if a := public.get(card); strings.Contains(a.body, "douze chaises") {
			t.Error("the public reads the card")
		}
	})
}

var lineOf = regexp.MustCompile(`/app/route/[^?]+`)

// TestADirectLineIsForWorkers: published with its limits, called by others,
// whose calls its organisation alone reads; never shown to the public.
func TestADirectLineIsForWorkers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d, awa, bob, eve := partnered(t, u)
		ask := awa.get("/fr/app/routes/nouvelle")
		refused := awa.post("/fr/app/routes/nouvelle", append(fields(ask.body), "purpose", "Débloquer un lit", "number", "514 555-0134")...)
		awa.want(refused, 422, "Débloquer un lit")
		awa.want(refused, 422, "limite réelle")
		made := awa.post("/fr/app/routes/nouvelle", append(fields(refused.body), "purpose", "Débloquer un lit", "role", "Coordonnatrice", "number", "514 555-0134",
			"hours", "Le soir", "limits", "Pas de place promise")...)
		awa.want(made, 303, "")
		line := "/fr" + lineOf.FindString(made.Header.Get("Location"))

		page := eve.get(line)
		eve.want(page, 200, "Pas de place promise")
		eve.want(eve.post(line+"/appel", fields(page.body)...), 422, "ce que l&#39;appel a donné")
		eve.want(eve.post(line+"/appel", append(fields(page.body), "outcome", "no_answer", "words", "Trois essais.")...), 303, "")
		awa.want(awa.get(line), 200, "Trois essais.")
		if a := bob.get(line); strings.Contains(a.body, "/modifier") {
			t.Error("a worker without the role is offered to change it")
		}
		if a := eve.get(line); strings.Contains(a.body, "Trois essais.") {
			t.Error("the calls are read outside of the line's organisation")
		}
		eve.want(eve.get(line+"/modifier"), 404, "")
		public := d.browser()
		for _, path := range []string{line, "/fr/app/routes"} {
			if a := public.get(path); strings.Contains(a.body, "555-0134") || strings.Contains(a.body, "555‑0134") {
				t.Errorf("the public reads the number at %s", path)
			}
		}
		edit := awa.get(strings.Replace(line, "/fr/", "/en/", 1) + "/modifier")
		awa.want(edit, 200, "Change a line")
		awa.want(awa.post(strings.Replace(line, "/fr/", "/en/", 1)+"/modifier", append(fields(edit.body), "purpose", "Débloquer un lit", "role", "Coordonnatrice", "number", "514 555-0135",
			"hours", "Le soir", "limits", "Pas de place promise")...), 303, "")
		if a := eve.get(strings.Replace(line, "/fr/", "/en/", 1)); !strings.Contains(a.body, `<bdi lang="fr" dir="ltr">Débloquer un lit`) {
			t.Error("French words are taken for English since their number was mended on the English page")
		}
		end := awa.get(line + "/retirer")
		awa.want(awa.post(line+"/retirer", fields(end.body)...), 303, "")
		eve.want(eve.get(line), 404, "")
	})
}
