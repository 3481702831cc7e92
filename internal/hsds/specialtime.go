package hsds

import (
	"regexp"
	"strconv"
	"strings"

	"passerelle/internal/text"
)

// year keeps the year of a date, which is all that 3.x has room for.
func year(r *row, c *cell) {
	v, how := readDate(c.val)
	if how == unread {
		v, how = readNumber(c.val)
	} else {
		v = v[:4]
	}
	if how == unread || !oneYear.MatchString(v) {
		r.faulty(c, "bad_date")
		return
	}
	if n, err := strconv.Atoi(v); err != nil || n > r.m.latest {
		r.faulty(c, "impossible")
		return
	}
	r.rec.Set("year_incorporated", v)
	r.mapped(c, "year_incorporated")
}

// oneYear is a year in which somebody founded something. 20245 is none, and
// whether 2024 or 2045 was meant nobody can tell.
var oneYear = regexp.MustCompile(`^(1\d|20)\d\d$`)

// foundIn remembers which of 3.3's two lists a schedule stood in.
func foundIn(r *row, c *cell) { r.attribute(nil, scheduleKind, c.val, "true") }

var weekdays = map[string]string{
	"1": "MO", "2": "TU", "3": "WE", "4": "TH", "5": "FR", "6": "SA", "7": "SU",
	"monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH", "friday": "FR", "saturday": "SA", "sunday": "SU",
	"mon": "MO", "tue": "TU", "tues": "TU", "wed": "WE", "thu": "TH", "thur": "TH", "thurs": "TH", "fri": "FR", "sat": "SA", "sun": "SU",
	"lundi": "MO", "mardi": "TU", "mercredi": "WE", "jeudi": "TH", "vendredi": "FR", "samedi": "SA", "dimanche": "SU",
	"mo": "MO", "tu": "TU", "we": "WE", "th": "TH", "fr": "FR", "sa": "SA", "su": "SU",
}

const everyDay = "MO,TU,WE,TH,FR,SA,SU"

func weekday(r *row, c *cell) {
	d, ok := weekdays[text.Fold(c.val)]
	if !ok {
		r.faulty(c, "bad_weekday")
		return
	}
	r.rec.Set("byday", d)
	r.mapped(c, "byday")
}

// weekStart is one day, without an ordinal.
func weekStart(r *row, c *cell) {
	d, ok := weekdays[text.Fold(c.val)]
	if !ok || len(c.val) < 2 {
		r.faulty(c, "bad_weekday")
		return
	}
	r.rec.Set("wkst", d)
	r.mapped(c, "wkst")
}

// inWords puts into words what goes with a rhythm that HSDS cannot write, or
// that nobody can read: its days and hours alone would read as every week's, and
// its hours alone as every day's.
func inWords(r *row, c *cell) bool {
	f := r.find("freq")
	if r.unrhythmic() || f == nil && r.find("bysetpos") != nil || f != nil && !r.rhythm(f) {
		r.append("description", c.val)
		r.mapped(c, "description")
		return true
	}
	return false
}

func hour(r *row, c *cell) {
	if !inWords(r, c) {
		clockTime(r, c)
	}
}

// clockTime keeps when a door opens or closes. From midnight to 24:00 is day and
// night, which HSDS writes 00:00 to 23:59; what opens and closes at one time is told,
// for it may be meant as day and night or as shut.
func clockTime(r *row, c *cell) {
	if c.name == "closes_at" && r.closesAsItOpens(c) {
		if strings.HasPrefix(c.val, "24:00") {
			r.rec.Set("closes_at", "23:59")
			r.mapped(c, "closes_at")
			return
		}
		r.issue(c, "same_hours")
	}
	r.put(c, c.name)
}

// closesAsItOpens reports a door that closes at the minute at which it opens, and is
// not said to be shut.
func (r *row) closesAsItOpens(c *cell) bool {
	from := r.find("opens_at")
	if from == nil || r.find("closed") != nil {
		return false
	}
	opens, how1 := readHour(from.val)
	closes, how2 := readHour(c.val)
	return how1 != unread && how2 != unread && opens[:len("00:00")] == closes[:len("00:00")]
}

// ordinal is which of its month a day is, from either end.
var ordinal = regexp.MustCompile(`^([+-]?[1-5])?$`)

