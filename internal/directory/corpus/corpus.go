package corpus

import (
	"fmt"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

// Now is the instant around which the corpora are made: Monday 2 March 2026,
// nine o'clock in Montréal.
var Now = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)

// City is a place round which services are scattered.
type City struct {
	Name, Province, Zone string
	Lat, Lon             float64
	weight               int
}

// Cities are eighteen cities of Canada, weighted roughly by size.
var Cities = []City{
	{"Toronto", "ON", "America/Toronto", 43.65, -79.38, 60}, {"Montréal", "QC", "America/Toronto", 45.51, -73.57, 45},
	{"Vancouver", "BC", "America/Vancouver", 49.28, -123.12, 26}, {"Calgary", "AB", "America/Edmonton", 51.05, -114.07, 15},
	{"Edmonton", "AB", "America/Edmonton", 53.55, -113.49, 14}, {"Ottawa", "ON", "America/Toronto", 45.42, -75.70, 14},
	{"Winnipeg", "MB", "America/Winnipeg", 49.90, -97.14, 8}, {"Québec", "QC", "America/Toronto", 46.81, -71.21, 8},
	{"Hamilton", "ON", "America/Toronto", 43.26, -79.87, 8}, {"Kitchener", "ON", "America/Toronto", 43.45, -80.49, 6},
	{"London", "ON", "America/Toronto", 42.98, -81.25, 5}, {"Halifax", "NS", "America/Halifax", 44.65, -63.57, 4},
	{"Victoria", "BC", "America/Vancouver", 48.43, -123.37, 4}, {"Laval", "QC", "America/Toronto", 45.57, -73.69, 4},
	{"Saskatoon", "SK", "America/Regina", 52.13, -106.67, 3}, {"Sherbrooke", "QC", "America/Toronto", 45.40, -71.89, 2},
	{"St. John's", "NL", "America/St_Johns", 47.56, -52.71, 2}, {"Whitehorse", "YT", "America/Whitehorse", 60.72, -135.06, 1},
}

// Size of the made-up vocabulary.
const vocabulary = 30_000

// Maker makes listings one after the other.
type Maker struct {
	*Rand
	words  []string
	zipf   zipf
	needs  []string
	cities []int
}

// NewMaker prepares a maker.
func NewMaker(seed uint64) *Maker {
	m := &Maker{Rand: New(seed), words: Words(), zipf: newZipf(vocabulary, 0.9)}
	for _, theme := range directory.Themes() {
		m.needs = append(m.needs, directory.NeedsOf(theme)...)
	}
	for i, c := range Cities {
		for range c.weight {
			m.cities = append(m.cities, i)
		}
	}
	return m
}

// Make returns n listings, always the same for a seed.
func Make(seed uint64, n int) []*directory.Listing {
	m := NewMaker(seed)
	out := make([]*directory.Listing, n)
	for i := range out {
		out[i] = m.Listing(i)
	}
	return out
}

// ID is the id of the i-th listing.
func ID(i int) access.Service { return access.Service(fmt.Sprintf("service-%08d", i)) }

// Listing makes the next listing, under the i-th id.
func (m *Maker) Listing(i int) *directory.Listing {
	org := m.N(1 + i/4)
	l := &directory.Listing{
		ID: ID(i), Code: fmt.Sprintf("c%07x", i), Org: access.Org(fmt.Sprintf("org-%d", org)),
		OrgName: directory.Text{FR: "Fondation " + m.orgName(org)},
		Name:    directory.Text{FR: m.Phrase(2 + m.N(4))},
		Summary: directory.Text{FR: m.Phrase(20 + m.N(30)), EN: m.Phrase(20 + m.N(30))},
		Status:  directory.Active,
		Needs:   []string{One(m.Rand, m.needs)},
		Terms:   []string{fmt.Sprintf("term %d", m.N(600))},
		Papers:  map[directory.Paper]directory.Acceptance{},
		Source:  "corpus",
	}
	if m.N(4) == 0 {
		l.Name.EN = m.Phrase(2 + m.N(4))
	}
	if m.N(3) == 0 {
		l.Needs = append(l.Needs, One(m.Rand, m.needs))
	}
	if m.N(50) == 0 {
		l.Needs = nil
	}
	m.facts(l)
	m.places(l)
	particular(l)
	return l
}

