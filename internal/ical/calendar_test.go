package ical_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/teambition/rrule-go"

	"passerelle/internal/ical"
)

var now = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)

type onset struct {
	at       time.Time // instant
	offsetTo int
}

// onsets reads a VTIMEZONE as an agenda does.
func onsets(t *testing.T, body string) (list []onset) {
	t.Helper()
	field := func(block, name string) string {
		m := regexp.MustCompile(`(?m)^` + name + `:(.*)\r$`).FindStringSubmatch(block)
		if m == nil {
			return ""
		}
		return m[1]
	}
	seconds := func(s string) int {
		n, err := strconv.Atoi(s[1:])
		if err != nil {
			t.Fatal(err)
		}
		n = (n/100*60 + n%100) * 60
		if s[0] == '-' {
			return -n
		}
		return n
	}
	for _, m := range regexp.MustCompile(`(?s)BEGIN:(STANDARD|DAYLIGHT)\r\n(.*?)END:`).FindAllStringSubmatch(body, -1) {
		start, err := time.Parse("20060102T150405", field(m[2], "DTSTART"))
		if err != nil {
			t.Fatal(err)
		}
		from, to := seconds(field(m[2], "TZOFFSETFROM")), seconds(field(m[2], "TZOFFSETTO"))
		walls := []time.Time{start}
		if r := field(m[2], "RRULE"); r != "" {
			opt, err := rrule.StrToROption(r)
			if err != nil {
				t.Fatalf("%s: %v", r, err)
			}
			opt.Dtstart, opt.Until = start, now.AddDate(4, 0, 0)
			rule, err := rrule.NewRRule(*opt)
			if err != nil {
				t.Fatal(err)
			}
			walls = rule.All()
		}
		for _, w := range walls {
			list = append(list, onset{w.Add(-time.Duration(from) * time.Second), to})
		}
	}
	return list
}

// TestZones: an agenda that knows only the file has the hour that Go has, for
// the years that a calendar speaks of.
func TestZones(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"America/Toronto", "America/Regina", "America/St_Johns", "America/Whitehorse", "Europe/Paris", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kabul", "UTC"} {
		z, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		list := onsets(t, string(ical.Calendar{Product: "x", Zone: z, Stamp: now}.Bytes()))
		if len(list) == 0 {
			t.Fatalf("%s says nothing", name)
		}
		for at := now; at.Before(now.AddDate(3, 0, 0)); at = at.Add(7 * time.Hour) {
			best := onset{}
			for _, o := range list {
				if !o.at.After(at) && (best.at.IsZero() || o.at.After(best.at)) {
					best = o
				}
			}
			if _, want := at.In(z).Zone(); best.at.IsZero() || best.offsetTo != want {
				t.Errorf("%s at %s: %d, not %d", name, at, best.offsetTo, want)
				break
			}
		}
	}
}

// FuzzText: whatever is written, a property stays one, its lines are short, and
// it is read back.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "Dîner; soir, nuit\\", "a\r\nATTACH:x", strings.Repeat("é", 200), "\x00\xff", "\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		body := string(ical.Calendar{Product: "x", Zone: time.UTC, Stamp: now, Events: []ical.Event{{UID: "u", Summary: s, Start: now, Minutes: 60}}}.Bytes())
		for line := range strings.SplitSeq(strings.TrimSuffix(body, "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("%q", line)
			}
		}
		names := regexp.MustCompile(`(?m)^[A-Z-]+`).FindAllString(strings.ReplaceAll(body, "\r\n ", ""), -1)
		extra := 0
		if strings.Contains(body, "SUMMARY:") {
			extra = 1
		}
		if len(names) != 23+extra {
			t.Fatalf("%d properties: %v", len(names), names)
		}
	})
}
