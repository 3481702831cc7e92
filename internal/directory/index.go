package directory

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"passerelle/internal/access"
)

// Index answers searches from memory. It is a function of the listings it
// holds and of nothing else: two indexes that hold the same listings give the
// same answers, whatever the order in which they learned of them.
//
// Readers never wait: each search sees one state from beginning to end, while
// Apply prepares the next.
type Index struct {
	home    *time.Location
	storage Storage
	now     atomic.Pointer[state]
	write   sync.Mutex // one change at a time
	tidy    sync.WaitGroup
	busy    bool // a merge is under way in the background; under write
	filled  int  // how often the index was made anew: a merge begun before is worth nothing; under write
}

// state is one frozen view of the directory.
type state struct {
	home       *time.Location
	parts      []*live // the big ones first
	searchable int
	spread     int // from how many searchable listings on a search goes through several parts at once
}

// NewIndex builds an index of listings, in the region's zone HomeZone.
func NewIndex(listings []*Listing) *Index { return NewIndexIn(Zone(HomeZone, time.UTC), listings) }

// NewIndexIn is NewIndex for a region whose places, when they name no zone,
// are in home. Of listings with the same id the last one counts.
func NewIndexIn(home *time.Location, listings []*Listing) *Index {
	ix := NewEmptyIndex(home, Storage{})
	ix.now.Store(ix.state(ix.storage.split(latest(listings), home)))
	return ix
}

// NewEmptyIndex is an index without listings, for Fill and Apply.
func NewEmptyIndex(home *time.Location, storage Storage) *Index {
	ix := &Index{home: home, storage: storage}
	ix.now.Store(ix.state(nil))
	return ix
}

// latest keeps the last listing of each id, in the order of ids.
func latest(listings []*Listing) []*Listing {
	all := slices.Clone(listings)
	slices.SortStableFunc(all, func(a, b *Listing) int { return strings.Compare(string(a.ID), string(b.ID)) })
	out := all[:0]
	for i, l := range all {
		if i+1 == len(all) || all[i+1].ID != l.ID {
			out = append(out, l)
		}
	}
	return out
}

func (ix *Index) state(parts []*live) *state {
	s := &state{home: ix.home, spread: cmp.Or(ix.storage.SpreadFrom, 50_000)}
	for _, v := range parts {
		if v.size() > 0 {
			s.parts = append(s.parts, v)
			s.searchable += v.searchables()
		}
	}
	slices.SortStableFunc(s.parts, func(a, b *live) int { return b.size() - a.size() })
	return s
}

// Apply brings changed listings in, new or known, and takes removed ones out.
// When it returns, every search that begins sees them. Listings must not be
// altered afterwards.
func (ix *Index) Apply(changed []*Listing, removed []access.Service) {
	ix.write.Lock()
	defer ix.write.Unlock()
	changed = latest(changed)
	changed = slices.DeleteFunc(changed, func(l *Listing) bool { return slices.Contains(removed, l.ID) })

	parts := slices.Clone(ix.now.Load().parts)
	for i, v := range parts {
		var docs []int
		mark := func(id access.Service) {
			if doc, ok := v.find(id); ok && !v.dead(doc) {
				docs = append(docs, doc)
			}
		}
		for _, l := range changed {
			mark(l.ID)
		}
		for _, id := range removed {
			mark(id)
		}
		if len(docs) > 0 {
			parts[i] = v.strike(docs)
		}
	}
	for piece := range slices.Chunk(changed, partMax) {
		parts = append(parts, ix.storage.frozen(piece, ix.home))
	}
	ix.now.Store(ix.state(ix.gather(ix.state(parts).parts)))
	ix.settleLater()
}

const (
	atOnce = 512 // listings that are merged while the writer waits (some ten milliseconds)
	fanOut = 4   // a part is merged once so many of about its size have gathered
)

// gather merges small parts before Apply returns.
func (ix *Index) gather(parts []*live) []*live {
	for {
		some := crowd(parts, atOnce)
		if some == nil {
			return parts
		}
		parts = append(without(parts, some), ix.storage.frozen(leftOf(some), ix.home))
		parts = ix.state(parts).parts
	}
}

// crowd chooses parts to merge: fanOut or more within a factor fanOut of each
// other in size, or one whose deletions weigh a quarter; at most limit
// listings together. Parts are sorted by size, so a run is enough.
func crowd(parts []*live, limit int) []*live {
	for from := len(parts) - 1; from >= 0; from-- {
		total := parts[from].size()
		to := from
		for to > 0 && parts[to-1].size() <= fanOut*max(parts[from].size(), 8) && total+parts[to-1].size() <= limit {
			to--
			total += parts[to].size()
		}
		if total <= limit && (from-to+1 >= fanOut || parts[from].count*4 > parts[from].part.size()) {
			return parts[to : from+1]
		}
	}
	return nil
}