// daysOf reads a list of weekdays; an ordinal (1MO, the first Monday) stays. It
// is nil where one of them cannot be read, and where there is none.
func daysOf(s string) (out []string) {
	for _, v := range strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == ';' || c == ' ' }) {
		word := strings.TrimLeft(v, "+-0123456789")
		nth := strings.TrimSuffix(v, word)
		d, ok := weekdays[text.Fold(word)]
		if !ok || len(word) < 2 || !ordinal.MatchString(nth) {
			return nil
		}
		out = append(out, nth+d)
	}
	return out
}

// days keeps a list of weekdays.
func days(r *row, c *cell) {
	if inWords(r, c) {
		if daysOf(c.val) == nil {
			r.issue(c, "bad_weekday")
		}
		return
	}
	out := daysOf(c.val)
	if at := r.find("bysetpos"); at != nil { // the second of the Tuesdays is 2TU
		day := out[0]
		out = nil
		for _, n := range strings.Split(at.val, ",") {
			out = append(out, strings.TrimSpace(n)+day)
		}
	}
	r.rec.Set(c.name, strings.Join(out, ","))
	r.mapped(c, c.name)
}

// rhythm reports whether one of the two words of 3.x can say a frequency.
func (r *row) rhythm(c *cell) bool {
	f := strings.ToUpper(c.val)
	if at := r.find("bysetpos"); at != nil && (f != "MONTHLY" || !r.positions(at)) {
		return false
	}
	if byday := r.find("byday"); f == "WEEKLY" && byday != nil && strings.ContainsAny(byday.val, "0123456789") {
		return false // a week has no second Monday: which month's is meant?
	}
	if f == "DAILY" {
		every := r.find("interval")
		return every == nil || every.val == "1"
	}
	return f == "WEEKLY" || f == "MONTHLY"
}

// setPositions are what BYSETPOS may say of the weekdays of a month.
var setPositions = regexp.MustCompile(`^ *-?[1-5] *(, *-?[1-5] *)*$`)

// positions reports that BYSETPOS, which HSDS does not have, can be told by an
// ordinal: it then speaks of one weekday. "The first working day of the month"
// cannot: its days without it would read as every week's.
func (r *row) positions(at *cell) bool {
	byday := r.find("byday")
	if byday == nil || r.find("bymonthday") != nil || !setPositions.MatchString(at.val) {
		return false
	}
	_, one := weekdays[text.Fold(byday.val)]
	return one && len(byday.val) >= 2
}

// setPosition stands in byday, when it can be told there.
func setPosition(r *row, c *cell) {
	if !inWords(r, c) {
		r.mapped(c, "byday")
	}
}

// frequency fits 2.0 and free use into the two words of 3.x.
func frequency(r *row, c *cell) {
	switch f := strings.ToUpper(c.val); {
	case r.unrhythmic(): // told where it is
		r.append("description", c.val)
		r.mapped(c, "description")
		return
	case !r.rhythm(c):
		r.append("description", c.val)
		r.issue(c, "bad_frequency")
		r.mapped(c, "description")
		return
	case f == "DAILY":
		r.rec.Set("freq", "WEEKLY")
		if r.find("byday") == nil {
			r.rec.Set("byday", everyDay)
		}
	default:
		r.rec.Set("freq", f)
	}
	r.mapped(c, "freq")
}

// closed is a holiday. HSDS has no such flag: the words stand in notes and an
// attribute of ours tells machines.
func closed(r *row, c *cell) {
	switch text.Fold(c.val) {
	case "true", "t", "1", "yes", "y", "oui", "vrai":
		r.append("notes", "closed")
		r.attribute(c, scheduleKind, "closed", "true")
	case "false", "f", "0", "no", "n", "non", "faux":
		r.attribute(c, scheduleKind, "open", "true")
	default:
		r.faulty(c, "bad_truth")
	}
}

func changeDate(r *row, c *cell) {
	if v, how := readMoment(c.val); how == asIs && len(v) > 10 && !r.m.toCome(v) { // older packages log to the second
		r.rec.Set("last_action_date", v[:10])
		r.mapped(c, "last_action_date")
		return
	}
	r.put(c, "last_action_date")
}
