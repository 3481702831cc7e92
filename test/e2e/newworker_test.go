package e2e

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/test/browser"
)

// counting is a phone on which all that a hand does is counted. Nothing is opened
// by its address but the one link that a colleague sent.
type counting struct {
	*browser.Tab
	screens, marked, typed, read int // pages that came, boxes marked, characters typed, words on those pages
	began                        time.Time
}

func (c *counting) page() {
	c.screens++
	c.read += len(strings.Fields(browser.Eval[string](c.Tab, `(document.querySelector('main') || document.body).innerText`)))
}

func (c *counting) Tap(words string) { c.Tab.Tap(words); c.page() }

func (c *counting) Fill(name, value string) {
	c.Tab.Fill(name, value)
	c.typed += len([]rune(value))
}

func (c *counting) Choose(name, value string) { c.Tab.Choose(name, value); c.marked++ }

// tally is how much was done so far.
type tally struct{ taps, screens, marked, typed, read int }

func (c *counting) tally() tally { return tally{c.Taps(), c.screens, c.marked, c.typed, c.read} }

func (a tally) since(b tally) tally {
	return tally{a.taps - b.taps, a.screens - b.screens, a.marked - b.marked, a.typed - b.typed, a.read - b.read}
}

// What a hand and an eye take, on the slow side: a press with the thought before
// it, a character on a small keyboard, a word read by somebody in a hurry.
const (
	press     = 2500 * time.Millisecond
	character = 350 * time.Millisecond
	word      = 250 * time.Millisecond
)

func (a tally) acting() time.Duration {
	return time.Duration(a.taps+a.marked)*press + time.Duration(a.typed)*character
}

func (a tally) reading() time.Duration { return time.Duration(a.read) * word }

// Goods of the worker's stories: a newcomer needs no more than a quarter of an
// hour, and somebody known is referred within a minute of acting, consent
// apart.
const (
	newcomerMost = 15 * time.Minute
	newcomerTaps = 30
	againMost    = time.Minute
	againTaps    = 8
	againScreens = 5
	consentMost  = 90 * time.Second
)

