package fhir_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"passerelle/internal/access"
)

// TestASubscriptionThatCameToItsEnd: it says so, and takes no place of those that a
// system may have.
func TestASubscriptionThatCameToItsEnd(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		e := w.ear()
		first := ""
		for i := range 5 {
			s := subscription(e.URL + "/" + strconv.Itoa(i))
			s["end"] = w.clock.Now().Add(time.Hour).Format(time.RFC3339)
			a := p.ask("POST", "/Subscription", s, "Authorization", p.source)
			if a.status != http.StatusCreated {
				t.Fatalf("the %dth: %s", i, a.raw)
			}
			first = "/Subscription/" + a.body["id"].(string)
		}
		p.run()
		p.later(2 * time.Hour)
		if got := p.get(first, "Authorization", p.source); got.body["status"] != "off" {
			t.Errorf("past its end it says %v", got.body["status"])
		}
		admin := access.ForWorker(w.Region, "admin of halte", halte, "", access.Administration)
		systems, err := w.Partner.List(t.Context(), admin)
		must(t, err)
		for _, x := range systems {
			if len(x.Told) > 0 {
				t.Errorf("its organisation reads that it is told at %+v", x.Told)
			}
		}
		p.subscribe(p.source, e.URL+"/again")
	})
}
