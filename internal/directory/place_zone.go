package directory

import (
	"slices"
	"strings"
	"time"
)

// Zone is the zone by whose clock a place opens: the one it names, else that of
// its province. home is the region's; it stays where the province has it among
// its zones, for whoever set it knows the region better than a map does.
func (p *Place) Zone(home *time.Location) *time.Location {
	if p.TimeZone != "" {
		return Zone(p.TimeZone, home)
	}
	zones := provinceZones[strings.ToUpper(p.Province)]
	if len(zones) == 0 || slices.Contains(zones, home.String()) {
		return home
	}
	return Zone(zones[0], home)
}

// provinceZones are the zones of the provinces of Canada and of the states of
// the neighbour, that of most people first. Nunavut has three and no most.
var provinceZones = zonesOf(`
America/St_Johns America/Goose_Bay America/Halifax: NL
America/Halifax America/Glace_Bay America/Moncton: NS PE
America/Moncton America/Halifax: NB
America/Toronto America/Montreal America/Halifax America/Blanc-Sablon: QC PQ
America/Toronto America/Winnipeg America/Thunder_Bay America/Nipigon America/Rainy_River America/Atikokan: ON
America/Winnipeg: MB
America/Regina America/Swift_Current America/Edmonton: SK
America/Edmonton: AB
America/Vancouver America/Edmonton America/Dawson_Creek America/Fort_Nelson America/Creston: BC
America/Whitehorse America/Dawson: YT
America/Yellowknife America/Edmonton America/Inuvik: NT
America/New_York: CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV
America/New_York America/Chicago: FL
America/Detroit America/New_York America/Menominee: MI
America/Indiana/Indianapolis America/New_York America/Chicago: IN
America/New_York America/Chicago America/Kentucky/Louisville: KY
America/Chicago America/New_York: TN
America/Chicago: AL AR IA IL LA MN MO MS OK WI
America/Chicago America/Denver: KS ND NE SD TX
America/Denver: CO MT NM UT WY
America/Boise America/Denver America/Los_Angeles: ID
America/Phoenix: AZ
America/Los_Angeles: CA NV WA
America/Los_Angeles America/Boise: OR
America/Anchorage: AK
Pacific/Honolulu: HI`)

// zonesOf reads lines of zones and of the provinces that keep them.
func zonesOf(table string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(table) {
		zones, provinces, _ := strings.Cut(line, ":")
		for _, p := range strings.Fields(provinces) {
			m[p] = strings.Fields(zones)
		}
	}
	return m
}
