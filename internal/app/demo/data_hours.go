package demo

import (
	"fmt"
	"strings"
)

// Hours is one weekly opening: bit 0 of Days is Monday, minutes count from
// midnight, and an opening that runs into the next day closes after 1440.
type Hours struct {
	Days          uint8
	Opens, Closes int
}

const midnight = 24 * 60

var weekdays = [...]string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}

// parseHours reads "MO-FR 09:00-12:00,13:00-17:00; SA 20:00-02:00".
func parseHours(s string) ([]Hours, error) {
	var out []Hours
	if s == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(s, "; ") {
		days, spans, ok := strings.Cut(part, " ")
		if !ok {
			return nil, fmt.Errorf("hours %q: days, then hours", part)
		}
		set, err := parseDays(days)
		if err != nil {
			return nil, err
		}
		for span := range strings.SplitSeq(spans, ",") {
			var h1, m1, h2, m2 int
			if n, err := fmt.Sscanf(span, "%02d:%02d-%02d:%02d", &h1, &m1, &h2, &m2); n != 4 || err != nil || len(span) != len("00:00-00:00") {
				return nil, fmt.Errorf("hours %q: 09:00-17:00 expected", span)
			}
			h := Hours{Days: set, Opens: h1*60 + m1, Closes: h2*60 + m2}
			if h.Opens >= midnight || h.Closes > midnight || h.Opens == h.Closes || m1 > 59 || m2 > 59 {
				return nil, fmt.Errorf("hours %q: no such opening", span)
			}
			if h.Closes < h.Opens {
				h.Closes += midnight
			}
			out = append(out, h)
		}
	}
	return out, nil
}

// parseDays reads "MO-FR" and "TU,TH".
func parseDays(s string) (set uint8, err error) {
	for part := range strings.SplitSeq(s, ",") {
		first, last, ok := strings.Cut(part, "-")
		if !ok {
			last = first
		}
		a, b := weekday(first), weekday(last)
		if a < 0 || b < a {
			return 0, fmt.Errorf("days %q: no such days", part)
		}
		for d := a; d <= b; d++ {
			set |= 1 << d
		}
	}
	return set, nil
}

func weekday(s string) int {
	for i, d := range weekdays {
		if d == s {
			return i
		}
	}
	return -1
}
