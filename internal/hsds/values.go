package hsds

import (
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/directory"
)

// reading is what a cell says once read as a kind of value.
type reading uint8

const (
	asIs     reading = iota // as written, or written otherwise without any doubt
	repaired                // changed: an issue tells
	unread                  // no value of that kind: an issue tells, the text stays in the ledger
)

// read turns text into the canonical form of a kind. It never guesses: what
// may be read two ways is unread.
func read(kind directory.ColumnKind, s string) (string, reading) {
	switch kind {
	case directory.Number:
		return readNumber(s)
	case directory.Date:
		return readDate(s)
	case directory.Moment:
		return readMoment(s)
	case directory.Hour:
		return readHour(s)
	case directory.Web:
		return readWeb(s)
	case directory.Mail:
		return readMail(s)
	}
	return s, asIs
}

func readNumber(s string) (string, reading) {
	how := asIs
	if decimalComma.MatchString(s) { // 45,5 is French; 1,234 could be a thousand: unread
		s, how = strings.Replace(s, ",", ".", 1), repaired
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || strings.ContainsAny(s, "xXpP_") {
		return "", unread
	}
	if f == 0 {
		f = 0 // no negative zero
	}
	return strconv.FormatFloat(f, 'f', -1, 64), how
}

var decimalComma = regexp.MustCompile(`^-?\d+,(\d{1,2}|\d{4,})$`)

// Days are written the ISO way, or with the month in letters. 03/04/2026 has
// two readings and gets none.
func readDate(s string) (string, reading) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return sane(t, s, asIs)
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04:05 MST", "2006/01/02", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return sane(t, t.Format(time.DateOnly), asIs)
		}
	}
	for _, layout := range []string{"January 2, 2006", "Jan 2, 2006", "2 January 2006", "2 Jan 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return sane(t, t.Format(time.DateOnly), repaired)
		}
	}
	return "", unread
}

// sane refuses years that stand for "none", such as 0001.
func sane(t time.Time, s string, how reading) (string, reading) {
	if t.Year() < 1600 || t.Year() > 2400 {
		return "", unread
	}
	return s, how
}

func readMoment(s string) (string, reading) {
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return sane(t, s, asIs)
	}
	for _, layout := range []string{"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02 15:04:05 MST", time.DateOnly, "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999 -0700 MST"} {
		if t, err := time.Parse(layout, s); err == nil {
			return sane(t, t.UTC().Format(time.RFC3339Nano), repaired) // no offset given: taken as UTC
		}
	}
	return "", unread
}

var (
	hourISO    = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$`)
	hourShort  = regexp.MustCompile(`^(\d):([0-5]\d)(:[0-5]\d)?$`)
	hourFrench = regexp.MustCompile(`(?i)^(\d{1,2}) ?h ?([0-5]\d)?$`)
	hourHalf   = regexp.MustCompile(`(?i)^(\d{1,2})(?::([0-5]\d))? ?([ap])\.?m\.?$`)
)

func readHour(s string) (string, reading) {
	if hourISO.MatchString(s) {
		return s, asIs
	}
	if hourShort.MatchString(s) {
		return "0" + s, asIs
	}
	if s == "24:00" || s == "24:00:00" { // the end of the day, which HSDS cannot write
		return "00:00", asIs
	}
	if m := hourFrench.FindStringSubmatch(s); m != nil {
		if h, _ := strconv.Atoi(m[1]); h < 24 {
			return two(h) + ":" + minutes(m[2]), asIs
		}
	}
	if m := hourHalf.FindStringSubmatch(s); m != nil {
		if h, _ := strconv.Atoi(m[1]); h >= 1 && h <= 12 {
			h %= 12
			if m[3] == "p" || m[3] == "P" {
				h += 12
			}
			return two(h) + ":" + minutes(m[2]), asIs
		}
	}
	return "", unread
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func minutes(s string) string {
	if s == "" {
		return "00"
	}
	return s
}

var (
	hasScheme = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s]`)
	bareHost  = regexp.MustCompile(`^([\pL\pN-]+\.)+\pL{2,}(:\d+)?([/?#]\S*)?$`)
	mailbox   = regexp.MustCompile(`^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$`) // what looks like one
	mailName  = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")
	mailHost  = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`)
)

// Text of the source never becomes a link that runs something.
var safeSchemes = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true, "ftp": true, "urn": true, "doi": true}

func readWeb(s string) (string, reading) {
	if bareHost.MatchString(s) {
		if _, err := url.Parse("https://" + s); err != nil {
			return "", unread
		}
		return "https://" + s, repaired
	}
	if !hasScheme.MatchString(s) || strings.ContainsAny(s, "\n\r\t") {
		return "", unread
	}
	scheme, rest, _ := strings.Cut(s, ":")
	if !safeSchemes[strings.ToLower(scheme)] || strings.HasPrefix(strings.ToLower(scheme), "http") && strings.Trim(rest, "/") == "" {
		return "", unread
	}
	s = strings.ReplaceAll(s, " ", "%20")
	if _, err := url.Parse(s); err != nil { // two addresses in one cell, a port that is none
		return "", unread
	}
	return s, asIs
}

// readMail wants what the format of HSDS is held to elsewhere, RFC 5321: a feed
// with accents in an address is refused by who checks it.
func readMail(s string) (string, reading) {
	const mostName, mostMail = 64, 254
	s = strings.TrimPrefix(s, "mailto:")
	name, host, _ := strings.Cut(s, "@")
	if len(name) > mostName || len(s) > mostMail || !mailName.MatchString(name) || !mailHost.MatchString(host) {
		return "", unread
	}
	return s, asIs
}

var tag = regexp.MustCompile(`<[a-zA-Z!/][^<>]*>`)

// oddText tells what of a text would do harm elsewhere: marks of a web page,
// which our pages show as they stand, and what a spreadsheet would run.
func oddText(kind directory.ColumnKind, s string) string {
	switch {
	case kind != directory.Words:
		return ""
	case s[0] == '=' || s[0] == '@':
		return "formula"
	case strings.IndexByte(s, '<') >= 0 && tag.MatchString(s):
		return "markup"
	}
	return ""
}
