package fhir_test

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/hsds/hsdstest"
)

// TestAConditionIsAboutWhatExists: If-None-Exist, and ifNoneExist of the entry of
// the task, find the task that has the identifier, however it came, and however
// the condition is written; and one that nobody has is made.
func TestAConditionIsAboutWhatExists(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		other := func(n string) object {
			b := w.parcel("h-1")
			inside(b, "ServiceRequest")["code"] = object{"text": "Autre demande " + n}
			return b
		}
		inEntry := func(b object, condition string) object {
			b["entry"].([]any)[3].(object)["request"].(object)["ifNoneExist"] = condition
			return b
		}
		const plain = "identifier=urn:halte:tache|h-1"
		for name, a := range map[string]answer{
			"header":          p.ask("POST", "", other("1"), "Authorization", p.source, "If-None-Exist", plain),
			"encoded":         p.ask("POST", "", other("2"), "Authorization", p.source, "If-None-Exist", "identifier="+url.QueryEscape("urn:halte:tache|h-1")),
			"in lower case":   p.ask("POST", "", other("3"), "Authorization", p.source, "If-None-Exist", "identifier=urn:halte:tache%7ch-1"),
			"question mark":   p.ask("POST", "", other("4"), "Authorization", p.source, "If-None-Exist", "?"+plain),
			"condition of it": p.ask("POST", "", inEntry(other("5"), plain), "Authorization", p.source),
		} {
			r := object{}
			if a.status == 200 {
				r = a.became(t, w.parcel("h-1"))
			}
			if r["status"] != "200 OK" || r["location"] != "Task/"+id {
				t.Errorf("%s: %d %s", name, a.status, a.raw)
			}
		}
		p.ask("POST", "", inEntry(other("6"), "identifier=urn:halte:tache|h-2"), "Authorization", p.source).
			refused(t, "of another", 412, "value", "Bundle.entry[3].request.ifNoneExist")
		fresh := p.ask("POST", "", inEntry(w.parcel("h-2"), "identifier=urn:halte:tache|h-2"), "Authorization", p.source)
		if r := fresh.became(t, w.parcel("h-2")); r["status"] != "201 Created" {
			t.Errorf("one that nobody had: %v", r)
		}
		p.refer(other("7")) // without a condition: a second of that name
		p.ask("POST", "", inEntry(other("8"), plain), "Authorization", p.source).
			refused(t, "of two", 412, "multiple-matches", "Bundle.entry[3].request.ifNoneExist")
		if n := len(p.get("/Task", "Authorization", p.source).ids()); n != 3 {
			t.Errorf("%d tasks, want 3", n)
		}
	})
}

