package directory_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/directory/brute"
	"passerelle/internal/directory/corpus"
)

// compare searches both and says where they differ.
func compare(t *testing.T, ix *directory.Index, ref *brute.Directory, queries []directory.Query) {
	t.Helper()
	for i, q := range queries {
		got, want := ix.Search(q, corpus.Now), ref.Search(q, corpus.Now)
		var ids []access.Service
		var places []int
		for _, h := range got.Hits {
			ids, places = append(ids, h.Listing.ID), append(places, h.Place)
		}
		switch {
		case got.Total != want.Total, got.Exact != want.Exact, !slices.Equal(ids, want.IDs), !slices.Equal(places, want.Places):
			t.Fatalf("query %d %+v:\n got %d (%d) %v %v %v\nwant %d (%d) %v %v %v", i, q, got.Total, got.Exact, ids, places, got.Relaxed, want.Total, want.Exact, want.IDs, want.Places, want.Relaxed)
		case !slices.Equal(got.Relaxed, want.Relaxed), !slices.Equal(got.Corrected, want.Corrected), got.Sort != want.Sort:
			t.Fatalf("query %d %+v: %v %v %v, want %v %v %v", i, q, got.Relaxed, got.Corrected, got.Sort, want.Relaxed, want.Corrected, want.Sort)
		case got.Total == 0:
			t.Fatalf("query %d %+v: an empty answer", i, q)
		}
	}
}

func TestEqualToBruteForce(t *testing.T) {
	t.Parallel()
	all := corpus.Make(1, 1500)
	compare(t, directory.NewIndex(all), brute.New(all), corpus.Queries(2, 400))
}

// edits applies n random changes to both, in uneven batches, and returns the
// batches.
func edits(m *corpus.Maker, size, n int, apply func([]*directory.Listing, []access.Service)) {
	for done := 0; done < n; {
		var changed []*directory.Listing
		var removed []access.Service
		for range 1 + m.N(1+m.N(60)) {
			done++
			if i := m.N(size + size/4); m.N(5) == 0 {
				removed = append(removed, corpus.ID(i))
			} else {
				changed = append(changed, m.Listing(i))
			}
		}
		// An id in both lists is removed, in the index; make it so for all.
		changed = slices.DeleteFunc(changed, func(l *directory.Listing) bool { return slices.Contains(removed, l.ID) })
		apply(changed, removed)
	}
}

func TestEqualToBruteForceAfterEdits(t *testing.T) {
	t.Parallel()
	n := 1500
	if os.Getenv("PASSERELLE_LONG_TESTS") != "" {
		n = 10_000
	}
	all := corpus.Make(3, 1200)
	ix, ref := directory.NewIndex(all), brute.New(all)
	m := corpus.NewMaker(4)
	for round := range 3 {
		edits(m, 1200, n/3, func(c []*directory.Listing, r []access.Service) {
			ix.Apply(c, r)
			ref.Apply(c, r)
		})
		compare(t, ix, ref, corpus.Queries(uint64(10+round), 120))
	}
	ix.Settle()
	compare(t, ix, ref, corpus.Queries(20, 120))
}

// Two nodes that learn the same changes in another order, cut otherwise, one
// of them from scratch, must give the same answers.
func TestOrderOfChangesDoesNotMatter(t *testing.T) {
	t.Parallel()
	m := corpus.NewMaker(5)
	final := map[access.Service]*directory.Listing{}
	one := directory.NewIndex(nil)
	edits(m, 600, 2500, func(c []*directory.Listing, r []access.Service) {
		one.Apply(c, r)
		for _, l := range c {
			final[l.ID] = l
		}
		for _, id := range r {
			delete(final, id)
		}
	})
	var left []*directory.Listing
	for _, l := range final {
		left = append(left, l) // in the random order of a map
	}
	two := directory.NewIndex(nil)
	for piece := range slices.Chunk(left, 37) {
		two.Apply(piece, nil)
	}
	three := directory.NewIndex(left)
	for i, q := range corpus.Queries(6, 200) {
		want := fmt.Sprintf("%+v", plain(three.Search(q, corpus.Now)))
		for name, ix := range map[string]*directory.Index{"one": one, "two": two} {
			if got := fmt.Sprintf("%+v", plain(ix.Search(q, corpus.Now))); got != want {
				t.Fatalf("query %d %+v on node %s:\n got %s\nwant %s", i, q, name, got, want)
			}
		}
	}
	if one.Len() != len(final) || two.Len() != len(final) {
		t.Errorf("%d and %d listings, want %d", one.Len(), two.Len(), len(final))
	}
}

