package web

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
)

// A service as search engines read it (schema.org), in the page's language.
// Only what the page itself shows is in it, and only on pages that may be
// indexed.
type (
	ldService struct {
		Context     string      `json:"@context"`
		Type        string      `json:"@type"`
		ID          string      `json:"@id"`
		URL         string      `json:"url"`
		Name        string      `json:"name"`
		Description string      `json:"description,omitempty"`
		ServiceType []string    `json:"serviceType,omitempty"`
		Provider    ldOrg       `json:"provider"`
		Area        []ldNamed   `json:"areaServed,omitempty"`
		Channels    []ldChannel `json:"availableChannel,omitempty"`
		Hours       []ldHours   `json:"hoursAvailable,omitempty"`
	}
	ldOrg struct {
		Type  string `json:"@type"`
		Name  string `json:"name"`
		URL   string `json:"url,omitempty"`
		Email string `json:"email,omitempty"`
	}
	ldNamed struct {
		Type string `json:"@type"`
		Name string `json:"name"`
	}
	ldChannel struct {
		Type      string   `json:"@type"`
		Languages []string `json:"availableLanguage,omitempty"`
		Phone     *ldPhone `json:"servicePhone,omitempty"`
		Place     *ldPlace `json:"serviceLocation,omitempty"`
	}
	ldPhone struct {
		Type string `json:"@type"`
		Tel  string `json:"telephone"`
		Kind string `json:"contactType"`
	}
	ldPlace struct {
		Type    string     `json:"@type"`
		Name    string     `json:"name,omitempty"`
		Address *ldAddress `json:"address,omitempty"`
		Geo     *ldGeo     `json:"geo,omitempty"`
		Hours   []ldHours  `json:"openingHoursSpecification,omitempty"`
	}
	ldAddress struct {
		Type     string `json:"@type"`
		Street   string `json:"streetAddress,omitempty"`
		City     string `json:"addressLocality,omitempty"`
		Province string `json:"addressRegion,omitempty"`
		Postal   string `json:"postalCode,omitempty"`
		Country  string `json:"addressCountry,omitempty"`
	}
	ldGeo struct {
		Type string  `json:"@type"`
		Lat  float64 `json:"latitude"`
		Lon  float64 `json:"longitude"`
	}
	ldHours struct {
		Type   string   `json:"@type"`
		Days   []string `json:"dayOfWeek,omitempty"`
		Opens  string   `json:"opens"`
		Closes string   `json:"closes"`
		From   string   `json:"validFrom,omitempty"`
		Until  string   `json:"validThrough,omitempty"`
	}
)

// linkedData is a service for search engines; empty for one that they may not
// show.
func (s *Site) linkedData(v *Visit, d *directory.Listing) (string, error) {
	if !d.Indexable() {
		return "", nil
	}
	l := v.L
	self := s.publicAddress(v, "/service/"+string(d.ID))
	out := ldService{
		Context: "https://schema.org", Type: "Service", ID: self, URL: self, Name: said(l, d.Name).S, Description: said(l, d.Summary).S,
		Provider: ldOrg{Type: "Organization", Name: said(l, d.OrgName).S, URL: d.URL, Email: d.Email},
	}
	for _, need := range d.Needs {
		out.ServiceType = append(out.ServiceType, l.T(directory.NeedKey(need)))
	}
	for i := range d.Places {
		at := &d.Places[i]
		if city := (ldNamed{"City", at.City}); at.City != "" && !slices.Contains(out.Area, city) {
			out.Area = append(out.Area, city)
		}
		out.Channels = append(out.Channels, ldChannel{
			Type: "ServiceChannel", Languages: d.Languages, Phone: ldPhoneOf(l, d, i), Place: ldPlaceOf(l, d, i),
		})
	}
	if len(d.Places) == 0 {
		out.Hours = ldHoursAt(d, -1)
		if phone := ldPhoneOf(l, d, -1); phone != nil || len(d.Languages) > 0 {
			out.Channels = []ldChannel{{Type: "ServiceChannel", Languages: d.Languages, Phone: phone}}
		}
	}
	b, err := json.Marshal(out) // escapes <, > and &: it stands in a page
	return string(b), err
}

func ldPhoneOf(l *i18n.Local, d *directory.Listing, place int) *ldPhone {
	list := phones(l, d, place)
	if len(list) == 0 {
		return nil
	}
	return &ldPhone{"ContactPoint", strings.TrimPrefix(i18n.Tel(list[0].Number, ""), "tel:"), "customer service"}
}

func ldPlaceOf(l *i18n.Local, d *directory.Listing, i int) *ldPlace {
	at := &d.Places[i]
	p := &ldPlace{Type: "Place", Name: said(l, at.Name).S, Hours: ldHoursAt(d, i)}
	if at.Address != "" || at.City != "" || at.Postal != "" {
		p.Address = &ldAddress{"PostalAddress", at.Address, at.City, at.Province, at.Postal, ldCountry(at.Province)}
	}
	if at.HasPoint && at.Address != "" {
		p.Geo = &ldGeo{"GeoCoordinates", at.Lat, at.Lon}
	}
	return p
}

// ldCountry is Canada, unless a place is in what is none of its provinces: then
// nothing is said, for a directory may hold places of elsewhere.
func ldCountry(province string) string {
	if province == "" || slices.Contains(provinces[:], strings.ToUpper(province)) {
		return "CA"
	}
	return ""
}

// provinces of Canada, and its territories.
var provinces = [...]string{"AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"}

var ldDays = [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// ldHoursAt are the hours of a place. A service that is closed for a time, nobody
// knows until when, has none: a search engine would say that it is open.
func ldHoursAt(d *directory.Listing, place int) []ldHours {
	if d.Status == directory.TemporarilyClosed {
		return nil
	}
	return ldHoursOf(d.HoursOf(place))
}

// ldHoursOf says hours as schema.org does: closed is open for no time at all,
// and a door that closes after midnight closes before it opens.
func ldHoursOf(hours []directory.Hours) (list []ldHours) {
	for _, h := range hours {
		if h.Rhythm != nil { // schema.org's hours come back each week
			continue
		}
		out := ldHours{Type: "OpeningHoursSpecification", From: ldDate(h.From), Until: ldDate(h.To)}
		for i, day := range ldDays {
			if h.Days>>i&1 == 1 {
				out.Days = append(out.Days, "https://schema.org/"+day)
			}
		}
		switch {
		case h.Closed:
			out.Opens, out.Closes = "00:00", "00:00"
		case h.Opens == 0 && h.Closes == 24*60:
			out.Opens, out.Closes = "00:00", "23:59"
		default:
			out.Opens, out.Closes = ldTime(h.Opens), ldTime(h.Closes)
		}
		list = append(list, out)
	}
	return list
}

func ldDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func ldTime(minutes int) string {
	two := func(n int) string {
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
		return strconv.Itoa(n)
	}
	return two(minutes/60%24) + ":" + two(minutes%60)
}
