package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

// TestMapHidesWhatIsHidden: a service that must not be seen, or whose address
// is given by telephone, is named beside the map and is nowhere on it; one of
// which only the town is public is drawn as its town.
func TestMapHidesWhatIsHidden(t *testing.T) {
	t.Parallel()
	all := quarter()
	hidden := *all[0]
	hidden.ID, hidden.Code, hidden.Name = "h1", "h111", directory.Text{FR: "Refuge caché"}
	hidden.Places = []directory.Place{{City: "Laval", Lat: 45.71234, Lon: -73.71234, HasPoint: true, Hidden: true}}
	town := *all[0]
	town.ID, town.Code, town.Name = "a1", "a111", directory.Text{FR: "Maison quelque part"}
	town.Places = []directory.Place{{City: "Montréal-Nord", Province: "QC", AreaOnly: true, HasArea: true, Area: directory.Point{Lat: 45.625, Lon: -73.625}}}
	p := openPublic(t, append(all, &hidden, &town))
	status, body := p.get("/fr/carte?f=1")
	if status != 200 {
		t.Fatal(status)
	}
	sheet := body[strings.Index(body, `<svg class="sheet"`):]
	sheet = sheet[:strings.Index(sheet, "</svg>")]
	for _, secret := range []string{"Lilas", "Refuge caché", "45.7", "-73.7", "Laval"} {
		if strings.Contains(sheet, secret) {
			t.Errorf("the map says %q", secret)
		}
	}
	for _, secret := range []string{"Secrète", "45.71", "73.71", "H7A"} {
		if strings.Contains(body, secret) {
			t.Errorf("the page says %q", secret)
		}
	}
	apart := body[strings.Index(body, "Sans adresse sur la carte"):]
	for _, name := range []string{"Maison des Lilas", "Refuge caché"} {
		if !strings.Contains(apart, name) {
			t.Errorf("%s is nowhere", name)
		}
	}
	if !strings.Contains(sheet, `class="town"`) || !strings.Contains(body, "Quelque part dans cette ville") {
		t.Error("an address of which only the town is public is not drawn as its town")
	}
	if n := strings.Count(sheet, "<a "); n != strings.Count(sheet, `class="no"`) || n < 2 {
		t.Errorf("%d marks", n)
	}
}

// TestMapJoins: services at one address are one mark, which comes apart closer;
// every service found is named once beside the sheet, or counted.
func TestMapJoins(t *testing.T) {
	t.Parallel()
	var many []*directory.Listing
	for i := range 300 {
		many = append(many, &directory.Listing{ID: access.Service(fmt.Sprintf("s%03d", i)), Code: fmt.Sprintf("c%03d", i), Status: directory.Active, Name: directory.Text{FR: fmt.Sprintf("Service %03d", i)},
			Places: []directory.Place{{Address: "1, rue A", City: "Rive", Postal: "Z1A 1A1", Lat: 49.9 + float64(i%17)/500, Lon: -74.4 - float64(i%13)/300, HasPoint: true}}})
	}
	p := openPublic(t, many)
	status, body := p.get("/fr/carte?f=1")
	marks := strings.Count(body, `<a href="#m`)
	if status != 200 || marks < 5 || marks > 160 {
		t.Errorf("%d: %d marks", status, marks)
	}
	total := 0
	for _, m := range regexp.MustCompile(`Voir ces (\d+) services`).FindAllStringSubmatch(body, -1) {
		n := 0
		fmt.Sscan(m[1], &n)
		total += n
	}
	if total < 200 {
		t.Errorf("%d services are joined", total)
	}
	closer := linkWith(t, body, "/fr/carte", "z=")
	for range 3 {
		status, body = p.get(strings.ReplaceAll(closer, "&amp;", "&"))
		if status != 200 {
			t.Errorf("closer: %d", status)
		}
		closer = linkWith(t, body, "/fr/carte", "z=")
	}
	if !strings.Contains(body, "hors de la carte") {
		t.Error("closer, nobody says how many services are beyond the sheet")
	}
	for _, path := range []string{"/fr/carte?z=99&lat=90&lon=999", "/fr/carte?z=x&lat=NaN&lon=Inf", "/fr/carte?z=-5&lat=85&lon=180", "/fr/carte?z=17&lat=-85&lon=-180", "/fr/carte?q=rien&pres=zzz"} {
		status, body := p.get(path)
		_, sheet, _ := strings.Cut(body, `<svg class="sheet"`)
		if sheet, _, _ = strings.Cut(sheet, "</svg>"); status != 200 || sheet == "" || strings.Contains(sheet, "NaN") || strings.Contains(sheet, "Inf") {
			t.Errorf("%s: %d\n%s", path, status, sheet)
		}
	}
	if len(body) > 200<<10 {
		t.Errorf("%d bytes", len(body))
	}
}

// TestTilesAreTheOperatorsChoice: without a setting nothing comes from
// elsewhere; with one, the policy of this page alone opens to that site alone.
func TestTilesAreTheOperatorsChoice(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	head := func(path string) http.Header {
		r, err := p.Client().Get(p.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		return r.Header
	}
	_, body := p.get("/fr/carte?f=1&q=dentaire")
	if strings.Contains(body, "<image") || !strings.Contains(head("/fr/carte").Get("Content-Security-Policy"), "img-src 'self';") {
		t.Error("pictures come from elsewhere")
	}
	p.site.MapTiles, p.site.MapCredit = "https://tuiles.example/v1/{z}/{x}/{y}.png?k=1", "© Tuiles"
	_, body = p.get("/fr/carte?f=1&q=dentaire")
	tile := regexp.MustCompile(`<image href="(https://tuiles.example/v1/\d+/\d+/\d+\.png\?k=1)"`).FindAllStringSubmatch(body, -1)
	if len(tile) < 6 || len(tile) > 20 || !strings.Contains(body, "© Tuiles") {
		t.Errorf("%d tiles", len(tile))
	}
	if got := head("/fr/carte").Get("Content-Security-Policy"); !strings.Contains(got, "img-src 'self' https://tuiles.example;") || !strings.Contains(got, "frame-ancestors 'none'") {
		t.Error(got)
	}
	if got := head("/fr/services").Get("Content-Security-Policy"); strings.Contains(got, "tuiles") {
		t.Error("every page opens to the tiles")
	}
}
