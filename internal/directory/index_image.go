package directory

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"passerelle/internal/shelf"
)

// An index can be kept in a file and taken up again, in a tenth of the time it
// takes to read every row of the database and every word of the listings. The
// file holds what an index holds, number for number. It is for the program
// that wrote it and for no other: nothing in it says what it means.

// partImage is a part, with its marks of deletion, as bytes.
type partImage struct {
	IDs, Codes, Orgs, Terms, Words textsImage
	Rows, Areas, Shown, Spots      []byte
	ByCode, OrgFrom, ByOrg         []byte
	Starts, Docs, Weight           []byte
	Back, StemOf, Spoken           []byte
	Gone, Open, Lost, Mute         []byte
	Patterns                       []patternImage
	Places, Moved                  []placeImage
	Rare                           []rareImage
	Searchable, Count, Hid         int
	Ends                           []byte // of the listings, which follow
}

type (
	textsImage struct {
		All  string
		Ends []byte
	}
	rowImage struct {
		Needs, Languages        uint64
		Confirmed, Believed     int64
		MinAge, MaxAge          float32
		Spots                   uint32
		Populations, Papers     uint16
		Themes, Flags, Capacity uint8
	}
	areaImage struct{ South, North, West, East int16 }
	spotImage struct {
		Lat, Lon, Cos float64
		Place         int32
		Pattern       uint32
		Located       uint8
	}
	patternImage struct {
		Hours []Hours
		Zone  string
		Shut  bool
	}
	rareImage struct {
		Key  string
		Docs []byte
	}
	placeImage struct {
		Key         string
		Lat, Lon, N int64
		Names       []spellingImage
	}
	spellingImage struct {
		Name string
		N    int64
	}
)

// Saver returns what writes the index as it stands now, for Restore. Changes
// that come later are not in it.
func (ix *Index) Saver() func(to io.Writer) error {
	s := ix.now.Load()
	return func(to io.Writer) error {
		for _, v := range s.parts {
			if err := v.save(to); err != nil {
				return fmt.Errorf("directory.Saver: %w", err)
			}
		}
		return nil
	}
}

func (v *live) save(to io.Writer) error {
	listings := v.shelf
	if listings == nil {
		w, err := shelf.New[Listing]()
		if err != nil {
			return err
		}
		for _, l := range v.listings {
			if err := w.Add(l); err != nil {
				return err
			}
		}
		if listings, err = w.Done(); err != nil {
			return err
		}
	}
	image, err := shelf.Encode(v.image(listings.Ends()))
	if err != nil {
		return err
	}
	for _, piece := range [][]byte{size(len(image)), image, size(int(listings.Size()))} {
		if _, err := to.Write(piece); err != nil {
			return err
		}
	}
	_, err = listings.WriteTo(to)
	return err
}

func size(n int) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(n)) }

func (v *live) image(ends []uint32) partImage {
	p := v.part
	m := partImage{
		IDs: p.ids.image(), Codes: p.codes.image(), Orgs: p.orgs.image(), Terms: textsOf(p.terms), Words: textsOf(p.words),
		Shown: pack(p.shown), ByCode: pack(p.byCode), OrgFrom: pack(p.orgFrom), ByOrg: pack(p.byOrg),
		Starts: pack(p.starts), Docs: pack(p.docs), Weight: p.weight, Back: pack(p.back), StemOf: pack(p.stemOf), Spoken: pack(p.spoken),
		Gone: pack(v.gone), Open: pack(v.open), Lost: pack(v.lost), Mute: pack(v.mute),
		Places: p.places.image(), Moved: v.moved.image(), Searchable: p.searchable, Count: v.count, Hid: v.hid, Ends: pack(ends),
	}
	for _, key := range slices.Sorted(maps.Keys(p.rare)) {
		m.Rare = append(m.Rare, rareImage{key, pack(p.rare[key])})
	}
	rows := make([]rowImage, len(p.rows))
	for i, r := range p.rows {
		rows[i] = rowImage{
			Needs: r.needs.needs, Themes: r.needs.themes, Languages: r.languages, Populations: r.populations, Papers: r.papers,
			Flags: r.flags, Capacity: uint8(r.capacity), MinAge: r.minAge, MaxAge: r.maxAge, Confirmed: r.confirmed, Believed: r.believed, Spots: r.spots,
		}
	}
	areas := make([]areaImage, len(p.areas))
	for i, a := range p.areas {
		areas[i] = areaImage{a.south, a.north, a.west, a.east}
	}
	spots := make([]spotImage, len(p.spots))
	for i, e := range p.spots {
		spots[i] = spotImage{e.at.lat, e.at.lon, e.at.cos, e.place, e.pattern, uint8(e.located)}
	}
	m.Rows, m.Areas, m.Spots = pack(rows), pack(areas), pack(spots)
	for _, q := range p.patterns {
		m.Patterns = append(m.Patterns, patternImage{q.hours, q.zone.String(), q.shut})
	}
	return m
}

