package hsds

import (
	"strconv"
	"strings"
)

// Where a place cannot be, though its numbers are those of a point on Earth: a
// map that leads there leads nobody to the door.

// area is a part of the Earth, in degrees.
type area struct{ south, north, west, east float64 }

func (a area) holds(north, east float64) bool {
	return a.south <= north && north <= a.north && a.west <= east && east <= a.east
}

var (
	ofCanada = []area{{41, 84, -142, -52}}
	// With its territories in the Caribbean and the Pacific, and beyond the line of
	// the date.
	ofStates  = []area{{-15, 72, -180, -64}, {-15, 72, 140, 180}}
	northOnly = []area{{14, 84, -180, -52}} // North America
)

func within(list []area, north, east float64) bool {
	for _, a := range list {
		if a.holds(north, east) {
			return true
		}
	}
	return false
}

// ofProvinces are the provinces and territories of Canada, each with some thirty
// kilometres more on every side.
var ofProvinces = map[string]area{
	"NL": {46.3, 60.7, -68, -52.3}, "PE": {45.7, 47.3, -64.8, -61.7}, "NS": {43.1, 47.5, -66.7, -59.3}, "NB": {44.3, 48.4, -69.4, -63.5},
	"QC": {44.7, 62.9, -80.1, -56.8}, "ON": {41.4, 57.2, -95.5, -74}, "MB": {48.7, 60.3, -102.4, -88.6}, "SK": {48.7, 60.3, -110.4, -101},
	"AB": {48.7, 60.3, -120.4, -109.6}, "BC": {48, 60.3, -139.5, -113.7},
	"YT": {59.7, 70, -141.4, -123.4}, "NT": {59.7, 79.2, -137, -101.5}, "NU": {51.3, 83.5, -121.3, -60.6},
}

// several stands for a place whose addresses are in more than one province.
const several = "*"

// provinceOf notes the province of an address of a place.
func (m *mapper) provinceOf(place, province string) {
	switch was, there := m.provinced[place]; {
	case !there:
		m.provinced[place] = province
	case was != province:
		m.provinced[place] = several
	}
}

// southernmost is as far south as anybody has an office.
const southernmost = -60

// misplaced is why a point is no place of the record; empty when it may be one.
// It is judged by both numbers, by the country of all its addresses, and by the
// province of those where it is.
func (r *row) misplaced() string {
	north, ok1 := r.degrees("latitude")
	east, ok2 := r.degrees("longitude")
	if !ok1 || !ok2 {
		return ""
	}
	home := homeOf(r.m.addressed[r.id()])
	switch {
	case north == 0 && east == 0:
		return "point_zero"
	case home == nil && north < southernmost && within(northOnly, east, north), home != nil && !within(home, north, east) && within(home, east, north):
		return "swapped"
	case !r.mayBe(home, north, east) && offEarth(r.find("latitude").val, 90) == "" && offEarth(r.find("longitude").val, 180) == "":
		return "far_from_address"
	}
	return ""
}

// mayBe reports a point that may be that of the record, by the country and the
// province of its addresses.
func (r *row) mayBe(home []area, north, east float64) bool {
	if home != nil && !within(home, north, east) {
		return false
	}
	province, known := ofProvinces[strings.ToUpper(r.m.provinced[r.id()])]
	return !known || r.m.addressed[r.id()]&(inStates|elsewhere) != 0 || province.holds(north, east)
}

// degrees reads a coordinate of the row.
func (r *row) degrees(name string) (float64, bool) {
	c := r.find(name)
	if c == nil {
		return 0, false
	}
	v, how := readNumber(c.val)
	f, err := strconv.ParseFloat(v, 64)
	return f, how != unread && err == nil
}

// homeOf is where a place is whose addresses are all in one country; nil when
// none, or several, or another country is told.
func homeOf(told uint8) []area {
	switch told & (inCanada | inStates | elsewhere) {
	case inCanada:
		return ofCanada
	case inStates:
		return ofStates
	}
	return nil
}

// countryBit is a country as mapper.addressed keeps it.
func countryBit(code string) uint8 {
	switch code {
	case "CA":
		return inCanada
	case "US":
		return inStates
	}
	return elsewhere
}
