package check

import (
	"encoding/json"
	"strings"
)

// ranges looks for what cannot be: an age or a price below nothing, a zone no
// clock keeps, an end before its beginning. No schema forbids them.
func (b *body) ranges(o object, pointer string) {
	within := func(member string, least, most float64, wanted string) {
		n, ok := o[member].(json.Number)
		if x, err := n.Float64(); ok && err == nil && (x < least || x > most) {
			b.found(Range, step(pointer, member), n.String(), wanted)
		}
	}
	const mostYears, mostMoney, leastHours, mostHours = 150, 1e12, -12, 14
	within("minimum_age", 0, mostYears, "0–150")
	within("maximum_age", 0, mostYears, "0–150")
	within("amount", 0, mostMoney, "≥ 0")
	within("available", 0, mostMoney, "≥ 0")
	within("maximum", 0, mostMoney, "≥ 0")
	within("year_incorporated", leastYear, float64(b.w.report.At.Year()+1), number(leastYear)+"–"+number(b.w.report.At.Year()))
	within("extension", 0, mostMoney, "≥ 0")
	if n, ok := o["year_incorporated"].(json.Number); ok && strings.ContainsAny(n.String(), ".eE") {
		b.found(Range, step(pointer, "year_incorporated"), n.String(), "1998")
	}
	within("timezone", leastHours, mostHours, "−12–14")
	from, ok1 := o["minimum_age"].(json.Number)
	to, ok2 := o["maximum_age"].(json.Number)
	if a, err1 := from.Float64(); ok1 && ok2 && err1 == nil {
		if z, err2 := to.Float64(); err2 == nil && a > z {
			b.found(Range, step(pointer, "maximum_age"), to.String(), "≥ "+from.String())
		}
	}
	for _, span := range [...][2]string{{"valid_from", "valid_to"}, {"dtstart", "until"}} {
		first, last := text(o, span[0]), text(o, span[1])
		if isoDay.MatchString(first) && isoDay.MatchString(last) && last < first {
			b.found(Range, step(pointer, span[1]), last, "≥ "+first)
		}
	}
}
