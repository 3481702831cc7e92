package brute

import (
	"slices"
	"time"

	"passerelle/internal/directory"
)

// ask is a query with its reading, of which conditions may be dropped.
type ask struct {
	directory.Query
	reading  directory.Reading
	required []directory.Demand
	loosely  bool // not each demand must be met
	apt      bool // something met each, and is apt
	dropped  bool // an instant was asked, and given up
	papers   []directory.Paper
	speaks   []string
	at, now  time.Time
}

func (d *Directory) ask(q directory.Query, wide bool, now time.Time) ask {
	a := ask{Query: q, reading: directory.Understand(q.Text, d, wide, now.In(d.home)), at: now, now: now}
	f := a.reading.Facets
	a.required = a.reading.Required
	a.papers = f.Papers
	if q.Paper != "" && !slices.Contains(f.Papers, q.Paper) {
		a.papers = append([]directory.Paper{q.Paper}, f.Papers...)
	}
	a.speaks = f.Languages
	if len(a.speaks) == 0 && q.Language != "" {
		a.speaks = []string{q.Language}
	}
	if f.Open && q.OpenAt == nil && f.When == nil {
		a.OpenAt = &now
	}
	if a.OpenAt != nil {
		a.at = *a.OpenAt
	}
	if a.Near == nil && f.Place != nil {
		a.Near = &f.Place.Point
	}
	if a.Age == 0 {
		a.Age = f.Age
	}
	a.NoPapersAsked = q.NoPapersAsked || f.NoPapers
	if a.Limit == 0 {
		a.Limit = 20
	}
	return a
}

var dropping = []struct {
	name directory.Filter
	drop func(*ask) bool
}{
	{directory.FilterOpen, func(a *ask) bool {
		had := a.OpenAt != nil
		if had && !a.reading.Residual {
			a.Sort = directory.SortSoonest
		}
		a.OpenAt, a.dropped = nil, a.dropped || had
		return had
	}},
	{directory.FilterDistance, func(a *ask) bool {
		had := a.Near != nil && a.WithinMetres > 0
		a.WithinMetres = 0
		return had
	}},
	{directory.FilterCapacity, func(a *ask) bool { return take(&a.HasCapacity) }},
	{directory.FilterLanguage, func(a *ask) bool {
		had := take(&a.speaks)
		a.reading.Residual = a.reading.Residual || had && len(a.required) == 0
		return had
	}},
	{directory.FilterPopulation, func(a *ask) bool { return take(&a.Population) }},
	{directory.FilterAge, func(a *ask) bool { return take(&a.Age) }},
	{directory.FilterNoPapers, func(a *ask) bool { return take(&a.NoPapersAsked) }},
	{directory.FilterWords, func(a *ask) bool {
		had := len(a.required) > 1
		a.loosely = a.loosely || had
		return had
	}},
	{directory.FilterNeed, func(a *ask) bool {
		had := a.Need != "" || len(a.required) > 0
		a.Need, a.required, a.loosely = "", nil, false
		return had
	}},
}

// mixed reports a need among other things: words that mean nothing in
// particular, people, or another need.
func (a *ask) mixed() bool {
	return len(a.required) > 1 && slices.ContainsFunc(a.required, func(d directory.Demand) bool { return d.Need })
}

// needFirst reports that what is for the need comes before what holds words.
func (a *ask) needFirst() bool { return a.loosely && a.mixed() && !a.apt }

// worded reports that some word that means nothing in particular is asked.
func (a *ask) worded() bool {
	return slices.ContainsFunc(a.required, func(d directory.Demand) bool { return d.Word })
}

// take empties a condition and says whether it was there.
func take[T any](v *T) bool {
	var zero T
	had := false
	switch x := any(*v).(type) {
	case bool:
		had = x
	case string:
		had = x != ""
	case float64:
		had = x != 0
	case []string:
		had = len(x) > 0
	}
	*v = zero
	return had
}
