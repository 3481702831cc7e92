package directory

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/shelf"
)

// builder makes a part of listings that come one after the other, in the order
// of their ids. It keeps what is searched, and nothing of their texts.
type builder struct {
	part       *part
	home       *time.Location
	analysis   *analysis
	writer     *writer
	patterns   *patterns
	ids, codes textsWriter
	orgs       []string
	shelf      *shelf.Writer[Listing]
	err        error // of the shelf
}

// newBuilder begins a part. One that is shelved keeps its listings in a file;
// the caller of the other gives them to the part itself.
func newBuilder(home *time.Location, shelved bool) *builder {
	b := &builder{part: &part{places: places{}, rare: rare{}}, home: home, analysis: newAnalysis(), writer: newWriter(0)}
	b.patterns = newPatterns(b.part, home)
	if shelved {
		b.shelf, b.err = shelf.New[Listing]()
	}
	return b
}

func (b *builder) len() int { return len(b.part.rows) }

// add takes the next listing.
func (b *builder) add(l *Listing) {
	p, doc := b.part, len(b.part.rows)
	if doc%64 == 0 {
		p.shown = append(p.shown, 0)
	}
	r := row{spots: uint32(len(p.spots))}
	b.patterns.place(l)
	if l.Searchable() {
		r.needs = b.analysis.read(l)
		if b.analysis.noPapers {
			r.flags |= rowSaysNoPapers
		}
		b.writer.take(b.analysis)
		b.analysis.clear()
		p.searchable++
		p.shown[doc>>6] |= 1 << (doc & 63)
	} else {
		b.writer.none()
	}
	r.fill(l)
	p.rare.add(l, doc)
	p.areas = append(p.areas, areaOf(p.spots[r.spots:]))
	p.rows = append(p.rows, r)
	p.places.count(l, 1)
	b.ids.add(string(l.ID))
	b.codes.add(l.Code)
	b.orgs = append(b.orgs, string(l.Org))
	if b.shelf != nil && b.err == nil {
		b.err = b.shelf.Add(l)
	}
}

// done gives the part; an error when its listings could not be shelved.
func (b *builder) done() (*part, error) {
	p := b.part
	b.writer.finish(p, b.analysis)
	p.spots, p.rows, p.areas, p.shown = slices.Clip(p.spots), slices.Clip(p.rows), slices.Clip(p.areas), slices.Clip(p.shown)
	p.ids, p.codes = b.ids.done(), b.codes.done()
	p.byCode = ordered(p.codes.len(), p.codes.at)
	b.finishOrgs()
	if b.shelf != nil && b.err == nil {
		var full *shelf.Shelf[Listing]
		if full, b.err = b.shelf.Done(); b.err == nil {
			p.put(full)
		}
	}
	return p, b.err
}

// finishOrgs sorts the listings by their organisations.
func (b *builder) finishOrgs() {
	p := b.part
	p.byOrg = ordered(len(b.orgs), func(i int) string { return b.orgs[i] })
	var names textsWriter
	for i, doc := range p.byOrg {
		if i == 0 || b.orgs[doc] != b.orgs[p.byOrg[i-1]] {
			names.add(b.orgs[doc])
			p.orgFrom = append(p.orgFrom, uint32(i))
		}
	}
	p.orgs, p.orgFrom = names.done(), append(p.orgFrom, uint32(len(p.byOrg)))
}

// ordered are the numbers below n in the order of their texts, then of
// themselves.
func ordered(n int, by func(int) string) []uint16 {
	out := make([]uint16, n)
	for i := range out {
		out[i] = uint16(i)
	}
	slices.SortStableFunc(out, func(a, b uint16) int { return strings.Compare(by(int(a)), by(int(b))) })
	return out
}

