package api

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// Areas are the middles of postal areas, by code: forward sortation areas
// (H2X) or whole codes. The operator gives them: who publishes such a table,
// and under which licence, differs from place to place.
type Areas map[string]directory.Point

// ReadAreas reads a table: code, latitude, longitude, with a comma, a
// semicolon or a tab between them, and a line of names above or none.
func ReadAreas(r io.Reader) (Areas, error) {
	a := Areas{}
	lines := bufio.NewScanner(r)
	for no := 1; lines.Scan(); no++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.FieldsFunc(line, func(c rune) bool { return c == ',' || c == ';' || c == '\t' })
		if len(cells) < 3 {
			return nil, fmt.Errorf("line %d: %d cells", no, len(cells))
		}
		lat, err1 := strconv.ParseFloat(strings.TrimSpace(cells[1]), 64)
		lon, err2 := strconv.ParseFloat(strings.TrimSpace(cells[2]), 64)
		code := postal(strings.Trim(cells[0], `"`))
		switch {
		case no == 1 && err1 != nil && err2 != nil:
			continue // names of columns
		case err1 != nil || err2 != nil || code == "" || math.IsNaN(lat+lon) || math.Abs(lat) > 90 || math.Abs(lon) > 180:
			return nil, fmt.Errorf("line %d: %.80q", no, line)
		}
		a[code] = directory.Point{Lat: lat, Lon: lon}
	}
	return a, lines.Err()
}

// postal is a code as the table has it: without blanks, in capitals.
func postal(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(s), ""))
}

// canadian is a whole Canadian code, or its first half.
var canadian = regexp.MustCompile(`^[A-Z]\d[A-Z](\d[A-Z]\d)?$`)

// find finds the middle of a code, or of the area that it begins with.
func (a Areas) find(code string) (directory.Point, bool) {
	p, ok := a[code]
	if !ok && canadian.MatchString(code) {
		p, ok = a[code[:3]]
	}
	return p, ok
}

// near reads postcode and proximity. Where they cannot be answered they are
// refused: a list of everything would look like an answer.
func (p *params) near(a Areas) *directory.Near {
	code, distance := postal(p.text("postcode")), p.text("proximity")
	if code == "" {
		if distance != "" {
			p.wrong("postcode", "hsds.proximity_alone")
		}
		return nil
	}
	n := &directory.Near{Postal: code}
	if distance != "" {
		metres, err := strconv.ParseFloat(distance, 64)
		if err != nil || !(metres > 0) || math.IsInf(metres, 0) {
			p.wrong("proximity", "hsds.not_a_distance")
		}
		n.Within = metres
	}
	if len(a) == 0 {
		p.bad = append(fault.Fields{fault.Field("postcode", "hsds.no_areas")}, p.bad...)
		return nil
	}
	at, ok := a.find(code)
	if !ok {
		p.wrong("postcode", "hsds.area_unknown")
		return nil
	}
	n.At = at
	return n
}
