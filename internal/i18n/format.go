package i18n

import (
	"math"
	"strconv"
	"strings"
	"time"
)

const nbsp = "\u00a0"

// Number writes a whole number with the grouping of the language, always in
// Latin digits (languages.md §5: x/text would print others in Arabic).
func (l *Local) Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	// Four digits stay together in French and Spanish only by taste; five and
	// more are cut everywhere.
	if len(digits) <= 4 && l.facts.group == nbsp {
		return sign + digits
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + l.facts.group + digits[i:]
	}
	return sign + digits
}

// mark puts the decimal mark of the language in a number written with a point.
func (l *Local) mark(s string) string { return strings.Replace(s, ".", l.facts.decimal, 1) }

// Decimal writes a number with its decimals, if it has any, at most two.
func (l *Local) Decimal(f float64) string {
	return l.mark(strconv.FormatFloat(math.Round(f*100)/100, 'f', -1, 64))
}

// Amount writes a sum of money without its currency: with cents, or whole.
func (l *Local) Amount(f float64) string {
	whole, cents := math.Modf(math.Round(f*100) / 100)
	if cents == 0 {
		return l.Number(int(whole))
	}
	return l.Number(int(whole)) + l.mark(strconv.FormatFloat(cents, 'f', 2, 64)[1:])
}

// Distance says how far a place is: metres by tens, then kilometres.
func (l *Local) Distance(metres float64) string {
	if metres < 995 {
		n := int(math.Max(10, math.Round(metres/10)*10))
		return l.T("time.metres", "n", n)
	}
	km := metres / 1000
	if km < 10 {
		return l.T("time.kilometres", "n", l.mark(strconv.FormatFloat(km, 'f', 1, 64)))
	}
	return l.T("time.kilometres", "n", int(math.Round(km)))
}

// Time writes an hour of the day as it is said in Québec (20 h 30), in
// Canadian English (8:30 pm), or on 24 hours elsewhere.
func (l *Local) Time(h, m int) string {
	h %= 24
	switch {
	case l.lang != "fr" && l.lang != "en":
		return two0(h) + ":" + two0(m)
	case h == 0 && m == 0:
		return l.T("time.midnight")
	case h == 12 && m == 0:
		return l.T("time.noon")
	case l.lang == "fr":
		return frenchTime(h, m)
	}
	return englishTime(h, m)
}

func frenchTime(h, m int) string {
	if m == 0 {
		return strconv.Itoa(h) + nbsp + "h"
	}
	return strconv.Itoa(h) + nbsp + "h" + nbsp + two0(m)
}

func englishTime(h, m int) string {
	half, h12 := "am", h%12
	if h >= 12 {
		half = "pm"
	}
	if h12 == 0 {
		h12 = 12
	}
	if m == 0 {
		return strconv.Itoa(h12) + nbsp + half
	}
	return strconv.Itoa(h12) + ":" + two0(m) + nbsp + half
}

func two0(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// Date writes a date in words. A language whose pack brings no months gets
// year-month-day in digits, which everybody can read and nobody mistakes.
func (l *Local) Date(t time.Time) string {
	month := monthKeys[t.Month()-1]
	if !l.Speaks(month) || !l.Speaks("time.date") {
		return t.Format("2006-01-02")
	}
	return l.T("time.date", "d", l.dayNumber(t), "month", l.T(month), "y", strconv.Itoa(t.Year()))
}

// Day writes a date with its weekday, without the year.
func (l *Local) Day(t time.Time) string {
	month := monthKeys[t.Month()-1]
	if !l.Speaks(month) || !l.Speaks("time.day_date") {
		return t.Format("2006-01-02")
	}
	return l.T("time.day_date", "day", l.Weekday(t.Weekday()), "d", l.dayNumber(t), "month", l.T(month))
}

func (l *Local) dayNumber(t time.Time) string {
	if t.Day() == 1 && l.lang == "fr" {
		return "1er"
	}
	return strconv.Itoa(t.Day())
}

// DateTime writes a date and an hour.
func (l *Local) DateTime(t time.Time) string {
	return l.T("time.date_time", "date", l.Date(t), "time", l.Time(t.Hour(), t.Minute()))
}

// Weekday is the name of a day.
func (l *Local) Weekday(d time.Weekday) string { return l.T(dayKeys[d]) }

// WeekdayText is Weekday with its language.
func (l *Local) WeekdayText(d time.Weekday) Text { return l.Text(dayKeys[d]) }

// Ago says how long ago something happened, in the largest unit that is still
// useful to decide whether to trust it.
func (l *Local) Ago(d time.Duration) string {
	return l.AgoText(d).S
}

// AgoText is Ago with the language it is really in.
func (l *Local) AgoText(d time.Duration) Text {
	const day = 24 * time.Hour
	switch days := int(d / day); {
	case d < time.Minute:
		return l.Text("time.now")
	case d < time.Hour:
		return l.NText("time.minutes_ago", int(d/time.Minute))
	case d < day:
		return l.NText("time.hours_ago", int(d/time.Hour))
	case days == 1:
		return l.Text("time.yesterday")
	case days < 45:
		return l.NText("time.days_ago", days)
	case days < 700:
		return l.NText("time.months_ago", int(math.Round(float64(days)/30.44)))
	default:
		return l.NText("time.years_ago", int(math.Round(float64(days)/365.25)))
	}
}

var monthKeys = [12]string{
	"time.january", "time.february", "time.march", "time.april", "time.may", "time.june",
	"time.july", "time.august", "time.september", "time.october", "time.november", "time.december",
}

var dayKeys = [7]string{
	"time.sunday", "time.monday", "time.tuesday", "time.wednesday", "time.thursday", "time.friday", "time.saturday",
}
