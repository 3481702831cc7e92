package web

import (
	"math"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
)

// ages says from which age to which; empty when neither is told. Whole years are said
// as such, those of babies in months.
func ages(l *i18n.Local, d *directory.Listing) i18n.Text {
	from, to := d.MinAge, d.MaxAge
	years := func(f float64) bool { return f == math.Trunc(f) }
	switch {
	case from > 0 && to > 0 && years(from) && years(to):
		return l.Text("service.ages", "from", l.Decimal(from), "to", l.Decimal(to))
	case from > 0 && to > 0:
		return l.Text("service.ages_between", "from", age(l, from), "to", age(l, to))
	case from > 1 && years(from):
		return l.Text("service.age_from", "from", l.Decimal(from))
	case from > 0:
		return l.Text("service.age_since", "from", age(l, from))
	case to > 1 && years(to):
		return l.Text("service.age_to", "to", l.Decimal(to))
	case to > 0:
		return l.Text("service.age_until", "to", age(l, to))
	}
	return i18n.Text{}
}

// age is one age with its unit. Sources write months as parts of a year, with two
// decimals: 0.08 is one.
func age(l *i18n.Local, f float64) i18n.Text {
	const inMonths, near = 3, 0.1
	months := math.Round(f * 12)
	switch {
	case f == math.Trunc(f):
		return l.NText("service.years", int(f))
	case f < inMonths && math.Abs(f*12-months) < near && months > 0:
		return l.NText("service.months", int(months))
	}
	return l.Text("service.years_part", "n", l.Decimal(f))
}
