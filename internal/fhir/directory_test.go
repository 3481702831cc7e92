package fhir_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/hsds/hsdstest"
)

func TestTheDirectoryIsReadByAnyone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		operator := access.ForOperator(w.Region)
		must(t, w.Directory.Declare(t.Context(), operator, dentist, directory.Fact{Kind: directory.FactNeed, Code: "health.dental"}))
		must(t, w.Refresh(t.Context(), dentist))

		about := w.get("/metadata").body
		if about["fhirVersion"] != "4.0.1" || about["instantiates"] != nil || about["kind"] != "instance" {
			t.Errorf("metadata: %v", about)
		}
		s := w.get("/HealthcareService/" + string(dentist)).body
		if s["name"] != "Dentiste" || s["active"] != true || s["providedBy"].(object)["reference"] != "Organization/"+string(dents) || s["extension"] != nil {
			t.Errorf("service: %v", s)
		}
		if phone := s["telecom"].([]any)[0].(object); phone["value"] != "819 555-0190;ext=4" || phone["system"] != "phone" {
			t.Errorf("telephone: %v", phone)
		}
		if open := s["availableTime"].([]any)[0].(object); open["availableStartTime"] != "09:00:00" || open["availableEndTime"] != "16:30:00" || len(open["daysOfWeek"].([]any)) != 2 {
			t.Errorf("hours: %v", open)
		}
		o := w.get("/Organization/" + string(dents)).body
		if o["name"] != "Dents pour tous (fictif)" || o["partOf"].(object)["reference"] != "Organization/"+string(halte) {
			t.Errorf("organisation: %v", o)
		}
		place := hsdstest.ID("location", "refuge")
		if p := w.get("/Location/" + place).body; p["address"].(object)["line"].([]any)[0] != "1, rue du Pont" || p["position"] == nil {
			t.Errorf("place: %v", p)
		}
		for query, want := range map[string][]string{
			"/HealthcareService?organization=Organization/" + string(dents):                      {"HealthcareService/" + string(dentist)},
			"/HealthcareService?organization=" + w.URL + "/fhir/Organization/" + string(dents):   {"HealthcareService/" + string(dentist)},
			"/HealthcareService?name=refuge":                                                     {"HealthcareService/" + string(refuge)},
			"/HealthcareService?location=Location/" + place:                                      {"HealthcareService/" + string(refuge)},
			"/HealthcareService?_id=" + string(refuge) + "&organization=" + string(dents):        nil,
			"/HealthcareService?active=false":                                                    nil,
			"/HealthcareService?service-category=medical-cost-burden":                            {"HealthcareService/" + string(dentist)},
			"/HealthcareService?_lastUpdated=lt2000":                                             nil,
			"/HealthcareService?name=refuge&_include=HealthcareService:location":                 {"HealthcareService/" + string(refuge), "Location/" + place},
			"/HealthcareService?name=refuge&_include=HealthcareService:organization":             {"HealthcareService/" + string(refuge), "Organization/" + string(halte)},
			"/Organization?name=dents":                                                           {"Organization/" + string(dents)},
			"/Organization?_id=" + string(halte):                                                 {"Organization/" + string(halte)},
			"/Location?organization=" + string(halte):                                            {"Location/" + place},
			"/Location?_id=" + place:                                                             {"Location/" + place},
			"/Location?_id=nowhere":                                                              nil,
			"/HealthcareService?family=Tremblay&organization=" + string(dents) + "&_format=json": {"HealthcareService/" + string(dentist)},
		} {
			a := w.get(query)
			if got := a.ids(); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", query, got, want)
			}
			if self := w.link(a, "self"); strings.Contains(self, "family") {
				t.Errorf("%s: passed over, and said as understood: %s", query, self)
			}
		}
	})
}

func TestAPlaceThatIsHiddenIsHiddenHere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		place := hsdstest.ID("location", "refuge")
		must(t, w.Directory.HideAddress(t.Context(), access.ForOperator(w.Region), refuge, place, true))
		must(t, w.Refresh(t.Context(), refuge))
		for _, path := range []string{"/Location/" + place, "/Location", "/HealthcareService?_include=HealthcareService:location&name=refuge"} {
			if a := w.get(path); strings.Contains(string(a.raw), "rue du Pont") && path != "/Location" || strings.Count(string(a.raw), "rue du Pont") > 1 {
				t.Errorf("%s tells where: %s", path, a.raw)
			}
		}
		if p := w.get("/Location/" + place).body; p["address"] != nil || p["position"] != nil {
			t.Errorf("place: %v", p)
		}
	})
}

