package pathway_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"passerelle/internal/pathway"
)

func words(s string) pathway.Words { return pathway.Words{FR: s, EN: s} }

// small is a pathway that passes, to be broken in one place at a time.
func small(t testing.TB) *pathway.Pathway {
	t.Helper()
	p := &pathway.Pathway{
		Title: words("Titre"), About: words("À quoi"), For: words("Qui"), Start: "danger", Alarm: "alerte",
		Steps: []pathway.Step{
			{ID: "danger", Ask: words("Danger ?"), Why: words("D'abord"), Kind: pathway.YesNo, Next: []pathway.Branch{{When: "danger in (yes, unsure)", Go: "alerte"}, {Go: "age"}}},
			{ID: "age", Ask: words("Âge ?"), Why: words("Pour la porte"), Kind: pathway.Number, Most: 120, Next: []pathway.Branch{{When: "age < 14", Go: "lieu"}, {When: "age >= 14 or age = unsure", Go: "aide"}}},
			{ID: "lieu", Ask: words("Où ?"), Why: words("Pour y aller"), Kind: pathway.Choice, Options: []pathway.Option{{Value: "rue", Words: words("Dehors")}, {Value: "maison", Words: words("Chez soi")}}, Next: []pathway.Branch{{When: "lieu = rue", Go: "alerte"}, {Go: "aide"}}},
		},
		Ends: []pathway.End{
			{ID: "alerte", Kind: pathway.Call, Title: words("911"), Say: words("Appelez"), Because: []pathway.Reason{{Words: words("Danger")}}, Lines: []pathway.Line{{Number: "911", Words: words("Urgence")}}},
			{ID: "aide", Kind: pathway.Refer, Title: words("Aide"), Say: words("Écrivez"), Because: []pathway.Reason{{Words: words("Souhait")}}, Slices: []pathway.Slice{{ID: "aide", Title: words("Aide"), Tells: []string{"age"}}}},
		},
		Cases: []pathway.Case{{Name: "un danger", Answers: answers("danger=yes"), End: "alerte"}, {Name: "un enfant", Answers: answers("danger=no age=7 lieu=maison"), End: "aide"}},
	}
	if list := pathway.Check(p); len(list) > 0 {
		t.Fatalf("the small pathway does not pass: %v", list)
	}
	return p
}

