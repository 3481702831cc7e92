package hsds

import (
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/directory"
)

// What the schemas of HSDS allow and no service can mean. A source that says so
// is told; what it wrote is kept word for word and does not leave as a fact, for
// a feed that passes a slip on has it for its own.

// bounds are the least and the most that a number can be.
type bounds struct{ least, most float64 }

// sensible are the bounds of numbers, by table and field.
var sensible = map[string]bounds{
	"service.minimum_age":        {0, mostYears},
	"service.maximum_age":        {0, mostYears},
	"cost_option.amount":         {0, mostFigure},
	"service_capacity.available": {0, mostFigure},
	"service_capacity.maximum":   {0, mostFigure},
	"schedule.timezone":          {-12, 14},
}

// mostYears is older than anybody, and mostFigure more than any service has or
// asks for.
const (
	mostYears  = 150
	mostFigure = 1e12
)

// past are the days on which somebody did something: a word said to be given next
// year would count as the freshest of all until then.
var past = map[string]bool{"service.assured_date": true, "service.last_modified": true, "service_capacity.updated": true, "metadata.last_action_date": true}

// toCome reports a day, or an instant of it, that has begun nowhere yet.
func (m *mapper) toCome(day string) bool {
	return len(day) >= len(m.today) && day[:len(m.today)] > m.today
}

// ordered are two fields of which the second cannot come before the first.
var ordered = map[string][2]string{
	"service":     {"minimum_age", "maximum_age"},
	"schedule":    {"valid_from", "valid_to"},
	"cost_option": {"valid_from", "valid_to"},
}

// senseless is why a value, read as its kind, cannot be meant; empty when it
// can.
func (r *row) senseless(col directory.Column, v string) string {
	table := r.rec.Table
	if col.Kind == directory.Words && machineWords[v] {
		return "no_value"
	}
	if s, ok := sensible[table+"."+col.Name]; ok {
		f, err := strconv.ParseFloat(v, 64)
		if err != nil || f < s.least || f > s.most {
			return "impossible"
		}
	}
	if past[table+"."+col.Name] && r.m.toCome(v) {
		return "to_come"
	}
	if r.reversed(ordered[table], col) || table == "schedule" && r.reversed([2]string{"dtstart", "until"}, col) {
		return "reversed"
	}
	return ""
}

// reversed reports a field of a pair whose end comes before its beginning.
func (r *row) reversed(pair [2]string, col directory.Column) bool {
	if !slices.Contains(pair[:], col.Name) {
		return false
	}
	from, to := r.find(pair[0]), r.find(pair[1])
	if from == nil || to == nil {
		return false
	}
	a, how1 := read(col.Kind, from.val)
	z, how2 := read(col.Kind, to.val)
	if how1 == unread || how2 == unread {
		return false
	}
	if col.Kind != directory.Number {
		return z < a // days: as they are written, so they follow
	}
	first, _ := strconv.ParseFloat(a, 64)
	last, _ := strconv.ParseFloat(z, 64)
	return last < first
}

// refuse keeps a cell that cannot be meant. Without its dates a schedule would
// read as open for ever, a price as asked for ever, and places as free at any
// time: such a record is kept, and shown to nobody.
func (r *row) refuse(c *cell, reason string) {
	r.faulty(c, reason)
	if (reason == "reversed" || reason == "to_come") && r.rec.Table != "service" {
		r.bad = true
	}
}

// machineWords stand in a cell of text where a program had nothing to write. A
// person who writes N/A or "-" means something by it.
var machineWords = set("NULL", "null", "(null)", "<null>", `\N`, "NaN", "nan", "undefined",
	"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "[object Object]")

// counts are how far the parts of a rhythm count (RFC 5545): whole numbers from
// one, or from the end where there is an end.
var counts = map[string]struct {
	most int
	list bool
}{"interval": {mostRhythm, false}, "count": {mostRhythm, false}, "bymonthday": {31, true}, "byweekno": {53, true}, "byyearday": {366, true}}

// mostRhythm is beyond any interval and any number of times.
const mostRhythm = 100_000

// beat keeps a part of a rhythm. What does not count goes into the words that
// the whole rhythm becomes.
func beat(r *row, c *cell) {
	if !tells(c) {
		r.issue(c, "impossible")
		r.append("description", c.val)
		r.mapped(c, "description")
		return
	}
	r.put(c, c.name)
}

// tells reports that a part of a rhythm counts.
func tells(c *cell) bool {
	k := counts[c.name]
	if !k.list {
		v, how := readNumber(c.val)
		n, err := strconv.Atoi(v)
		return how != unread && err == nil && n >= 1 && n <= k.most
	}
	for part := range strings.SplitSeq(c.val, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || n == 0 || n < -k.most || n > k.most {
			return false
		}
	}
	return true
}

// unrhythmic reports a rhythm of which a part cannot be read: without that part it
// would hold on other days.
func (r *row) unrhythmic() bool {
	if r.l.to != "schedule" || r.l.special["byday"] == nil {
		return false
	}
	if c := r.find("byday"); c != nil && daysOf(c.val) == nil {
		return true
	}
	for name := range counts {
		if c := r.find(name); c != nil && !tells(c) {
			return true
		}
	}
	return false
}
