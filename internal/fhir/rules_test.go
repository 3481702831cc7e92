package fhir_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/fhir/r4"
	"passerelle/internal/hsds/hsdstest"
	"passerelle/internal/referral"
)

// TestEachRuleOfAReferral: a parcel that breaks one rule is refused with the
// place, and nothing of it is kept.
func TestEachRuleOfAReferral(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		set := func(kind, name string, v any) func(object) {
			return func(b object) {
				if r := inside(b, kind); v == nil {
					delete(r, name)
				} else {
					r[name] = v
				}
			}
		}
		provision := func(name string, v any) func(object) {
			return func(b object) { inside(b, "Consent")["provision"].(object)[name] = v }
		}
		const allowed, asked, task = "Bundle.entry[1].resource", "Bundle.entry[2].resource", "Bundle.entry[3].resource"
		for name, c := range map[string]struct {
			spoil    func(object)
			status   int
			code, at string
		}{
			"a type that is none":          {set("Task", "status", 3), 400, "structure", "Bundle.entry[3].resource.status"},
			"an element that is none":      {set("Task", "visa", "x"), 400, "structure", "Bundle.entry[3].resource.visa"},
			"a code that is none":          {set("Task", "status", "asked"), 400, "code-invalid", "Bundle.entry[3].resource.status"},
			"no status":                    {set("Task", "status", nil), 400, "required", "Bundle.entry[3].resource.status"},
			"begun already":                {set("Task", "status", "accepted"), 422, "business-rule", task + ".status"},
			"a draft":                      {set("Task", "status", "draft"), 422, "business-rule", task + ".status"},
			"another intent":               {set("Task", "intent", "plan"), 422, "business-rule", task + ".intent"},
			"another code":                 {set("Task", "code", code("urn:x", "fulfill")), 422, "business-rule", task + ".code"},
			"no date":                      {set("Task", "authoredOn", nil), 422, "required", task + ".authoredOn"},
			"a day alone":                  {set("Task", "authoredOn", "2026-03-02"), 422, "business-rule", task + ".authoredOn"},
			"a date to come":               {set("Task", "authoredOn", w.clock.Now().Add(time.Hour).Format(time.RFC3339)), 422, "business-rule", task + ".authoredOn"},
			"done before it begins":        {set("Task", "output", output(ref("Procedure/x"))), 422, "business-rule", task + ".output"},
			"in a chain":                   {set("Task", "partOf", []any{ref("Task/x")}), 422, "not-supported", task + ".partOf"},
			"on behalf of another":         {set("Task", "requester", ref("Organization/"+string(dents))), 422, "business-rule", task + ".requester"},
			"on behalf of nobody":          {set("Task", "requester", nil), 422, "required", task + ".requester"},
			"to nobody":                    {set("Task", "owner", nil), 422, "required", task + ".owner"},
			"to an unknown organisation":   {set("Task", "owner", ref("Organization/nowhere")), 422, "business-rule", task + ".owner"},
			"to itself":                    {func(b object) { inside(b, "Task")["owner"] = ref("Organization/" + string(halte)) }, 422, "business-rule", asked + ".performer"},
			"no focus":                     {set("Task", "focus", nil), 422, "required", task + ".focus"},
			"a focus that is not there":    {set("Task", "focus", ref("urn:uuid:z")), 422, "business-rule", task + ".focus"},
			"a focus of another type":      {set("Task", "focus", ref("urn:uuid:p")), 422, "business-rule", task + ".focus"},
			"for nobody":                   {set("Task", "for", nil), 422, "required", task + ".for"},
			"for an organisation":          {set("Task", "for", ref("Organization/"+string(halte))), 422, "business-rule", task + ".for"},
			"a request that is over":       {set("ServiceRequest", "status", "completed"), 422, "business-rule", asked + ".status"},
			"a request of nothing":         {set("ServiceRequest", "code", nil), 422, "required", asked + ".code"},
			"a request about another":      {set("ServiceRequest", "subject", ref("Patient/x")), 422, "business-rule", asked + ".subject"},
			"a service of another":         {set("ServiceRequest", "performer", []any{ref("HealthcareService/" + string(refuge))}), 422, "business-rule", asked + ".performer"},
			"words without end":            {set("ServiceRequest", "note", []any{object{"text": strings.Repeat("long ", 500)}}), 422, "too-long", asked + ".note"},
			"no consent":                   {set("ServiceRequest", "supportingInfo", nil), 422, "business-rule", asked + ".supportingInfo"},
			"a consent that ended":         {set("Consent", "status", "inactive"), 422, "business-rule", allowed + ".status"},
			"of another scope":             {set("Consent", "scope", code("urn:x", "research")), 422, "business-rule", allowed + ".scope"},
			"of another category":          {set("Consent", "category", []any{code("urn:x", "IDSCL")}), 422, "business-rule", allowed + ".category"},
			"of another person":            {set("Consent", "patient", ref("urn:uuid:s")), 422, "business-rule", allowed + ".patient"},
			"collected by another":         {set("Consent", "organization", []any{ref("Organization/" + string(dents))}), 422, "business-rule", allowed + ".organization"},
			"collected by two":             {set("Consent", "organization", []any{ref("Organization/" + string(halte)), ref("Organization/" + string(dents))}), 422, "business-rule", allowed + ".organization"},
			"without a source":             {set("Consent", "sourceAttachment", nil), 422, "required", allowed + ".source"},
			"without a policy":             {set("Consent", "policy", nil), 422, "required", allowed + ".policy"},
			"without a date":               {set("Consent", "dateTime", nil), 422, "required", allowed + ".dateTime"},
			"said in the future":           {set("Consent", "dateTime", w.clock.Now().Add(time.Hour).Format(time.RFC3339)), 422, "business-rule", allowed + ".dateTime"},
			"that denies":                  {provision("type", "deny"), 422, "business-rule", allowed + ".provision.type"},
			"to another recipient":         {provision("actor", []any{object{"role": code("urn:x", "IRCP"), "reference": ref("Organization/" + string(halte))}}), 422, "business-rule", allowed + ".provision.actor"},
			"about another class":          {provision("code", []any{code("urn:passerelle:part", "contact")}), 422, "business-rule", allowed + ".provision.code"},
			"that is over":                 {provision("period", object{"end": "2026-03-01"}), 422, "business-rule", allowed + ".provision.period.end"},
			"an address elsewhere":         {set("ServiceRequest", "reasonReference", []any{ref("https://ailleurs.example/Condition/1")}), 422, "business-rule", asked + ".reasonReference[0].reference"},
			"a resource that is not there": {set("ServiceRequest", "reasonReference", []any{ref("Condition/1")}), 422, "business-rule", asked + ".reasonReference[0].reference"},
			"a resource that has no place": {func(b object) {
				b["entry"] = append(b["entry"].([]any), entry("g", object{"resourceType": "Group", "type": "person", "actual": true}))
			}, 422, "not-supported", "Bundle.entry[4].resource"},
			"an entry that does not create":    {func(b object) { b["entry"].([]any)[0].(object)["request"].(object)["method"] = "PUT" }, 422, "not-supported", "Bundle.entry[0].request"},
			"two tasks":                        {func(b object) { b["entry"] = append(b["entry"].([]any), entry("u", inside(b, "Task"))) }, 422, "business-rule", "Bundle.entry[4]"},
			"no task":                          {func(b object) { b["entry"] = b["entry"].([]any)[:3] }, 422, "business-rule", "Bundle.entry"},
			"on behalf of another, by address": {set("Task", "requester", ref(w.URL+"/fhir/Organization/"+string(dents))), 422, "business-rule", task + ".requester"},
			"on behalf of the person":          {set("Task", "requester", ref("urn:uuid:p")), 422, "business-rule", task + ".requester"},
			"on behalf of a place":             {set("Task", "requester", ref("Location/"+hsdstest.ID("location", "refuge"))), 422, "business-rule", task + ".requester"},
			"a state that is its owner's":      {set("Task", "businessStatus", object{"text": "x"}), 422, "business-rule", task + ".businessStatus"},
			"a period that is its owner's":     {set("Task", "executionPeriod", object{"start": "2026-03-02"}), 422, "business-rule", task + ".executionPeriod"},
			"a reason without words":           {set("Task", "statusReason", object{"coding": []any{object{"code": "x"}}}), 422, "required", task + ".statusReason.text"},
			"changed before it was written":    {set("Task", "lastModified", "2001-01-01T00:00:00Z"), 422, "business-rule", task + ".lastModified"},
			"changed in the future":            {set("Task", "lastModified", w.clock.Now().Add(time.Hour).Format(time.RFC3339)), 422, "business-rule", task + ".lastModified"},
			"a place that is nowhere":          {set("Task", "location", ref("Location/nowhere")), 422, "business-rule", task + ".location.reference"},
			"a performer that is nowhere":      {set("ServiceRequest", "performer", []any{ref("Organization/nowhere")}), 422, "business-rule", asked + ".performer[0].reference"},
			"based on what is nowhere":         {set("ServiceRequest", "basedOn", []any{ref("ServiceRequest/nowhere")}), 422, "business-rule", asked + ".basedOn[0].reference"},
			"a request not to do":              {set("ServiceRequest", "doNotPerform", true), 422, "business-rule", asked + ".doNotPerform"},
			"a proposal":                       {set("ServiceRequest", "intent", "proposal"), 422, "business-rule", asked + ".intent"},
			"what changes the meaning":         {set("Task", "modifierExtension", []any{object{"url": "urn:x", "valueBoolean": true}}), 422, "not-supported", task + ".modifierExtension"},
			"rules of its own":                 {set("Patient", "implicitRules", "urn:x"), 422, "not-supported", "Bundle.entry[0].resource.implicitRules"},
			"contained in the request":         {set("ServiceRequest", "contained", []any{object{"resourceType": "Patient", "id": "z"}}), 422, "not-supported", asked + ".contained"},
			"contained in the task":            {set("Task", "contained", []any{object{"resourceType": "Patient", "id": "z"}}), 422, "not-supported", task + ".contained"},
			"one name for two":                 {func(b object) { b["entry"] = append(b["entry"].([]any), entry("p", inside(b, "Patient"))) }, 422, "business-rule", "Bundle.entry[4].fullUrl"},
			"two kinds of one element": {func(b object) {
				set("ServiceRequest", "occurrenceDateTime", "2026-03-02")(b)
				set("ServiceRequest", "occurrencePeriod", object{"start": "2026-03-02"})(b)
			}, 400, "structure", asked + ".occurrence"},
			"an extension of nothing":   {set("Task", "extension", []any{object{"url": "urn:x"}}), 400, "invariant", task + ".extension[0]"},
			"that begins later":         {provision("period", object{"start": "2026-06-01"}), 422, "business-rule", allowed + ".provision.period.start"},
			"for marketing":             {provision("purpose", []any{object{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HMARKT"}}), 422, "business-rule", allowed + ".provision.purpose"},
			"that takes itself back":    {provision("provision", []any{object{"type": "deny", "actor": []any{object{"role": code("urn:x", "IRCP"), "reference": ref("Organization/" + string(dents))}}}}), 422, "business-rule", allowed + ".provision.provision[0]"},
			"that denies everybody":     {provision("provision", []any{object{"type": "permit", "provision": []any{object{"type": "deny"}}}}), 422, "business-rule", allowed + ".provision.provision[0].provision[0]"},
			"that denies the need":      {provision("provision", []any{object{"type": "deny", "code": []any{code("urn:passerelle:part", "need")}}}), 422, "business-rule", allowed + ".provision.code"},
			"a condition on the person": {func(b object) { b["entry"].([]any)[0].(object)["request"].(object)["ifNoneExist"] = "identifier=x" }, 422, "not-supported", "Bundle.entry[0].request.ifNoneExist"},
			"a condition of a version":  {func(b object) { b["entry"].([]any)[3].(object)["request"].(object)["ifMatch"] = `W/"1"` }, 422, "not-supported", "Bundle.entry[3].request.ifMatch"},
			"a batch":                   {func(b object) { b["type"] = "batch" }, 422, "not-supported", "Bundle.type"},
		} {
			b := w.parcel("h-1")
			c.spoil(b)
			w.ask("POST", "", b, "Authorization", p.source).refused(t, name, c.status, c.code, c.at)
		}
		if got := p.get("/Task", "Authorization", p.source).ids(); got != nil {
			t.Errorf("kept of what was refused: %v", got)
		}
		p.refer(w.parcel("h-1")) // the control
	})
}

func TestUnreadableBodiesAreToldWhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		for _, c := range []struct {
			body, kind string
			status     int
			code, at   string
		}{
			{"{", "application/fhir+json", 400, "structure", ""},
			{"[]", "application/fhir+json", 400, "structure", ""},
			{`{"resourceType":"Task","status":"requested","status":"accepted"}`, "application/fhir+json", 400, "structure", "status"},
			{`{"resourceType":"Patient"}`, "application/fhir+json", 400, "invalid", "resourceType"},
			{`{"resourceType":"Virus"}`, "application/fhir+json", 400, "not-supported", "resourceType"},
			{"<Task/>", "application/fhir+xml", 415, "not-supported", ""},
			{`{"x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`, "application/fhir+json", 400, "too-long", "x" + strings.Repeat("[0]", 40)},
			{`{"resourceType":"Task","description":"` + strings.Repeat("x", 50<<20) + `"}`, "application/fhir+json", 413, "too-long", ""},
		} {
			w.ask("POST", "/Task", c.body, "Authorization", p.source, "Content-Type", c.kind).refused(t, fmt.Sprintf("%.60s", c.body), c.status, c.code, c.at)
		}
	})
}