// TestWhatIsWrongIsSaidAtItsPlace: each fault, alone in a pathway that passes,
// is refused at its own step and field. It is also the test that each check is
// there: without it, its line here finds nothing.
func TestWhatIsWrongIsSaidAtItsPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, place, key string
		breaks           func(p *pathway.Pathway)
	}{
		{"a dead end", "lieu.next", "pathway_check.dead_end", func(p *pathway.Pathway) { p.Steps[2].Next = nil }},
		{"what leads to a dead end alone", "age.next", "pathway_check.leads_dead", func(p *pathway.Pathway) {
			p.Steps[2].Next = nil
			p.Steps[1].Next = []pathway.Branch{{Go: "lieu"}}
		}},
		{"a circle", "lieu.next", "pathway_check.circle", func(p *pathway.Pathway) {
			p.Steps[1].Next = []pathway.Branch{{Go: "lieu"}}
			p.Steps[2].Next = []pathway.Branch{{Go: "age"}}
		}},
		{"a circle that only says it has a way out", "lieu.next", "pathway_check.circle", func(p *pathway.Pathway) {
			p.Steps[1].Next = []pathway.Branch{{Go: "lieu"}}
			p.Steps[2].Next = []pathway.Branch{{Go: "age"}, {When: "lieu = rue", Go: "aide"}}
		}},
		{"a circle for who does not know, with a way out for others", "lieu.next[0].go", "pathway_check.circle_back", func(p *pathway.Pathway) {
			p.Steps[2].Next = []pathway.Branch{{When: "lieu = unsure", Go: "age"}, {When: "lieu = rue", Go: "alerte"}, {Go: "aide"}}
		}},
		{"a question that leads to itself", "age.next[0].go", "pathway_check.circle_back", func(p *pathway.Pathway) {
			p.Steps[1].Next = []pathway.Branch{{When: "age = unsure", Go: "age"}, {When: "age < 14", Go: "lieu"}, {Go: "aide"}}
		}},
		{"a step out of reach", "lieu.id", "pathway_check.unreachable", func(p *pathway.Pathway) { p.Steps[1].Next = []pathway.Branch{{Go: "aide"}} }},
		{"an end out of reach", "loin.id", "pathway_check.unreachable", func(p *pathway.Pathway) {
			e := p.Ends[1]
			e.ID = "loin"
			p.Ends = append(p.Ends, e)
		}},
		{"a branch that leads nowhere", "lieu.next[1].go", "pathway_check.target", func(p *pathway.Pathway) { p.Steps[2].Next[1].Go = "ailleurs" }},
		{"a missing translation", "age.ask.en", "pathway_check.translation_en", func(p *pathway.Pathway) { p.Steps[1].Ask.EN = " " }},
		{"a missing French", "alerte.lines[0].fr", "pathway_check.translation_fr", func(p *pathway.Pathway) { p.Ends[0].Lines[0].FR = "" }},
		{"no reason for a question", "age.why", "pathway_check.words_missing", func(p *pathway.Pathway) { p.Steps[1].Why = pathway.Words{} }},
		{"words without end", "age.ask.fr", "pathway_check.words_long", func(p *pathway.Pathway) { p.Steps[1].Ask.FR = strings.Repeat("é", pathway.WordsMost+1) }},
		{"an unknown name", "age.next[0].when", "pathway_check.expr_unknown", func(p *pathway.Pathway) { p.Steps[1].Next[0].When = "agge < 14" }},
		{"a wrong type", "lieu.next[0].when", "pathway_check.expr_order", func(p *pathway.Pathway) { p.Steps[2].Next[0].When = "lieu < 3" }},
		{"a wrong type in a reason", "aide.because[0].when", "pathway_check.expr_type", func(p *pathway.Pathway) { p.Ends[1].Because[0].When = "danger = 3" }},
		{"an answer that no branch takes", "age.next", "pathway_check.lost", func(p *pathway.Pathway) { p.Steps[1].Next[1].When = "age >= 14" }},
		{"a number that no branch takes", "age.next", "pathway_check.lost", func(p *pathway.Pathway) { p.Steps[1].Next[1].When = "age > 14 or age = unsure" }},
		{"a branch that no answer takes", "danger.next[2]", "pathway_check.never", func(p *pathway.Pathway) {
			p.Steps[0].Next = append(p.Steps[0].Next, pathway.Branch{When: "danger = no", Go: "aide"})
		}},
		{"a name asked later", "age.next", "pathway_check.asked_later", func(p *pathway.Pathway) {
			p.Steps[1].Next = []pathway.Branch{{When: "autre = yes", Go: "lieu"}, {Go: "aide"}}
			p.Steps[2].Next = append([]pathway.Branch{{When: "lieu = unsure", Go: "autre"}}, p.Steps[2].Next...)
			p.Steps = append(p.Steps, pathway.Step{ID: "autre", Ask: words("?"), Why: words("."), Kind: pathway.YesNo, Next: []pathway.Branch{{Go: "aide"}}})
		}},
		{"danger is not asked first", "danger.next", "pathway_check.danger_late", func(p *pathway.Pathway) {
			p.Steps[0].Next = []pathway.Branch{{Go: "age"}}
			p.Cases[0].Answers = answers("danger=yes age=7 lieu=rue")
		}},
		{"no number to call", "alerte.kind", "pathway_check.end_call", func(p *pathway.Pathway) { p.Ends[0].Lines = nil }},
		{"a number that no telephone calls", "alerte.lines[0].number", "pathway_check.number", func(p *pathway.Pathway) { p.Ends[0].Lines[0].Number = "bientôt" }},
		{"an alarm that is no call", "alarm", "pathway_check.alarm", func(p *pathway.Pathway) { p.Alarm = "aide" }},
		{"no start", "start", "pathway_check.start", func(p *pathway.Pathway) { p.Start = "aide" }},
		{"two of one name", "age.id", "pathway_check.twice", func(p *pathway.Pathway) { p.Steps[2].ID = "age" }},
		{"a name of the language", "et.id", "pathway_check.id", func(p *pathway.Pathway) { p.Steps[2].ID = "et" }},
		{"an end without a reason", "aide.because", "pathway_check.no_reason", func(p *pathway.Pathway) { p.Ends[1].Because = nil }},
		{"a reason that contradicts itself", "aide.because[0].when", "pathway_check.reason_never", func(p *pathway.Pathway) { p.Ends[1].Because[0].When = "danger = no and danger = yes" }},
		{"a reason out of bounds", "aide.because[0].when", "pathway_check.reason_never", func(p *pathway.Pathway) { p.Ends[1].Because[0].When = "age > 120" }},
		{"a reason that nobody is asked before", "alerte.because[1].when", "pathway_check.reason_never", func(p *pathway.Pathway) {
			p.Steps[2].Next = []pathway.Branch{{Go: "aide"}}
			p.Ends[0].Because = append(p.Ends[0].Because, pathway.Reason{When: "lieu = rue", Words: words("Dehors")})
		}},
		{"one option", "lieu.options", "pathway_check.options", func(p *pathway.Pathway) { p.Steps[2].Options = p.Steps[2].Options[:1] }},
		{"a slice of what is not asked", "aide.slices[0].tells", "pathway_check.tells", func(p *pathway.Pathway) { p.Ends[1].Slices[0].Tells = []string{"nom"} }},
		{"a slice of what is asked on another way", "aide.slices[0].tells", "pathway_check.tells_never", func(p *pathway.Pathway) {
			p.Steps[2].Next = []pathway.Branch{{Go: "alerte"}}
			p.Steps[1].Next = []pathway.Branch{{When: "age < 14", Go: "lieu"}, {Go: "aide"}}
			p.Ends[1].Slices[0].Tells = []string{"age", "lieu"}
		}},
		{"a slice of nothing", "aide.slices[0].tells", "pathway_check.tells_nothing", func(p *pathway.Pathway) { p.Ends[1].Slices[0].Tells = nil }},
		{"a case that ends elsewhere", "cases[1]", "pathway_check.case_end", func(p *pathway.Pathway) { p.Cases[1].End = "alerte" }},
		{"a case that stops", "cases[1]", "pathway_check.case_missed", func(p *pathway.Pathway) { p.Cases[1].Answers = answers("danger=no") }},
		{"a case that says too much", "cases[0]", "pathway_check.case_extra", func(p *pathway.Pathway) { p.Cases[0].Answers = answers("danger=yes age=3") }},
		{"a case that answers what is no answer", "cases[1]", "pathway_check.case_extra", func(p *pathway.Pathway) { p.Cases[1].Answers = answers("danger=no age=300") }},
		{"no case", "cases", "pathway_check.no_case", func(p *pathway.Pathway) { p.Cases = nil }},
		{"more conditions than anybody follows", "lieu.next", "pathway_check.too_tangled", func(p *pathway.Pathway) {
			p.Steps[0].Kind, p.Steps[0].Next[0].When, p.Cases = pathway.Choice, "danger in (a, unsure)", nil
			for _, v := range "abcdefghijkl" {
				p.Steps[0].Options = append(p.Steps[0].Options, pathway.Option{Value: string(v), Words: words("x")})
			}
			var when []string
			for n := 0; n < 120; n += 4 {
				when = append(when, "age = "+strconv.Itoa(n))
			}
			p.Steps[2].Next = []pathway.Branch{
				{When: "lieu = rue and danger != b and (" + strings.Join(when[:15], " or ") + ")", Go: "alerte"}, {When: strings.Join(when[15:], " or "), Go: "aide"}, {Go: "aide"},
			}
		}},
	} {
		p := small(t)
		c.breaks(p)
		list := pathway.Check(p)
		if !slices.ContainsFunc(list, func(x pathway.Problem) bool { return x.Place() == c.place && x.Key == c.key }) {
			t.Errorf("%s: %v, want %s at %s", c.name, list, c.key, c.place)
		}
	}
}
