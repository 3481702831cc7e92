package page

import "passerelle/internal/i18n"

// KeptFor says a number of days as people do: in years where it is whole ones.
func KeptFor(l *i18n.Local, days int) i18n.Text {
	const year = 365
	if days >= year && days%year == 0 {
		return l.NText("mine.years", days/year)
	}
	return l.NText("mine.days", days)
}
