package pathway_test

import (
	"reflect"
	"testing"

	"passerelle/internal/fault"
	"passerelle/internal/pathway"
)

// TestWhatIsEditedAsLinesComesBackEqual: every list of every example.
func TestWhatIsEditedAsLinesComesBackEqual(t *testing.T) {
	t.Parallel()
	same := func(what string, got, want any, err error) {
		t.Helper()
		if err != nil || !(reflect.ValueOf(want).Len() == 0 && reflect.ValueOf(got).Len() == 0) && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", what, err, got, want)
		}
	}
	list, err := pathway.Examples()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		sources, err := pathway.ReadSources("f", pathway.WriteSources(x.Sources))
		same(x.ID+" sources", sources, x.Sources, err)
		cases, err := pathway.ReadCases("f", pathway.WriteCases(x.Pathway))
		same(x.ID+" cases", cases, x.Cases, err)
		for _, s := range x.Steps {
			options, err := pathway.ReadOptions("f", pathway.WriteOptions(s.Options))
			same(s.ID+" options", options, s.Options, err)
			next, err := pathway.ReadBranches("f", pathway.WriteBranches(s.Next))
			same(s.ID+" branches", next, s.Next, err)
		}
		for _, e := range x.Ends {
			because, err := pathway.ReadReasons("f", pathway.WriteReasons(e.Because))
			same(e.ID+" reasons", because, e.Because, err)
			lines, err := pathway.ReadLines("f", pathway.WriteLines(e.Lines))
			same(e.ID+" lines", lines, e.Lines, err)
			slices, err := pathway.ReadSlices("f", pathway.WriteSlices(e.Slices))
			same(e.ID+" slices", slices, e.Slices, err)
		}
	}
}

func TestALineOfAnotherShapeSaysWhich(t *testing.T) {
	t.Parallel()
	_, err := pathway.ReadOptions("options", "rue | Dehors | Outside\n\nmaison | Chez soi")
	key, args := fault.KeyOf(err)
	if f := fault.FieldsOf(err); len(f) != 1 || f[0].Field != "options" || key != "pathway_edit.line_shape" || args[1] != 3 {
		t.Errorf("%v %v", err, args)
	}
	_, err = pathway.ReadBranches("next", "-> a\nlieu = rue")
	if key, args := fault.KeyOf(err); key != "pathway_edit.line_arrow" || args[1] != 2 {
		t.Errorf("%v %v", err, args)
	}
	_, err = pathway.ReadCases("cases", "x | danger | fin")
	if key, _ := fault.KeyOf(err); key != "pathway_edit.line_case" {
		t.Errorf("%v", err)
	}
	cases, err := pathway.ReadCases("cases", "x | danger = oui, lieu = incertain | fin") // in French, as conditions may be
	if err != nil || cases[0].Answers["danger"] != pathway.Yes || cases[0].Answers["lieu"] != pathway.Unsure {
		t.Errorf("%v %v", cases, err)
	}
}

func TestTheOutlineIsMoved(t *testing.T) {
	t.Parallel()
	p := small(t)
	for _, m := range []struct {
		id   string
		move pathway.Move
		want string
	}{{"danger", pathway.Up, "danger age lieu"}, {"lieu", pathway.Up, "danger lieu age"}, {"danger", pathway.Down, "lieu danger age"}, {"age", pathway.Down, "lieu danger age"}, {"age", pathway.Remove, "lieu danger"}} {
		if err := p.Shift(m.id, m.move); err != nil {
			t.Fatal(err)
		}
		got := ""
		for i, s := range p.Steps {
			if i > 0 {
				got += " "
			}
			got += s.ID
		}
		if got != m.want {
			t.Errorf("%s %s: %s, want %s", m.id, m.move, got, m.want)
		}
	}
	if err := p.Shift("nulle_part", pathway.Up); !fault.Is(err, fault.NotFound) {
		t.Errorf("what is not there: %v", err)
	}
	for id, key := range map[string]string{"lieu": "pathway_check.twice", "alerte": "pathway_check.twice", "Été": "pathway_check.id", "": "pathway_check.id", "oui": "pathway_check.id"} {
		if got, _ := fault.KeyOf(p.FreeName(id)); got != key {
			t.Errorf("%q: %s, want %s", id, got, key)
		}
	}
}
