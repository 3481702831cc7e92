package directory

import (
	"strings"
	"time"
)

// assured is when a source says that a service was looked at last, and by whom: its
// organisation where who looked writes from its address. Of any other the date alone
// is known, for most often it is who keeps the source.
func (w *loader) assured(s *serviceRow, org *orgRow) (at time.Time, by string) {
	day, err := time.Parse(time.DateOnly, s.Assured)
	if err != nil {
		return time.Time{}, ""
	}
	if from := mailHost(s.Assurer); from != "" && (from == mailHost(s.Email) || from == mailHost(org.Email) || from == webHost(org.Website)) {
		by = org.Name
	}
	const noon = 12 * time.Hour // a day has no hour: of all of them this one is of the same day in every province
	return day.Add(noon), by
}

func mailHost(address string) string {
	_, host, _ := strings.Cut(strings.ToLower(address), "@")
	return host
}

// webHost is the host of siteKey.
func webHost(address string) string {
	host, _, _ := strings.Cut(siteKey(address), "/")
	return host
}
