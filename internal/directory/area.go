package directory

import "math"

// area is the box round all entry points of a listing, in steps of 1/128 of a
// degree of latitude and 1/64 of longitude. Eight bytes that lie side by side
// refuse most far services without fetching their rows.
type area struct{ south, north, west, east int16 }

var everywhere = area{math.MinInt16, math.MaxInt16, math.MinInt16, math.MaxInt16}

func areaOf(spots []entry) area {
	a := area{math.MaxInt16, math.MinInt16, math.MaxInt16, math.MinInt16}
	for _, e := range spots {
		switch {
		case e.place < 0:
			return everywhere // no place: near everyone
		case e.located != nowhere:
			a.south, a.north = min(a.south, latStep(e.at.lat)), max(a.north, latStep(e.at.lat))
			a.west, a.east = min(a.west, lonStep(e.at.lon)), max(a.east, lonStep(e.at.lon))
		}
	}
	return a
}

// windowOf is the box within an angle round a point. Near the poles and the
// line of change of date, where a box in degrees misleads, it is everywhere.
func windowOf(at spot, angle float64) *area {
	wide := angle / math.Cos(min(math.Abs(at.lat)+angle, math.Pi/2))
	if wide > 1 || math.Abs(at.lon)+wide > math.Pi || math.Abs(at.lat)+angle > 1.5 {
		return &everywhere
	}
	return &area{latStep(at.lat-angle) - 1, latStep(at.lat+angle) + 1, lonStep(at.lon-wide) - 1, lonStep(at.lon+wide) + 1}
}

func (a *area) meets(b *area) bool {
	return b.south <= a.north && b.north >= a.south && b.west <= a.east && b.east >= a.west
}

func latStep(radians float64) int16 { return step(radians * 128 * 180 / math.Pi) }
func lonStep(radians float64) int16 { return step(radians * 64 * 180 / math.Pi) }

func step(v float64) int16 { return int16(max(-32_000, min(32_000, math.Floor(v)))) }
