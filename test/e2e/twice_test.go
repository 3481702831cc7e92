package e2e

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestTwiceActsOnce: a double-clicked or retried form acts once, and both
// answers are the same.
func TestTwiceActsOnce(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		dan := town.hire(town.admin(tamarac), "dan", "intervention")

		draftOnce(t, bo)
		h := draft(bo, "logement", "T1")
		h.agree()
		bo.open(h.path + "/verifier")
		twice(t, bo, "/envoyer", http.StatusSeeOther)
		dan.open("/fr/app/references")
		dan.shows("Reçues 1")
		dan.open(h.path)
		once(t, dan, "Référence envoyée")
		twice(t, dan, "/recevoir", http.StatusSeeOther)
		dan.open(h.path)
		twice(t, dan, "/accepter", http.StatusSeeOther)
		dan.open(h.path)
		once(t, dan, "Référence acceptée")

		linkTwice(t, town, bo)
		doorTwice(t, town)
	})
}

// draftOnce: a person and a draft are made once.
func draftOnce(t *testing.T, bo *visitor) {
	t.Helper()
	bo.open("/fr/app/reference/nouvelle")
	a := twice(t, bo, "/reference/nouvelle", http.StatusSeeOther, "which", "new", "code", "Q1", "note", "")
	if a[0].head.Get("Location") != a[1].head.Get("Location") {
		t.Errorf("a double-clicked form made two drafts: %s and %s", a[0].head.Get("Location"), a[1].head.Get("Location"))
	}
	// Consent is asked for a door: before it is chosen, the tasks say so, and not
	// that somebody else was quicker.
	path := strings.TrimSuffix(a[0].head.Get("Location"), "/taches")
	bo.open(path + "/consentement")
	if bo.at != path+"/taches" {
		t.Errorf("consent before the door leads to %s", bo.at)
	}
	bo.shows("Choisissez d'abord la porte.")
	bo.open("/fr/app/references?vue=brouillons")
	bo.shows("Brouillons 1")
}

// linkTwice: the answer that kills the link may come twice too.
func linkTwice(t *testing.T, town *town, bo *visitor) {
	t.Helper()
	h := draft(bo, "dentaires", "T2")
	h.agree()
	h.send()
	receiver := town.visitor()
	receiver.open(h.link)
	twice(t, receiver, h.link, http.StatusOK, "answer", "accept")
	if a := receiver.ask(h.link, nil); a.status != http.StatusNotFound {
		t.Errorf("the link lives after its answer: %d", a.status)
	}
	bo.open(h.path)
	once(t, bo, "Référence acceptée")
}

// doorTwice: one closed door is counted once. A second report, by an act of
// its own, shows when the page counts: reports are counted in their order.
func doorTwice(t *testing.T, town *town) {
	t.Helper()
	v := town.visitor()
	v.open("/fr/services?f=1&q=logement")
	service, _, _ := strings.Cut(v.links("/service/")[0], "?")
	for range 2 {
		v.open(service + "/porte")
		twice(t, v, "/porte", http.StatusSeeOther, "reason", "closed_hours", "words", "")
	}
	for range 600 {
		v.open(service)
		if !strings.Contains(v.text(), "Aucune porte fermée") && !strings.Contains(v.text(), "1 porte fermée") {
			break
		}
		time.Sleep(100 * time.Millisecond) // the pages' index follows the log
	}
	v.shows("2 portes fermées")
}

// twice sends one form two times at once, then once more, as an impatient
// thumb and a lost network do. All are answered alike.
func twice(t *testing.T, v *visitor, action string, status int, typed ...string) (got [3]answer) {
	t.Helper()
	to, form := v.form(action)
	fill(form, typed...)
	var errs [3]error
	together(
		func() { got[0], errs[0] = v.once(to, form) },
		func() { got[1], errs[1] = v.once(to, form) },
	)
	got[2], errs[2] = v.once(to, form)
	for i, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
		if got[i].status != status {
			t.Errorf("%s, time %d: answers %d, want %d: %s", to, i+1, got[i].status, status, got[i].text())
		}
	}
	return got
}

func together(acts ...func()) {
	var all sync.WaitGroup
	for _, act := range acts {
		all.Go(act)
	}
	all.Wait()
}

// once counts what stands on the page.
func once(t *testing.T, v *visitor, words string) {
	t.Helper()
	if n := strings.Count(v.text(), words); n != 1 {
		t.Errorf("%s shows %q %d times, want once: %s", v.at, words, n, v.text())
	}
}

// TestTwoAcceptAtOnce: two workers press Accepter on one referral. One wins;
// the other page says what happened, calmly.
func TestTwoAcceptAtOnce(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		cleo := town.admin(tamarac)
		dan, eli := town.hire(cleo, "dan", "intervention"), town.hire(cleo, "eli", "intervention")
		for round := range 3 {
			h := draft(bo, "logement", "R"+string(rune('1'+round)))
			h.agree()
			h.send()
			dan.open(h.path)
			dan.send("/recevoir")
			eli.open(h.path)
			acceptTogether(t, h, dan, eli)
			dan.open(h.path)
			once(t, dan, "Référence acceptée")
		}
	})
}

func acceptTogether(t *testing.T, h *handed, dan, eli *visitor) {
	t.Helper()
	var got [2]answer
	var errs [2]error
	to, his := dan.form("/accepter")
	_, hers := eli.form("/accepter")
	together(
		func() { got[0], errs[0] = dan.once(to, his) },
		func() { got[1], errs[1] = eli.once(to, hers) },
	)
	won := 0
	for i := range got {
		switch {
		case errs[i] != nil:
			t.Fatal(errs[i])
		case got[i].status == http.StatusSeeOther:
			won++
		case got[i].status != http.StatusConflict:
			t.Errorf("the other is answered %d, want 409", got[i].status)
		case !strings.Contains(got[i].text(), "déjà"):
			t.Errorf("the other is not told what happened: %s", got[i].text())
		}
	}
	if won != 1 {
		t.Errorf("%d accepted, want one: %d and %d", won, got[0].status, got[1].status)
	}
}
