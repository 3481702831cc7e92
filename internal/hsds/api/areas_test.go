package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds/api"
	"passerelle/internal/hsds/hsdstest"
)

func TestReadAreas(t *testing.T) {
	for _, table := range []string{
		"code,latitude,longitude\nH2X,45.51,-73.57\nH2Y 1A1,45.50,-73.55\n", "\ufeffH2X;45.51;-73.57\r\n# notes\n\nh2y1a1;45.50;-73.55\r\n", "H2X\t45.51\t-73.57\tPlateau\nH2Y1A1\t45.50\t-73.55\tx\n",
	} {
		a, err := api.ReadAreas(strings.NewReader(table))
		if err != nil || len(a) != 2 || a["H2X"] != (directory.Point{Lat: 45.51, Lon: -73.57}) || a["H2Y1A1"].Lat != 45.50 {
			t.Errorf("%q: %v, %v", table, a, err)
		}
	}
	for _, wrong := range []string{"H2X,45.51\n", "H2X,north,west\nH2Y,north,1\n", "a,b,c\nH2X,95,0\n", "H2X,NaN,0\n", ",45,-73\n"} {
		if a, err := api.ReadAreas(strings.NewReader(wrong)); err == nil && len(a) > 0 {
			t.Errorf("%q is read as %v", wrong, a)
		}
	}
}

// around are services at four places: 1 km and 3 km from the middle of H2X, one
// of unknown position, and a refuge 1 km away whose address is secret; and
// areas that hold H2X, do not, or say nothing that can be compared.
func around(f *feed) {
	o := hsdstest.ID("organization", "o")
	p := hsdstest.Package{Name: "p", List: []directory.Record{hsdstest.Record("organization", "o", "name", "O", "description", "O")}}
	add := func(name, lat, area, extent, kind string) {
		p.List = append(p.List,
			hsdstest.Record("service", name, "organization_id", o, "name", name, "status", "active"),
			hsdstest.Record("location", name, "location_type", "physical", "latitude", lat, "longitude", map[bool]string{true: "-73.57"}[lat != ""]),
			hsdstest.Record("service_at_location", name, "service_id", hsdstest.ID("service", name), "location_id", hsdstest.ID("location", name)))
		if area+extent != "" {
			p.List = append(p.List, hsdstest.Record("service_area", name, "service_id", hsdstest.ID("service", name), "name", area, "extent", extent, "extent_type", kind))
		}
	}
	square := func(north string) string {
		return `{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[-74,45],[-73,45],[-73,` + north + `],[-74,` + north + `],[-74,45]]]]}}`
	}
	add("at-1km", "45.519", "", "", "")
	add("at-3km", "45.537", "H2X et H2Y", "", "")
	add("anywhere", "", "Montréal", "", "text")
	add("refuge", "45.519", "", "", "")
	add("area-holds", "45.6", "", square("45.6"), "geojson")
	add("area-ends", "45.6", "", square("45.5"), "geojson")
	add("area-other", "45.6", "J4B 1A1, J4C", "", "")
	add("area-broken", "45.6", "", `{"type":"Polygon","coordinates":"x"}`, "geojson")
	f.take(p)
	if err := f.dir.HideAddress(f.u.Ctx, keeper, access.Service(hsdstest.ID("service", "refuge")), hsdstest.ID("location", "refuge"), true); err != nil {
		f.t.Fatal(err)
	}
}

func TestPostcodeAndProximity(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u)
		around(f)
		f.get("/service_at_locations?postcode=H2X").wants(t, "without a table", http.StatusBadRequest, "postcode")
		f.get("/service_at_locations?postcode=H2X&format=ndjson").wants(t, "without a table, streamed", http.StatusBadRequest, "postcode")
		f.api.Areas = api.Areas{"H2X": {Lat: 45.51, Lon: -73.57}, "90210": {Lat: 34.1, Lon: -118.4}}
		names := func(path string) (out []string) {
			for _, o := range contents(f.read(path)) {
				out = append(out, o["service"].(object)["name"].(string))
			}
			slices.Sort(out)
			return out
		}
		unbounded := []string{"anywhere", "area-broken", "area-holds", "at-1km", "at-3km", "refuge"}
		for query, want := range map[string][]string{
			"postcode=H2X":                       unbounded,
			"postcode=h2x1y4":                    unbounded,
			"postcode=H2X+1Y4":                   unbounded,
			"postcode=H2X&proximity=1500":        {"at-1km"},
			"postcode=H2X&proximity=5000":        {"at-1km", "at-3km"},
			"postcode=H2X&proximity=10":          nil,
			"postcode=90210":                     {"anywhere", "area-broken", "at-1km", "refuge"},
			"postcode=H2X&proximity=1.5e3":       {"at-1km"},
			"postcode=H2X&search=at-3km":         {"at-3km"},
			"postcode=H2X&proximity=99999999999": {"area-broken", "area-holds", "at-1km", "at-3km"},
		} {
			if got := names("/service_at_locations?" + query); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", query, got, want)
			}
		}
		for query, parameter := range map[string]string{
			"postcode=J9Z": "postcode", "proximity=100": "postcode", "postcode=H2X&proximity=near": "proximity", "postcode=H2X&proximity=-1": "proximity",
			"postcode=H2X&proximity=0": "proximity", "postcode=H2X&proximity=NaN": "proximity", "postcode=%00": "postcode",
		} {
			f.get("/service_at_locations?"+query).wants(t, query, http.StatusBadRequest, parameter)
		}
		if p := f.read("/services?postcode=H2X"); p["total_items"] != 8.0 {
			t.Error("services have no postcode, and it is passed over")
		}
	})
}
