package e2e

import (
	"regexp"
	"strings"
	"testing"

	"passerelle/test/browser"
	"passerelle/test/live"
)

// practices are the six of document 002: the answers that lead each to its
// referral, and how many drafts come of it.
var practices = []struct {
	id      string
	answers []string
	drafts  int
}{
	{"exemple-ambulance", []string{"no", "yes", "soin", "yes", "yes"}, 1},
	{"exemple-convalescence", []string{"no", "yes", "pansements", "#14", "yes"}, 1},
	{"exemple-proximite", []string{"no", "no", "yes", "corps", "dehors", "no"}, 1},
	{"exemple-ecole", []string{"no", "no", "no", "yes", "famille", "no"}, 1},
	{"exemple-crise", []string{"no", "no", "yes", "maison", "yes"}, 1},
	{"exemple-siva", []string{"no", "yes", "yes", "maintenant", "yes", "toit"}, 4},
}

// answers presses the answers of a walk; "#14" is a number that is typed.
func (w *walker) answers(list []string) {
	w.t.Helper()
	for _, a := range list {
		if n, typed := strings.CutPrefix(a, "#"); typed {
			w.tab.Fill("number", n)
			a = "number"
		}
		if !w.tab.Has(`main a[href^="tel:911"]`) {
			w.t.Errorf("%s: no way out to 911", w.tab.URL())
		}
		w.press(`main [name=answer][value="` + a + `"]`)
	}
}

// TestTheSixPracticesEndInAReferral: each example is walked at 360 pixels, in
// French and in English, without scripts, from the first question to a draft
// that holds what was answered; each page says that it is an example, and the
// summary that nothing is decided.
func TestTheSixPracticesEndInAReferral(t *testing.T) {
	t.Parallel()
	base := live.Demo(t).URL
	for _, l := range []struct{ code, example, never string }{
		{"fr", "Exemple à valider", "Ce parcours ne décide jamais de l'admissibilité."}, {"en", "Example to validate", "This pathway never decides eligibility."},
	} {
		for _, x := range practices {
			t.Run(l.code+"_"+x.id, func(t *testing.T) {
				tab := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
				enter(t, tab, base, l.code, "maelle")
				w := &walker{t: t, at: lookout{base: base, lang: l.code}, tab: tab}
				w.open("/app/trajectoires/" + x.id)
				sees(t, tab, l.example)
				taps := tab.Taps()
				w.send("/commencer")
				w.answers(x.answers)
				if n := tab.Taps() - taps; n > len(x.answers)+2 {
					t.Errorf("%d taps for %d questions", n, len(x.answers))
				}
				sees(t, tab, l.example)
				sees(t, tab, l.never)
				if x.id == "exemple-ambulance" {
					if tab.Has(`main a[href$="/reference"]`) {
						t.Error("a referral is offered before two agreed")
					}
					tab.Press(`details[id=opinion] summary`)
					w.press(`main form[action$="/avis"] [value=yes]`)
				}
				w.press(`main a[href$="/reference"]`)
				tab.Fill("code", "Merle "+l.code+x.id[8:])
				w.send("/reference")
				if x.drafts == 1 {
					if !strings.HasSuffix(tab.URL(), "/taches") {
						t.Fatalf("ended at %s:\n%s", tab.URL(), tab.Text())
					}
					w.press(`main a[href$="/besoin"]`)
					if told := observed(tab); !strings.Contains(told, l.never) || !strings.Contains(told, "– ") {
						t.Errorf("the receiver is told:\n%s", told)
					}
					return
				}
				drafts := browser.Eval[[]string](tab, `[...document.querySelectorAll('main ol.list a')].map(e => e.href)`)
				if len(drafts) != x.drafts {
					t.Fatalf("%d drafts:\n%s", len(drafts), tab.Text())
				}
				var told []string
				for _, d := range drafts {
					tab.Open(d)
					if !tab.Has(`main a[href$="/porte"]`) {
						t.Errorf("no door is asked at %s", d)
					}
					w.press(`main a[href$="/besoin"]`)
					text := observed(tab)
					if n := strings.Count(text, "– "); n != 1 {
						t.Errorf("a slice tells %d answers:\n%s", n, text)
					}
					told = append(told, text)
				}
				for i := range told {
					for j := range i {
						if told[i] == told[j] {
							t.Errorf("two doors are told the same: %s", told[i])
						}
					}
				}
			})
		}
	}
}

// observed is what stands in the draft as what was observed.
func observed(tab *browser.Tab) string {
	return browser.Eval[string](tab, `document.querySelector('main [name=observed]').value`)
}

var summaryCode = regexp.MustCompile(`\b([0-9]{3})\x{a0}([0-9]{3})\x{a0}([0-9]{3})\b`)

// TestACodeTellsTheStoryOnce: one worker reads the code aloud, another of
// another organisation types it, sees the same answers without any name, and
// agrees; then the first may refer. A misheard code says so.
func TestACodeTellsTheStoryOnce(t *testing.T) {
	t.Parallel()
	base := live.Demo(t).URL
	first, second := browser.Shared(t).Tab(t, browser.Phone), browser.Shared(t).Tab(t, browser.Phone)
	enter(t, first, base, "fr", "maelle")
	enter(t, second, base, "fr", "ximena")
	w := &walker{t: t, at: lookout{base: base, lang: "fr"}, tab: first}
	w.open("/app/trajectoires/exemple-ambulance")
	w.send("/commencer")
	w.answers(practices[0].answers)
	m := summaryCode.FindStringSubmatch(first.Text())
	if m == nil {
		t.Fatalf("no code to say:\n%s", first.Text())
	}
	x := &walker{t: t, at: w.at, tab: second}
	x.open("/app/parcours/code")
	second.Fill("code", m[1]+m[2]+misheard(m[3]))
	x.send("/code")
	sees(t, second, "Un chiffre ne va pas.")
	second.Fill("code", m[1]+" "+m[2]+" "+m[3])
	x.send("/code")
	sees(t, second, "Un soin qui peut attendre un peu")
	if strings.Contains(second.URL(), m[1]) || second.Has(`main a[href$="/reference"]`) {
		t.Errorf("the reader is at %s, and may refer: %t", second.URL(), second.Has(`main a[href$="/reference"]`))
	}
	x.press(`main form[action$="/avis"] [value=yes]`)
	sees(t, second, "D'accord")
	first.Open(first.URL())
	sees(t, first, "D'accord")
	if !first.Has(`main a[href$="/reference"]`) {
		t.Errorf("two agreed, and no referral is offered:\n%s", first.Text())
	}
	w.send("/terminer")
	sees(t, first, "C'est effacé.")
	x.open("/app/parcours/code")
	second.Fill("code", m[1]+m[2]+m[3])
	x.send("/code")
	sees(t, second, "Aucun résumé ne porte ce code.")
}

// misheard changes the last digit.
func misheard(three string) string {
	return three[:2] + string('0'+(three[2]-'0'+1)%10)
}
