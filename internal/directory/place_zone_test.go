package directory

import (
	"testing"
	"time"
)

// A door opens by the clock on its own wall, whatever region the directory is
// of; and every zone of the table is one.
func TestAPlaceOpensByItsOwnClock(t *testing.T) {
	for province, zones := range provinceZones {
		for _, name := range zones {
			if _, err := time.LoadLocation(name); err != nil {
				t.Errorf("%s: %v", province, err)
			}
		}
	}
	home := Zone(HomeZone, nil)
	for _, c := range []struct{ province, named, home, want string }{
		{"BC", "", HomeZone, "America/Vancouver"}, {"il", "", HomeZone, "America/Chicago"}, {"QC", "", HomeZone, HomeZone},
		{"ON", "", "America/Winnipeg", "America/Winnipeg"}, {"QC", "", "America/Winnipeg", "America/Toronto"},
		{"NU", "", HomeZone, HomeZone}, {"", "", HomeZone, HomeZone}, {"BC", "America/Creston", HomeZone, "America/Creston"},
	} {
		p := Place{Province: c.province, TimeZone: c.named}
		if got := p.Zone(Zone(c.home, nil)).String(); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
	l := Listing{Status: Active, Hours: []Hours{{Days: 0b1111111, Opens: 9 * 60, Closes: 17 * 60}}, Places: []Place{{Province: "BC"}}}
	if o := l.OpenAtPlace(0, home, time.Date(2026, 3, 2, 10, 0, 0, 0, home)); o.Door != DoorShut { // seven in Vancouver
		t.Errorf("open at seven: %+v", o)
	}
	if o := l.OpenAtPlace(0, home, time.Date(2026, 3, 2, 19, 0, 0, 0, home)); o.Door != DoorOpen { // four in the afternoon
		t.Errorf("shut at four: %+v", o)
	}
}
