package web_test

import (
	"fmt"
	"html"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/crisis"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/job"
	"passerelle/internal/seal"
)

var tags = regexp.MustCompile(`(?s)<[^>]*>`)

// seen is what a page says, without its marks and with one space between words.
func seen(a answer) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(a.body, " "))), " ")
}

// TestWhatACellLeaves: the minutes say to whom each task was given and who allowed
// each rule; the draft says what was done in time, and which review was never held.
func TestWhatACellLeaves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		keys, err := seal.NewKeys()
		d.must(err)
		vault, err := seal.NewVault(keys)
		d.must(err)
		queue := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		d.site.Crisis, d.site.Finder = crisis.New(u.DB, event.NewLog(queue), vault, nil), directory.NewIndex(nil)
		gil := access.ForWorker(dbtest.Region, d.hire("gil", access.Coordination), d.o, "", access.Coordination)
		acts := 0
		act := func() string { acts++; return fmt.Sprint("act-", acts) }
		id, err := d.site.Crisis.Open(u.Ctx, gil, act(), crisis.Opening{Title: "Grand froid", Why: "Deux abris fermés", For: 72 * time.Hour, Review: 8 * time.Hour, Contact: crisis.Contact{Function: "Garde", Phone: "819 555-0100"}})
		d.must(err)
		task, err := d.site.Crisis.Give(u.Ctx, gil, act(), id, d.o, "Ouvrir la halle", 4*time.Hour, false)
		d.must(err)
		_, err = d.site.Crisis.Relax(u.Ctx, gil, act(), id, "Le chien entre", "La direction de la halle", 4*time.Hour, false)
		d.must(err)
		d.must(d.site.Crisis.Finish(u.Ctx, gil, act(), id, task))
		u.Clock.Advance(73 * time.Hour)
		bob := d.browser()
		bob.signIn("bob")
		minutes := seen(bob.get("/fr/app/crise/" + id + "/compte-rendu"))
		for _, want := range []string{"À : Le Refuge", "Autorisé par : La direction de la halle"} {
			if !strings.Contains(minutes, want) {
				t.Errorf("the minutes lack %q:\n%s", want, minutes)
			}
		}
		page, file := seen(bob.get("/fr/app/crise/"+id+"/bilan")), seen(bob.get("/fr/app/crise/"+id+"/bilan.txt"))
		for where, text := range map[string]string{"page": page, "file": file} {
			for _, want := range []string{"Faites à temps", "Ouvrir la halle", "Autorisé par : La direction de la halle", "n'a pas été notée."} {
				if !strings.Contains(text, want) {
					t.Errorf("the draft (%s) lacks %q:\n%s", where, want, text)
				}
			}
		}
	})
}

// TestANameInACellIsAskedAbout: the form comes back with the words as they were
// typed, the name marked, and a box to tick by whoever is sure.
func TestANameInACellIsAskedAbout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		keys, err := seal.NewKeys()
		d.must(err)
		vault, err := seal.NewVault(keys)
		d.must(err)
		queue := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		d.site.Crisis, d.site.Finder = crisis.New(u.DB, event.NewLog(queue), vault, nil), directory.NewIndex(nil)
		gil := access.ForWorker(dbtest.Region, d.hire("gil", access.Coordination), d.o, "", access.Coordination)
		id, err := d.site.Crisis.Open(u.Ctx, gil, "act", crisis.Opening{Title: "Grand froid", Why: "Deux abris fermés", For: 72 * time.Hour, Review: 8 * time.Hour, Contact: crisis.Contact{Function: "Garde", Phone: "819 555-0100"}})
		d.must(err)
		b := d.browser()
		b.signIn("gil")
		form := "/fr/app/crise/" + id + "/noter/decision"
		const words = "Une chambre ce soir pour Wassim Haddad"
		act := b.get(form).act(t)
		a := b.post(form, "act", act, "words", words, "origin", "La Halte")
		b.want(a, 422, "<mark>Wassim Haddad</mark>")
		b.want(a, 422, words)
		b.want(a, 422, `name="named"`)
		b.want(b.post(form, "act", a.act(t), "words", words, "origin", "La Halte", "named", "1"), 303, "")
		cell, err := d.site.Crisis.Show(u.Ctx, gil, id)
		d.must(err)
		if last := cell.Entries[len(cell.Entries)-1]; last.Words != words {
			t.Errorf("kept: %+v", last)
		}
	})
}

// TestACellThatEndsKeepsWhatIsTyped: the crisis lapses while a form is open; what
// somebody wrote there is shown to them, and is not written down.
func TestACellThatEndsKeepsWhatIsTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		keys, err := seal.NewKeys()
		d.must(err)
		vault, err := seal.NewVault(keys)
		d.must(err)
		queue := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		d.site.Crisis, d.site.Finder = crisis.New(u.DB, event.NewLog(queue), vault, nil), directory.NewIndex(nil)
		gil := access.ForWorker(dbtest.Region, d.hire("gil", access.Coordination), d.o, "", access.Coordination)
		id, err := d.site.Crisis.Open(u.Ctx, gil, "act", crisis.Opening{Title: "Grand froid", Why: "Deux abris fermés", For: time.Hour, Review: time.Hour, Contact: crisis.Contact{Function: "Garde", Phone: "819 555-0100"}})
		d.must(err)
		u.Clock.Advance(50 * time.Minute)
		b := d.browser()
		b.signIn("gil")
		form := "/fr/app/crise/" + id + "/noter/decision"
		act := b.get(form).act(t)
		u.Clock.Advance(10 * time.Minute)
		a := b.post(form, "act", act, "words", "La halle ouvre à 18 h", "origin", "Appel de 14 h")
		b.want(a, 409, "La halle ouvre à 18 h")
		b.want(a, 409, "Appel de 14 h")
		b.want(a, 409, "Cette crise est terminée")
	})
}
