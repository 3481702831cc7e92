package e2e

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var actOf = regexp.MustCompile(`/fr/app/(?:export|incidents)/([0-9a-zA-Z-]+)`)

// TestAnExportTakesTwo: through the pages, one asks, cannot confirm, another
// confirms, the first takes the file, once. To whoever does not take part, the
// addresses of the export are like any that does not exist.
func TestAnExportTakesTwo(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		awa := town.admin(halte)
		bo := town.hire(awa, "bo", "intervention")
		nadia := town.hire(awa, "nadia", "coordination")
		other := town.admin(tamarac)
		draft(bo, "logement", "MESANGE")

		nadia.open("/fr/app/export")
		nadia.send("/app/export")
		id := ""
		if m := actOf.FindStringSubmatch(nadia.body); m != nil {
			id = m[1]
		}
		at := "/fr/app/export/" + id
		if id == "" || strings.Contains(nadia.body, at+"/confirmer") || strings.Contains(nadia.body, at+"/prendre") {
			t.Fatalf("after asking, %s", nadia.text())
		}
		_, form := nadia.form("/arreter")
		for name, path := range map[string]string{"confirmed by who asked": "/confirmer", "taken before": "/prendre"} {
			if a := nadia.ask(at+path, form); a.status != http.StatusConflict || strings.Contains(a.body, "MESANGE") {
				t.Errorf("%s: %d", name, a.status)
			}
		}
		for name, v := range map[string]*visitor{"who accompanies": bo, "another organisation": other, "anyone": town.visitor()} {
			for _, path := range []string{"/confirmer", "/prendre", "/arreter"} {
				real, none := v.ask(at+path, form), v.ask("/fr/app/export/"+unknown()+path, form)
				if real.status != none.status || strings.Contains(real.body, "MESANGE") || real.status < 400 && name != "anyone" {
					t.Errorf("%s at %s: %d, of none %d", name, path, real.status, none.status)
				}
			}
		}
		awa.open("/fr/app/export")
		awa.shows("nadia")
		awa.send("/confirmer")
		if strings.Contains(awa.body, at+"/prendre") {
			t.Error("who confirms is offered the file")
		}
		nadia.open("/fr/app/export")
		_, form = nadia.form("/prendre")
		a := nadia.ask(at+"/prendre", form)
		if a.status != http.StatusOK || !strings.Contains(a.body, "MESANGE") || !strings.Contains(a.head.Get("Cache-Control"), "no-store") || !strings.Contains(a.head.Get("Content-Disposition"), "attachment") {
			t.Errorf("the file: %d %s\n%.300s", a.status, a.head.Get("Content-Disposition"), a.body)
		}
		if a := nadia.ask(at+"/prendre", form); a.status != http.StatusConflict || strings.Contains(a.body, "MESANGE") {
			t.Errorf("taken twice: %d", a.status)
		}
	})
}

// TestTheRegisterIsOfWhoIsInCharge: an incident is not there for a colleague, nor
// for who is in charge elsewhere; it and the notices are for who keeps it.
func TestTheRegisterIsOfWhoIsInCharge(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		awa := town.admin(halte)
		bo := town.hire(awa, "bo", "intervention", "coordination", "management", "administration")
		other := town.admin(tamarac)
		awa.open("/fr/app/incidents/nouveau")
		awa.send("/nouveau", "circumstances", "Un cahier oublié", "aware", "2026-01-05")
		at := awa.at
		awa.shows("Un cahier oublié")
		for _, notice := range []string{"/avis/commission", "/avis/personnes"} {
			awa.open(at + notice)
			awa.shows("Un cahier oublié", "Brouillon")
			awa.open(strings.Replace(at, "/fr/", "/en/", 1) + notice)
			awa.shows("A draft")
		}
		awa.open("/fr/app/incidents/registre.csv")
		if !strings.Contains(awa.body, "Un cahier oublié") {
			t.Errorf("the register: %.300s", awa.body)
		}
		for name, v := range map[string]*visitor{"a colleague": bo, "in charge elsewhere": other} {
			for _, path := range []string{"", "/corriger", "/avis/commission"} {
				real, none := v.ask(at+path, nil), v.ask("/fr/app/incidents/"+unknown()+path, nil)
				if real.status != http.StatusNotFound || none.status != http.StatusNotFound || strings.Contains(real.body, "cahier") {
					t.Errorf("%s at %s: %d, of none %d", name, path, real.status, none.status)
				}
			}
		}
		if a := bo.ask("/fr/app/incidents", nil); a.status != http.StatusNotFound {
			t.Errorf("the register, for a colleague of every other role: %d", a.status)
		}
	})
}