// TestCapacityIsToldAsLongAsItIsBelieved: and nothing is told that nobody said.
func TestCapacityIsToldAsLongAsItIsBelieved(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		told := func() string {
			s := w.get("/HealthcareService/" + string(dentist))
			if i := strings.Index(string(s.raw), `"capacityStatus"`); i < 0 {
				return ""
			}
			return s.body["extension"].([]any)[0].(object)["extension"].([]any)[0].(object)["valueCodeableConcept"].(object)["coding"].([]any)[0].(object)["code"].(string)
		}
		if got := told(); got != "" {
			t.Errorf("nobody said anything: %q", got)
		}
		must(t, w.Directory.Declare(t.Context(), access.ForOperator(w.Region), dentist, directory.Fact{Kind: directory.FactCapacity, Code: "full"}))
		must(t, w.Refresh(t.Context(), dentist))
		if got := told(); got != "no-capacity" {
			t.Errorf("full: %q", got)
		}
		w.clock.Advance(directory.CapacityFor + time.Hour)
		if got := told(); got != "" {
			t.Errorf("said too long ago: %q", got)
		}
	})
}

func TestPagesGoOnToTheEnd(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, err := w.Directory.Import(t.Context(), access.ForOperator(w.Region), hsdstest.Few(5), directory.ImportOptions{})
		must(t, err)
		var services []access.Service
		must(t, w.Directory.Public(t.Context(), access.Anyone(w.Region), func(r *directory.Reader) error {
			ids, err := r.List(t.Context(), directory.PublicQuery{Table: "service"})
			for _, id := range ids {
				services = append(services, access.Service(id))
			}
			return err
		}))
		must(t, w.Refresh(t.Context(), services...))
		var got []string
		pages := 0
		for next := "/HealthcareService?_count=3"; next != ""; pages++ {
			a := w.get(next)
			if a.body["total"].(interface{ String() string }).String() != "7" {
				t.Errorf("total %v", a.body["total"])
			}
			got = append(got, a.ids()...)
			next = w.link(a, "next")
		}
		if pages != 3 || len(got) != 7 || !slices.IsSorted(got) || len(slices.Compact(got)) != 7 {
			t.Errorf("%d pages of %v", pages, got)
		}
		if a := w.get("/HealthcareService?_summary=count"); a.ids() != nil || a.body["total"] == nil {
			t.Errorf("a count: %s", a.raw)
		}
	})
}

func TestWrongQuestionsAreToldWhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, c := range []struct {
			path, prefer, at string
			status           int
			code             string
		}{
			{"/HealthcareService?_count=x", "", "http._count", 400, "value"},
			{"/HealthcareService?_lastUpdated=hier", "", "http._lastUpdated", 400, "value"},
			{"/HealthcareService?_lastUpdated=2026-02-30", "", "http._lastUpdated", 400, "value"},
			{"/HealthcareService?active=peut-être", "", "http.active", 400, "value"},
			{"/HealthcareService?_include=Patient:link", "", "http._include", 400, "not-supported"},
			{"/HealthcareService?_page=*", "", "http._page", 400, "value"},
			{"/HealthcareService?_summary=text", "", "http._summary", 400, "not-supported"},
			{"/HealthcareService?%zz", "", "", 400, "invalid"},
			{"/HealthcareService?phone=1", "handling=strict", "http.phone", 400, "not-supported"},
			{"/Organization?phone=1", "respond-async, handling = strict", "http.phone", 400, "not-supported"},
			{"/HealthcareService/nowhere", "", "", 404, "not-found"},
			{"/Organization/nowhere", "", "", 404, "not-found"}, {"/Location/nowhere", "", "", 404, "not-found"}, {"/Virus", "", "", 404, "not-found"},
			{"/HealthcareService?_format=xml", "", "", 406, "not-supported"},
		} {
			w.ask("GET", c.path, nil, "Prefer", c.prefer).refused(t, c.path, c.status, c.code, c.at)
		}
		w.ask("GET", "/Organization", nil, "Accept", "application/fhir+xml").refused(t, "xml", http.StatusNotAcceptable, "not-supported", "")
		fr, en := w.ask("GET", "/Virus", nil, "Accept-Language", "fr"), w.ask("GET", "/Virus", nil, "Accept-Language", "en-CA")
		if string(fr.raw) == string(en.raw) || !strings.Contains(string(fr.raw), "Rien") {
			t.Errorf("%s is %s", fr.raw, en.raw)
		}
	})
}