// TestATaskThatContainsItsPackage is the other way to send one.
func TestATaskThatContainsItsPackage(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		b := w.parcel("h-1")
		text := string(r4.Write(b))
		for _, name := range []string{"p", "c", "s"} {
			text = strings.ReplaceAll(text, "urn:uuid:"+name, "#"+name)
		}
		b, _ = r4.Parse([]byte(text))
		task := inside(b, "Task")
		var contained []any
		for _, kind := range []string{"Patient", "Consent", "ServiceRequest"} {
			r := inside(b, kind)
			r["id"] = map[string]string{"Patient": "p", "Consent": "c", "ServiceRequest": "s"}[kind]
			contained = append(contained, r)
		}
		task["contained"] = contained
		a := w.ask("POST", "/Task", task, "Authorization", p.source)
		if a.status != 201 || a.header.Get("ETag") == "" || a.header.Get("Location") != w.URL+"/fhir/Task/"+a.body["id"].(string) || a.body["contained"] != nil {
			t.Fatalf("%d %s", a.status, a.raw)
		}
		if again := w.ask("POST", "/Task", task, "Authorization", p.source); again.status != 200 || again.body["id"] != a.body["id"] {
			t.Errorf("again: %d %s", again.status, again.raw)
		}
		if person := p.get("/Patient/"+a.body["id"].(string), "Authorization", p.target); !strings.Contains(string(person.raw), canaryName) {
			t.Errorf("%s", person.raw)
		}
		delete(contained[0].(object), "id")
		w.ask("POST", "/Task", task, "Authorization", p.source).refused(t, "without an id", 422, "required", "Task.contained[0].id")
	})
}