// TestASearchIsAnsweredAsAsked: :missing, several requests at once, dates, and
// what the guide writes otherwise. A parameter that is not answered is not in the
// address that the answer gives, and is refused when it must be strict.
func TestASearchIsAnsweredAsAsked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		one, two := p.refer(w.parcel("h-1")), p.refer(w.parcel("h-2"))
		p.moves(p.target, one, "accepted", nil)
		p.moves(p.target, two, "accepted", nil)
		p.did(one)
		p.did(two)
		about := func(s string) string { return "/Procedure?based-on=" + s }
		for path, want := range map[string]int{
			"/Task?status:missing=true": 0, "/Task?status:missing=false": 2, "/Task?code:missing=true": 0, "/Task?intent:missing=true": 0,
			"/Task?identifier:missing=true": 0, "/Task?identifier:missing=false": 2, "/Task?owner:missing=true": 0, "/Task?owner:missing=false": 2,
			"/Task?_lastupdated=gt2020": 2, "/Task?_lastupdated=lt2020": 0, "/Task?_lastUpdated=lt2020,gt2020": 2, "/Task?_lastUpdated=gt2020&_lastUpdated=lt2020": 0,
			"/Task?_id=" + one: 1, "/Task?_id=" + one + "," + two: 2, "/Task?_id=" + one + "&_id=" + two: 0, "/Task?focus=ServiceRequest/" + two: 1,
			"/Task?patient=Patient/" + one + "," + two: 2, "/Task?identifier=urn:halte:tache|h-1,urn:halte:tache|h-2": 2, "/Task?identifier=urn:halte:tache|h-1&_id=" + two: 0,
			about("ServiceRequest/" + one): 1, about("ServiceRequest/" + one + ",ServiceRequest/" + two): 2, about(one + ",nowhere"): 1,
			about(one) + "&based-on=" + two: 0, about(one) + "&patient=Patient/" + two: 0, about(one) + "&_lastUpdated=lt2020": 0, about(one) + "&_lastUpdated=gt2020": 1,
			"/Procedure?patient=Patient/" + one + "," + two: 2,
			"/HealthcareService?active:missing=true":        0, "/HealthcareService?active:not=true": 0, "/HealthcareService?location:missing=true": 0, "/HealthcareService?location:missing=false": 2,
			"/HealthcareService?_include=HealthCareService:location":                                         2,
			"/Location?_id=" + hsdstest.ID("location", "dentiste") + "," + hsdstest.ID("location", "refuge"): 2,
		} {
			a := p.get(path, "Authorization", p.source)
			if n := a.body["total"]; n != r4Number(strconv.Itoa(want)) {
				t.Errorf("%s: %v found, want %d", path, n, want)
			}
		}
		for path, at := range map[string]string{
			"/Task?owner:missing=banane": "http.owner:missing", "/HealthcareService?active:not=x": "http.active", about(one) + "&_lastUpdated=hier": "http._lastUpdated",
		} {
			p.ask("GET", path, nil, "Authorization", p.source).refused(t, path, 400, "value", at)
		}
		p.ask("GET", "/Task?identifier=h-1", nil, "Authorization", p.source).refused(t, "half an identifier", 400, "not-supported", "http.identifier")
		p.ask("GET", about(one+strings.Repeat(",x", 20)), nil, "Authorization", p.source).refused(t, "too many at once", 400, "too-costly", "http.based-on")
		for _, path := range []string{"/HealthcareService?name:not=dentiste", "/Organization?_lastUpdated=lt1990"} {
			name := path[strings.Index(path, "?")+1 : strings.Index(path, "=")]
			if self := w.link(p.get(path), "self"); strings.Contains(self, name) || strings.Contains(self, url.QueryEscape(name)) {
				t.Errorf("%s was not answered, and the answer says %s", path, self)
			}
			p.ask("GET", path, nil, "Prefer", "handling=strict").refused(t, path, 400, "not-supported", "http."+name)
		}
		for _, x := range p.get("/metadata").body["rest"].([]any)[0].(object)["resource"].([]any) {
			r := x.(object)
			if r["type"] == "Organization" && slices.ContainsFunc(r["searchParam"].([]any), func(x any) bool { return x.(object)["name"] == "_lastUpdated" }) {
				t.Error("the statement promises what is not answered")
			}
			if r["type"] == "Task" && (r["conditionalCreate"] != true || r["versioning"] != "versioned-update") {
				t.Errorf("the statement keeps silent on conditions: %v", r)
			}
		}
	})
}

// TestATransactionSaysWhereEachEntryStands: each answer leads to what was sent in the
// entry of its place; a second time, too.
func TestATransactionSaysWhereEachEntryStands(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		b := w.official(t)
		for _, status := range []string{"201 Created", "200 OK"} {
			base := map[string]string{"201 Created": "/", "200 OK": ""}[status] // with its slash, or without
			a := p.ask("POST", base, b, "Authorization", p.source)
			a.sound(t)
			a.became(t, b)
			for i, x := range a.body["entry"].([]any) {
				r := x.(object)["response"].(object)
				got := p.get("/"+r["location"].(string), "Authorization", p.target)
				sent := b["entry"].([]any)[i].(object)["resource"].(object)
				if got.body["resourceType"] != sent["resourceType"] || r["status"] != status {
					t.Errorf("entry %d: %v, %s", i, r, got.raw)
				}
			}
		}
	})
}

// TestReceivedIsTakenOfAnOlderGeneration: a target that says received has received
// it, and reads requested; what it writes beside leads nowhere else.
func TestReceivedIsTakenOfAnOlderGeneration(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		p.put(p.source, id, object{"status": "received"}).refused(t, "by the source", 422, "business-rule", "Task.status")
		a := p.put(p.target, id, object{"status": "received"})
		if got, _ := p.task(p.source, id); a.status != 200 || a.body["status"] != "requested" || got["status"] != "requested" || !strings.Contains(string(p.get("/Task/"+id, "Authorization", p.source).raw), `"2.0"`) {
			t.Errorf("%d %s, the source reads %v", a.status, a.raw, got)
		}
		p.put(p.target, id, object{"status": "received"}) // again: it changes nothing
		author := []any{object{"text": "vu", "authorReference": ref("https://ailleurs.example/Practitioner/1")}}
		p.put(p.target, id, object{"status": "accepted", "note": author}).refused(t, "an author elsewhere", 422, "business-rule", "Task.note[0].authorReference.reference")
		author[0].(object)["authorReference"] = ref("Organization/nowhere")
		p.put(p.target, id, object{"status": "accepted", "note": author}).refused(t, "an author that is nowhere", 422, "business-rule", "Task.note[0].authorReference.reference")
		author[0].(object)["authorReference"] = ref("Organization/" + string(dents))
		p.moves(p.target, id, "accepted", object{"note": author})
		p.put(p.target, id, object{"status": "received"}).refused(t, "after it was accepted", 422, "business-rule", "Task.status")
	})
}

