package r4

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"passerelle/test/realdata"
)

// TestOfficialExamplesAreSoundAndKept: each is found sound, and written again
// it says the same, to the digit.
func TestOfficialExamplesAreSoundAndKept(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(realdata.Path(t, "fhir", "examples"), "*.json"))
	if err != nil || len(files) != 15 {
		t.Fatalf("%d examples (%v), want 15", len(files), err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		o, wrong := Parse(b)
		if len(wrong) > 0 {
			t.Fatalf("%s: %+v", f, wrong)
		}
		if wrong := Check(o); len(wrong) > 0 {
			t.Errorf("%s: %+v", f, wrong)
		}
		if !reflect.DeepEqual(exact(t, b), exact(t, Write(o))) {
			t.Errorf("%s is not what it was", f)
		}
	}
}

func exact(t *testing.T, b []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

const soundTask = `{"resourceType":"Task","status":"requested","intent":"order","_description":{"extension":[{"url":"http://x","valueDecimal":1.10}]},
 "restriction":{"repetitions":1},"input":[{"type":{"text":"a"},"valueDate":"2026-11-29"}]}`

func TestWrongResourcesAreToldWithThePlace(t *testing.T) {
	o, wrong := Parse([]byte(soundTask))
	if len(wrong) > 0 || len(Check(o)) > 0 {
		t.Fatalf("the control: %v %v", wrong, Check(o))
	}
	if !strings.Contains(string(Write(o)), "1.10") {
		t.Error("1.10 is another number now")
	}
	for _, c := range []struct{ replace, by, at, key string }{
		{`"status":"requested"`, `"status":"asked"`, "status", "fhir.code_unknown"},
		{`"status":"requested"`, `"status":""`, "status", "fhir.empty"},
		{`"status":"requested",`, ``, "status", "fhir.element_missing"},
		{`"intent":"order"`, `"intent":7`, "intent", "fhir.want_primitive"},
		{`"intent":"order"`, `"intent":"order","for":"Patient/1"`, "for", "fhir.want_object"},
		{`"intent":"order"`, `"intent":"order","note":{"text":"x"}`, "note", "fhir.want_list"},
		{`"intent":"order"`, `"intent":"order","note":[]`, "note", "fhir.empty"},
		{`"intent":"order"`, `"intent":"order","note":[{"authorString":"x"}]`, "note[0].text", "fhir.element_missing"},
		{`"intent":"order"`, `"intent":"order","visaStatus":"x"`, "visaStatus", "fhir.element_unknown"},
		{`"intent":"order"`, `"intent":"order","focus":{"refernce":"x"}`, "focus.refernce", "fhir.element_unknown"},
		{`"intent":"order"`, `"intent":"order","focus":{}`, "focus", "fhir.empty"},
		{`"repetitions":1`, `"repetitions":-5`, "restriction.repetitions", "fhir.value_malformed"},
		{`"repetitions":1`, `"repetitions":1.5`, "restriction.repetitions", "fhir.value_malformed"},
		{`"2026-11-29"`, `"2026-02-30"`, "input[0].valueDate", "fhir.value_malformed"},
		{`"2026-11-29"`, `"hier"`, "input[0].valueDate", "fhir.value_malformed"},
		{`{"text":"a"}`, `{"text":"a\u0000b"}`, "input[0].type.text", "fhir.value_malformed"},
		{`{"text":"a"}`, `{"text":"\u001b[31m"}`, "input[0].type.text", "fhir.value_malformed"},
		{`"intent":"order"`, `"intent":"order","executionPeriod":{"start":"2026-01-01"},"performerType":[{"text":"x","coding":[{"display":"x","userSelected":"oui"}]}]`, "performerType[0].coding[0].userSelected", "fhir.want_primitive"},
		{`"valueDate":"2026-11-29"`, `"valueDate":"2026-11-29","valueString":"x"`, "input[0].value", "fhir.one_kind"},
		{`"valueDate":"2026-11-29"`, `"valueDate":"2026-11-29","_valueString":{"id":"x"}`, "input[0].value", "fhir.one_kind"},
		{`"valueDecimal":1.10`, `"valueDecimal":1.10,"extension":[{"url":"http://y","valueCode":"z"}]`, "_description.extension[0]", "fhir.extension_holds"},
		{`,"valueDecimal":1.10`, ``, "_description.extension[0]", "fhir.extension_holds"},
		{`{"text":"a"}`, `null`, "input[0].type", "fhir.want_object"},
		{`"valueDate":"2026-11-29"`, `"valueAttachment":{"data":"pas du base64!"}`, "input[0].valueAttachment.data", "fhir.not_base64"},
		{`"valueDate":"2026-11-29"`, `"valueAttachment":{"data":"YWJj="}`, "input[0].valueAttachment.data", "fhir.not_base64"},
		{`"valueDate":"2026-11-29"`, `"valueAttachment":{"data":"YWI"}`, "input[0].valueAttachment.data", "fhir.not_base64"},
		{`"valueDate":"2026-11-29"`, `"valueBase64Binary":"YW-_"`, "input[0].valueBase64Binary", "fhir.not_base64"},
		{`"valueDate":"2026-11-29"`, `"valueAttachment":{"url":"javascript:alert(1)"}`, "input[0].valueAttachment.url", "fhir.address_runs"},
		{`"valueDate":"2026-11-29"`, `"valueUri":"JavaScript:alert(1)"`, "input[0].valueUri", "fhir.address_runs"},
		{`"valueDate":"2026-11-29"`, `"valueCanonical":"vbscript:x"`, "input[0].valueCanonical", "fhir.address_runs"},
		{`"intent":"order"`, `"intent":"order","contained":[{"resourceType":"Virus"}]`, "contained[0].resourceType", "fhir.type_unknown"},
		{`"resourceType":"Task"`, `"resourceType":"task"`, "resourceType", "fhir.type_unknown"},
		{`"resourceType":"Task",`, ``, "resourceType", "fhir.type_unknown"},
	} {
		if c.at != "resourceType" {
			c.at = "Task." + c.at
		}
		o, wrong := Parse([]byte(strings.Replace(soundTask, c.replace, c.by, 1)))
		if wrong = append(wrong, Check(o)...); len(wrong) != 1 || wrong[0].At != c.at || wrong[0].Key != c.key {
			t.Errorf("%s: %+v, want %s at %s", c.by, wrong, c.key, c.at)
		}
	}
}

// TestANarrativeFormatsAndDoesNothingElse: txt-1 and txt-2 of R4.
func TestANarrativeFormatsAndDoesNothingElse(t *testing.T) {
	const div = `<div xmlns="http://www.w3.org/1999/xhtml">`
	for _, c := range []struct {
		div   string
		sound bool
	}{
		{div + `<p class="x" style="color:red">Un <b>toit</b><br/></p><!-- rien --></div>`, true},
		{div + `<a href="https://exemple.example/a:b">ici</a></div>`, true},
		{div + `<img src="#x" alt=""/></div>`, true},
		{` <h:div xmlns:h="http://www.w3.org/1999/xhtml" xml:lang="fr">a</h:div> `, true},
		{`un toit`, false},
		{`<div>sans espace de noms</div>`, false},
		{`<p xmlns="http://www.w3.org/1999/xhtml">a</p>`, false},
		{div + `a</div>` + div + `b</div>`, false},
		{div + `a</div>b`, false},
		{div + `a<br></div>`, false},
		{div + `&nbsp;</div>`, false},
		{div + ` </div>`, false},
		{div + `a<script>alert(1)</script></div>`, false},
		{div + `a<iframe src="https://exemple.example"/></div>`, false},
		{div + `<p onclick="alert(1)">a</p></div>`, false},
		{div + `<a href="javascript:alert(1)">a</a></div>`, false},
		{div + `<a href="&#9;Java&#10;Script:alert(1)">a</a></div>`, false},
		{div + `a<svg xmlns="http://www.w3.org/2000/svg"/></div>`, false},
		{div + `<p x:href="a" xmlns:x="http://www.w3.org/1999/xlink">a</p></div>`, false},
		{`<!DOCTYPE div [<!ENTITY e "x">]>` + div + `&e;</div>`, false},
		{`<?xml-stylesheet href="x"?>` + div + `a</div>`, false},
	} {
		wrong := Check(Object{"resourceType": "Task", "status": "requested", "intent": "order", "text": Object{"status": "generated", "div": c.div}})
		if told := len(wrong) == 1 && wrong[0].At == "Task.text.div" && wrong[0].Key == "fhir.not_narrative"; told == c.sound || len(wrong) > 1 {
			t.Errorf("%s: %+v", c.div, wrong)
		}
	}
}

func TestUnreadableIsToldWithThePlace(t *testing.T) {
	for _, c := range []struct{ body, at, key string }{
		{`{"resourceType":"Task","status":"a","status":"b"}`, "status", "fhir.twice"},
		{`{"a":{"b":1,"b":1}}`, "a.b", "fhir.twice"},
		{`{"resourceType":"Task",`, "", "fhir.not_json"},
		{`{"resourceType":"Task"} {}`, "", "fhir.not_json"},
		{`[]`, "", "fhir.not_object"}, {`"x"`, "", "fhir.not_object"}, {``, "", "fhir.not_json"}, {"{\"a\":\"\xff\"}", "", "fhir.not_utf8"},
		{`{"a":"\ud83d"}`, "", "fhir.not_utf8"}, {`{"a":"\ud83dx"}`, "", "fhir.not_utf8"}, {`{"a":"\ude00\ud83d"}`, "", "fhir.not_utf8"}, {`{"a":"\ud83d\u0041"}`, "", "fhir.not_utf8"},
		{`{"a":` + strings.Repeat("[", 60) + strings.Repeat("]", 60) + `}`, "a" + strings.Repeat("[0]", 40), "fhir.too_deep"},
		{`{"a":[` + strings.Repeat("1,", itemsMost) + `1]}`, "a[199998]", "fhir.too_many_items"},
	} {
		_, wrong := Parse([]byte(c.body))
		if len(wrong) != 1 || wrong[0].At != c.at || wrong[0].Key != c.key {
			t.Errorf("%.40s: %+v, want %s at %q", c.body, wrong, c.key, c.at)
		}
	}
	for _, sound := range []string{`{"a":"\ud83d\ude00 \\ud83d \u00e9"}`, `{"a":"\\\ud83d\ude00"}`} {
		if _, wrong := Parse([]byte(sound)); len(wrong) > 0 {
			t.Errorf("%s: %+v", sound, wrong)
		}
	}
	_, wrong := Parse([]byte("{\n  \"é\": nul\n}"))
	if len(wrong) != 1 || wrong[0].Args[1] != 2 {
		t.Errorf("%+v, want line 2", wrong)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte(soundTask))
	f.Add([]byte(`{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient"}}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		o, wrong := Parse(b)
		if (o == nil) != (len(wrong) > 0) {
			t.Fatal("neither read nor refused")
		}
		if len(Check(o)) > issuesMost {
			t.Fatal("more faults than anybody reads")
		}
		again, wrong := Parse(Write(o))
		if o != nil && (len(wrong) > 0 || !reflect.DeepEqual(o, again)) {
			t.Fatalf("written again it is %v, %v", again, wrong)
		}
	})
}
