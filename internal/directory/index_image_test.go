package directory_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/directory/brute"
	"passerelle/internal/directory/corpus"
)

// kept saves an index behind some bytes and takes it up again.
func kept(t *testing.T, ix *directory.Index, storage directory.Storage) *directory.Index {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "index"))
	must(t, err)
	t.Cleanup(func() { f.Close() })
	_, err = f.WriteString("before")
	must(t, err)
	must(t, ix.Saver()(f))
	info, err := f.Stat()
	must(t, err)
	again := directory.NewEmptyIndex(home(), storage)
	must(t, again.Restore(f, 6, info.Size()))
	return again
}

// TestRestoredEqualsBruteForce: an index that was kept in a file, in several
// parts of which some listings were struck, answers as brute force does, and
// goes on doing so when it is changed and kept again.
func TestRestoredEqualsBruteForce(t *testing.T) {
	t.Parallel()
	for name, storage := range map[string]directory.Storage{"shelved": small, "in memory": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := corpus.Make(21, 900)
			ix, ref := filled(t, all), brute.New(all)
			m := corpus.NewMaker(22)
			for round := range 2 {
				edits(m, 900, 300, func(c []*directory.Listing, r []access.Service) {
					ix.Apply(c, r)
					ref.Apply(c, r)
				})
				again := kept(t, ix, storage)
				compare(t, again, ref, corpus.Queries(uint64(23+round), 120))
				if again.Len() != ix.Len() {
					t.Errorf("%d listings, want %d", again.Len(), ix.Len())
				}
				for l := range ix.All() {
					if got := again.Get(l.ID); !reflect.DeepEqual(got, l) {
						t.Fatalf("%s: %+v, want %+v", l.ID, got, l)
					}
				}
				for _, q := range []string{"Rive", "Montréal", "h2x"} {
					at, name, ok := directory.NewLocator(again).Locate(q)
					wantAt, wantName, want := directory.NewLocator(ix).Locate(q)
					if at != wantAt || name != wantName || ok != want {
						t.Errorf("%s is %s at %v, want %s at %v", q, name, at, wantName, wantAt)
					}
				}
				ix = again
			}
		})
	}
}

// A file that ends too soon, or holds something else, changes nothing.
func TestWhatWasNotKeptIsNotRestored(t *testing.T) {
	t.Parallel()
	ix := directory.NewIndex(corpus.Make(31, 60))
	path := filepath.Join(t.TempDir(), "index")
	f, err := os.Create(path)
	must(t, err)
	defer f.Close()
	must(t, ix.Saver()(f))
	info, err := f.Stat()
	must(t, err)
	other := directory.NewIndex(corpus.Make(32, 7))
	for _, to := range []int64{1, 8, 200, info.Size() / 2, info.Size() - 1} {
		if err := other.Restore(f, 0, to); err == nil {
			t.Errorf("restored from %d bytes of %d", to, info.Size())
		}
	}
	if other.Len() != 7 {
		t.Errorf("%d listings are left of 7", other.Len())
	}
}