// TestASearchLeavesNothingInAnAddress: by POST, in a form, it finds what the same
// search by GET finds, also for a system that only reads.
func TestASearchLeavesNothingInAnAddress(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		p.refer(w.parcel("h-2"))
		const form = "application/x-www-form-urlencoded"
		for path, c := range map[string]struct {
			body, who string
			want      int
		}{
			"/Task/_search":                 {"identifier=urn:halte:tache|h-1", p.source, 1},
			"/Task/_search?status=rejected": {"identifier=urn:halte:tache|h-1", p.source, 0},
			"/Task/_search?_count=1":        {"status=requested", w.bearer(w.system(dents, false)), 2},
			"/Procedure/_search":            {"based-on=" + id, p.target, 0},
			"/HealthcareService/_search":    {"name=dentiste", "", 1},
			"/Location/_search":             {"", "", 2},
			"/Organization/_search":         {"name=halte", "", 1},
		} {
			a := w.ask("POST", path, c.body, "Authorization", c.who, "Content-Type", form)
			a.sound(t)
			if a.status != 200 || a.body["total"] != r4Number(strconv.Itoa(c.want)) {
				t.Errorf("%s %s: %d %s, want %d", path, c.body, a.status, a.raw, c.want)
			}
		}
		w.ask("POST", "/Task/_search", "{}", "Authorization", p.source).refused(t, "no form", 415, "not-supported", "")
		w.ask("POST", "/Task/_search", "status=%zz", "Authorization", p.source, "Content-Type", form).refused(t, "no form that is read", 400, "invalid", "")
		w.ask("POST", "/Task/_search", "status:missing=x", "Authorization", p.source, "Content-Type", form).refused(t, "wrong", 400, "value", "http.status:missing")
		w.ask("POST", "/Task/_search", "status=requested", "Content-Type", form).refused(t, "nobody", 401, "login", "")
	})
}

// TestAnActivityLeadsOnlyToWhatIsThere: a Procedure names what is in its package
// or in the directory, and is dated in any of the ways of FHIR; a task names it by
// its address, too.
func TestAnActivityLeadsOnlyToWhatIsThere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		p.moves(p.target, id, "accepted", nil)
		send := func(changes object) answer {
			o := object{"resourceType": "Procedure", "status": "completed", "code": object{"text": "Dent soignée"}, "subject": ref("Patient/" + id),
				"basedOn": []any{ref("ServiceRequest/" + id)}, "performedDateTime": "2026-03-02"}
			for name, v := range changes {
				if o[name] = v; v == nil {
					delete(o, name)
				}
			}
			return p.ask("POST", "/Procedure", o, "Authorization", p.target)
		}
		send(object{"partOf": []any{ref("http://evil.example/Procedure/1")}}).refused(t, "elsewhere", 422, "business-rule", "Procedure.partOf[0].reference")
		send(object{"reasonReference": []any{ref("Condition/nowhere")}}).refused(t, "nowhere", 422, "business-rule", "Procedure.reasonReference[0].reference")
		send(object{"performer": []any{object{"actor": ref("Organization/nowhere")}}}).refused(t, "by nobody", 422, "business-rule", "Procedure.performer[0].actor.reference")
		send(object{"basedOn": []any{ref("ServiceRequest/" + id), ref("ServiceRequest/x")}}).refused(t, "of two requests", 422, "business-rule", "Procedure.basedOn")
		send(object{"contained": []any{object{"resourceType": "Patient", "id": "z"}}}).refused(t, "contained", 422, "not-supported", "Procedure.contained")
		send(object{"performedString": "hier"}).refused(t, "at two times", 400, "structure", "Procedure.performed")
		for at, c := range map[string]object{
			"performedDateTime":     {"performedDateTime": "2027-01-01"},
			"performedPeriod.end":   {"performedDateTime": nil, "performedPeriod": object{"start": "2026-03-01", "end": w.clock.Now().Add(time.Hour).Format(time.RFC3339)}},
			"performedPeriod.start": {"performedDateTime": nil, "performedPeriod": object{"start": "2026-04"}},
		} {
			send(c).refused(t, "done later than now", 422, "business-rule", "Procedure."+at)
		}
		send(object{"performedDateTime": nil, "performer": []any{object{"actor": ref("Organization/" + string(dents))}}}).refused(t, "at no time", 422, "required", "Procedure.performed")
		if a := send(object{"performedDateTime": nil, "performedAge": object{"value": r4Number("40"), "unit": "a"}}); a.status != 201 {
			t.Errorf("at an age: %d %s", a.status, a.raw)
		}
		done := send(object{"performer": []any{object{"actor": ref("Organization/" + string(dents))}}, "report": nil, "partOf": []any{ref(p.did(id)["reference"].(string))}})
		if done.status != 201 {
			t.Fatalf("the control: %d %s", done.status, done.raw)
		}
		p.moves(p.target, id, "completed", object{"output": output(ref(w.URL + "/fhir/Procedure/" + done.body["id"].(string)))})
	})
}

