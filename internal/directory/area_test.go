package directory

import (
	"math"
	"testing"
)

// Whatever is within a distance must be within the window.
func TestWindowRefusesNothingNear(t *testing.T) {
	t.Parallel()
	for lat := -89.9; lat <= 90; lat += 7.3 {
		for lon := -180.0; lon <= 180; lon += 11.7 {
			for _, metres := range []float64{10, 5_000, 45_000, 600_000, 9_000_000} {
				here := spotAt(Point{lat, lon})
				w := windowOf(here, metres/earth*1.0001)
				for turn := 0.0; turn < 2*math.Pi; turn += 0.4 {
					there := spotAt(away(Point{lat, lon}, metres*0.999, turn))
					a := areaOf([]entry{{at: there, located: exactly}})
					if haversine(here, there) <= within(metres) && !w.meets(&a) {
						t.Fatalf("%.1f,%.1f: a place %.0f m away towards %.1f is refused", lat, lon, metres, turn)
					}
				}
			}
		}
	}
}

// away is the point at a distance in a direction.
func away(p Point, metres, bearing float64) Point {
	lat, d := p.Lat*math.Pi/180, metres/earth
	to := math.Asin(math.Sin(lat)*math.Cos(d) + math.Cos(lat)*math.Sin(d)*math.Cos(bearing))
	lon := p.Lon*math.Pi/180 + math.Atan2(math.Sin(bearing)*math.Sin(d)*math.Cos(lat), math.Cos(d)-math.Sin(lat)*math.Sin(to))
	lon = math.Mod(lon+3*math.Pi, 2*math.Pi) - math.Pi
	return Point{to * 180 / math.Pi, lon * 180 / math.Pi}
}

func TestMetres(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b Point
		want float64
	}{
		{Point{45.5, -73.6}, Point{45.5, -73.6}, 0},
		{Point{45.5017, -73.5673}, Point{46.8139, -71.2080}, 233_000}, // Montréal, Québec
		{Point{43.6532, -79.3832}, Point{49.2827, -123.1207}, 3_358_000},
		{Point{0, 179.9}, Point{0, -179.9}, 22_239},
		{Point{45, 0}, Point{45.01, 0}, 1_112},
	} {
		if got := Metres(c.a, c.b); math.Abs(got-c.want) > c.want*0.005 {
			t.Errorf("%v to %v: %.0f m, want about %.0f", c.a, c.b, got, c.want)
		}
	}
}
