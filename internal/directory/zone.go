package directory

import (
	"sync"
	"time"
	_ "time/tzdata" // a bare machine or container has no zone files
)

// HomeZone is the zone of a place that names none, unless the index was told
// another one.
const HomeZone = "America/Toronto"

var zones sync.Map // name → *time.Location; loading reads and parses a file

// Zone returns the location of an IANA name. An empty or unknown name gives
// fallback: a wrong name in imported data must not hide a service.
func Zone(name string, fallback *time.Location) *time.Location {
	if name == "" {
		return fallback
	}
	if z, ok := zones.Load(name); ok {
		if z == (*time.Location)(nil) {
			return fallback
		}
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		z = nil
	}
	zones.Store(name, z)
	if z == nil {
		return fallback
	}
	return z
}