// TestEveryTransition: each status to each other, by each side. What the guide's
// diagram has happens; all else is 422, names both, and changes nothing.
func TestEveryTransition(t *testing.T) {
	statuses := []string{"requested", "accepted", "in-progress", "on-hold", "completed", "rejected", "cancelled", "failed", "entered-in-error"}
	legal := map[string]string{ // from the diagram, t: target, s: source
		"requested>accepted": "t", "requested>rejected": "t", "requested>cancelled": "ts", "requested>entered-in-error": "s",
		"accepted>in-progress": "t", "accepted>on-hold": "t", "accepted>completed": "t", "accepted>failed": "t", "accepted>cancelled": "ts", "accepted>entered-in-error": "s",
		"in-progress>on-hold": "t", "in-progress>completed": "t", "in-progress>failed": "t", "in-progress>cancelled": "ts", "in-progress>entered-in-error": "s",
		"on-hold>in-progress": "t", "on-hold>completed": "t", "on-hold>failed": "t", "on-hold>cancelled": "ts", "on-hold>entered-in-error": "s",
	}
	ways := map[string][]string{"requested": nil, "accepted": {"accepted"}, "in-progress": {"accepted", "in-progress"}, "on-hold": {"accepted", "on-hold"},
		"completed": {"accepted", "completed"}, "rejected": {"rejected"}, "cancelled": {"accepted", "cancelled"}, "failed": {"accepted", "failed"}}
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		why := object{"text": "une raison"}
		n := 0
		reach := func(from string) (id string, done object) {
			n++
			if n%12 == 0 {
				p.later(time.Hour) // a system makes so many requests in an hour, and no more
			}
			id = p.refer(w.parcel(fmt.Sprintf("h-%d", n)))
			for _, s := range ways[from] {
				if s == "completed" {
					done = p.did(id)
				}
				more := object{}
				if slices.Contains([]string{"on-hold", "rejected", "cancelled", "failed"}, s) {
					more["statusReason"] = why
				}
				if s == "completed" {
					more["output"] = output(done)
				}
				p.moves(p.target, id, s, more)
			}
			return id, done
		}
		for from := range ways {
			id, done := "", object(nil)
			for _, to := range statuses {
				for side, who := range map[string]*string{"t": &p.target, "s": &p.source} {
					if to == from {
						continue
					}
					if id == "" {
						id, done = reach(from)
					}
					more := object{"status": to}
					if slices.Contains([]string{"on-hold", "rejected", "cancelled", "failed", "entered-in-error"}, to) && !referralOver(from) {
						more["statusReason"] = why
					}
					if to == "completed" && strings.Contains(legal[from+">"+to], side) {
						done = p.did(id)
						more["output"] = output(done)
					}
					a := p.put(*who, id, more)
					if strings.Contains(legal[from+">"+to], side) {
						if a.status != 200 || a.body["status"] != to {
							t.Errorf("%s to %s by %s: %d %s", from, to, side, a.status, a.raw)
						}
						id = ""
						continue
					}
					a.refused(t, from+" to "+to+" by "+side, 422, "business-rule", "Task.status")
					if !strings.Contains(string(a.raw), from) || !strings.Contains(string(a.raw), to) || p.status(p.source, id) != from {
						t.Errorf("%s to %s by %s: %s", from, to, side, a.raw)
					}
				}
			}
		}
	})
}

