package fhir_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/fhir/r4"
	"passerelle/internal/referral"
)

// The canaries: words that must be nowhere but in the right hands.
const (
	canaryName  = "Mésange Fictive"
	canaryPhone = "819 555-0181"
	canaryNeed  = "Joue enflée depuis trois semaines"
)

func ref(s string) object { return object{"reference": s} }

func code(system, c string) object {
	return object{"coding": []any{object{"system": system, "code": c}}}
}

// parcel is a sound transaction from La Halte's system to Dents, with a foreign
// extension and a decimal that must come back as they went.
func (w *world) parcel(name string) object {
	person := object{"resourceType": "Patient", "name": []any{object{"text": canaryName}}, "telecom": []any{object{"system": "phone", "value": canaryPhone}},
		"identifier": []any{object{"system": "urn:halte:dossier", "value": name}},
		"extension":  []any{object{"url": "urn:halte:score", "valueDecimal": r4Number("1.10")}}}
	allowed := object{"resourceType": "Consent", "status": "active", "scope": code("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
		"category": []any{code("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IDSCL")}, "patient": ref("urn:uuid:p"), "dateTime": w.clock.Now().Format(time.RFC3339),
		"organization": []any{ref("Organization/" + string(halte))}, "sourceAttachment": object{"title": "papier signé"}, "policy": []any{object{"uri": "https://halte.example/consentement-3"}},
		"provision": object{"type": "permit", "actor": []any{object{"role": code("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"), "reference": ref("Organization/" + string(dents))}}}}
	asked := object{"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": ref("urn:uuid:p"), "code": object{"text": "Soins dentaires"},
		"note": []any{object{"text": canaryNeed}}, "supportingInfo": []any{ref("urn:uuid:c")}, "performer": []any{ref("HealthcareService/" + string(dentist))}}
	task := object{"resourceType": "Task", "status": "requested", "intent": "order", "priority": "urgent", "code": code("http://hl7.org/fhir/CodeSystem/task-code", "fulfill"),
		"focus": ref("urn:uuid:s"), "for": ref("urn:uuid:p"), "authoredOn": w.clock.Now().Format(time.RFC3339), "identifier": []any{object{"system": "urn:halte:tache", "value": name}},
		"requester": ref("Organization/" + string(halte)), "owner": ref("Organization/" + string(dents))}
	return object{"resourceType": "Bundle", "type": "transaction", "entry": []any{entry("p", person), entry("c", allowed), entry("s", asked), entry("t", task)}}
}

func r4Number(s string) any {
	o, _ := r4.Parse([]byte(`{"n":` + s + `}`))
	return o["n"]
}

func entry(name string, r object) object {
	return object{"fullUrl": "urn:uuid:" + name, "resource": r, "request": object{"method": "POST", "url": r["resourceType"]}}
}

// inside is the resource of a parcel of a type.
func inside(bundle object, kind string) object {
	for _, e := range bundle["entry"].([]any) {
		if r := e.(object)["resource"].(object); r["resourceType"] == kind {
			return r
		}
	}
	return nil
}

// parties are the systems of who refers and of who receives.
type parties struct {
	*world
	source, target string // Authorization
	systems        [4]string
}

func (w *world) parties() *parties {
	p := &parties{world: w}
	p.systems[0], p.systems[1] = w.system(halte, true)
	p.systems[2], p.systems[3] = w.system(dents, true)
	p.later(0)
	return p
}

// later lets time pass, and has both ask for tokens again.
func (p *parties) later(d time.Duration) {
	p.clock.Advance(d)
	p.source, p.target = p.bearer(p.systems[0], p.systems[1]), p.bearer(p.systems[2], p.systems[3])
}

func (p *parties) refer(bundle object) string {
	p.t.Helper()
	a := p.ask("POST", "", bundle, "Authorization", p.source)
	a.sound(p.t)
	if a.status != http.StatusOK {
		p.t.Fatalf("not referred: %d %s", a.status, a.raw)
	}
	r := a.became(p.t, bundle)
	if r["status"] != "201 Created" {
		p.t.Errorf("response: %v", r)
	}
	return strings.TrimPrefix(r["location"].(string), "Task/")
}

// became is what the answer to a transaction says of its task. There is one for each
// entry, in their order.
func (a answer) became(t *testing.T, bundle object) (task object) {
	t.Helper()
	sent, said := bundle["entry"].([]any), a.body["entry"].([]any)
	if len(said) != len(sent) {
		t.Fatalf("%d answers to %d entries: %s", len(said), len(sent), a.raw)
	}
	for i := range sent {
		kind := sent[i].(object)["resource"].(object)["resourceType"].(string)
		r := said[i].(object)["response"].(object)
		if at, ok := r["location"].(string); ok && !strings.HasPrefix(at, kind+"/") || r["status"] == "" {
			t.Errorf("entry %d, a %s, became %v", i, kind, r)
		}
		if kind == "Task" {
			task = r
		}
	}
	return task
}

// task reads a task as one of the two sees it.
func (p *parties) task(who, id string) (object, string) {
	p.t.Helper()
	a := p.get("/Task/"+id, "Authorization", who)
	return a.body, a.header.Get("ETag")
}

// put sends a task back with changes; an empty value takes an element out.
func (p *parties) put(who, id string, changes object) answer {
	p.t.Helper()
	t, tag := p.task(who, id)
	for name, v := range changes {
		t[name] = v
	}
	return p.ask("PUT", "/Task/"+id, t, "Authorization", who, "If-Match", tag)
}

func (p *parties) moves(who, id, status string, more object) {
	p.t.Helper()
	changes := object{"status": status}
	for k, v := range more {
		changes[k] = v
	}
	if a := p.put(who, id, changes); a.status != http.StatusOK || a.body["status"] != status {
		p.t.Fatalf("%s: %d %s", status, a.status, a.raw)
	}
}

func (p *parties) status(who, id string) any { t, _ := p.task(who, id); return t["status"] }

// did has the target note an activity, and gives its reference.
func (p *parties) did(id string) object {
	p.t.Helper()
	a := p.ask("POST", "/Procedure", object{"resourceType": "Procedure", "status": "completed", "code": object{"text": "Dent soignée"}, "subject": ref("Patient/" + id),
		"basedOn": []any{ref("ServiceRequest/" + id)}, "performedDateTime": "2026-03-02"}, "Authorization", p.target)
	a.sound(p.t)
	if a.status != http.StatusCreated {
		p.t.Fatalf("procedure: %d %s", a.status, a.raw)
	}
	return ref("Procedure/" + a.body["id"].(string))
}

func output(r object) []any {
	return []any{object{"type": code("http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes", "resulting-activity"), "valueReference": r}}
}

// TestAPartnerSystemRefersAndTheOtherHelps: create, accept, in progress,
// completed, each step seen by the source that polls, and by workers on screen.
func TestAPartnerSystemRefersAndTheOtherHelps(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))

		found := p.get("/Task?owner=Organization/"+string(dents)+"&status=requested", "Authorization", p.target)
		if got := found.ids(); !slices.Equal(got, []string{"Task/" + id}) || strings.Contains(string(found.raw), canaryName) || strings.Contains(string(found.raw), canaryNeed) {
			t.Errorf("the target's queue: %v", got)
		}
		if got := p.get("/Task?identifier=urn:halte:tache%7Ch-1", "Authorization", p.source).ids(); !slices.Equal(got, []string{"Task/" + id}) {
			t.Errorf("by its identifier: %v", got)
		}
		if got := p.get("/Task?identifier=urn:halte:tache%7Ch-1", "Authorization", p.target).ids(); got != nil {
			t.Errorf("by an identifier of another: %v", got)
		}
		task, _ := p.task(p.target, id)
		if task["priority"] != "urgent" || task["focus"].(object)["reference"] != "ServiceRequest/"+id || task["for"].(object)["reference"] != "Patient/"+id {
			t.Errorf("task: %v", task)
		}
		asked := p.get("/ServiceRequest/"+id, "Authorization", p.target)
		person := p.get("/Patient/"+id, "Authorization", p.target)
		allowed := p.get("/Consent/"+id, "Authorization", p.target)
		if !strings.Contains(string(asked.raw), canaryNeed) || !strings.Contains(string(person.raw), canaryName) || !strings.Contains(string(person.raw), "1.10") || allowed.body["status"] != "active" {
			t.Errorf("%s\n%s\n%s", asked.raw, person.raw, allowed.raw)
		}
		if asked.body["supportingInfo"].([]any)[0].(object)["reference"] != "Consent/"+id || asked.body["subject"].(object)["reference"] != "Patient/"+id {
			t.Errorf("references lead elsewhere: %s", asked.raw)
		}
		if got := p.get("/Task?_include=Task:focus", "Authorization", p.target).ids(); !slices.Equal(got, []string{"Task/" + id, "ServiceRequest/" + id}) {
			t.Errorf("with its focus: %v", got)
		}

		since := w.clock.Now()
		w.clock.Advance(time.Minute)
		poll := func(who string) []string {
			return p.get("/Task?_lastUpdated=gt"+since.Format("2006-01-02T15:04:05.000Z"), "Authorization", who).ids()
		}
		if got := poll(p.source); got != nil {
			t.Errorf("nothing happened: %v", got)
		}
		p.moves(p.target, id, "accepted", nil)
		if got := poll(p.source); !slices.Equal(got, []string{"Task/" + id}) || p.status(p.source, id) != "accepted" {
			t.Errorf("accepted: %v", got)
		}
		p.moves(p.target, id, "on-hold", object{"statusReason": object{"text": "attend la radiographie"}, "note": []any{object{"text": "radio demandée"}}})
		p.moves(p.target, id, "in-progress", object{"businessStatus": code("http://hl7.org/fhir/us/bser/CodeSystem/TaskBusinessStatusCS", "5.1.1")})
		if got, _ := p.task(p.source, id); got["status"] != "in-progress" || got["note"] == nil {
			t.Errorf("in progress: %v", got)
		}
		done := p.did(id)
		p.moves(p.target, id, "completed", object{"output": output(done)})
		if got, _ := p.task(p.source, id); got["status"] != "completed" || got["output"] == nil {
			t.Errorf("completed: %v", got)
		}
		if got := p.get("/Procedure?based-on=ServiceRequest/"+id, "Authorization", p.source).ids(); !slices.Equal(got, []string{done["reference"].(string)}) {
			t.Errorf("what was done: %v", got)
		}
		p.get("/"+done["reference"].(string), "Authorization", p.source)
		p.put(p.target, id, object{"status": "in-progress"}).refused(t, "after the end", 422, "business-rule", "Task.status")

		// The target's word is its own: the need is met when the other side, or
		// the person, says so too.
		worker := access.ForWorker(w.Region, "maelle", halte, "", access.Intervention)
		view, err := w.Referral.Show(t.Context(), worker, access.Referral(id))
		must(t, err)
		if view.State != referral.InHandoff || view.Contact == nil || view.Contact.Called != canaryName || !strings.Contains(view.Need.Observed, canaryNeed) || len(view.Outcomes) != 2 {
			t.Errorf("on screen: %+v", view)
		}
		must(t, w.Referral.SayOutcome(t.Context(), worker, access.Referral(id), "said", referral.Word{Fact: referral.MetNeed, Said: referral.SaidYes}))
		if view, err = w.Referral.Show(t.Context(), worker, access.Referral(id)); err != nil || view.State != referral.NeedMet || p.status(p.target, id) != "completed" {
			t.Errorf("met: %+v, %v", view.Summary, err)
		}
	})
}

