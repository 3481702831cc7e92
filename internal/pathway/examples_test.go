package pathway_test

import (
	"strings"
	"testing"

	"passerelle/internal/pathway"
)

// TestTheExamplesPassTheirOwnCases: the six practices of document 002 pass the
// checker, are marked as examples, end in a referral, and their cases between
// them come to each end.
func TestTheExamplesPassTheirOwnCases(t *testing.T) {
	t.Parallel()
	list, err := pathway.Examples()
	if err != nil || len(list) != 6 {
		t.Fatalf("%d examples: %v", len(list), err)
	}
	for _, x := range list {
		t.Run(x.ID, func(t *testing.T) {
			for _, p := range pathway.Check(x.Pathway) {
				t.Errorf("%s: %s %v", p.Place(), p.Key, p.Args)
			}
			if !x.Example || len(x.Sources) == 0 {
				t.Error("not marked as an example, or nothing to validate")
			}
			come, refers := map[string]bool{}, false
			for _, c := range x.Cases {
				o := pathway.Try(x.Pathway, c)
				if !o.Passes() {
					t.Errorf("%s: %+v", c.Name, o)
				}
				come[o.End] = true
			}
			for _, e := range x.Ends {
				refers = refers || e.Kind == pathway.Refer
				if !come[e.ID] {
					t.Errorf("no case comes to %s", e.ID)
				}
			}
			if !refers {
				t.Error("it does not end in a referral")
			}
			if len(x.Steps) > 8 {
				t.Errorf("%d questions: people answer these standing", len(x.Steps))
			}
		})
	}
}

// TestDoubtIsDanger: in each example, saying "I don't know" to the first
// question leads to a number to call, like saying yes.
func TestDoubtIsDanger(t *testing.T) {
	t.Parallel()
	list, err := pathway.Examples()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		for _, said := range []string{pathway.Yes, pathway.Unsure} {
			var w pathway.Walk
			if err := w.Answer(x.Pathway, 1, x.Start, said); err != nil {
				t.Fatal(err)
			}
			if end := w.Here(x.Pathway).End; end == nil || end.Kind != pathway.Call {
				t.Errorf("%s: %s to the first question leads to %v", x.ID, said, end)
			}
		}
	}
}

// TestNoExampleSaysAThreshold: no condition of an example compares a number.
// What weight or age decides is for those who validate, never for us.
func TestNoExampleSaysAThreshold(t *testing.T) {
	t.Parallel()
	list, err := pathway.Examples()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		for _, s := range x.Steps {
			for _, b := range s.Next {
				if strings.ContainsAny(b.When, "<>0123456789") {
					t.Errorf("%s, %s: %s", x.ID, s.ID, b.When)
				}
			}
		}
	}
}

// TestOneStoryFourSlices: each of the four partners is told its own answers,
// and none of the others'.
func TestOneStoryFourSlices(t *testing.T) {
	t.Parallel()
	list, err := pathway.Examples()
	if err != nil {
		t.Fatal(err)
	}
	siva := list[5]
	var w pathway.Walk
	for n, said := range []string{"no", "yes", "yes", "maintenant", "yes", "toit"} {
		if err := w.Answer(siva.Pathway, n+1, siva.Steps[n].ID, said); err != nil {
			t.Fatal(err)
		}
	}
	sum, ok := pathway.Summarise(siva.Pathway, &w)
	if !ok || len(sum.End.Slices) != 4 {
		t.Fatalf("%d slices", len(sum.End.Slices))
	}
	fr := pathway.Tongue{Lang: "fr", Yes: "Oui", No: "Non", Unsure: "Je ne sais pas", From: "De", Never: "Ne décide jamais."}
	own := map[string]string{"psychosocial": "personne de soutien", "medical": "pour sa santé", "juridique": "ses droits", "communautaire": "au quotidien"}
	for i := range sum.End.Slices {
		slice := &sum.End.Slices[i]
		told := sum.Tell(siva.Pathway, slice, fr)
		for id, passage := range own {
			if strings.Contains(told, passage) != (id == slice.ID) {
				t.Errorf("%s is told:\n%s", slice.ID, told)
			}
		}
		if !strings.Contains(told, "Ne décide jamais.") {
			t.Errorf("%s is not told that nothing is decided:\n%s", slice.ID, told)
		}
	}
}
