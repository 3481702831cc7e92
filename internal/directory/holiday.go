package directory

import (
	"time"

	"passerelle/internal/text"
)

// Holiday is a statutory holiday, by its code; its name is the catalogue key
// "holiday." + code.
type Holiday string

// The holidays of Québec and Ontario.
const (
	NewYear      Holiday = "new_year"
	FamilyDay    Holiday = "family"
	GoodFriday   Holiday = "good_friday"
	EasterMonday Holiday = "easter_monday"
	Patriots     Holiday = "patriots" // Victoria Day in Ontario
	SaintJean    Holiday = "saint_jean"
	CanadaDay    Holiday = "canada_day"
	LabourDay    Holiday = "labour_day"
	Thanksgiving Holiday = "thanksgiving"
	Christmas    Holiday = "christmas"
	BoxingDay    Holiday = "boxing_day"
)

// HolidayOn is the statutory holiday of a date in a province, as sources write it
// ("QC", "Québec"); "" when it is none, or another province, whose holidays we do
// not know. In
// Québec an employer chooses Good Friday or Easter Monday: both count here,
// since a door may be closed on either.
//
// Sources: Act respecting labour standards (CQLR, c. N-1.1), s. 60, and National
// Holiday Act (F-1.1); Employment Standards Act, 2000 (Ontario), Part X.
func HolidayOn(date time.Time, province string) Holiday {
	province = withHolidays[text.Fold(province)]
	y, m, d := date.Date()
	easter := easterOf(y)
	switch {
	case province == "":
		return ""
	case m == time.January && d == 1:
		return NewYear
	case province == "ON" && m == time.February && nth(date, time.Monday) == 3:
		return FamilyDay
	case sameDay(date, easter.AddDate(0, 0, -2)):
		return GoodFriday
	case province == "QC" && sameDay(date, easter.AddDate(0, 0, 1)):
		return EasterMonday
	case m == time.May && date.Weekday() == time.Monday && d >= 18 && d <= 24: // the Monday before the 25th
		return Patriots
	case province == "QC" && m == time.June && d == 24:
		return SaintJean
	case m == time.July && d == 1:
		return CanadaDay
	case m == time.September && nth(date, time.Monday) == 1:
		return LabourDay
	case m == time.October && nth(date, time.Monday) == 2:
		return Thanksgiving
	case m == time.December && d == 25:
		return Christmas
	case province == "ON" && m == time.December && d == 26:
		return BoxingDay
	}
	return ""
}

// withHolidays are the provinces whose holidays we know, by their folded names.
var withHolidays = map[string]string{"qc": "QC", "pq": "QC", "que": "QC", "quebec": "QC", "on": "ON", "ont": "ON", "ontario": "ON"}

// nth is which one of its weekday a date is in its month; 0 on another weekday.
func nth(date time.Time, day time.Weekday) int {
	if date.Weekday() != day {
		return 0
	}
	return (date.Day()-1)/7 + 1
}

func sameDay(a, b time.Time) bool {
	y1, m1, d1 := a.Date()
	y2, m2, d2 := b.Date()
	return y1 == y2 && m1 == m2 && d1 == d2
}

// easterOf is Easter Sunday, by the Gregorian computus in the form that Butcher
// gave it (Ecclesiastical Calendar, 1876).
func easterOf(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	day := (h + l - 7*m + 33*month + 19) % 32
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// SaysOn reports that the hours speak of a date by itself: what they say of it
// then holds, holiday or not.
func SaysOn(hours []Hours, date time.Time) bool {
	y, m, d := date.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	for _, h := range hours {
		// One that only begins or ends is a season; a first Tuesday may fall on any date.
		dated := !h.From.IsZero() && !h.To.IsZero() && h.Rhythm == nil
		if dated && !day.Before(h.From) && !day.After(h.To) {
			return true
		}
	}
	return false
}