// TestNobodyElseLearnsOfIt: neither a third organisation's system, nor the
// public; and the database holds no word of it in clear.
func TestNobodyElseLearnsOfIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		third := w.bearer(w.system("comptoir", true))
		if got := p.get("/Task", "Authorization", third).ids(); got != nil {
			t.Errorf("found: %v", got)
		}
		for _, path := range []string{"/Task/", "/ServiceRequest/", "/Patient/", "/Consent/", "/Procedure/"} {
			there, not := w.ask("GET", path+id, nil, "Authorization", third), w.ask("GET", path+"018f0000-0000-7000-8000-000000000000", nil, "Authorization", third)
			if there.status != 404 || string(there.raw) != string(not.raw) {
				t.Errorf("%s: %d %s, %s", path, there.status, there.raw, not.raw)
			}
		}
		w.ask("GET", "/Patient?name=M%C3%A9sange", nil, "Authorization", p.target).refused(t, "a search for persons", 404, "not-found", "")
		if got := p.get("/Task?patient.name=M%C3%A9sange", "Authorization", third).ids(); got != nil {
			t.Errorf("found: %v", got)
		}
		must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
			for _, q := range []string{`SELECT body FROM event`, `SELECT result FROM act`, `SELECT key FROM act`, `SELECT mark || stage FROM referral_resource`, `SELECT code_mark FROM person`} {
				rows, err := db.Collect(t.Context(), tx, func(s *string) []any { return []any{s} }, q)
				if err != nil {
					return err
				}
				for _, canary := range []string{canaryName, canaryPhone, canaryNeed, "h-1"} {
					if strings.Contains(strings.Join(rows, " "), canary) {
						t.Errorf("%s: %s in clear", q, canary)
					}
				}
			}
			return nil
		}))
	})
}