// frozen makes a part of listings with distinct ids, at most partMax. Where a
// shelf cannot be written they stay in memory.
func (s Storage) frozen(listings []*Listing, home *time.Location) *live {
	listings = slices.Clone(listings)
	slices.SortFunc(listings, func(a, b *Listing) int { return strings.Compare(string(a.ID), string(b.ID)) })
	b := newBuilder(home, s.shelves(len(listings)))
	for _, l := range listings {
		b.add(l)
	}
	p, err := b.done()
	if p.shelf == nil || err != nil {
		p.listings, p.shelf = listings, nil
	}
	return &live{part: p, open: p.shown}
}

// Storage says where an index keeps whole listings: what a card or a page
// shows, which a search itself does not read.
type Storage struct {
	// InMemory is how many listings one part of the index holds in memory;
	// larger parts keep them in a temporary file. Zero means sixteen thousand.
	InMemory int
	// SpreadFrom is from how many listings on one search uses several
	// processors: below, to share it out takes longer than it saves. Zero means
	// fifty thousand.
	SpreadFrom int
}

func (s Storage) inMemory() int { return cmp.Or(s.InMemory, 1<<14) }

func (s Storage) shelves(n int) bool { return n > s.inMemory() }

// split makes parts of listings, in their order: of many, on all processors; of
// few, one.
func (s Storage) split(listings []*Listing, home *time.Location) []*live {
	if len(listings) == 0 {
		return nil
	}
	n := max((len(listings)+partMax-1)/partMax, min(runtime.GOMAXPROCS(0), len(listings)/s.inMemory()), 1)
	pieces := slices.Collect(slices.Chunk(listings, (len(listings)+n-1)/n))
	parts := make([]*live, len(pieces))
	var wait sync.WaitGroup
	for i, piece := range pieces {
		wait.Go(func() { parts[i] = s.frozen(piece, home) })
	}
	wait.Wait()
	return parts
}

var errOrder = errors.New("listings must come in the order of their ids, each once")

// Fill makes the index anew from batches of listings that read hands over, in
// the order of their ids. It holds a few batches at a time: a directory much
// larger than memory would allow can be read. Until it returns, searches see
// what was there before; after an error they still do.
func (ix *Index) Fill(read func(take func([]*Listing) error) error) error {
	ix.write.Lock()
	defer ix.write.Unlock()
	batches := make(chan []*Listing, 2)
	var parts []*live
	var failed error
	built := make(chan struct{})
	go func() {
		defer close(built)
		parts, failed = ix.storage.fill(batches, ix.home)
	}()
	err := read(func(some []*Listing) error {
		select {
		case batches <- some:
			return nil
		case <-built: // it ended before the last batch: it failed
			return failed
		}
	})
	close(batches)
	<-built
	if err = errors.Join(err, failed); err != nil {
		return fmt.Errorf("directory.Fill: %w", err)
	}
	ix.filled++
	ix.now.Store(ix.state(parts))
	return nil
}

// fill builds parts of what comes. The first listings are kept, until there
// are so many that they are shelved.
func (s Storage) fill(batches <-chan []*Listing, home *time.Location) (parts []*live, err error) {
	var first []*Listing
	var b *builder
	last := access.Service("")
	finish := func() error {
		p, err := b.done()
		parts, b = append(parts, &live{part: p, open: p.shown}), nil
		return err
	}
	for batch := range batches {
		for _, l := range batch {
			if l.ID <= last {
				return nil, errOrder
			}
			last = l.ID
		}
		if b == nil && len(first) == 0 && s.shelves(len(batch)/2) { // a whole directory at once
			parts = append(parts, s.split(batch, home)...)
			continue
		}
		for _, l := range batch {
			if b == nil {
				if first = append(first, l); !s.shelves(len(first)) {
					continue
				}
				b = newBuilder(home, true)
				for _, f := range first {
					b.add(f)
				}
				first = nil
				continue
			}
			if b.add(l); b.err != nil {
				return nil, b.err
			}
			if b.len() == partMax {
				if err := finish(); err != nil {
					return nil, err
				}
			}
		}
	}
	if b != nil {
		if err := finish(); err != nil {
			return nil, err
		}
	}
	for piece := range slices.Chunk(first, partMax) {
		parts = append(parts, s.frozen(piece, home))
	}
	return parts, nil
}
