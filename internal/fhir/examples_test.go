package fhir_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/fhir/r4"
	"passerelle/test/realdata"
)

// example is an official example of the guide, as it is published.
func example(t *testing.T, name string) object {
	t.Helper()
	b, err := os.ReadFile(realdata.Path(t, "fhir", "examples", name+".json"))
	must(t, err)
	o, wrong := r4.Parse(b)
	if len(wrong) > 0 {
		t.Fatalf("%s: %+v", name, wrong)
	}
	return o
}

// examples are those that a referral is made of, each with its name in the set.
var examples = []string{
	"Task-SDOHCC-TaskReferralManagementOrderFulfillmentAcceptedExample",
	"ServiceRequest-SDOHCC-ServiceRequestActiveFoodPantryApplicationAssistExample",
	"Patient-pat-53234", "Consent-SDOHCC-ConsentInformationDisclosureExample",
	"PractitionerRole-SDOHCC-PractitionerRoleDrJanWaterExample", "Practitioner-SDOHCC-PractitionerDrJanWaterExample",
	"QuestionnaireResponse-SDOHCC-QuestionnaireResponseHungerVitalSignExample", "Questionnaire-SDOHCC-QuestionnaireHungerVitalSign",
	"Organization-SDOHCC-OrganizationClinicExample", "Location-SDOHCC-LocationExample", "HealthcareService-SDOHCC-HealthcareServiceTelecomAppointmentExample",
}

// official makes one transaction of the examples. What must differ for a referral
// that is new, ours and allowed is changed here and nothing else: who the parties
// are, the state, the recipient of the consent, and what the request leads to.
func (w *world) official(t *testing.T) object {
	t.Helper()
	own := ref("Organization/" + string(halte))
	var entries []any
	names := map[string]string{}
	for _, n := range examples {
		o := example(t, n)
		names[o["resourceType"].(string)+"/"+o["id"].(string)] = "urn:uuid:" + o["id"].(string)
		entries = append(entries, entry(o["id"].(string), o))
	}
	problem := object{"resourceType": "Condition", "subject": ref("Patient/pat-53234"), "code": object{"text": "Food insecurity"}} // the guide names it and does not give it
	names["Condition/SDOHCC-ConditionFoodInsecurityExample"] = "urn:uuid:condition"
	entries = append(entries, entry("condition", problem))
	b := object{"resourceType": "Bundle", "type": "transaction", "entry": entries}
	inside(b, "Task")["status"], inside(b, "Task")["requester"], inside(b, "Task")["owner"] = "requested", own, ref("Organization/"+string(dents))
	allowed := inside(b, "Consent")
	allowed["organization"] = []any{own}
	allowed["provision"] = object{"type": "permit", "actor": []any{object{"role": code("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"), "reference": ref("Organization/" + string(dents))}}}
	asked := inside(b, "ServiceRequest")
	asked["requester"] = ref("PractitionerRole/SDOHCC-PractitionerRoleDrJanWaterExample")
	asked["performer"] = []any{ref("HealthcareService/" + string(dentist))}
	asked["supportingInfo"] = []any{ref("Consent/SDOHCC-ConsentInformationDisclosureExample"), ref("QuestionnaireResponse/SDOHCC-QuestionnaireResponseHungerVitalSignExample"),
		ref("Questionnaire/SDOHCC-QuestionnaireHungerVitalSign"), ref("HealthcareService/SDOHCC-HealthcareServiceTelecomAppointmentExample")}
	references(b, func(s string) string {
		if to, ok := names[s]; ok {
			return to
		}
		if strings.HasPrefix(s, "Organization/") && s != "Organization/"+string(halte) && s != "Organization/"+string(dents) {
			return "Organization/" + string(halte)
		}
		return s
	})
	return b
}

// references rewrites each reference below v.
func references(v any, to func(string) string) {
	switch x := v.(type) {
	case object:
		if s, ok := x["reference"].(string); ok {
			x["reference"] = to(s)
		}
		for _, child := range x {
			references(child, to)
		}
	case []any:
		for _, child := range x {
			references(child, to)
		}
	}
}