// TestANewWorkersFirstReferral: from the invitation to the first referral sent, at
// 360 pixels, without a word of explanation: by what stands on the screen alone.
// What it takes is counted, printed, and bounded; then a second one, for the
// same person.
func TestANewWorkersFirstReferral(t *testing.T) {
	t.Parallel()
	town := newTown(t, db.SQLite)
	awa := town.admin(halte)
	awa.open("/fr/app/equipe/inviter")
	to, form := awa.form("/equipe/inviter")
	fill(form, "email", "bo@exemple.org")
	form["roles"] = []string{"intervention"}
	awa.ask(to, form)
	link := invitation.FindString(awa.text())
	if link == "" {
		t.Fatalf("no invitation: %s", awa.text())
	}
	c := &counting{Tab: browser.Shared(t).Tab(t, browser.PhoneNoScripts), began: time.Now()}
	c.Open(town.url + link)
	c.page()
	c.Fill("name", "Bo")
	c.Fill("password", phrase)
	c.Tap("Rejoindre l'équipe")
	in := c.tally()
	if !c.Has("Nouvelle référence") {
		t.Fatalf("a newcomer is not led to a first referral:\n%s", c.Text())
	}
	c.Tap("Nouvelle référence")
	c.Fill("code", "Mésange")
	c.Tap(`[name="which"][value="new"]`)
	consent := c.parts(t, "logement", "Logement Tamarac")
	total := c.tally()
	t.Logf("from the invitation to the first referral sent: %d presses, %d pages, %d choices, %d characters; acting %v, reading every word %v more; the program itself took %v",
		total.taps, total.screens, total.marked, total.typed, total.acting().Round(time.Second), total.reading().Round(time.Second), time.Since(c.began).Round(time.Second))
	t.Logf("of which signing in: %d presses, acting %v; the consent: %d presses, acting %v, reading aloud %v", in.taps, in.acting().Round(time.Second), consent.taps, consent.acting().Round(time.Second), consent.reading().Round(time.Second))
	if all := total.acting() + total.reading(); all > newcomerMost || total.taps > newcomerTaps {
		t.Errorf("a newcomer needs %v and %d presses, at most %v and %d", all, total.taps, newcomerMost, newcomerTaps)
	}
	if consent.acting() > consentMost {
		t.Errorf("the consent takes %v of acting, at most %v", consent.acting(), consentMost)
	}

	// Again, for somebody who is known: nothing that was typed is typed again. To
	// the same organisation their consent stands; to another it is owed, and the
	// page that asks for it comes before anything can be sent.
	for _, to := range []struct{ query, service, org string }{{"logement", "Logement Tamarac", ""}, {"dentiste", "", "Dents"}} {
		before := c.tally()
		c.Tap("Faire une autre référence")
		c.known(t)
		if got := browser.Eval[string](c.Tab, `document.querySelector('main [name=reach]').value`); got != "819 555-0199" {
			t.Errorf("how to reach somebody known is typed again: %q stands there", got)
		}
		c.Fill("words", "Je dors dans ma voiture")
		c.Fill("q", to.query)
		c.Tap("Continuer")
		sees(t, c.Tab, to.service)
		c.Tap("Choisir cette porte")
		consent = tally{}
		if to.org != "" {
			if !strings.HasSuffix(c.URL(), "/consentement") || c.Has("Envoyer la référence") {
				t.Fatalf("a consent that is owed is not asked for: at %s", c.URL())
			}
			before := c.tally()
			c.answers(t)
			consent = c.tally().since(before)
			consent.screens++ // the page that prepares the question came by itself
			c.Tap("Vérifier et envoyer")
		}
		if !strings.HasSuffix(c.URL(), "/verifier") {
			t.Fatalf("at %s, not at the check", c.URL())
		}
		c.Tap("Envoyer la référence")
		sees(t, c.Tab, "La référence est envoyée")
		again := c.tally().since(before)
		alone := tally{again.taps - consent.taps, again.screens - consent.screens, again.marked - consent.marked, again.typed, again.read - consent.read}
		t.Logf("somebody known, to %q, consent apart: %d presses, %d pages, %d choices, %d characters; acting %v (the good is 60 s and 5 screens)",
			to.query, alone.taps, alone.screens, alone.marked, alone.typed, alone.acting().Round(time.Second))
		if alone.acting() > againMost || alone.taps > againTaps || alone.screens > againScreens {
			t.Errorf("somebody known takes %v, %d presses and %d pages, at most %v, %d and %d", alone.acting(), alone.taps, alone.screens, againMost, againTaps, againScreens)
		}
	}
}

// answers is the person's Oui, from the page that prepares the question.
func (c *counting) answers(t *testing.T) {
	t.Helper()
	c.Tap("Demander à la personne")
	c.Tap("Oui")
	c.Choose("contact", "granted")
	if browser.Eval[bool](c.Tab, `!!document.querySelector('main [name="done"]')`) {
		c.Choose("done", "granted")
	}
	c.Choose("until", "3m")
	c.Choose("how", "screen")
	c.Tap("Continuer")
	if c.Has(`[name="sign"][value="house"]`) {
		c.Tap(`[name="sign"][value="house"]`)
	}
}

// known chooses the one person who is there.
func (c *counting) known(t *testing.T) {
	t.Helper()
	if at, err := url.Parse(c.URL()); err != nil || !strings.HasSuffix(at.Path, "/nouvelle") {
		t.Fatalf("at %s", c.URL())
	}
	c.Tap(`[name="which"][value="known"]`)
}

// parts does each task of a draft and sends it; it returns what the consent took.
func (c *counting) parts(t *testing.T, query, service string) (consent tally) {
	t.Helper()
	c.Tap("Son besoin")
	c.Fill("words", "Je dors dans ma voiture")
	c.Tap("Continuer")
	c.Tap("Vers quelle porte")
	c.Fill("q", query)
	c.Tap("Chercher")
	sees(t, c.Tab, service)
	c.Tap("Choisir cette porte")
	c.Tap("Comment la joindre")
	c.Fill("reach", "819 555-0199")
	c.Tap("Continuer")
	c.Tap("Déjà fait et accompagnement")
	c.Fill("tried", "Le 211")
	c.Tap("Continuer")
	before := c.tally()
	c.Tap("Son accord")
	c.answers(t)
	c.Tap("Retour à la référence")
	consent = c.tally().since(before)
	c.Tap("Vérifier et envoyer")
	c.Tap("Envoyer la référence")
	sees(t, c.Tab, "La référence est envoyée")
	return consent
}