// errImage says that a file does not hold what a Saver writes.
var errImage = errors.New("not an index that was kept")

// Restore makes the index what a Saver wrote into a file, from one byte to
// another. The file stays open as long as the index needs it, and must not
// change. After an error the index is as it was. It trusts the bytes: the
// caller has verified that they are those which were written.
func (ix *Index) Restore(f *os.File, from, to int64) error {
	ix.write.Lock()
	defer ix.write.Unlock()
	var parts []*live
	for from < to {
		v, end, err := ix.storage.restore(f, from, to, ix.home)
		if err != nil {
			return fmt.Errorf("directory.Restore: %w", err)
		}
		parts, from = append(parts, v), end
	}
	ix.filled++
	ix.now.Store(ix.state(parts))
	return nil
}

func (s Storage) restore(f *os.File, from, to int64, home *time.Location) (_ *live, end int64, err error) {
	in := bufio.NewReaderSize(io.NewSectionReader(f, from, to-from), 1<<20)
	next := func() (n int64, err error) {
		var b [8]byte
		if _, err := io.ReadFull(in, b[:]); err != nil {
			return 0, err
		}
		if n = int64(binary.LittleEndian.Uint64(b[:])); n < 0 || n > to-from {
			return 0, errImage
		}
		return n, nil
	}
	n, err := next()
	if err != nil {
		return nil, 0, err
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(in, b); err != nil {
		return nil, 0, err
	}
	var m partImage
	if err := shelf.Decode(b, &m); err != nil {
		return nil, 0, err
	}
	size, err := next()
	if err != nil {
		return nil, 0, err
	}
	from += 16 + n
	v, ends, err := m.live(home)
	if err != nil {
		return nil, 0, err
	}
	listings := shelf.Open[Listing](f, from, ends)
	if listings.Len() != len(v.rows) || listings.Size() != size || from+size > to {
		return nil, 0, errImage
	}
	if s.shelves(len(v.rows)) {
		v.put(listings)
		return v, from + size, nil
	}
	v.listings = make([]*Listing, len(v.rows))
	for i := range v.listings {
		v.listings[i] = listings.At(i)
	}
	return v, from + size, nil
}

func (m *partImage) live(home *time.Location) (*live, []uint32, error) {
	p, u := &part{searchable: m.Searchable, weight: m.Weight, rare: rare{}}, &unpacker{}
	v := &live{part: p, count: m.Count, hid: m.Hid}
	p.ids, p.codes, p.orgs = u.texts(m.IDs), u.texts(m.Codes), u.texts(m.Orgs)
	p.terms, p.words = u.strings(m.Terms), u.strings(m.Words)
	unpack(u, m.Shown, &p.shown)
	unpack(u, m.ByCode, &p.byCode)
	unpack(u, m.OrgFrom, &p.orgFrom)
	unpack(u, m.ByOrg, &p.byOrg)
	unpack(u, m.Starts, &p.starts)
	unpack(u, m.Docs, &p.docs)
	unpack(u, m.Back, &p.back)
	unpack(u, m.StemOf, &p.stemOf)
	unpack(u, m.Spoken, &p.spoken)
	unpack(u, m.Gone, &v.gone)
	unpack(u, m.Open, &v.open)
	unpack(u, m.Lost, &v.lost)
	unpack(u, m.Mute, &v.mute)
	for _, r := range m.Rare {
		var docs []uint16
		unpack(u, r.Docs, &docs)
		p.rare[r.Key] = docs
	}
	var rows []rowImage
	var areas []areaImage
	var spots []spotImage
	var ends []uint32
	unpack(u, m.Rows, &rows)
	unpack(u, m.Areas, &areas)
	unpack(u, m.Spots, &spots)
	unpack(u, m.Ends, &ends)
	if u.err != nil {
		return nil, nil, u.err
	}
	p.rows, p.areas, p.spots = make([]row, len(rows)), make([]area, len(areas)), make([]entry, len(spots))
	for i, r := range rows {
		p.rows[i] = row{
			needs: needSet{r.Needs, r.Themes}, languages: r.Languages, populations: r.Populations, papers: r.Papers, flags: r.Flags,
			capacity: Capacity(r.Capacity), minAge: r.MinAge, maxAge: r.MaxAge, confirmed: r.Confirmed, believed: r.Believed, spots: r.Spots,
		}
	}
	for i, a := range areas {
		p.areas[i] = area{a.South, a.North, a.West, a.East}
	}
	for i, e := range spots {
		p.spots[i] = entry{spot{e.Lat, e.Lon, e.Cos}, e.Place, e.Pattern, precision(e.Located)}
	}
	for _, q := range m.Patterns {
		p.patterns = append(p.patterns, &pattern{hours: q.Hours, zone: Zone(q.Zone, home), shut: q.Shut})
	}
	p.places = placesOf(m.Places)
	if m.Moved != nil {
		v.moved = placesOf(m.Moved)
	}
	return v, ends, nil
}

// pack writes numbers, or structs of numbers, one after the other.
func pack[T any](v []T) []byte {
	b, err := binary.Append(make([]byte, 0, binary.Size(v)), binary.LittleEndian, v)
	if err != nil {
		panic(err) // a type that has no fixed size: a fault of this file
	}
	return b
}

// unpacker keeps the first error of many readings.
type unpacker struct{ err error }

func unpack[T any](u *unpacker, b []byte, to *[]T) {
	if len(b) == 0 {
		return // none: as it was, nil
	}
	var one T
	each := binary.Size(one)
	if len(b)%each != 0 {
		u.err = errImage
		return
	}
	*to = make([]T, len(b)/each)
	if _, err := binary.Decode(b, binary.LittleEndian, *to); err != nil {
		u.err = err
	}
}

func (c *texts) image() textsImage { return textsImage{c.all, pack(c.ends)} }

func textsOf(words []string) textsImage {
	var w textsWriter
	for _, s := range words {
		w.add(s)
	}
	t := w.done()
	return t.image()
}

func (u *unpacker) texts(m textsImage) (t texts) {
	unpack(u, m.Ends, &t.ends)
	if t.all = m.All; len(t.ends) > 0 && int(t.ends[len(t.ends)-1]) != len(t.all) {
		u.err = errImage
	}
	return t
}

func (u *unpacker) strings(m textsImage) []string {
	t := u.texts(m)
	if u.err != nil {
		return nil
	}
	out := make([]string, t.len())
	for i := range out {
		out[i] = t.at(i)
	}
	return out
}

func (p places) image() (out []placeImage) {
	for key, l := range p {
		m := placeImage{Key: key, Lat: l.lat, Lon: l.lon, N: l.n}
		for _, s := range l.names {
			m.Names = append(m.Names, spellingImage{s.name, s.n})
		}
		out = append(out, m)
	}
	return out
}

func placesOf(image []placeImage) places {
	out := make(places, len(image))
	for _, m := range image {
		l := located{lat: m.Lat, lon: m.Lon, n: m.N}
		for _, s := range m.Names {
			l.names = append(l.names, spelling{s.Name, s.N})
		}
		out[m.Key] = l
	}
	return out
}