func referralOver(status string) bool {
	return slices.Contains([]string{"completed", "rejected", "cancelled", "failed"}, status)
}

// TestWhereTheWorkIsFollowsWhereItWas: the owner's codes are those of BSeR and move
// as it says; words of its own are its own.
func TestWhereTheWorkIsFollowsWhereItWas(t *testing.T) {
	const bser = "http://hl7.org/fhir/us/bser/CodeSystem/TaskBusinessStatusCS"
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		p.moves(p.target, id, "accepted", nil)
		at := func(c string) object { return object{"businessStatus": code(bser, c)} }
		p.put(p.target, id, at("9.9")).refused(t, "a code that is none", 422, "code-invalid", "Task.businessStatus")
		p.moves(p.target, id, "in-progress", at("5.1.1"))
		p.moves(p.target, id, "in-progress", at("5.1.2"))
		p.put(p.target, id, at("5.1.4")).refused(t, "done, of whom nobody met", 422, "business-rule", "Task.businessStatus")
		p.put(p.target, id, at("2.0")).refused(t, "back to the beginning", 422, "business-rule", "Task.businessStatus")
		p.moves(p.target, id, "in-progress", at("5.1.1"))
		p.moves(p.target, id, "in-progress", at("5.1.4"))
		p.moves(p.target, id, "in-progress", object{"businessStatus": object{"text": "dossier au triage"}})
	})
}

