package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db/dbtest"
)

// holder is the browser of a person, known by a code, whose page was just
// opened by five words.
func (d *door) holder(code string) *browser {
	d.t.Helper()
	bob := access.ForWorker(dbtest.Region, d.bob, d.o, "", access.Intervention)
	p, err := d.consent.Create(d.Ctx, bob, code, consent.NewPerson{Code: code})
	d.must(err)
	words, err := d.consent.NewThread(d.Ctx, bob, p)
	d.must(err)
	b := d.browser()
	in := b.post("/fr/lien", "words", words.String())
	d.want(in, http.StatusSeeOther, "")
	if c := in.Cookies()[0]; c.Name != "__Host-lien" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || strings.Contains(c.Value, words.List()[0]) {
		d.t.Errorf("cookie %+v", c)
	}
	if in.Header.Get("Cache-Control") != "no-store" {
		d.t.Error("an answer with a cookie may be stored")
	}
	return b
}

// isIn reports whether the browser's cookie opens the person's page: the page
// that asks for the words then leads there.
func (b *browser) isIn() bool {
	b.t.Helper()
	return b.get("/fr/lien").StatusCode == http.StatusSeeOther
}

// TestPersonsPageClosesByItself: ten minutes after the last page, and an hour
// after the words were typed, whatever was read in between.
func TestPersonsPageClosesByItself(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		left, reads := d.holder("A1"), d.holder("A2")
		for spent := time.Duration(0); spent < time.Hour; spent += 9 * time.Minute {
			if !reads.isIn() {
				t.Fatalf("somebody who reads is shut out after %s", spent)
			}
			u.Clock.Advance(9 * time.Minute)
		}
		if reads.isIn() {
			t.Error("the page is open after more than an hour")
		}
		if left.isIn() {
			t.Error("the page was left an hour ago and is still open")
		}
	})
}

// TestTerminerClosesCopiesToo: a cookie that was copied opens nothing once its
// owner has pressed Terminer, and no cookie but ours opens anything.
func TestTerminerClosesCopiesToo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		b := d.holder("A1")
		home, err := url.Parse(d.url)
		d.must(err)
		copied := b.Jar.Cookies(home)
		thief := d.browser()
		thief.Jar.SetCookies(home, copied)
		if !thief.isIn() {
			t.Fatal("control: the copy opens nothing before either")
		}
		d.want(b.post("/fr/lien/fermer"), http.StatusSeeOther, "")
		if b.isIn() || thief.isIn() {
			t.Errorf("after Terminer: the browser %v, the copy %v", b.isIn(), thief.isIn())
		}

		real := d.holder("A2").Jar.Cookies(home)[0]
		parts := strings.Split(real.Value, ".")
		for name, value := range map[string]string{
			"longer":       strings.Join([]string{parts[0], parts[1], parts[2], "9999999999", parts[4]}, "."),
			"later":        strings.Join([]string{parts[0], parts[1], "9999999999", parts[3], parts[4]}, "."),
			"other_visit":  strings.Join([]string{parts[0], "x", parts[2], parts[3], parts[4]}, "."),
			"no_signature": strings.Join(parts[:4], "."),
			"empty":        "",
			"dots":         "....",
			"not_ours":     "a.b.1.9999999999.c",
		} {
			forger := d.browser()
			forger.Jar.SetCookies(home, []*http.Cookie{{Name: real.Name, Value: value, Path: "/", Secure: true}})
			if forger.isIn() {
				t.Errorf("%s: a cookie we did not sign opens the page", name)
			}
		}
	})
}
