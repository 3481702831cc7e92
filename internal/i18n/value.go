package i18n

import "time"

// Value is a placeholder's value that is written in the language of the
// sentence it stands in: an Arabic date has no place in a sentence that fell
// back to French.
type Value func(*Local) Text

// Key is the text of another key.
func Key(key string, pairs ...any) Value {
	return func(l *Local) Text { return l.Text(key, pairs...) }
}

// Since is how long ago something happened.
func Since(d time.Duration) Value { return func(l *Local) Text { return l.AgoText(d) } }

// At is an hour of the day.
func At(hour, minute int) Value {
	return func(l *Local) Text { return Text{S: l.Time(hour, minute)} }
}

// OnDay is the name of a weekday.
func OnDay(d time.Weekday) Value { return func(l *Local) Text { return l.WeekdayText(d) } }

// OnDate is a date.
func OnDate(t time.Time) Value { return func(l *Local) Text { return Text{S: l.Date(t)} } }

// Far is a distance in metres.
func Far(metres float64) Value { return func(l *Local) Text { return Text{S: l.Distance(metres)} } }

// Tongue is the name of a language.
func Tongue(code string) Value { return func(l *Local) Text { return l.Name(code) } }

// Tongues is the names of several languages.
func Tongues(codes ...string) Value {
	return func(l *Local) Text {
		s := ""
		for i, code := range codes {
			if i > 0 {
				s += ", "
			}
			s += l.Name(code).S
		}
		return Text{S: s}
	}
}
