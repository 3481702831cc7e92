package directory

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// Near is a condition on where a service is given or whom it is for.
type Near struct {
	At     Point   // the middle of a postal area
	Postal string  // its code, without blanks, in capitals: H2X or H2X1Y4
	Within float64 // metres from the middle; 0 asks nothing of the distance
}

// near keeps the services at locations that fit. A service area that says
// where it ends, by a shape or by postal codes, must hold the code; one that
// says so in words that nobody can compare is not taken for a no. A place
// whose position is not public is at no distance.
func (r *Reader) near(ctx context.Context, n Near, ids []string) ([]string, error) {
	spots, err := spotsOf(ctx, r.tx)
	if err != nil {
		return nil, err
	}
	areas, err := areasOf(ctx, r.tx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(ids, func(x string) bool {
		s := spots[x]
		if n.Within > 0 && (s.Lat == nil || s.Lon == nil || r.secret(s.Location) || Metres(n.At, Point{*s.Lat, *s.Lon}) > n.Within) {
			return true
		}
		own := areas[x]
		if len(own) == 0 {
			own = areas[s.Service]
		}
		return outside(own, n)
	}), nil
}

// outside reports that areas are told, that each says where it ends, and that
// none holds the code.
func outside(areas []serviceArea, n Near) bool {
	for _, a := range areas {
		if holds, clear := a.covers(n); holds || !clear {
			return false
		}
	}
	return len(areas) > 0
}

// covers reports whether an area holds a postal code, and whether it says
// clearly where it ends.
func (a serviceArea) covers(n Near) (holds, clear bool) {
	if strings.EqualFold(a.Kind, "geojson") || strings.HasPrefix(strings.TrimSpace(a.Extent), "{") {
		var g shape
		if json.Unmarshal([]byte(a.Extent), &g) != nil {
			return false, false
		}
		return g.holds(n.At)
	}
	codes := postalCodes.FindAllString(strings.ToUpper(a.Name+" "+a.Extent), -1)
	for _, c := range codes {
		c = strings.ReplaceAll(c, " ", "")
		if strings.HasPrefix(n.Postal, c) || strings.HasPrefix(c, n.Postal) {
			return true, true
		}
	}
	return false, len(codes) > 0
}

// postalCodes finds Canadian codes, whole or their first half.
var postalCodes = regexp.MustCompile(`\b[A-Z]\d[A-Z](?: ?\d[A-Z]\d)?\b`)

// shape is GeoJSON, as far as areas are concerned: longitude before latitude.
type shape struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
	Geometry    *shape          `json:"geometry"`
	Geometries  []shape         `json:"geometries"`
	Features    []shape         `json:"features"`
}

type ring [][]float64

func (g shape) holds(p Point) (holds, clear bool) {
	switch g.Type {
	case "Polygon":
		var rings []ring
		if json.Unmarshal(g.Coordinates, &rings) != nil {
			return false, false
		}
		return inPolygon(rings, p), true
	case "MultiPolygon":
		var all [][]ring
		if json.Unmarshal(g.Coordinates, &all) != nil {
			return false, false
		}
		return slices.ContainsFunc(all, func(rings []ring) bool { return inPolygon(rings, p) }), true
	case "Feature":
		if g.Geometry == nil {
			return false, false
		}
		return g.Geometry.holds(p)
	}
	for _, part := range append(g.Features, g.Geometries...) {
		h, c := part.holds(p)
		holds, clear = holds || h, clear || c
	}
	return holds, clear
}

// inPolygon: inside the first ring and in none of the holes.
func inPolygon(rings []ring, p Point) bool {
	return len(rings) > 0 && rings[0].round(p) && !slices.ContainsFunc(rings[1:], func(hole ring) bool { return hole.round(p) })
}

// round counts how often a line from the point to the east meets the ring.
func (r ring) round(p Point) bool {
	in := false
	for i := range r {
		a, b := r[i], r[(i+len(r)-1)%len(r)]
		if len(a) < 2 || len(b) < 2 {
			return false
		}
		if (a[1] > p.Lat) != (b[1] > p.Lat) && p.Lon < (b[0]-a[0])*(p.Lat-a[1])/(b[1]-a[1])+a[0] {
			in = !in
		}
	}
	return in
}