// TestEachReadingIsInThePersonsLog: who, what part, for what.
func TestEachReadingIsInThePersonsLog(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		read := func(parts string) int {
			n := 0
			must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
				return tx.QueryRow(t.Context(), `SELECT count(*) FROM disclosure WHERE referral_id = $1 AND org_id = $2 AND worker_id <> '' AND purpose = 'answer' AND parts = $3 AND allowed = $4`, id, string(dents), parts, true).Scan(&n)
			}))
			return n
		}
		p.get("/Task", "Authorization", p.target)
		if read("need") != 0 {
			t.Error("a queue opened something")
		}
		p.get("/ServiceRequest/"+id, "Authorization", p.target)
		p.get("/Patient/"+id, "Authorization", p.target)
		if read("need") != 1 || read("contact") != 1 {
			t.Errorf("readings of the need %d, of the contact %d", read("need"), read("contact"))
		}
	})
}

// TestWithdrawalEndsThePartnersReads: at the very next request, every way in;
// who acknowledged it keeps the shell, who did not learns nothing.
func TestWithdrawalEndsThePartnersReads(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		first, second := p.refer(w.parcel("h-1")), p.refer(w.parcel("h-2"))
		p.moves(p.target, first, "accepted", nil)
		done := p.did(first)
		maelle := access.ForWorker(w.Region, "maelle", halte, "", access.Intervention)
		for _, id := range []string{first, second} {
			view, err := w.Referral.Show(t.Context(), maelle, access.Referral(id))
			must(t, err)
			_, err = w.Consent.Withdraw(t.Context(), maelle, "withdraw "+id, view.Person, dents)
			must(t, err)
		}
		for _, path := range []string{"/ServiceRequest/" + first, "/Patient/" + first, "/Consent/" + first, "/" + done["reference"].(string), "/Task/" + second, "/Patient/" + second} {
			w.ask("GET", path, nil, "Authorization", p.target).refused(t, path, 404, "not-found", "")
		}
		a := p.get("/Task?_include=Task:focus", "Authorization", p.target)
		if got := a.ids(); !slices.Equal(got, []string{"Task/" + first}) {
			t.Errorf("polled: %v", got)
		}
		if got := p.get("/Task?patient=Patient/"+first, "Authorization", p.target).ids(); got != nil {
			t.Errorf("a person is found by a shell: %v", got)
		}
		if got := p.get("/Procedure?based-on=ServiceRequest/"+first, "Authorization", p.target).ids(); got != nil {
			t.Errorf("what was done: %v", got)
		}
		shell, tag := p.task(p.target, first)
		if shell["status"] != "cancelled" || shell["for"] != nil || shell["focus"] != nil || shell["statusReason"] == nil || shell["identifier"] != nil {
			t.Errorf("the shell: %v", shell)
		}
		shell["status"] = "in-progress"
		w.ask("PUT", "/Task/"+first, shell, "Authorization", p.target, "If-Match", tag).refused(t, "moving it", 422, "business-rule", "Task.status")
		w.ask("POST", "/Procedure", object{"resourceType": "Procedure", "status": "completed", "code": object{"text": "x"}, "subject": ref("Patient/" + first),
			"basedOn": []any{ref("ServiceRequest/" + first)}, "performedDateTime": "2026-03-02"}, "Authorization", p.target).refused(t, "writing in it", 422, "business-rule", "Procedure.basedOn")
		if p.status(p.source, first) != "cancelled" {
			t.Error("the source is not told")
		}
		if said := p.get("/Consent/"+first, "Authorization", p.source).body["status"]; said != "inactive" {
			t.Errorf("the consent that was taken back is said to be %v", said)
		}
	})
}