// plain is a result without addresses of memory.
func plain(r directory.Result) any {
	type hit struct {
		ID      access.Service
		Place   int
		Metres  float64
		Opening directory.Opening
		Score   int32
		Why     []directory.Reason
	}
	var hits []hit
	for _, h := range r.Hits {
		hits = append(hits, hit{h.Listing.ID, h.Place, h.Metres, h.Opening, h.Score, h.Why})
	}
	f := r.Facets
	when, place := fmt.Sprintf("%+v", f.When), fmt.Sprintf("%+v", f.Place) // what they point at, not where
	f.When, f.Place = nil, nil
	return []any{r.Total, r.Exact, hits, r.Relaxed, r.Corrected, r.Ignored, f, when, place, r.Sort}
}

// Searches go on while changes come in: each sees one whole state. Each change
// replaces all listings of a generation, so a mixture would show.
func TestReadersSeeWholeStates(t *testing.T) {
	t.Parallel()
	generation := func(g int) []*directory.Listing {
		var out []*directory.Listing
		for i := range 40 {
			out = append(out, &directory.Listing{ID: corpus.ID(i), Status: directory.Active,
				Name: directory.Text{FR: fmt.Sprintf("marqueur generation%d", g)}})
		}
		return out
	}
	ix := directory.NewIndex(generation(0))
	done := make(chan struct{})
	for range 4 {
		go func() {
			defer func() { done <- struct{}{} }()
			for range 300 {
				res := ix.Search(directory.Query{Text: "marqueur", Limit: 100}, corpus.Now)
				if res.Total != 40 {
					t.Errorf("%d services seen, want 40", res.Total)
					return
				}
				for _, h := range res.Hits {
					if h.Listing.Name != res.Hits[0].Listing.Name {
						t.Error("two generations in one answer")
						return
					}
				}
			}
		}()
	}
	for g := 1; g <= 60; g++ {
		ix.Apply(generation(g), nil)
	}
	for range 4 {
		<-done
	}
	ix.Settle()
}

func TestLookups(t *testing.T) {
	t.Parallel()
	all := corpus.Make(8, 300)
	ix := directory.NewIndex(all)
	ix.Apply([]*directory.Listing{{ID: corpus.ID(7), Code: "moved", Org: "org-new"}}, []access.Service{corpus.ID(9)})
	if l := ix.Get(corpus.ID(7)); l == nil || l.Code != "moved" {
		t.Error("the changed listing is not found by its id")
	}
	if ix.Get(corpus.ID(9)) != nil || ix.Get("nobody") != nil {
		t.Error("a removed or unknown listing is found")
	}
	if l := ix.ByCode("moved"); l == nil || l.ID != corpus.ID(7) {
		t.Error("not found by its new code")
	}
	if ix.ByCode(all[7].Code) != nil || ix.ByCode("") != nil {
		t.Error("found by an old or empty code")
	}
	if got := ix.ByOrg("org-new"); len(got) != 1 {
		t.Errorf("%d listings of org-new", len(got))
	}
	want := 0
	for i, l := range all {
		if l.Org == "org-0" && i != 7 && i != 9 {
			want++
		}
	}
	if got := ix.ByOrg("org-0"); len(got) != want {
		t.Errorf("%d listings of org-0, want %d", len(got), want)
	}
	n := 0
	for range ix.All() {
		n++
	}
	if n != 299 || ix.Len() != 299 {
		t.Errorf("%d listings, Len %d, want 299", n, ix.Len())
	}
	if res := directory.NewIndex(nil).Search(directory.Query{Text: "dentiste"}, time.Time{}); res.Total != 0 || res.Hits != nil {
		t.Error("an empty directory answers")
	}
}
