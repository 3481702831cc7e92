package hsds

import "strconv"

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

// southernmost is as far south as anybody has an office.
const southernmost = -60

// misplaced is why a point is no place of the record; empty when it may be one.
// It is judged by both numbers, and by the country of all its addresses.
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
	case home != nil && !within(home, north, east) && offEarth(r.find("latitude").val, 90) == "" && offEarth(r.find("longitude").val, 180) == "":
		return "far_from_address"
	}
	return ""
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