// content is what a resource says: without what the server sets, and with each
// reference cut to its type.
func content(t *testing.T, o object, types map[string]string) object {
	t.Helper()
	copied, wrong := r4.Parse(r4.Write(o))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	delete(copied, "id")
	if m, ok := copied["meta"].(object); ok { // its profiles and tags come back
		delete(m, "versionId")
		if delete(m, "lastUpdated"); len(m) == 0 {
			delete(copied, "meta")
		}
	}
	references(copied, func(s string) string {
		if kind, ok := types[s]; ok {
			return kind
		}
		kind, _, _ := strings.Cut(s, "/")
		return kind
	})
	return copied
}

// TestOfficialExamplesGoInAndComeBack: a referral made of the guide's own
// examples is taken, and each of its resources is given back to both parties, by
// following the references from the task, as it was sent: to the digit, with its
// extensions. Nobody else finds one.
func TestOfficialExamplesGoInAndComeBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		b := w.official(t)
		types := map[string]string{}
		sent := map[string]object{}
		for _, x := range b["entry"].([]any) {
			e := x.(object)
			kind := e["resource"].(object)["resourceType"].(string)
			types[e["fullUrl"].(string)], sent[kind] = kind, e["resource"].(object)
		}
		id := p.refer(b)
		third := w.bearer(w.system("comptoir", true))
		for _, who := range []string{p.source, p.target} {
			seen, next := map[string]bool{}, []string{"Task/" + id}
			for len(next) > 0 {
				at := next[0]
				next = next[1:]
				kind, _, _ := strings.Cut(at, "/")
				if seen[at] || slices.Contains([]string{"Organization/" + string(halte), "Organization/" + string(dents), "HealthcareService/" + string(dentist)}, at) {
					continue
				}
				seen[at] = true
				got := p.get("/"+at, "Authorization", who)
				references(got.body, func(s string) string { next = append(next, s); return s })
				want, have := content(t, sent[kind], types), content(t, got.body, nil)
				if kind == "Task" {
					for _, server := range []string{"lastModified", "businessStatus", "partOf"} {
						delete(have, server)
					}
				}
				if !reflect.DeepEqual(plain(t, want), plain(t, have)) {
					t.Errorf("%s came back otherwise:\n%s\n%s", kind, r4.Write(want), r4.Write(have))
				}
				w.ask("GET", "/"+at, nil, "Authorization", third).refused(t, kind+" by a third", 404, "not-found", "")
			}
			var kinds []string
			for at := range seen {
				kind, _, _ := strings.Cut(at, "/")
				kinds = append(kinds, kind)
			}
			slices.Sort(kinds)
			if want := slices.Sorted(maps.Keys(sent)); !slices.Equal(kinds, want) {
				t.Errorf("given back: %v, want %v", kinds, want)
			}
		}
		p.moves(p.target, id, "accepted", nil)
		if m := p.get("/Task/"+id, "Authorization", p.source).body["meta"].(object); len(m) != 3 || m["profile"] == nil {
			t.Errorf("what is said of the task is gone once it moved: %v", m)
		}
		// What was done, as the guide's example says it.
		p.moves(p.target, id, "in-progress", nil)
		done := example(t, "Procedure-SDOHCC-ProcedureFoodPantryApplicationAssistanceExample")
		done["basedOn"], done["subject"] = []any{ref("ServiceRequest/" + id)}, ref("Patient/"+id)
		delete(done, "reasonReference") // it leads to a condition by an id of the example's own
		a := p.ask("POST", "/Procedure", done, "Authorization", p.target)
		if a.status != 201 {
			t.Fatalf("%d %s", a.status, a.raw)
		}
		back := p.get("/Procedure/"+a.body["id"].(string), "Authorization", p.source)
		if !reflect.DeepEqual(plain(t, content(t, done, nil)), plain(t, content(t, back.body, nil))) {
			t.Errorf("the procedure came back otherwise: %s", back.raw)
		}
	})
}