// TestWhatStandsInClearIsNobodysWords: a language is one of the list, and of the
// text that was read nothing but that it stands elsewhere. The person's receipt
// tells its address, when it is a plain one; whatever a system writes stays sealed.
func TestWhatStandsInClearIsNobodysWords(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		stand := func(said, uri string) (language, wording, told string) {
			b := w.parcel("h-" + said + uri)
			inside(b, "Patient")["communication"] = []any{object{"language": object{"coding": []any{object{"code": said}}}}}
			inside(b, "Consent")["policy"] = []any{object{"uri": uri}}
			id := p.refer(b)
			must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
				return tx.QueryRow(t.Context(), `SELECT p.language, c.wording FROM referral AS r JOIN person AS p ON p.region_id = r.region_id AND p.id = r.person_id
					JOIN consent AS c ON c.region_id = r.region_id AND c.person_id = r.person_id AND c.part = 'need' WHERE r.region_id = $1 AND r.id = $2`, w.Region, access.Referral(id)).Scan(&language, &wording)
			}))
			var receipt string
			must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
				return tx.QueryRow(t.Context(), `SELECT c.receipt_id FROM referral AS r JOIN consent AS c ON c.region_id = r.region_id AND c.person_id = r.person_id AND c.part = 'need'
					WHERE r.region_id = $1 AND r.id = $2`, w.Region, access.Referral(id)).Scan(&receipt)
			}))
			read, err := w.Consent.Receipt(t.Context(), access.ForWorker(w.Region, "maelle", halte, "", access.Intervention), receipt)
			must(t, err)
			return language, wording, read.Wording
		}
		for _, c := range [][4]string{
			{"fr-CA", "https://tremblay.halte.example/accord-3", "fr-CA", "https://tremblay.halte.example/accord-3"},
			{"Jean Tremblay", "urn:oid:2.16.840", "und", "fhir"},
			{"fr-x-tremblay", "https://halte.example/accord?de=tremblay", "fr", "fhir"},
			{"en-CA-u-ca-tremblay", "https://tremblay@halte.example/accord", "en-CA", "fhir"},
			{strings.Repeat("f", 3000), "https://halte.example/" + strings.Repeat("tremblay", 100), "und", "fhir"},
		} {
			if language, wording, told := stand(c[0], c[1]); language != c[2] || wording != "fhir" || told != c[3] {
				t.Errorf("%.40s %.40s stand as %q %q and are told as %q, want %q %q", c[0], c[1], language, wording, told, c[2], c[3])
			}
		}
	})
}

// TestWhatIsDeniedWithinAConsentIsNotRead: a class of facts taken back within it
// is not allowed; what is denied to somebody else changes nothing.
func TestWhatIsDeniedWithinAConsentIsNotRead(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		refer := func(name string, exception object) string {
			b := w.parcel(name)
			inside(b, "Consent")["provision"].(object)["provision"] = []any{exception}
			return p.refer(b)
		}
		id := refer("h-1", object{"type": "deny", "code": []any{code("urn:passerelle:part", "contact")}})
		if person := p.get("/Patient/"+id, "Authorization", p.target); strings.Contains(string(person.raw), canaryName) {
			t.Errorf("denied and read: %s", person.raw)
		}
		if need := p.get("/ServiceRequest/"+id, "Authorization", p.target); !strings.Contains(string(need.raw), canaryNeed) {
			t.Errorf("what was allowed is not read: %s", need.raw)
		}
		id = refer("h-2", object{"type": "deny", "actor": []any{object{"role": code("urn:x", "IRCP"), "reference": ref("Organization/" + string(halte))}}})
		if person := p.get("/Patient/"+id, "Authorization", p.target); !strings.Contains(string(person.raw), canaryName) {
			t.Errorf("control: denied to another: %s", person.raw)
		}
	})
}

// TestAMethodThatIsNotOfferedIsAnsweredInFHIR, whatever is at the address.
func TestAMethodThatIsNotOfferedIsAnsweredInFHIR(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		for _, method := range []string{"DELETE", "PATCH", "PUT", "OPTIONS"} {
			for _, path := range []string{"/Patient/" + id, "/Patient/nobody", "/Organization/" + string(halte), "", "/Task?identifier=x", "/Nothing/1"} {
				a := w.ask(method, path, nil, "Authorization", p.source)
				a.refused(t, method+" "+path, 405, "not-supported", "")
				if a.header.Get("Allow") == "" {
					t.Errorf("%s %s: no Allow", method, path)
				}
			}
		}
		if p.status(p.source, id) != "requested" {
			t.Error("something changed")
		}
	})
}
