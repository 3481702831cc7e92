package pathway_test

import (
	"testing"

	"passerelle/internal/fault"
	"passerelle/internal/pathway"
)

// say answers where the walk stands.
func say(t *testing.T, p *pathway.Pathway, w *pathway.Walk, said ...string) {
	t.Helper()
	for _, a := range said {
		here := w.Here(p)
		if here.Step == nil {
			t.Fatalf("no question is asked for %q", a)
		}
		if err := w.Answer(p, here.N, here.Step.ID, a); err != nil {
			t.Fatal(err)
		}
	}
}

// TestGoingBackLosesNothing: another answer leaves the way, and what was said on
// it is offered again when it comes back; it counts for nothing meanwhile.
func TestGoingBackLosesNothing(t *testing.T) {
	t.Parallel()
	p := small(t)
	var w pathway.Walk
	say(t, p, &w, "no", "7", "maison")
	if end := w.Here(p).End; end == nil || end.ID != "aide" {
		t.Fatalf("at %+v", w.Here(p))
	}
	if err := w.Answer(p, 2, "age", "40"); err != nil { // back to the second question
		t.Fatal(err)
	}
	if _, counts := w.Answers()["lieu"]; counts || w.Said["lieu"] != "maison" {
		t.Errorf("on the way: %v; said: %v", w.Answers(), w.Said)
	}
	if err := w.Answer(p, 2, "age", "7"); err != nil {
		t.Fatal(err)
	}
	if here := w.Here(p); here.N != 3 || w.Said[here.Step.ID] != "maison" {
		t.Errorf("at %+v with %v", here, w.Said)
	}
	say(t, p, &w, "maison")
	path := len(w.Path)
	if err := w.Answer(p, 1, "danger", "no"); err != nil { // the same again, as a page sent twice does
		t.Fatal(err)
	}
	if len(w.Path) != path {
		t.Error("saying the same again leaves the way")
	}
}

func TestWhatIsNoAnswerIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	p := small(t)
	var w pathway.Walk
	say(t, p, &w, "no")
	for said, key := range map[string]string{"": "pathway.answer_missing", "vieux": "pathway.answer_number", "121": "pathway.answer_number", "-1": "pathway.answer_number", "1e1": "pathway.answer_number"} {
		err := w.Answer(p, 2, "age", said)
		if got, _ := fault.KeyOf(err); got != key || len(fault.FieldsOf(err)) != 1 {
			t.Errorf("%q: %v", said, err)
		}
	}
	if err := w.Answer(p, 1, "danger", "rue"); !fault.Is(err, fault.Invalid) {
		t.Errorf("an answer of another question: %v", err)
	}
	for n, step := range map[int]string{2: "lieu", 3: "lieu", 0: "danger", -4: "danger", 99: "age"} {
		if err := w.Answer(p, n, step, "rue"); !fault.Is(err, fault.Conflict) {
			t.Errorf("question %d, %s: %v", n, step, err)
		}
	}
	if len(w.Path) != 1 {
		t.Errorf("something was noted: %v", w.Path)
	}
}

// TestAWalkFollowsAPathwayThatChanged: the simulator walks a draft that somebody
// edits meanwhile.
func TestAWalkFollowsAPathwayThatChanged(t *testing.T) {
	t.Parallel()
	p := small(t)
	var w pathway.Walk
	say(t, p, &w, "no", "7", "maison")
	p.Steps[1].Kind = pathway.YesNo // 7 is no answer any more
	if here := w.Here(p); here.N != 2 || here.Step.ID != "age" {
		t.Errorf("at %+v", here)
	}
	p.Steps[0].Next[1].Go = "nulle_part"
	if here := w.Here(p); here.Step != nil || here.End != nil {
		t.Errorf("at %+v, which is nowhere", here)
	}
}

// TestACircleEnds: asking again is bounded, whatever is answered.
func TestACircleEnds(t *testing.T) {
	t.Parallel()
	p := small(t)
	p.Steps[2].Next = []pathway.Branch{{When: "lieu = unsure", Go: "age"}, {When: "lieu = rue", Go: "alerte"}, {Go: "aide"}}
	var w pathway.Walk
	say(t, p, &w, "no")
	for range 300 {
		here := w.Here(p)
		if here.Step == nil || len(w.Path) > 100 {
			t.Fatalf("at %+v after %d questions", here, len(w.Path))
		}
		answer := "7"
		if here.Step.ID == "lieu" {
			answer = "unsure"
		}
		if err := w.Answer(p, here.N, here.Step.ID, answer); err != nil {
			if !fault.Is(err, fault.Conflict) {
				t.Fatal(err)
			}
			break
		}
	}
	if err := w.Answer(p, 3, "lieu", "maison"); err != nil {
		t.Fatal(err)
	}
	if end := w.Here(p).End; end == nil || end.ID != "aide" {
		t.Errorf("at %+v", w.Here(p))
	}
}
