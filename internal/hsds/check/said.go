package check

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
)

var (
	tag    = regexp.MustCompile(`</?[A-Za-z][^<>]*>|&(#\d+|#x[0-9A-Fa-f]+|[A-Za-z]{2,8});`)
	active = regexp.MustCompile(`(?i)<(script|iframe|object|embed)\b|<[^<>]*\son[a-z]+\s*=`)
	runs   = regexp.MustCompile(`(?i)^\s*(javascript|vbscript|data|file):`)

	letters3 = regexp.MustCompile(`^[A-Za-z]{3}$`)
	letters  = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Z]{2})?$`) // a country tells Dari from Persian
	hostless = regexp.MustCompile(`(?i)^https?:/*$`)
	digit    = regexp.MustCompile(`\d`)
	postal   = regexp.MustCompile(`(?i)^[A-Z]\d[A-Z]([ -]?\d[A-Z]\d)?$`) // or its first half: a hidden address

	// Accents that were read in one alphabet and written in another.
	broken = regexp.MustCompile(`[ÂÃ][\x{80}-\x{bf}]|Ã[ƒ‚‰Šš€œžŸ]|â€`)
	hollow = regexp.MustCompile(`(?i)^(n/?a|null|undefined|nan|string|tbd|xxx+|\?+|-+|\.+)$`)
)

// titles are the members that a person reads as a title, where the standard does
// not speak of markup; of descriptions it does.
var titles = map[string]bool{"name": true, "alternate_name": true, "title": true, "department": true, "label": true, "attention": true, "address_1": true, "address_2": true, "city": true}

// leastYear is before anything that a feed may tell of. The empty date of some
// programs is in the year 1.
const leastYear = 1000

// said looks at what a text says where a schema asks only that it be one. It
// tells the first fault: one text is one fault.
func (b *body) said(table, name, s, at string) {
	switch bare := strings.TrimSpace(s); {
	case runs.MatchString(s) && webby[name], active.MatchString(s):
		b.found(Unsafe, at, s, "")
	case titles[name] && tag.MatchString(s):
		b.found(Markup, at, s, "")
	case name == "id" && s == "00000000-0000-0000-0000-000000000000":
		b.found(Unlikely, at, s, "")
	case bare == "", name == "name" && hollow.MatchString(bare):
		b.found(Unlikely, at, s, "")
	case strings.ContainsFunc(s, unreadable) || broken.MatchString(s):
		b.found(Unlikely, at, s, "")
	case table == "phone" && name == "number" && !digit.MatchString(s):
		b.found(Unlikely, at, s, "514 555-0100")
	case name == "currency":
		if _, err := currency.ParseISO(s); err != nil || !letters3.MatchString(s) {
			b.found(Currency, at, s, "CAD")
		}
	case table == "language" && name == "code", table == "taxonomy_term" && name == "language":
		if _, err := language.Parse(s); err != nil || !letters.MatchString(s) {
			b.found(LanguageCode, at, s, "fr")
		}
	case table == "service_area" && name == "extent_type":
		switch s {
		case "geojson", "topojson", "kml", "text":
		default:
			b.found(SchemaEnum, at, s, "geojson, topojson, kml, text")
		}
	}
}

// webby are the members that hold an address of the web.
var webby = map[string]bool{"url": true, "website": true, "logo": true, "uri": true, "term_uri": true, "schedule_link": true}

// unreadable are the mark of a letter that was lost, and what moves a terminal.
func unreadable(c rune) bool {
	return c == '\ufffd' || c < ' ' && c != '\n' && c != '\r' && c != '\t' || 0x7f <= c && c < 0xa0
}

// when looks at a day that something happened: it is not still to come.
func (b *body) when(name, s, at string) {
	day := s[:min(len(s), len(time.DateOnly))]
	said, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return
	}
	switch name {
	case "assured_date", "last_action_date", "last_modified", "updated":
		// Somewhere it is tomorrow already.
		if now := b.w.report.At; said.After(now.AddDate(0, 0, 1)) {
			b.found(Range, at, s, "≤ "+now.Format(time.DateOnly))
			return
		}
	case "dtstart", "until", "valid_from", "valid_to":
	default:
		return
	}
	if said.Year() < leastYear {
		b.found(Unlikely, at, s, "")
	}
}

// rhythm looks at the parts of a rule of days (RFC 5545).
func (b *body) rhythm(o object, pointer string) {
	const daysOfMonth, weeks, daysOfYear = 31, 53, 366
	for member, most := range map[string]int{"bymonthday": daysOfMonth, "byweekno": weeks, "byyearday": daysOfYear} {
		s := text(o, member)
		if s == "" {
			continue
		}
		for part := range strings.SplitSeq(s, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(part))
			if err != nil || n == 0 || n < -most || n > most {
				b.found(ByDay, step(pointer, member), s, "±1–"+number(most))
				break
			}
		}
	}
	// Only of a month there is a second Monday.
	if s := text(o, "byday"); text(o, "freq") == "WEEKLY" && days.MatchString(s) && digit.MatchString(s) {
		b.found(ByDay, step(pointer, "byday"), s, "MO,TU,…")
	}
	for _, member := range []string{"interval", "count"} {
		n, ok := o[member].(json.Number)
		if x, err := n.Float64(); ok && err == nil && (x < 1 || x != float64(int64(x))) {
			b.found(Range, step(pointer, member), n.String(), "≥ 1")
		}
	}
}

// room looks at how many places there are: never fewer than none, and never
// more than there can be.
func (b *body) room(o object, pointer string) {
	available, ok1 := o["available"].(json.Number)
	maximum, ok2 := o["maximum"].(json.Number)
	a, err1 := available.Float64()
	z, err2 := maximum.Float64()
	if ok1 && ok2 && err1 == nil && err2 == nil && 0 <= z && z < a {
		b.found(Capacity, step(pointer, "available"), available.String(), "≤ "+maximum.String())
	}
}

// altogether looks at what an object says altogether.
func (b *body) altogether(o object, table, pointer string) {
	switch table {
	case "schedule":
		b.rhythm(o, pointer)
	case "service_capacity":
		b.room(o, pointer)
	case "attribute":
		if o["taxonomy_term"] == nil && text(o, "taxonomy_term_id")+text(o, "label")+text(o, "value") == "" {
			b.found(Hollow, pointer, "", "")
		}
	case "location":
		b.point(o, pointer)
	case "address":
		if code := strings.TrimSpace(text(o, "postal_code")); text(o, "country") == "CA" && code != "" && !postal.MatchString(code) {
			b.found(Unlikely, step(pointer, "postal_code"), code, "H2X 1Y4")
		}
	}
}

// point looks at where a place is: not where the equator meets the first
// meridian, and in Canada when its address says so.
func (b *body) point(o object, pointer string) {
	y, ok1 := o["latitude"].(json.Number)
	x, ok2 := o["longitude"].(json.Number)
	north, err1 := y.Float64()
	east, err2 := x.Float64()
	const south, top, west, east1 = 41, 84, -142, -52 // of Canada
	inside := south <= north && north <= top && west <= east && east <= east1
	if !ok1 || !ok2 || err1 != nil || err2 != nil || !onEarth(north, east) {
		return
	}
	if north == 0 && east == 0 || inCanada(o) && !inside {
		b.found(Unlikely, step(pointer, "latitude"), y.String()+", "+x.String(), "")
	}
}

func onEarth(north, east float64) bool {
	return north >= -90 && north <= 90 && east >= -180 && east <= 180
}

// inCanada tells whether all addresses of a place are there.
func inCanada(o object) bool {
	list, _ := o["addresses"].([]any)
	for _, x := range list {
		if a, _ := x.(object); text(a, "country") != "CA" {
			return false
		}
	}
	return len(list) > 0
}

// lacks looks at what a record lacks that stands by itself: a service is of an
// organization, and a service at a place has both.
func (b *body) lacks(o object, table, pointer string) {
	for _, member := range map[string][]string{"service": {"organization"}, "service_at_location": {"service", "location"}}[table] {
		if o[member] == nil && text(o, member+"_id") == "" {
			b.found(Hollow, step(pointer, member), "", "")
		}
	}
}
