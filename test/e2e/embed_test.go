package e2e

import (
	"strings"
	"testing"

	"passerelle/test/browser"
)

// TestWhatStandsOnOurSite: a manager finds what to copy, and the frame is in
// order on a small phone, in each language.
func TestWhatStandsOnOurSite(t *testing.T) {
	t.Parallel()
	base := demo(t)
	tab := browser.Shared(t).Tab(t, browser.Phone)
	enter(t, tab, base, "fr", "idriss")
	tab.Open(base + "/fr/app/integrer")
	lines := browser.Eval[string](tab, "document.querySelector('textarea').value")
	if !strings.HasPrefix(lines, `<iframe src="`+base+`/fr/integrer/`) || strings.Contains(lines, "<script") {
		t.Errorf("to copy: %s", lines)
	}
	frame := browser.Eval[string](tab, `document.querySelector('main a[href*="/integrer/"]').href`)
	for _, l := range languages {
		address := strings.Replace(frame, "/fr/", "/"+l.code+"/", 1)
		fresh := browser.Shared(t).Tab(t, browser.Phone)
		if status := fresh.Open(address); status != 200 {
			t.Fatalf("%s answers %d", address, status)
		}
		if n := fresh.Bytes(); n > firstView {
			t.Errorf("%s weighs %d bytes", address, n)
		}
		faults, _ := publicCrawl(t, base, l.code, l.dir).Judge(fresh, address)
		for _, f := range faults {
			t.Error(f)
		}
	}
}

// TestTheMapTab: from the results in one press, by keyboard and by hand,
// without scripts, and light.
func TestTheMapTab(t *testing.T) {
	t.Parallel()
	base := demo(t)
	for _, l := range languages {
		t.Run(l.code, func(t *testing.T) {
			t.Parallel()
			tab := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
			tab.Open(base + "/" + l.code + "/services?f=1&q=manger")
			tab.Tap(`[rel=nofollow][href*="/carte?"]`)
			marks := browser.Eval[int](tab, `document.querySelectorAll('.sheet a').length`)
			if marks < 3 {
				t.Fatalf("%d marks", marks)
			}
			apart := tab.Has(`.marks [href*="/carte?"]`)
			if !apart {
				t.Fatal("no mark comes apart")
			}
			tab.Tap(`.marks [href*="/carte?"]`)
			if !strings.Contains(tab.URL(), "z=") || tab.Status() != 200 {
				t.Errorf("closer is %s", tab.URL())
			}
			fresh := browser.Shared(t).Tab(t, browser.Phone)
			fresh.Open(base + "/" + l.code + "/carte?f=1")
			if n := fresh.Bytes(); n > firstView {
				t.Errorf("the map of everything weighs %d bytes, at most %d", n, firstView)
			} else {
				t.Logf("%d bytes", n)
			}
			faults, _ := publicCrawl(t, base, l.code, l.dir).Judge(fresh, fresh.URL())
			for _, f := range faults {
				t.Error(f)
			}
		})
	}
}

// embeds is what a manager does for the organisation's own site.
func (w *walker) embeds() {
	w.see("/app/integrer?besoin=eat.meal")
	w.wrong(func() { w.put("site", "pas une adresse"); w.send("/integrer/site") })
	w.put("site", "https://organisme.example")
	w.send("/integrer/site")
	w.look()
	w.send("/integrer/retirer")
}

// frames looks at what stands on the sites of organisations: their services, a
// list and a search.
func (w *walker) frames() {
	manager := w.at
	manager.lang, manager.dir = "fr", "ltr"
	m := as(w.t, manager, "idriss")
	m.open("/app/listes/nouvelle")
	m.put("name", "Pour notre site")
	m.send("/app/listes/nouvelle")
	m.open("/app/integrer?besoin=eat.meal")
	frames := browser.Eval[[]string](m.tab, `[...document.querySelectorAll('main a[href*="/integrer/"]')].map(e => e.pathname + e.search)`)
	if len(frames) < 3 {
		w.t.Fatalf("an organisation can show %v", frames)
	}
	for _, frame := range frames {
		w.see(strings.TrimPrefix(frame, "/fr"))
	}
}
