package main

import (
	"fmt"
	"regexp"
	"strings"

	"passerelle/internal/directory"
)

var (
	weekdays = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	short    = []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
	dayLine  = regexp.MustCompile(`(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?::|</td><td>)\s*(Closed|(?:(?:<time>|\s|,)*\d{1,2}:\d{2}\s?(?:AM|PM)?\s*-\s*\d{1,2}:\d{2}\s?(?:AM|PM)?(?:</time>)?)+)`)
	span     = regexp.MustCompile(`(\d{1,2}):(\d{2})\s?(AM|PM)?\s*-\s*(\d{1,2}):(\d{2})\s?(AM|PM)?`)
	tag      = regexp.MustCompile(`<[^>]*>`)
)

// hoursIn reads the days and hours that a source writes in words, as whoever
// maps its columns would, and returns what is left of the passage.
func hoursIn(s string) (hours, rest string) {
	var list []string
	for _, m := range dayLine.FindAllStringSubmatch(s, -1) {
		for d, name := range weekdays {
			for _, t := range span.FindAllStringSubmatch(m[2], -1) {
				if m[1] == name {
					list = append(list, fmt.Sprintf("%s %s-%s", short[d], clock(t[1], t[2], t[3]), clock(t[4], t[5], t[6])))
				}
			}
		}
	}
	return strings.Join(list, "; "), tag.ReplaceAllString(dayLine.ReplaceAllString(s, " "), " ")
}

func clock(hour, minute, half string) string {
	h := 0
	fmt.Sscan(hour, &h)
	if half != "" {
		h %= 12
	}
	if half == "PM" {
		h += 12
	}
	return fmt.Sprintf("%02d:%s", h%24, minute)
}

func hours(s string) (out []directory.Hours, err error) {
	for one := range strings.SplitSeq(s, ";") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		var h directory.Hours
		var day string
		var h1, m1, h2, m2 int
		if _, err := fmt.Sscanf(one, "%2s %d:%d-%d:%d", &day, &h1, &m1, &h2, &m2); err != nil {
			return nil, fmt.Errorf("hours %q: %w", one, err)
		}
		for d, name := range short {
			if name == day {
				h.Days = 1 << d
			}
		}
		h.Opens, h.Closes = h1*60+m1, h2*60+m2
		if h.Closes <= h.Opens {
			h.Closes += 24 * 60
		}
		out = append(out, h)
	}
	return out, nil
}