// TestANameIsNotReadBesideAReference: the guide's examples name the person beside
// what leads to them, and in their narratives. Whoever was allowed the need and not
// who they are, reads neither; the sender, and a receiver who was, read what was
// sent.
func TestANameIsNotReadBesideAReference(t *testing.T) {
	const name = "COLIN ABBAS"
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		b := w.official(t)
		inside(b, "ServiceRequest")["subject"].(object)["display"] = name
		id := p.refer(b)
		answers := func(who string) (named, read int) {
			for _, path := range []string{"/Task/" + id, "/ServiceRequest/" + id, "/Consent/" + id, "/Task?_include=Task:focus"} {
				a := p.get(path, "Authorization", who)
				read++
				if strings.Contains(string(a.raw), name) {
					named++
				}
				if path == "/ServiceRequest/"+id {
					references(a.body, func(s string) string {
						if strings.HasPrefix(s, "QuestionnaireResponse/") || strings.HasPrefix(s, "Condition/") {
							read++
							if strings.Contains(string(p.get("/"+s, "Authorization", who).raw), name) {
								named++
							}
						}
						return s
					})
				}
			}
			return named, read
		}
		for _, who := range []string{p.source, p.target} {
			if named, read := answers(who); named < 3 || read != 6 {
				t.Errorf("control: %d of %d name the person to who may know", named, read)
			}
		}
		must(t, w.DB.Write(t.Context(), func(tx *db.Tx) error { // the person allows the need alone
			_, err := tx.Exec(t.Context(), `UPDATE consent SET withdrawn_at = $1 WHERE region_id = $2 AND part = 'contact'`, db.At(tx.Now), w.Region)
			return err
		}))
		if named, read := answers(p.target); named > 0 || read != 6 {
			t.Errorf("%d of %d name the person to who may read the need alone", named, read)
		}
		if named, _ := answers(p.source); named < 3 {
			t.Errorf("the sender does not read what it sent: %d", named)
		}
	})
}

// plain compares numbers as they are written.
func plain(t *testing.T, o object) (v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(r4.Write(o)))
	d.UseNumber()
	must(t, d.Decode(&v))
	return v
}

// TestSpoiltExamplesAreRefusedWithThePlace: each resource of that referral,
// spoilt in each of several ways, is refused with the place where it is wrong,
// and nothing is kept.
func TestSpoiltExamplesAreRefusedWithThePlace(t *testing.T) {
	if files, err := filepath.Glob(filepath.Join(realdata.Path(t, "fhir", "examples"), "*.json")); err != nil || len(files) != 15 {
		t.Fatalf("%d examples (%v)", len(files), err)
	}
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		ways := map[string]func(o object){
			"an unknown element":   func(o object) { o["visaStatus"] = "x" },
			"a text for a list":    func(o object) { o["extension"] = "x" },
			"a list for an object": func(o object) { o["text"] = []any{} },
			"an object for a text": func(o object) { o["language"] = object{"x": "y"} },
			"an empty object":      func(o object) { o["meta"] = object{} },
			"a foreign reference": func(o object) {
				o["extension"] = []any{object{"url": "urn:x", "valueReference": ref("http://evil.example/Patient/1")}}
			},
			"a malformed instant":   func(o object) { o["meta"] = object{"lastUpdated": "hier"} },
			"a type that is no one": func(o object) { o["resourceType"] = "Virus" },
		}
		tried := 0
		for name, spoil := range ways {
			for i := range len(examples) {
				b := w.official(t)
				spoil(b["entry"].([]any)[i].(object)["resource"].(object))
				a := p.ask("POST", "", b, "Authorization", p.source)
				a.sound(t)
				if a.status != 400 && a.status != 422 || a.body["resourceType"] != "OperationOutcome" {
					t.Errorf("%s in %s: %d %s", name, examples[i], a.status, a.raw)
					continue
				}
				place := "Bundle.entry[" + strconv.Itoa(i) + "]"
				issue := a.body["issue"].([]any)[0].(object)
				where, _ := issue["expression"].([]any)
				if len(where) == 0 || !strings.HasPrefix(where[0].(string), place) || issue["details"].(object)["text"] == "" {
					t.Errorf("%s in %s: it says not where: %s", name, examples[i], a.raw)
				}
				tried++
			}
		}
		if got := p.get("/Task", "Authorization", p.source).ids(); got != nil {
			t.Errorf("something was kept: %v", got)
		}
		if tried != len(ways)*len(examples) {
			t.Errorf("%d of %d were told", tried, len(ways)*len(examples))
		}
		p.refer(w.official(t)) // control
	})
}
