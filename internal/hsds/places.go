package hsds

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"passerelle/internal/text"
)

// country finds the two letters of a country that is written otherwise, or
// that its province tells; "" when neither does.
func country(written, province string) string {
	if c, ok := countries[text.Fold(written)]; ok {
		return c
	}
	if written != "" {
		return ""
	}
	p := text.Fold(province)
	if canada[p] {
		return "CA"
	}
	if states[p] {
		return "US"
	}
	return ""
}

// assigned reports two letters that stand for a country: XX and ZZ stand for
// none, and a feed with them is refused by who checks it.
func assigned(letters string) bool {
	r, err := language.ParseRegion(letters)
	return err == nil && len(letters) == 2 && letters != "UK" && r.IsCountry()
}

// postalCode is a Canadian one. Its first letter tells the province, but for
// the X that the Northwest Territories share with Nunavut.
var postalCode = regexp.MustCompile(`^(?i)([abceghj-nprstvy])\d[a-z] ?-?\d[a-z]\d$`)

var provinces = map[string]string{"a": "NL", "b": "NS", "c": "PE", "e": "NB", "g": "QC", "h": "QC", "j": "QC", "k": "ON", "l": "ON", "m": "ON", "n": "ON", "p": "ON",
	"r": "MB", "s": "SK", "t": "AB", "v": "BC", "y": "YT"}

// provinceOf finds the province that a postal code of Canada tells; "" when it
// is none, or another country's.
func provinceOf(code, country string) string {
	m := postalCode.FindStringSubmatch(strings.TrimSpace(code))
	if m == nil || country != "" && country != "CA" && countries[text.Fold(country)] != "CA" {
		return ""
	}
	return provinces[strings.ToLower(m[1])]
}

var countries = map[string]string{
	"canada": "CA", "can": "CA",
	"united states": "US", "united states of america": "US", "usa": "US", "u.s.a.": "US", "u.s.": "US", "etats-unis": "US",
	"united kingdom": "GB", "uk": "GB", "royaume-uni": "GB", "france": "FR", "belgique": "BE", "belgium": "BE",
}

func set(words ...string) map[string]bool {
	m := map[string]bool{}
	for _, w := range words {
		m[w] = true
	}
	return m
}

var canada = set("ab", "bc", "mb", "nb", "nl", "ns", "nt", "nu", "on", "pe", "qc", "sk", "yt", "pq", "alberta", "british columbia",
	"colombie-britannique", "manitoba", "new brunswick", "nouveau-brunswick", "newfoundland and labrador", "terre-neuve-et-labrador",
	"nova scotia", "nouvelle-ecosse", "northwest territories", "territoires du nord-ouest", "nunavut", "ontario",
	"prince edward island", "ile-du-prince-edouard", "quebec", "saskatchewan", "yukon")

// The state of California and the country of Canada share two letters; they
// never stand in the same column.
var states = set("al", "ak", "az", "ar", "ca", "co", "ct", "de", "dc", "fl", "ga", "hi", "id", "il", "in", "ia", "ks", "ky", "la", "me",
	"md", "ma", "mi", "mn", "ms", "mo", "mt", "ne", "nv", "nh", "nj", "nm", "ny", "nc", "nd", "oh", "ok", "or", "pa", "pr", "ri", "sc",
	"sd", "tn", "tx", "ut", "vt", "va", "wa", "wv", "wi", "wy", "california", "new york", "illinois", "texas", "florida", "washington",
	"massachusetts", "pennsylvania", "ohio", "michigan", "virginia", "maryland", "colorado", "oregon")