// TestEachSideChangesWhatIsItsOwn: any other change is refused, naming it.
func TestEachSideChangesWhatIsItsOwn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		id := p.refer(w.parcel("h-1"))
		p.moves(p.target, id, "accepted", object{"note": []any{object{"text": "un"}}})
		for name, v := range map[string]any{
			"priority": "routine", "intent": "plan", "for": ref("Patient/x"), "focus": ref("ServiceRequest/x"), "owner": ref("Organization/" + string(halte)),
			"requester": ref("Organization/" + string(dents)), "authoredOn": "2020-01-01T00:00:00Z", "description": "autre", "identifier": []any{object{"value": "x"}},
			"basedOn": []any{ref("ServiceRequest/x")}, "input": []any{object{"type": object{"text": "x"}, "valueString": "x"}},
		} {
			for side, who := range map[string]string{"target": p.target, "source": p.source} {
				p.put(who, id, object{name: v}).refused(t, name+" by the "+side, 422, "business-rule", "Task."+name)
			}
		}
		for name, v := range map[string]any{"businessStatus": code("http://hl7.org/fhir/us/bser/CodeSystem/TaskBusinessStatusCS", "5.1.1"), "executionPeriod": object{"start": "2026-03-02"}} {
			p.put(p.source, id, object{name: v}).refused(t, name+" by the source", 422, "business-rule", "Task."+name)
			if a := p.put(p.target, id, object{name: v}); a.status != 200 || a.body[name] == nil {
				t.Errorf("%s by the target: %d %s", name, a.status, a.raw)
			}
		}
		p.put(p.target, id, object{"note": []any{object{"text": "autre chose"}}}).refused(t, "a note rewritten", 422, "business-rule", "Task.note")
		if a := p.put(p.source, id, object{"note": []any{object{"text": "un"}, object{"text": "deux"}}}); a.status != 200 {
			t.Errorf("a note added: %d %s", a.status, a.raw)
		}
		p.put(p.target, id, object{"status": "on-hold", "statusReason": object{"coding": []any{object{"code": "x"}}}}).refused(t, "a reason without words", 422, "required", "Task.statusReason.text")
		p.put(p.target, id, object{"status": "completed"}).refused(t, "completed without output", 422, "required", "Task.output")
		p.put(p.target, id, object{"status": "completed", "output": output(ref("Procedure/x"))}).refused(t, "an output that is not there", 422, "business-rule", "Task.output[0].valueReference")
		view, err := w.Referral.Show(t.Context(), access.ForWorker(w.Region, "m", halte, "", access.Intervention), access.Referral(id))
		must(t, err)
		if view.State != referral.Accepted || len(view.Outcomes) != 0 {
			t.Errorf("moved by what was refused: %+v", view)
		}
	})
}
