package consortium

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Limits of a plan: what one sheet of paper holds.
const (
	NameMost        = 80
	LabelMost       = 40
	PlacesMost      = 30
	PopulationsMost = 6
	ContactMost     = 80
	PartsMost       = 200
)

// Consortium is a territory and populations that organisations share out.
type Consortium struct {
	ID          string
	Name        string
	Places      []string // keys, in the order of the plan
	Populations []string // as the members call them
	Org         access.Org
	Version     int
	Begun       db.Time
	Ended       db.Time
}

// Over reports that it was closed.
func (c Consortium) Over() bool { return !c.Ended.IsZero() }

// Part is what one organisation covers.
type Part struct {
	ID                string
	Org               access.Org
	Place, Population string
	Contact           string // a number, a team: of the organisation, not of a person served
	Since             db.Time
}

// Plan is a consortium with who covers what.
type Plan struct {
	Consortium
	Parts []Part
}

// At are the parts of a place and a population, in the order they were taken.
func (p Plan) At(place, population string) (list []Part) {
	for _, x := range p.Parts {
		if x.Place == place && x.Population == population {
			list = append(list, x)
		}
	}
	return list
}

// Hole is a population that nobody covers in a place.
type Hole struct{ Place, Population string }

// Holes are what nobody covers, in the order of the plan.
func (p Plan) Holes() (list []Hole) {
	for _, place := range p.Places {
		for _, population := range p.Populations {
			if len(p.At(place, population)) == 0 {
				list = append(list, Hole{place, population})
			}
		}
	}
	return list
}

// Orgs are the organisations of a plan, whoever began it first.
func (p Plan) Orgs() (list []access.Org) {
	list = append(list, p.Org)
	for _, x := range p.Parts {
		if !slices.Contains(list, x.Org) {
			list = append(list, x.Org)
		}
	}
	return list
}

// Member reports that an organisation began it, or covers a part of it.
func (p Plan) Member(o access.Org) bool { return slices.Contains(p.Orgs(), o) }

// Drawn is a plan as it is typed: a place or a population a line.
type Drawn struct {
	Name                string
	Places, Populations string
}

// check reads what was typed.
func (d Drawn) check(places Places) (c Consortium, err error) {
	var bad fault.Fields
	c.Name = strings.TrimSpace(d.Name)
	if n := utf8.RuneCountInString(c.Name); n == 0 || n > NameMost {
		bad = append(bad, fault.Field("name", "consortium.name_missing", "most", NameMost))
	}
	for i, line := range lines(d.Places) {
		key, ok := places.PlaceOf(line)
		if !ok {
			bad = append(bad, fault.Field("places", "consortium.place_unknown", "line", i+1))
			break
		}
		if !slices.Contains(c.Places, key) {
			c.Places = append(c.Places, key)
		}
	}
	if n := len(lines(d.Places)); n == 0 || n > PlacesMost {
		bad = append(bad, fault.Field("places", "consortium.places_missing", "most", PlacesMost))
	}
	for _, line := range lines(d.Populations) {
		if !slices.Contains(c.Populations, line) {
			c.Populations = append(c.Populations, line)
		}
		if utf8.RuneCountInString(line) > LabelMost {
			bad = append(bad, fault.Field("populations", "consortium.population_long", "most", LabelMost))
			break
		}
	}
	if n := len(c.Populations); n == 0 || n > PopulationsMost {
		bad = append(bad, fault.Field("populations", "consortium.populations_missing", "most", PopulationsMost))
	}
	return c, bad.Err()
}

// lines are the lines of a text that say something.
func lines(s string) (list []string) {
	for line := range strings.Lines(s) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// byPlan orders parts as the plan does.
func (p *Plan) byPlan() {
	slices.SortStableFunc(p.Parts, func(a, b Part) int {
		return cmp.Or(slices.Index(p.Places, a.Place)-slices.Index(p.Places, b.Place), slices.Index(p.Populations, a.Population)-slices.Index(p.Populations, b.Population), a.Since.Compare(b.Since.Time))
	})
}