func without(parts, some []*live) []*live {
	return slices.DeleteFunc(slices.Clone(parts), func(v *live) bool { return slices.Contains(some, v) })
}

func leftOf(some []*live) []*Listing {
	var out []*Listing
	for _, v := range some {
		out = append(out, v.left()...)
	}
	return out
}

// settleLater merges bigger parts in the background, one merge at a time.
// write is held.
func (ix *Index) settleLater() {
	if ix.busy {
		return
	}
	some := slices.Clone(crowd(ix.now.Load().parts, partMax))
	if len(some) == 0 {
		return
	}
	ix.busy = true
	filled := ix.filled
	ix.tidy.Go(func() {
		merged := ix.storage.frozen(leftOf(some), ix.home)
		ix.write.Lock()
		defer ix.write.Unlock()
		ix.busy = false
		if ix.filled == filled {
			ix.now.Store(ix.state(replace(ix.now.Load().parts, some, merged)))
		}
		ix.settleLater()
	})
}

// replace puts merged in the place of the parts it was made of, striking what
// was struck in them while the merge went on. When one of them is no longer
// there, because a change merged it with others in the meantime, merged is worth
// nothing: its listings stand elsewhere.
func replace(parts, some []*live, merged *live) []*live {
	for _, o := range some {
		if !slices.ContainsFunc(parts, func(v *live) bool { return v.part == o.part }) {
			return parts
		}
	}
	var out []*live
	var late []int
	for _, v := range parts {
		i := slices.IndexFunc(some, func(o *live) bool { return o.part == v.part })
		if i < 0 {
			out = append(out, v)
			continue
		}
		for doc := range v.rows {
			if v.dead(doc) && !some[i].dead(doc) {
				at, _ := merged.find(v.id(doc))
				late = append(late, at)
			}
		}
	}
	if len(late) > 0 {
		merged = merged.strike(late)
	}
	return append(out, merged)
}

// Settle waits until no merge is under way. Answers do not depend on it;
// memory and speed do.
func (ix *Index) Settle() { ix.tidy.Wait() }

// Len is the number of listings, searchable or not.
func (ix *Index) Len() int {
	n := 0
	for _, v := range ix.now.Load().parts {
		n += v.size()
	}
	return n
}

// Get returns a listing by id, nil when there is none. Inactive listings are
// returned too. For a service that became one with another it returns the
// other: whoever asked sees it by its id.
func (ix *Index) Get(id access.Service) *Listing {
	now := ix.now.Load()
	for _, v := range now.parts {
		if l := v.get(id); l != nil {
			return l
		}
	}
	return now.bearing(rareFormer + string(id))
}

// has reports a service that is itself, without reading it.
func (s *state) has(id access.Service) bool {
	return slices.ContainsFunc(s.parts, func(v *live) bool {
		i, ok := v.find(id)
		return ok && !v.dead(i)
	})
}

// bearing is Index.Get for what services were before they became one.
func (s *state) bearing(key string) *Listing {
	for _, v := range s.parts {
		if l := v.bearing(key); l != nil {
			return l
		}
	}
	return nil
}

// ByCode returns the listing of a short address, nil when there is none, with
// the same word on services that became one. If a faulty import gave one code
// twice, the smallest id answers.
func (ix *Index) ByCode(code string) *Listing {
	var found *Listing
	now := ix.now.Load()
	for _, v := range now.parts {
		v.ofCode(code, func(doc int) {
			if !v.dead(doc) && (found == nil || v.id(doc) < found.ID) {
				found = v.listing(doc)
			}
		})
	}
	if found == nil {
		return now.bearing(rareFormerCode + code)
	}
	return found
}

// ByOrg returns the listings of an organisation, in the order of their ids.
func (ix *Index) ByOrg(org access.Org) []*Listing {
	var out []*Listing
	for _, v := range ix.now.Load().parts {
		v.ofOrg(org, func(doc int) {
			if !v.dead(doc) {
				out = append(out, v.listing(doc))
			}
		})
	}
	return latest(out)
}

// All yields every listing, in no promised order.
func (ix *Index) All() func(func(*Listing) bool) { return ix.now.Load().all() }

// df, near and beginning make a state the vocabulary of a plan.

func (s *state) df(term string) int {
	n := 0
	for _, v := range s.parts {
		if t, ok := v.term(term); ok {
			n += v.df(t)
		}
	}
	return n
}

func (s *state) near(word string, k int) []string {
	return s.gathered(func(v *live, yield func(int)) { v.near(word, k, yield) })
}

func (s *state) beginning(prefix string) []string {
	return s.gathered(func(v *live, yield func(int)) { v.beginning(prefix, yield) })
}

func (s *state) gathered(from func(*live, func(int))) []string {
	var out []string
	for _, v := range s.parts {
		from(v, func(i int) {
			if v.heard(i) {
				out = append(out, v.words[i])
			}
		})
	}
	slices.Sort(out)
	return slices.Compact(out)
}
