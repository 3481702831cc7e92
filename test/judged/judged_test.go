package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"passerelle/test/realdata"
)

// What the design asks for (success@1 and success@3), on the sets that the
// search was worked on with. The second has more slips and whole sentences.
var goals = map[string]struct{ at1, at3 float64 }{"queries": {0.85, 0.95}, "fresh": {0.85, 0.93}, "neighbours": {0.88, 0.96}}

func TestTheBestComesFirst(t *testing.T) {
	in, err := corpora()
	if err != nil {
		t.Fatal(err)
	}
	for name, goal := range goals {
		list, _, err := answers(in, sets[name])
		if err != nil {
			t.Fatal(err)
		}
		if name == "queries" && len(list) < 150 {
			t.Errorf("%s: %d questions, at least 150 are wanted", name, len(list))
		}
		r := sum("", list)
		t.Logf("%s, %d questions: success@1 %.3f, success@3 %.3f, nDCG@10 %.3f", name, r.N, r.At1, r.At3, r.NDCG)
		if r.At1 < goal.at1 || r.At3 < goal.at3 {
			t.Errorf("%s: success@1 %.3f and success@3 %.3f, want %.2f and %.2f (go run ./test/judged -set %s -misses)", name, r.At1, r.At3, goal.at1, goal.at3, name)
		}
		for _, o := range list {
			if len(o.Result.Hits) == 0 {
				t.Errorf("%s %q: an empty answer", o.ID, o.Text)
			}
		}
	}
}

// Every set can be read, and only names records that exist.
func TestEverySetCanBeAsked(t *testing.T) {
	in, err := corpora()
	if err != nil {
		t.Fatal(err)
	}
	for name, tsv := range sets {
		if _, _, err := answers(in, tsv); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := run("held", true, ""); err == nil {
		t.Error("the lines of the held set are shown")
	}
}

// The measure itself: a list in the ideal order is worth 1, and what is judged
// best counts only in its place.
func TestMeasure(t *testing.T) {
	if g := gain([]int{3, 2, 1}) / gain([]int{3, 2, 1}); g != 1 {
		t.Errorf("the ideal order is worth %f", g)
	}
	if a, b := gain([]int{2, 3}), gain([]int{3, 2}); a >= b {
		t.Errorf("the best in second place is worth %f, in first %f", a, b)
	}
	r := sum("", []outcome{{First: 1, NDCG: 1}, {First: 3, NDCG: .5}, {First: 0}})
	if r.At1 < .333 || r.At1 > .334 || r.At3 < .666 || r.At3 > .667 || r.NDCG != .5 {
		t.Errorf("%+v", r)
	}
	for _, bad := range []string{"h\nq\tdemo\tfr\tneed\tmot", "h\nq\tdemo\tfr\tneed\tmot\ta=4", "h\nq\tdemo\tfr\tneed\tmot\ta"} {
		if _, err := readJudged(bad); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

// The directories hold what their sources say, and nothing else.
func TestCorporaAreTheirSources(t *testing.T) {
	dir := t.TempDir()
	if err := extract(realdata.Path(t), dir); err != nil {
		t.Fatal(err)
	}
	for name, kept := range map[string]string{"health": healthTSV, "legal": legalTSV, "food": foodTSV} {
		made, err := os.ReadFile(filepath.Join(dir, name+".tsv"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(made, []byte(kept)) {
			t.Errorf("data/%s.tsv is not what its source says: go run ./test/judged -extract", name)
		}
	}
}
