package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"passerelle/test/realdata"
)

// What the design asks for (success@1 and success@3), on the set that the
// search was worked on with.
const (
	goalAt1 = 0.85
	goalAt3 = 0.95
)

func TestTheBestComesFirst(t *testing.T) {
	in, err := corpora()
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := answers(in, queriesTSV)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 150 {
		t.Errorf("%d questions, at least 150 are wanted", len(list))
	}
	r := sum("", list)
	t.Logf("%d questions: success@1 %.3f, success@3 %.3f, nDCG@10 %.3f", r.N, r.At1, r.At3, r.NDCG)
	if r.At1 < goalAt1 || r.At3 < goalAt3 {
		t.Errorf("success@1 %.3f and success@3 %.3f, want %.2f and %.2f (go run ./test/judged -misses)", r.At1, r.At3, goalAt1, goalAt3)
	}
	for _, o := range list {
		if len(o.Result.Hits) == 0 {
			t.Errorf("%s %q: an empty answer", o.ID, o.Text)
		}
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
