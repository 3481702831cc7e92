package pathway_test

import (
	"strings"
	"testing"

	"passerelle/internal/fault"
	"passerelle/internal/pathway"
)

var asked = []pathway.Step{
	{ID: "danger", Kind: pathway.YesNo},
	{ID: "lieu", Kind: pathway.Choice, Options: []pathway.Option{{Value: "rue"}, {Value: "maison"}}},
	{ID: "age", Kind: pathway.Number, Least: 0, Most: 120},
}

func TestConditionsHold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		when, said string
		want       bool
	}{
		{"", "", true},
		{"danger = yes", "danger=yes", true},
		{"danger = oui", "danger=yes", true},
		{"danger = yes", "danger=unsure", false},
		{"danger != yes", "danger=unsure", true},
		{"danger != yes", "", false}, // not asked: it is unlike nothing
		{"not danger = yes", "", true},
		{"pas (danger = oui)", "danger=no", true},
		{"age < 14", "age=13", true},
		{"age < 14", "age=14", false},
		{"age >= 14", "age=14", true},
		{"age <= 14 and age > 13", "age=14", true},
		{"age < 14", "age=unsure", false},
		{"age >= 14", "age=unsure", false},
		{"age = incertain", "age=unsure", true},
		{"age = 07", "age=7", true},
		{"lieu in (rue, unsure)", "lieu=unsure", true},
		{"lieu parmi (rue, maison)", "lieu=maison", true},
		{"lieu parmi (rue, maison)", "lieu=unsure", false},
		{"danger = yes or danger = no and age > 90", "danger=yes age=3", true}, // and binds first
		{"(danger = yes or danger = no) and age > 90", "danger=yes age=3", false},
	} {
		e, err := pathway.Parse(c.when, asked)
		if err != nil {
			t.Errorf("%q: %v", c.when, err)
			continue
		}
		if got := e.Holds(answers(c.said)); got != c.want {
			t.Errorf("%q of %q: %t", c.when, c.said, got)
		}
	}
}

func answers(said string) pathway.Answers {
	a := pathway.Answers{}
	for _, f := range strings.Fields(said) {
		name, value, _ := strings.Cut(f, "=")
		a[name] = value
	}
	return a
}

// TestWhatIsNoConditionIsRefusedAtItsPlace: the sentence and the place.
func TestWhatIsNoConditionIsRefusedAtItsPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		when, key string
		at        int
	}{
		{"dangr = yes", "pathway_check.expr_unknown", 1},
		{"danger = yes and inconnu = 3", "pathway_check.expr_unknown", 18},
		{"danger = 3", "pathway_check.expr_type", 10},
		{"danger < yes", "pathway_check.expr_order", 10},
		{"lieu = foret", "pathway_check.expr_type", 8},
		{"age = rue", "pathway_check.expr_type", 7},
		{"age < unsure", "pathway_check.expr_type", 7},
		{"age < 999", "pathway_check.expr_type", 7},
		{"age < 99999999999999999999", "pathway_check.expr_type", 7},
		{"danger", "pathway_check.expr_op", 7},
		{"danger =", "pathway_check.expr_value", 9},
		{"danger = yes danger = no", "pathway_check.expr_end", 14},
		{"(danger = yes", "pathway_check.expr_close", 14},
		{"lieu in rue", "pathway_check.expr_list", 9},
		{"lieu in (rue maison)", "pathway_check.expr_list", 14},
		{"danger = yes; danger = no", "pathway_check.expr_sign", 13},
		{"yes", "pathway_check.expr_unknown", 1},
		{"and", "pathway_check.expr_name", 1},
		{strings.Repeat("(", 40) + "danger = yes" + strings.Repeat(")", 40), "pathway_check.expr_deep", 14},
		{strings.Repeat("not ", 60) + "danger = yes", "pathway_check.expr_deep", 53},
		{"danger = yes" + strings.Repeat(" and danger = yes", 40), "pathway_check.expr_long", 0},
	} {
		_, err := pathway.Parse(c.when, asked)
		key, args := fault.KeyOf(err)
		if key != c.key {
			t.Errorf("%q: %v, want %s", c.when, err, c.key)
			continue
		}
		if c.at > 0 && (len(args) < 2 || args[0] != "at" || args[1] != c.at) {
			t.Errorf("%q: place %v, want %d", c.when, args, c.at)
		}
	}
}

// FuzzParse: whatever is written, reading it ends, and what was read says yes or
// no of any answers, twice the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "danger = yes", "age < 14 or pas (lieu parmi (rue, maison))", "((((", "age in (1,2,unsure)", "danger = ", "\x00"} {
		f.Add(s, "yes", "rue", "13")
	}
	f.Fuzz(func(t *testing.T, src, danger, lieu, age string) {
		e, err := pathway.Parse(src, asked)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", src, err)
			}
			return
		}
		a := pathway.Answers{"danger": danger, "lieu": lieu, "age": age}
		if e.Holds(a) != e.Holds(a) || len(a) != 3 {
			t.Fatalf("%q says two things, or changes what was answered", src)
		}
		e.Holds(nil)
	})
}
