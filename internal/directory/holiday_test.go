package directory_test

import (
	"testing"
	"time"

	"passerelle/internal/directory"
)

// TestHolidays checks dates as the governments publish them.
func TestHolidays(t *testing.T) {
	for _, c := range []struct {
		date, province string
		want           directory.Holiday
	}{
		{"2026-01-01", "QC", directory.NewYear}, {"2026-02-16", "ON", directory.FamilyDay}, {"2026-02-16", "QC", ""},
		{"2026-04-03", "ON", directory.GoodFriday}, {"2026-04-06", "QC", directory.EasterMonday}, {"2026-04-06", "ON", ""},
		{"2027-03-26", "QC", directory.GoodFriday}, {"2024-03-29", "ON", directory.GoodFriday}, {"2038-04-23", "QC", directory.GoodFriday},
		{"2026-05-18", "QC", directory.Patriots}, {"2026-05-25", "QC", ""}, {"2027-05-24", "ON", directory.Patriots},
		{"2026-06-24", "QC", directory.SaintJean}, {"2026-06-24", "ON", ""}, {"2026-07-01", "ON", directory.CanadaDay},
		{"2026-09-07", "QC", directory.LabourDay}, {"2026-09-14", "QC", ""}, {"2026-10-12", "ON", directory.Thanksgiving},
		{"2026-12-25", "QC", directory.Christmas}, {"2026-12-26", "ON", directory.BoxingDay}, {"2026-12-26", "QC", ""},
		{"2026-12-25", "Québec", directory.Christmas}, {"2026-12-26", "ONTARIO", directory.BoxingDay}, {"2026-12-25", "NU", ""}, {"2026-12-25", "", ""}, {"2026-11-30", "QC", ""},
	} {
		date, err := time.Parse(time.DateOnly, c.date)
		must(t, err)
		if got := directory.HolidayOn(date, c.province); got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.date, c.province, got, c.want)
		}
	}
}

// TestHoursThatSpeakOfADate: an exception for Christmas answers the question; a
// season or a week does not.
func TestHoursThatSpeakOfADate(t *testing.T) {
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	christmas := day(12, 25)
	for name, c := range map[string]struct {
		hours directory.Hours
		want  bool
	}{
		"every week":  {directory.Hours{Days: 31, Opens: 540, Closes: 1020}, false},
		"that day":    {directory.Hours{Closed: true, From: christmas, To: christmas}, true},
		"that week":   {directory.Hours{Opens: 600, Closes: 900, From: day(12, 20), To: day(12, 31)}, true},
		"another day": {directory.Hours{Closed: true, From: day(12, 26), To: day(12, 26)}, false},
		"a season":    {directory.Hours{Days: 127, Opens: 0, Closes: 1440, From: day(12, 1)}, false},
	} {
		if got := directory.SaysOn([]directory.Hours{c.hours}, christmas.Add(14*time.Hour)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