// TestAConsentOpensNothingThatThePersonClosed: a Non, a withdrawal that came
// later, an end; and a system's word never lifts them.
func TestAConsentOpensNothingThatThePersonClosed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		maelle := access.ForWorker(w.Region, "maelle", halte, "", access.Intervention)
		view, err := w.Referral.Show(t.Context(), maelle, access.Referral(id))
		must(t, err)
		old := w.parcel("h-1")
		inside(old, "Task")["identifier"] = []any{object{"system": "urn:halte:tache", "value": "h-1-bis"}}
		p.later(time.Hour)
		_, err = w.Consent.Withdraw(t.Context(), maelle, "w", view.Person, dents)
		must(t, err)
		w.ask("POST", "", old, "Authorization", p.source).refused(t, "said before the withdrawal", 422, "business-rule", "Bundle.entry[1].resource")

		p.later(time.Hour)
		again := p.refer(w.parcel("h-1"))
		p.later(time.Hour)
		_, err = w.Consent.Record(t.Context(), maelle, "non", consent.Question{Person: view.Person, Recipient: dents, Parts: map[access.Part]consent.Answer{access.PartNeed: consent.No},
			Wording: "v1", Language: "fr", How: consent.Spoken})
		must(t, err)
		w.ask("GET", "/ServiceRequest/"+again, nil, "Authorization", p.target).refused(t, "after a Non", 404, "not-found", "")
		if said := p.get("/Consent/"+again, "Authorization", p.source).body["status"]; said != "rejected" {
			t.Errorf("after a Non the consent is said to be %v", said)
		}
		p.later(time.Hour)
		w.ask("POST", "", w.parcel("h-1"), "Authorization", p.source).refused(t, "against a Non", 422, "business-rule", "Bundle.entry[1].resource")

		short := w.parcel("h-2")
		inside(short, "Consent")["provision"].(object)["period"] = object{"end": w.clock.Now().Add(48 * time.Hour).Format(time.RFC3339)}
		id = p.refer(short)
		p.later(48*time.Hour - time.Second)
		p.get("/ServiceRequest/"+id, "Authorization", p.target)
		if said := p.get("/Consent/"+id, "Authorization", p.source).body["status"]; said != "active" {
			t.Errorf("before its end the consent is said to be %v", said)
		}
		w.clock.Advance(2 * time.Second)
		if said := p.get("/Consent/"+id, "Authorization", p.source).body["status"]; said != "inactive" {
			t.Errorf("after its end the consent is said to be %v", said)
		}
		w.ask("GET", "/ServiceRequest/"+id, nil, "Authorization", p.target).refused(t, "after its end", 404, "not-found", "")
	})
}

