package browser

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Crawl walks all pages that can be reached by links and GET forms from its
// start, and looks at each as people with a small phone, a large screen, a
// screen reader or another language would.
type Crawl struct {
	Start      []string
	Skip       func(path string) bool // addresses not to follow (other languages, sign out)
	Nouns      []string               // names of the catalogue's files
	Lang, Dir  string                 // what <html> must say
	Touchable  bool                   // every target at least 44 × 44 px
	PerPattern int                    // how many pages of one shape: three services are like three hundred
	Many       map[string]int         // more of a shape whose pages differ (a referral in each state)
	Carried    []string               // names in a query that go along and make no other page
	Budget     *Budget                // shared by crawls that would see the same pages; nil: its own
	Max        int                    // a stop, reported as a fault
	Seen       func(*Tab, string)     // told each page that is judged; may be nil
	Built      *Built                 // shared by crawls that meet pages built alike; nil: axe reads each
}

// Budget counts pages by shape, over several crawls.
type Budget struct {
	mu    sync.Mutex
	taken map[string]int
}

func (b *Budget) take(pattern string, most int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.taken == nil {
		b.taken = map[string]int{}
	}
	b.taken[pattern]++
	return b.taken[pattern] <= most
}

// Built remembers how pages are built and show. axe judges structure, styles and
// whether there are words, never which: it reads a part of the body once for each way
// it is built and shows and each thing that it stands in, on either screen, and the
// whole page when what is said of it as a whole is new in a language. What lies
// between parts (ids, the names of fields and landmarks) Look asks of every page. For
// contrast axe reads pages where words are drawn in a way not met before on such a
// screen.
type Built struct{ seen sync.Map }

func (b *Built) first(kind, what string) bool {
	if b == nil {
		return true
	}
	_, was := b.seen.LoadOrStore(sha256.Sum256([]byte(kind+"\x00"+what)), true)
	return !was
}

// unread reports whether axe has something to read in such a page, and which of
// its parts it has read before.
func (b *Built) unread(language string, f Frame) (some bool, known []int) {
	whole := b.first("whole "+language, f.Whole)
	for i, part := range f.Parts {
		if !b.first("part", part) && !whole {
			known = append(known, i)
		}
	}
	return whole || len(known) < len(f.Parts), known
}

// fresh reports that one of the inks is new on such a screen.
func (b *Built) fresh(screen string, inks []string) (fresh bool) {
	for _, ink := range inks {
		if b.first("ink "+screen, ink) {
			fresh = true
		}
	}
	return fresh
}

// Fault is something wrong on a page.
type Fault struct{ URL, What string }

func (f Fault) String() string { return f.URL + ": " + f.What }

// Run crawls with one tab, signed in or not.
func (c Crawl) Run(tab *Tab) (pages []string, faults []Fault) {
	tab.t.Helper()
	queue := slices.Clone(c.Start)
	seen, budget := map[string]bool{}, c.Budget
	if budget == nil {
		budget = new(Budget)
	}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		pattern := Pattern(next, c.Carried...)
		first := slices.Contains(c.Start, next) // always seen: the way to the rest
		if seen[next] || !first && !budget.take(pattern, max(c.PerPattern, c.Many[pattern])) {
			continue
		}
		seen[next] = true
		if len(pages) >= c.Max {
			return pages, append(faults, Fault{next, fmt.Sprintf("the crawl stopped at %d pages", c.Max)})
		}
		pages = append(pages, next)
		found, links := c.visit(tab, next)
		faults = append(faults, found...)
		for _, l := range links {
			if u, err := url.Parse(l); err == nil && (c.Skip == nil || !c.Skip(u.Path)) {
				queue = append(queue, l)
			}
		}
	}
	return pages, faults
}

func (c Crawl) visit(tab *Tab, address string) (faults []Fault, links []string) {
	tab.t.Helper()
	if status := tab.Open(address); status != 200 {
		return []Fault{{address, fmt.Sprintf("answers %d", status)}}, nil
	}
	return c.Judge(tab, address)
}

// Judge looks at the page that the tab shows, whatever its status: error pages
// are pages too.
func (c Crawl) Judge(tab *Tab, address string) (faults []Fault, links []string) {
	tab.t.Helper()
	wrong := func(format string, args ...any) {
		faults = append(faults, Fault{address, fmt.Sprintf(format, args...)})
	}
	if c.Seen != nil {
		c.Seen(tab, address)
	}
	wide := func(width int64, n int) {
		if n > 0 {
			wrong("at %d px the page is %d px wider than the screen: %s", width, n, tab.Widest())
		}
	}
	widths := []int64{360, 320, 1280}
	if tab.width == 1280 {
		slices.Reverse(widths) // where the last page left the screen, this one begins
	}
	for _, width := range widths {
		tab.Resize(width, 640)
		if width == 320 { // narrower than any phone that is sold: only whether it fits
			wide(width, tab.Sideways())
			continue
		}
		look := "null"
		if width == 360 {
			look = looks(c.Nouns)
		}
		s := tab.see(look)
		wide(width, s.Sideways)
		if s.Looks != nil {
			links = s.Looks.Links
			c.judge(*s.Looks, wrong)
		}
		if s.Looks == nil || !c.Touchable { // where larger targets are asked for, these are among them
			for _, target := range s.Small {
				wrong("at %d px a target under 24 px: %s", width, target)
			}
		}
		c.axe(tab, width, s, wrong)
	}
	for _, p := range tab.Problems() {
		wrong("%s", p)
	}
	return faults, links
}

// judge says what is wrong on any screen.
func (c Crawl) judge(l Looks, wrong func(format string, args ...any)) {
	if l.Lang != c.Lang || l.Dir != c.Dir {
		wrong("lang=%q dir=%q, want %q %q", l.Lang, l.Dir, c.Lang, c.Dir)
	}
	if strings.TrimSpace(l.Title) == "" {
		wrong("no title")
	}
	if l.H1 != 1 {
		wrong("%d headings of level 1", l.H1)
	}
	for _, k := range l.Keys {
		wrong("shows the translation key %s", k)
	}
	for _, f := range l.Foreign {
		wrong("loads %s from another site", f)
	}
	if c.Touchable {
		for _, s := range l.Small {
			wrong("target under 44 px: %s", s)
		}
	}
	for _, what := range l.Loose {
		wrong("an id that is missing or there twice, a field without a name or two landmarks of one: %s", what)
	}
}

// axe is what axe says of a page on a screen, of what it has not read before.
func (c Crawl) axe(tab *Tab, width int64, s sight, wrong func(format string, args ...any)) {
	tab.t.Helper()
	var found []Violation
	if some, known := c.Built.unread(c.Lang+" "+c.Dir, s.Frame); some {
		found = tab.axeStructure(known)
	}
	if c.Built.fresh(strconv.FormatInt(width, 10), s.Inks) {
		found = append(found, tab.axeContrast()...)
	}
	for _, v := range found {
		wrong("axe at %d px: %s", width, v)
	}
}

// Pattern is the shape of an address: ids and codes become *, a query keeps the
// names of its parts, but those that only go along.
func Pattern(address string, carried ...string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	parts := strings.Split(u.Path, "/")
	for i, p := range parts {
		if len(p) > 24 || strings.ContainsAny(p, "0123456789") {
			parts[i] = "*"
		}
	}
	out := strings.Join(parts, "/")
	var names []string
	for name, values := range u.Query() {
		if slices.ContainsFunc(values, func(v string) bool { return v != "" }) && !slices.Contains(carried, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if len(names) > 0 {
		out += "?" + strings.Join(names, "&")
	}
	return out
}
