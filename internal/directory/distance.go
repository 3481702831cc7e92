package directory

import "math"

// Point is a position on earth, in degrees.
type Point struct{ Lat, Lon float64 }

const earth = 6_371_008.8 // metres, mean radius

// Metres is the great-circle distance between two points.
func Metres(a, b Point) float64 {
	return arc(haversine(spotAt(a), spotAt(b)))
}

// spot is a point prepared for many distances. Tests of nearness and the
// distance shown come from the same figure, so that they never disagree.
type spot struct{ lat, lon, cos float64 }

func spotAt(p Point) spot {
	lat := p.Lat * math.Pi / 180
	return spot{lat, p.Lon * math.Pi / 180, math.Cos(lat)}
}

func haversine(a, b spot) float64 {
	y, x := sinHalf(b.lat-a.lat), sinHalf(b.lon-a.lon)
	return y*y + a.cos*b.cos*x*x
}

// sinHalf is sin(d/2). Most pairs compared are in one city, where four terms
// of the series are exact to the last digits and cost a tenth.
func sinHalf(d float64) float64 {
	h := d / 2
	if -0.05 < h && h < 0.05 {
		q := h * h
		return h * (1 - q/6*(1-q/20*(1-q/42)))
	}
	return math.Sin(h)
}

func arc(h float64) float64 { return 2 * earth * math.Asin(math.Sqrt(min(h, 1))) }

// within turns a distance into the haversine to compare with, which spares an
// arc for each service looked at.
func within(metres float64) float64 {
	if metres >= math.Pi*earth {
		return 1
	}
	s := math.Sin(metres / (2 * earth))
	return s * s
}

// veil moves a hidden address to the middle of a square some twenty
// kilometres wide. Whoever asks "what is within 500 m of here?" again and
// again must not be able to close in on a refuge: the index never holds more
// than the square.
func veil(p Point) Point {
	const side = 0.25
	mid := func(v float64) float64 { return (math.Floor(v/side) + 0.5) * side }
	return Point{mid(p.Lat), mid(p.Lon)}
}

// veilReach is added to a distance asked, so that a hidden place of the same
// city is still found.
const veilReach = 20_000