// TestOnlyWhatWasAllowedIsRead: without the contact, a Patient is an id.
func TestOnlyWhatWasAllowedIsRead(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		b := w.parcel("h-1")
		inside(b, "Consent")["provision"].(object)["code"] = []any{code("urn:passerelle:part", "need")}
		id := p.refer(b)
		a := p.get("/Patient/"+id, "Authorization", p.target)
		if strings.Contains(string(a.raw), canaryName) || strings.Contains(string(a.raw), canaryPhone) || len(a.body) != 3 {
			t.Errorf("not allowed: %s", a.raw)
		}
		if own := p.get("/Patient/"+id, "Authorization", p.source); !strings.Contains(string(own.raw), canaryName) {
			t.Errorf("its own: %s", own.raw)
		}
		p.get("/ServiceRequest/"+id, "Authorization", p.target)
	})
}

func TestRejectedForWantOfRoomThenReferredElsewhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		p.put(p.target, id, object{"status": "rejected"}).refused(t, "without a reason", 422, "required", "Task.statusReason")
		p.moves(p.target, id, "rejected", object{"statusReason": object{"coding": []any{object{"system": "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes", "code": "no-capacity"}}, "text": "complet cette semaine"}})
		got, _ := p.task(p.source, id)
		if got["status"] != "rejected" || got["statusReason"].(object)["text"] != "complet cette semaine" {
			t.Errorf("the source reads %v", got)
		}
		again := w.parcel("h-1")
		inside(again, "ServiceRequest")["replaces"] = []any{ref("ServiceRequest/" + id)}
		inside(again, "Task")["identifier"].([]any)[0].(object)["value"] = "h-1-bis"
		next := p.refer(again)
		maelle := access.ForWorker(w.Region, "maelle", halte, "", access.Intervention)
		view, err := w.Referral.Show(t.Context(), maelle, access.Referral(next))
		must(t, err)
		if string(view.Previous) != id || p.status(p.source, id) != "rejected" {
			t.Errorf("previous %s", view.Previous)
		}
		inside(again, "ServiceRequest")["replaces"] = []any{ref("ServiceRequest/nowhere")}
		w.ask("POST", "", again, "Authorization", p.source).refused(t, "after nothing", 422, "business-rule", "Bundle.entry[2].resource.replaces[0].reference")
	})
}