// particular gives some listings what few have: figures of places, a closure,
// an address of which the area alone is public. It draws nothing, so that the
// rest of the corpus is what it was before these existed.
func particular(l *directory.Listing) {
	h := len(l.Summary.FR) + 7*len(l.Name.FR)
	if l.Capacity != directory.CapacityUnknown {
		l.CapacityAt = Now.AddDate(0, 0, -h%30)
	}
	if h%9 == 0 {
		r := directory.Room{Unit: directory.Units[h%len(directory.Units)], Total: 20, Funded: -1, Available: h % 3, WaitDays: -1, At: Now.Add(time.Duration(-h%90) * time.Hour)}
		l.More = &directory.Particulars{Rooms: []directory.Room{r}}
	}
	if h%13 == 0 {
		from := Now.Truncate(24*time.Hour).AddDate(0, 0, -h%20)
		shut := directory.Hours{Closed: true, Suspends: true, From: from, To: from.AddDate(0, 0, h%30)}
		l.Hours = append(l.Hours, shut)
		for i := range l.Places {
			if p := &l.Places[i]; len(p.Hours) > 0 {
				p.Hours = append(p.Hours, shut)
			}
		}
	}
	for i := range l.Places {
		if p := &l.Places[i]; p.HasPoint && !p.Hidden && h%17 == 0 {
			p.AreaOnly, p.HasArea, p.Area = true, true, directory.Veil(directory.Point{Lat: p.Lat, Lon: p.Lon})
			p.Lat, p.Lon, p.HasPoint = 0, 0, false
		}
	}
}

func (m *Maker) facts(l *directory.Listing) {
	switch m.N(40) {
	case 0:
		l.Status = directory.Inactive
	case 1:
		l.Status = directory.TemporarilyClosed
	}
	for _, p := range []directory.Paper{directory.IFHP, directory.RAMQ, directory.OHIP, directory.NoPapers} {
		if a := directory.Acceptance(m.N(6)); a <= directory.AcceptConfirmed {
			l.Papers[p] = a
		}
	}
	if m.N(5) > 0 {
		l.Languages = []string{One(m.Rand, []string{"fr", "fr", "en", "en", "fr"})}
		for m.N(3) == 0 {
			l.Languages = append(l.Languages, One(m.Rand, []string{"es", "ar", "ht", "uk", "fa", "pt", "so", "xx-rare", "en"}))
		}
	}
	if m.N(3) == 0 {
		l.Populations = []string{One(m.Rand, []string{"women", "men", "youth", "families", "seniors", "lgbtq", "newcomers"})}
	}
	if m.N(4) == 0 {
		l.MinAge = float64(One(m.Rand, []int{12, 14, 16, 18, 50, 65}))
	}
	if m.N(4) == 0 {
		l.MaxAge = l.MinAge + float64(10+m.N(40))
	}
	l.Unconditional = m.N(10) == 0
	l.Capacity = directory.Capacity(m.N(5))
	if m.N(3) > 0 {
		l.ConfirmedAt = Now.AddDate(0, 0, -m.N(365))
	}
}

func (m *Maker) places(l *directory.Listing) {
	l.Hours = m.hours()
	n := One(m.Rand, []int{0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3})
	c := Cities[One(m.Rand, m.cities)]
	for range n {
		p := directory.Place{City: c.Name, Province: c.Province, TimeZone: c.Zone, HasPoint: m.N(20) > 0, Hidden: m.N(50) == 0}
		// Dense in the middle, thin at the edge, some forty kilometres wide.
		far := m.Float() * m.Float()
		p.Lat, p.Lon = c.Lat+(m.Float()-.5)*far, c.Lon+(m.Float()-.5)*far*1.4
		if m.N(4) == 0 {
			p.Hours = m.hours()
		}
		l.Places = append(l.Places, p)
	}
}

func (m *Maker) hours() []directory.Hours {
	const weekdays directory.Days = 31
	switch m.N(8) {
	case 0:
		return nil
	case 1:
		return []directory.Hours{{Days: 127, Opens: 0, Closes: 1440}}
	case 2:
		return []directory.Hours{{Days: directory.Days(1 + m.N(127)), Opens: 18 * 60, Closes: 32 * 60}}
	case 3:
		return []directory.Hours{
			{Days: weekdays, Opens: 540, Closes: 1020},
			{Closed: true, From: Now.AddDate(0, 0, m.N(9)-4).Truncate(24 * time.Hour), To: Now.AddDate(0, 0, 5).Truncate(24 * time.Hour)},
		}
	}
	opens := 15 * (24 + m.N(24))
	return []directory.Hours{{Days: One(m.Rand, []directory.Days{31, 31, 31, 63, 127, 21, 10}), Opens: opens, Closes: opens + 60*(2+m.N(8))}}
}

func (m *Maker) orgName(org int) string {
	return m.words[(org*7919+13)%vocabulary] + " " + m.words[(org*104729+7)%vocabulary]
}

// Phrase draws n words.
func (m *Maker) Phrase(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(m.Word())
	}
	return b.String()
}

// Word draws one word.
func (m *Maker) Word() string { return m.words[m.zipf.draw(m.Rand)] }
