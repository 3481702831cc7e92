package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// mandatory are the fields that ISO/IEC TS 27560:2023 wants in each record, by
// section, under the names that the file gives them; a star is each of a list.
var mandatory = []string{
	"schema_version", "receipt_id",
	"header.schema_version", "header.record_id", "header.data_subject_id",
	"notice.reference", "notice.language",
	"processing.*.purpose", "processing.*.personal_data.*.type", "processing.*.controllers.*", "processing.*.storage_location",
	"processing.*.retention", "processing.*.jurisdiction", "processing.*.recipients.*", "processing.*.withdrawal_method",
	"parties.*.id", "parties.*.name", "parties.*.address", "parties.*.contact", "parties.*.type",
	"events.*.time", "events.*.validity", "events.*.entity_id", "events.*.type", "events.*.state",
}

// lacks lists what a receipt lacks.
func lacks(record any) (missing []string) {
	for _, field := range mandatory {
		if !holds(record, strings.Split(field, ".")) {
			missing = append(missing, field)
		}
	}
	return missing
}

func holds(v any, path []string) bool {
	if len(path) == 0 {
		s, isText := v.(string)
		return !isText || s != ""
	}
	if path[0] == "*" {
		list, _ := v.([]any)
		for _, x := range list {
			if !holds(x, path[1:]) {
				return false
			}
		}
		return len(list) > 0
	}
	fields, _ := v.(map[string]any)
	x, found := fields[path[0]]
	return found && holds(x, path[1:])
}

// without is the record once more, with one field taken out.
func without(t *testing.T, file string, path []string) (record any) {
	t.Helper()
	if err := json.Unmarshal([]byte(file), &record); err != nil {
		t.Fatal(err)
	}
	var cut func(v any, path []string)
	cut = func(v any, path []string) {
		switch x := v.(type) {
		case []any:
			if len(path) > 1 {
				cut(x[0], path[1:])
			} else {
				x[0] = ""
			}
		case map[string]any:
			if len(path) > 1 {
				cut(x[path[0]], path[1:])
			} else {
				delete(x, path[0])
			}
		}
	}
	cut(record, path)
	return record
}

// TestAReceiptHasEveryField: a yes, a no by name, a withdrawal and a yes that ran
// out each make a file with all that the standard wants, and a page that says the
// same to a person: who asked, who wrote it down and under which hat, who is named.
func TestAReceiptHasEveryField(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		d.site.Finder = directory.NewIndex([]*directory.Listing{
			{ID: "s1", Org: access.Org(d.o), OrgName: directory.Text{FR: "Le Refuge"}, Name: directory.Text{FR: "Accueil"}, Phones: []directory.Phone{{Number: "514 555-0134"}},
				Places: []directory.Place{{Hidden: true, City: "Cachette"}, {AreaOnly: true, City: "Alentours"}, {Address: "12, rue du Quai", City: "Mésange"}}},
			{ID: "s2", Org: "dents", OrgName: directory.Text{FR: "Dents pour tous"}, Name: directory.Text{FR: "Dentiste"}, Sensitive: true,
				Places: []directory.Place{{Address: "7, rue Secrète", City: "Mésange"}}},
		})
		mine := d.holder("A1")
		bob := access.ForWorker(dbtest.Region, d.bob, d.o, "", access.Intervention)
		labels, err := d.consent.Labels(d.Ctx, bob)
		d.must(err)
		eve := access.Worker(d.elsewhere())
		text, spoken := d.site.ConsentText("fr")
		q := consent.Question{
			Person: labels[0].ID, Recipient: "dents", Worker: eve, Until: consent.SevenDays, WhatFor: "Soigner une dent", Text: text, Language: spoken,
			How: consent.Spoken, Parts: map[access.Part]consent.Answer{access.PartNeed: consent.Yes, access.PartContact: consent.No, access.PartDone: consent.Yes},
		}
		yes, err := d.consent.Record(d.Ctx, bob, "1", q)
		d.must(err)
		no, err := d.consent.Refuse(d.Ctx, bob, "2", consent.Refusal{Person: labels[0].ID, Recipient: d.o, Name: "Karim", Text: "non\n", Language: "fr"})
		d.must(err)
		_, err = d.consent.Withdraw(d.Ctx, bob, "3", labels[0].ID, "dents")
		d.must(err)

		for id, want := range map[string][]string{
			yes: {"Le Refuge", "12, rue du Quai, Mésange", "514 555-0134", "bob", "Pour <bdi", "Soigner une dent", "Retiré le", consent.VersionOf(q.Text),
				"Je peux parler de vous à Dents pour tous", "P-39.1", "5 ans</bdi> après la dernière note"},
			no: {"Karim", "bob", "Le Refuge"},
		} {
			page := mine.get("/fr/lien/recu/" + id)
			d.want(page, http.StatusOK, "recu.json")
			file := mine.get("/fr/lien/recu/" + id + "/recu.json")
			d.want(file, http.StatusOK, `"receipt_id"`)
			if got := file.Header.Get("Content-Disposition"); got != `attachment; filename="recu.json"` || !strings.Contains(file.Header.Get("Cache-Control"), "no-store") {
				t.Errorf("the file is called %q, cached %q", got, file.Header.Get("Cache-Control"))
			}
			for _, words := range want {
				if !strings.Contains(page.body, words) {
					t.Errorf("the page does not say %q", words)
				}
			}
			for _, secret := range []string{"Cachette", "Alentours", "rue Secrète"} {
				if strings.Contains(page.body+file.body, secret) {
					t.Errorf("a receipt tells %q, which is not public", secret)
				}
			}
			var record any
			d.must(json.Unmarshal([]byte(file.body), &record))
			if missing := lacks(record); len(missing) > 0 {
				t.Errorf("the file lacks %q:\n%s", missing, file.body)
			}
			for _, field := range mandatory { // and the check sees each that lacks
				if missing := lacks(without(t, file.body, strings.Split(field, "."))); len(missing) == 0 {
					t.Errorf("nobody would see that %s lacks", field)
				}
			}
		}
		file := mine.get("/fr/lien/recu/" + yes + "/recu.json").body
		for _, want := range []string{`"state": "given"`, `"state": "refused"`, `"state": "withdrawn"`, `"recorded_by"`, `"name": "eve"`, fmt.Sprintf(`"reference": %q`, consent.VersionOf(q.Text))} {
			if !strings.Contains(file, want) {
				t.Errorf("the file does not say %s:\n%s", want, file)
			}
		}
		if other := d.holder("A2"); other.get("/fr/lien/recu/"+yes+"/recu.json").StatusCode != http.StatusNotFound {
			t.Error("somebody else's receipt can be taken away")
		}
	})
}