// TestTheSourceCancels: at each status, and the target is told; nobody's word is
// put into another's mouth.
func TestTheSourceCancels(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		why := object{"statusReason": object{"text": "trouvé ailleurs"}}
		for i, steps := range [][]string{nil, {"accepted"}, {"accepted", "in-progress"}} {
			id := p.refer(w.parcel("h-" + string(rune('a'+i))))
			for _, s := range steps {
				p.moves(p.target, id, s, nil)
			}
			p.moves(p.source, id, "cancelled", why)
			a := w.ask("GET", "/Task/"+id, nil, "Authorization", p.target)
			if steps == nil {
				a.refused(t, "never acknowledged", 404, "not-found", "")
			} else if a.body["status"] != "cancelled" || strings.Contains(string(a.raw), canaryNeed) {
				t.Errorf("after %v: %s", steps, a.raw)
			}
			view, err := w.Referral.Show(t.Context(), access.ForWorker(w.Region, "m", halte, "", access.Intervention), access.Referral(id))
			must(t, err)
			if view.DeclineBy != "" || view.Answer != "trouvé ailleurs" || view.AnsweredAt.IsZero() != (steps == nil) {
				t.Errorf("after %v: %+v", steps, view)
			}
		}
	})
}

func TestCreatedTwiceIsOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		b := w.parcel("h-1")
		id := p.refer(b)
		again := w.ask("POST", "", b, "Authorization", p.source)
		if r := again.became(t, b); again.status != 200 || r["status"] != "200 OK" || r["location"] != "Task/"+id {
			t.Errorf("the same bytes: %s", again.raw)
		}
		b = w.parcel("h-2")
		one := w.ask("POST", "", b, "Authorization", p.source, "If-None-Exist", "identifier=urn:halte:tache|h-2")
		w.clock.Advance(time.Minute)
		two := w.ask("POST", "", w.parcel("h-2"), "Authorization", p.source, "If-None-Exist", "identifier=urn:halte:tache%7Ch-2")
		loc := func(a answer) any {
			return a.became(t, b)["location"]
		}
		if one.status != 200 || two.status != 200 || loc(one) != loc(two) {
			t.Errorf("%s\n%s", one.raw, two.raw)
		}
		w.ask("POST", "", b, "Authorization", p.source, "If-None-Exist", "identifier=other|h-9").refused(t, "another condition", 412, "value", "http.If-None-Exist")
		if got := p.get("/Task", "Authorization", p.target).ids(); len(got) != 2 {
			t.Errorf("in all: %v", got)
		}
	})
}

// TestTwoWritersOneWins: the version is asked again in the transaction.
func TestTwoWritersOneWins(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		task, tag := p.task(p.target, id)
		task["status"] = "accepted"
		w.ask("PUT", "/Task/"+id, task, "Authorization", p.target).refused(t, "without a version", 400, "required", "http.If-Match")
		w.ask("PUT", "/Task/"+id, task, "Authorization", p.target, "If-Match", "x").refused(t, "with none of ours", 412, "conflict", "http.If-Match")
		const writers = 8
		results := make(chan int, writers)
		for i := range writers {
			mine := object{}
			for k, v := range task {
				mine[k] = v
			}
			mine["note"] = []any{object{"text": "écrit par " + string(rune('a'+i))}}
			go func() {
				results <- w.ask("PUT", "/Task/"+id, mine, "Authorization", p.target, "If-Match", tag).status
			}()
		}
		won := 0
		for range writers {
			switch status := <-results; status {
			case 200:
				won++
			case 412:
			default:
				t.Errorf("status %d", status)
			}
		}
		got, _ := p.task(p.source, id)
		if won != 1 || len(got["note"].([]any)) != 1 {
			t.Errorf("%d won; %v", won, got["note"])
		}
	})
}

