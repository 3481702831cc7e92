package demo

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"passerelle/internal/text"
)

// A passage exists in both languages, or in neither: the demo shows the
// product at its best, and a page half in French is not that.
func TestBothLanguages(t *testing.T) {
	t.Parallel()
	d := load(t)
	pair := func(where string, v Text, required bool) {
		if (v.FR == "") != (v.EN == "") || required && v.Empty() {
			t.Errorf("%s: %q / %q", where, v.FR, v.EN)
		}
	}
	for _, o := range d.Organizations {
		pair(o.Code, o.Name, true)
		pair(o.Code, o.Description, true)
	}
	for _, v := range d.Teams {
		pair(v.Code, v.Name, true)
	}
	for _, p := range d.Places {
		for _, v := range []Text{p.Name, p.Transport, p.Access} {
			pair(p.Code, v, true)
		}
	}
	for _, s := range d.Services {
		for _, v := range []Text{s.Name, s.Summary, s.Eligibility, s.Process, s.Fees} {
			pair(s.Code, v, true)
		}
		for _, v := range append(s.Documents, s.Interpreter, s.Wait, s.HoursNote, s.Alert) {
			pair(s.Code, v, false)
		}
	}
	for _, w := range d.Workers {
		pair(w.Code, w.Persona, true)
	}
	for _, h := range d.Hats {
		pair(h.Worker, h.Why, true)
	}
	for _, c := range d.Consents {
		pair(c.Person+c.Org, c.WhatFor, true)
	}
	for _, r := range d.Referrals {
		pair(r.Code, r.NeedObserved, true)
		pair(r.Code, r.Done, true)
		pair(r.Code, r.DeclineWords, r.DeclineSide != "")
	}
}

// The same sentence on two hundred cards would show that nobody wrote them.
func TestTextsAreNotRepeated(t *testing.T) {
	t.Parallel()
	names, summaries := map[string]int{}, map[string]int{}
	rest := map[string]int{}
	services := load(t).Services
	for _, s := range services {
		names[s.Name.FR]++
		summaries[s.Summary.FR]++
		rest[s.Process.FR]++
		rest[s.Eligibility.FR]++
	}
	for _, m := range []map[string]int{names, summaries} {
		for text, n := range m {
			if n > 1 {
				t.Errorf("%d times: %s", n, text)
			}
		}
	}
	for text, n := range rest {
		if n > len(services)/15 {
			t.Errorf("%d times: %s", n, text)
		}
	}
}

// words.md §3, and words that a person of this region would not be called.
func TestNoForbiddenWord(t *testing.T) {
	t.Parallel()
	forbidden := regexp.MustCompile(`\b(clienteles?|clients?|clientes?|beneficiaires?|prises? en charge|prendre en charge|signalements?|eligibilites?|` +
		`fichage|profil unique|scores?|indice de priorite|non volontaires?|non collaborants?|illegal\w*|illegaux|sans-papiers|clandestins?|` +
		`soumettre|cliquez|echecs?|erreurs?|cas lourds?|vulnerables?|migrants?|undocumented|aliens?|beneficiary|beneficiaries)\b`)
	everyCell(t, func(where, cell string) {
		if m := forbidden.FindString(text.Fold(cell)); m != "" {
			t.Errorf("%s: %q in %q", where, m, cell)
		}
	})
}

// No file about persons may say, or let guess, by which status they are here.
func TestNoStatusOfAPerson(t *testing.T) {
	t.Parallel()
	status := regexp.MustCompile(`\b(statuts?|status|asile|asylum|refugi\w*|refuge claim\w*|visas?|immigra\w*|residence permanente|permanent resident\w*|` +
		`citoyen\w*|citizen\w*|passeports?|passports?|pays d.origine|born in|pfsi|ifhp|ramq|ohip|sans papiers|permis de travail|work permit)\b`)
	everyCell(t, func(where, cell string) {
		for _, file := range []string{"people", "consents", "referrals"} {
			if m := status.FindString(text.Fold(cell)); strings.HasPrefix(where, file) && m != "" {
				t.Errorf("%s: %q in %q", where, m, cell)
			}
		}
	})
}

// screens.md §7: no sentence over 25 words, 15 on average. The formal « vous ».
func TestPlainLanguage(t *testing.T) {
	t.Parallel()
	sentence := regexp.MustCompile(`[.?!]\s+`)
	familiar := func(word string) bool { return slices.Contains([]string{"tu", "toi", "tes", "ton", "ta"}, word) }
	var words, sentences int
	everyCell(t, func(where, cell string) {
		column := where[strings.LastIndex(where, " ")+1:]
		if !strings.HasSuffix(column, "_fr") && !strings.HasSuffix(column, "_en") {
			return
		}
		if strings.HasSuffix(column, "_fr") && slices.Contains([]string{"summary_fr", "eligibility_fr", "process_fr", "fees_fr", "alert_fr"}, column) {
			if slices.ContainsFunc(text.Words(cell), familiar) {
				t.Errorf("%s: says tu in %q", where, cell)
			}
		}
		for _, s := range sentence.Split(cell, -1) {
			n := len(strings.Fields(s))
			words, sentences = words+n, sentences+min(n, 1)
			if n > 25 {
				t.Errorf("%s: %d words: %s", where, n, s)
			}
		}
	})
	if words > 15*sentences {
		t.Errorf("%d words in %d sentences", words, sentences)
	}
}
