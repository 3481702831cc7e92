package directory_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/directory/brute"
	"passerelle/internal/directory/corpus"
)

// small makes every part of more than a few listings stand on a shelf.
var small = directory.Storage{InMemory: 40}

func home() *time.Location { return directory.Zone(directory.HomeZone, time.UTC) }

// filled is an index of listings that came in uneven batches.
func filled(t *testing.T, all []*directory.Listing) *directory.Index {
	t.Helper()
	ix := directory.NewEmptyIndex(home(), small)
	err := ix.Fill(func(take func([]*directory.Listing) error) error {
		for i, size := 0, 1; i < len(all); size = size*2%700 + 1 {
			end := min(i+size, len(all))
			if err := take(all[i:end]); err != nil {
				return err
			}
			i = end
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

// TestShelvedEqualsBruteForce: with its listings in a file an index answers as
// with its listings in memory, filled, changed and merged.
func TestShelvedEqualsBruteForce(t *testing.T) {
	t.Parallel()
	all := corpus.Make(11, 1500)
	ix, ref := filled(t, all), brute.New(all)
	compare(t, ix, ref, corpus.Queries(12, 200))
	m := corpus.NewMaker(13)
	edits(m, 1500, 900, func(c []*directory.Listing, r []access.Service) {
		ix.Apply(c, r)
		ref.Apply(c, r)
	})
	compare(t, ix, ref, corpus.Queries(14, 100))
	ix.Settle()
	compare(t, ix, ref, corpus.Queries(15, 100))
	for _, l := range all[:50] {
		got := ix.Get(l.ID)
		if by := ix.ByCode(l.Code); (by == nil) != (got == nil) || got != nil && got.Code == l.Code && by.ID != l.ID {
			t.Errorf("%s: by its code %v", l.ID, by)
		}
		if got != nil && !slices.ContainsFunc(ix.ByOrg(got.Org), func(o *directory.Listing) bool { return o.ID == got.ID }) {
			t.Errorf("%s is not among those of %s", l.ID, got.Org)
		}
	}
}

// TestSpreadEqualsBruteForce: a search that several processors share out answers
// as one that one does.
func TestSpreadEqualsBruteForce(t *testing.T) {
	t.Parallel()
	all := corpus.Make(21, 1500)
	ix := directory.NewEmptyIndex(directory.Zone(directory.HomeZone, time.UTC), directory.Storage{SpreadFrom: 1})
	ref := brute.New(nil)
	for some := range slices.Chunk(all, 200) { // parts of their own, until they are merged
		ix.Apply(some, nil)
		ref.Apply(some, nil)
	}
	compare(t, ix, ref, corpus.Queries(22, 200))
}

// TestLocatorFollowsChanges: places counted as listings come and go are those
// counted from what is left.
func TestLocatorFollowsChanges(t *testing.T) {
	t.Parallel()
	all := corpus.Make(16, 400)
	ix, final := filled(t, all), map[access.Service]*directory.Listing{}
	for _, l := range all {
		final[l.ID] = l
	}
	edits(corpus.NewMaker(17), 400, 600, func(c []*directory.Listing, r []access.Service) {
		ix.Apply(c, r)
		for _, l := range c {
			final[l.ID] = l
		}
		for _, id := range r {
			delete(final, id)
		}
	})
	var left []*directory.Listing
	for _, l := range final {
		left = append(left, l)
	}
	one, two := directory.NewLocator(ix), directory.NewLocator(directory.NewIndex(left))
	for _, c := range corpus.Cities {
		p, name, ok := one.Locate(c.Name)
		q, name2, ok2 := two.Locate(c.Name)
		if p != q || name != name2 || ok != ok2 {
			t.Errorf("%s: %v %q %v, from scratch %v %q %v", c.Name, p, name, ok, q, name2, ok2)
		}
	}
}

// TestFillRefusesDisorder: a list that is not in order would make an index
// that finds nothing by id; the old one stays.
func TestFillRefusesDisorder(t *testing.T) {
	t.Parallel()
	all := corpus.Make(18, 200)
	ix := filled(t, all)
	for name, wrong := range map[string][]*directory.Listing{
		"twice":    {all[3], all[3]},
		"backward": {all[5], all[4]},
	} {
		err := ix.Fill(func(take func([]*directory.Listing) error) error {
			for range 5 { // more batches than are waited for
				if err := take(wrong); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil || ix.Len() != 200 {
			t.Errorf("%s: %v, %d listings", name, err, ix.Len())
		}
	}
	cut := errors.New("connection lost")
	if err := ix.Fill(func(take func([]*directory.Listing) error) error { return errors.Join(take(all[:9]), cut) }); !errors.Is(err, cut) || ix.Len() != 200 {
		t.Errorf("cut short: %v, %d listings", err, ix.Len())
	}
}