// TestWhoComesTooLateReadsAgain: of several that end a referral at one time one
// does, and the others are told that it changed, not that it never was.
func TestWhoComesTooLateReadsAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		task, tag := p.task(p.target, id)
		results := make(chan int)
		const writers = 24
		for i := range writers {
			mine := object{"statusReason": object{"text": "complet " + strconv.Itoa(i)}}
			for k, v := range task {
				mine[k] = v
			}
			mine["status"] = "rejected"
			go func() { results <- p.ask("PUT", "/Task/"+id, mine, "Authorization", p.target, "If-Match", tag).status }()
		}
		got := map[int]int{}
		for range writers {
			got[<-results]++
		}
		if got[200] != 1 || got[412] != writers-1 {
			t.Errorf("answers: %v", got)
		}
	})
}

// TestCallFirstHoldsForSystemsToo.
func TestCallFirstHoldsForSystemsToo(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		maelle := access.ForWorker(w.Region, "maelle", halte, "", access.Intervention)
		person, err := w.Consent.Create(t.Context(), maelle, "p", consent.NewPerson{Code: "Mésange"})
		must(t, err)
		yes := map[access.Part]consent.Answer{access.PartNeed: consent.Yes, access.PartContact: consent.Yes, access.PartDone: consent.Yes}
		_, err = w.Consent.Record(t.Context(), maelle, "c", consent.Question{Person: person, Recipient: dents, Parts: yes, Until: consent.ThreeMonths, Wording: "v1", Language: "fr", How: consent.OnScreen})
		must(t, err)
		id, err := w.Referral.Draft(t.Context(), maelle, "d", referral.NewDraft{Person: person, Receiver: dents, Service: dentist, CallFirst: true})
		must(t, err)
		draft := w.ask("GET", "/Task/"+string(id), nil, "Authorization", p.source)
		draft.refused(t, "a draft", 404, "not-found", "")
		must(t, w.Referral.Save(t.Context(), maelle, id, "s", referral.Change{Version: 1, Need: &referral.Need{Words: "Me duele", Observed: canaryNeed, Pivot: "Maëlle"},
			Contact: &referral.Contact{Called: canaryName, Reach: canaryPhone, Avoid: "ne pas appeler le soir"}, Done: &referral.Done{}}))
		must(t, w.Referral.Send(t.Context(), maelle, id, "e"))
		asked := p.get("/ServiceRequest/"+string(id), "Authorization", p.target)
		if !strings.Contains(string(asked.raw), canaryNeed) || !strings.Contains(string(asked.raw), "Dans ses mots\u00a0: Me duele") {
			t.Errorf("%s", asked.raw)
		}
		p.get("/Consent/"+string(id), "Authorization", p.target)
		if a := p.get("/Patient/"+string(id), "Authorization", p.target); strings.Contains(string(a.raw), canaryName) {
			t.Errorf("before the call: %s", a.raw)
		}
		p.moves(p.target, string(id), "accepted", nil)
		p.put(p.target, string(id), object{"status": "in-progress"}).refused(t, "before the call", 409, "conflict", "")
		w.ask("POST", "/Procedure", object{"resourceType": "Procedure", "status": "completed", "code": object{"text": "x"}, "subject": ref("Patient/" + string(id)),
			"basedOn": []any{ref("ServiceRequest/" + string(id))}, "performedDateTime": "2026-03-02"}, "Authorization", p.target).refused(t, "done before the call", 409, "conflict", "")
		must(t, w.Referral.OpenHandoff(t.Context(), maelle, id, "o", referral.Opening{How: referral.ByCall}))
		if a := p.get("/Patient/"+string(id), "Authorization", p.target); !strings.Contains(string(a.raw), canaryName) || !strings.Contains(string(a.raw), "ne pas appeler le soir") {
			t.Errorf("after the call: %s", a.raw)
		}
		p.moves(p.target, string(id), "in-progress", nil)
	})
}
