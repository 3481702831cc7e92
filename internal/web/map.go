package web

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/web/page"
)

// The sheet the map is drawn on, in units of its own; pages scale it.
const (
	mapWide, mapHigh = 360, 330
	mapEdge          = 36 // what stays free round the services
	mapApart         = 56 // services nearer than this are one mark: a thumb on a small phone
	mapClosest       = 17
	mapFarthest      = 4
	mapMost          = 400 // services drawn: the first of the search
)

// mapView is what part of the world is shown, as an address holds it.
type mapView struct {
	zoom int
	at   directory.Point
	set  bool // asked for; else what was found is shown whole
}

// readMap reads a view; anything that is not one is no view at all.
func readMap(q url.Values) (m mapView) {
	lat, err1 := strconv.ParseFloat(q.Get("lat"), 64)
	lon, err2 := strconv.ParseFloat(q.Get("lon"), 64)
	zoom, err3 := strconv.Atoi(q.Get("z"))
	if err1 != nil || err2 != nil || err3 != nil || !(math.Abs(lat) <= 85) || !(math.Abs(lon) <= 180) {
		return mapView{}
	}
	return mapView{zoom: min(max(zoom, mapFarthest), mapClosest), at: directory.Point{Lat: lat, Lon: lon}, set: true}
}

// mapXY is a point on the map of the whole world at a zoom (the projection of
// all web maps, so that an operator's own tiles fit).
func mapXY(p directory.Point, zoom int) (x, y float64) {
	size := 256 * math.Exp2(float64(zoom))
	lat := p.Lat * math.Pi / 180
	return (p.Lon + 180) / 360 * size, (1 - math.Asinh(math.Tan(lat))/math.Pi) / 2 * size
}

// mapPoint is mapXY backwards.
func mapPoint(x, y float64, zoom int) directory.Point {
	size := 256 * math.Exp2(float64(zoom))
	return directory.Point{Lat: math.Atan(math.Sinh(math.Pi*(1-2*y/size))) * 180 / math.Pi, Lon: x/size*360 - 180}
}

// spot is where a service may be drawn.
type spot struct {
	hit  directory.Hit
	at   directory.Point
	area bool // somewhere in a town: its address is not public
}

// mapSpots sorts what was found into what may be drawn and what may not. A
// hidden address, or a service that must not be seen, is never drawn; an
// address of which only the town is public is drawn as its town.
func (s *Site) mapSpots(hits []directory.Hit) (drawn []spot, apart []directory.Hit) {
	for _, h := range hits {
		if h.Listing.Sensitive || h.Place < 0 || h.Listing.Places[h.Place].Hidden {
			apart = append(apart, h)
			continue
		}
		p := &h.Listing.Places[h.Place]
		switch {
		case p.HasPoint && p.Address != "" && !p.AreaOnly:
			drawn = append(drawn, spot{hit: h, at: directory.Point{Lat: p.Lat, Lon: p.Lon}})
		case p.City != "":
			if town, _, ok := s.Locator.Locate(p.City); ok {
				drawn = append(drawn, spot{hit: h, at: town, area: true})
				continue
			}
			fallthrough
		default:
			apart = append(apart, h)
		}
	}
	return drawn, apart
}

// fitted is the closest view that shows everything.
func fitted(spots []spot, near *directory.Point) mapView {
	var all []directory.Point
	for _, s := range spots {
		all = append(all, s.at)
	}
	if near != nil {
		all = append(all, *near)
	}
	if len(all) == 0 {
		return mapView{zoom: 5, at: directory.Point{Lat: 47, Lon: -75}} // Québec and Ontario
	}
	for zoom := mapClosest - 1; ; zoom-- {
		west, north := math.Inf(1), math.Inf(1)
		east, south := math.Inf(-1), math.Inf(-1)
		for _, p := range all {
			x, y := mapXY(p, zoom)
			west, east, north, south = min(west, x), max(east, x), min(north, y), max(south, y)
		}
		if zoom == mapFarthest || east-west <= mapWide-2*mapEdge && south-north <= mapHigh-2*mapEdge {
			return mapView{zoom: zoom, at: mapPoint((west+east)/2, (north+south)/2, zoom)}
		}
	}
}

// serviceMap is the second tab of S2: what the same search finds, on a sheet
// drawn here. The list beside says all of it; the drawing adds where.
func (s *Site) serviceMap(v *Visit) error {
	r := s.readSearch(v.R.URL.Query(), v.L)
	r.page = 0
	q, place, known := s.query(r)
	q.Limit, q.Offset = mapMost, 0
	now := s.Clock.Now()
	res := s.Finder.Search(q, now)
	spots, apart := s.mapSpots(res.Hits)
	view := readMap(v.R.URL.Query())
	if !view.set {
		view = fitted(spots, q.Near)
	}
	p := page.Map{
		Frame: s.frame(v, v.L.T("share.map_title")), Heading: heading(v.L, r, place, res), Relaxed: relaxed(res), List: r.address(v.L),
		Wide: mapWide, High: mapHigh, Credit: s.MapCredit,
	}
	p.NoIndex, p.Map = true, true
	p.Exit = sensitiveNeed(r.need) || slices.ContainsFunc(res.Facets.Needs, sensitiveNeed)
	if r.near != "" && !known {
		p.BadPlace = r.near
	}
	d := drawing{s: s, v: v, r: r, view: view, page: &p}
	d.x, d.y = mapXY(view.at, view.zoom)
	d.x, d.y = d.x-mapWide/2, d.y-mapHigh/2
	d.tiles()
	d.marks(spots)
	d.base(q.Near, r.within) // after the marks: names make room for them
	d.controls()
	for _, h := range apart {
		card := s.card(v.L, h, r, now)
		p.Apart = append(p.Apart, page.MapItem{Name: card.Name, Href: card.Href, Door: card.Door})
	}
	return s.page(v, http.StatusOK, page.MapPage(p))
}

// drawing turns a view into marks on the sheet.
type drawing struct {
	s    *Site
	v    *Visit
	r    search
	view mapView
	x, y float64 // of the sheet's corner, on the map of the world
	page *page.Map
}

func (d *drawing) place(p directory.Point) (x, y int) {
	wx, wy := mapXY(p, d.view.zoom)
	return int(math.Round(wx - d.x)), int(math.Round(wy - d.y))
}

func onSheet(x, y, margin int) bool {
	return x >= -margin && x <= mapWide+margin && y >= -margin && y <= mapHigh+margin
}

// metre is how many units of the sheet a metre is, here.
func (d *drawing) metre() float64 {
	around := 2 * math.Pi * 6_378_137 * math.Cos(d.view.at.Lat*math.Pi/180)
	return 256 * math.Exp2(float64(d.view.zoom)) / around
}

// address is the same search in another view.
func (d *drawing) address(m mapView) string {
	path, query, _ := strings.Cut(d.r.address(d.v.L), "?")
	q, _ := url.ParseQuery(query) // our own address
	q.Set("z", strconv.Itoa(min(max(m.zoom, mapFarthest), mapClosest)))
	q.Set("lat", strconv.FormatFloat(min(max(m.at.Lat, -85), 85), 'f', 4, 64))
	q.Set("lon", strconv.FormatFloat(min(max(m.at.Lon, -180), 180), 'f', 4, 64))
	return strings.TrimSuffix(path, "/services") + "/carte?" + q.Encode()
}

// onMap is the other tab of a page of results.
func onMap(list string) string {
	path, query, _ := strings.Cut(list, "?")
	return strings.TrimSuffix(path, "/services") + "/carte?" + query
}

// controls are the moves, each an address.
func (d *drawing) controls() {
	move := func(icon, key string, m mapView) {
		d.page.Moves = append(d.page.Moves, page.MapMove{Icon: icon, Key: key, Href: d.address(m)})
	}
	by := func(dx, dy float64) mapView {
		return mapView{zoom: d.view.zoom, at: mapPoint(d.x+mapWide/2+dx, d.y+mapHigh/2+dy, d.view.zoom)}
	}
	if d.view.zoom < mapClosest {
		move("zoom-in", "share.map_closer", mapView{zoom: d.view.zoom + 1, at: d.view.at})
	}
	if d.view.zoom > mapFarthest {
		move("zoom-out", "share.map_farther", mapView{zoom: d.view.zoom - 1, at: d.view.at})
	}
	move("chevron-up", "share.map_north", by(0, -mapHigh/2))
	move("chevron-down", "share.map_south", by(0, mapHigh/2))
	move("arrow-left", "share.map_west", by(-mapWide/2, 0))
	move("arrow-right", "share.map_east", by(mapWide/2, 0))
	if d.view.set {
		d.page.Moves = append(d.page.Moves, page.MapMove{Icon: "map", Key: "share.map_whole", Href: onMap(d.r.address(d.v.L))})
	}
}

// mapNamed is how many names of a mark's services stand in the list beside.
const mapNamed = 8

// marks draws services, those that would touch as one, and lists their names.
func (d *drawing) marks(spots []spot) {
	type group struct {
		x, y int
		of   []spot
	}
	var groups []*group
	for _, s := range spots {
		x, y := d.place(s.at)
		if !onSheet(x, y, 0) {
			d.page.Outside++
			continue
		}
		i := slices.IndexFunc(groups, func(g *group) bool {
			return g.of[0].area == s.area && math.Hypot(float64(g.x-x), float64(g.y-y)) < mapApart
		})
		if i < 0 {
			i = len(groups)
			groups = append(groups, &group{x: x, y: y})
		}
		groups[i].of = append(groups[i].of, s)
	}
	now := d.s.Clock.Now()
	for n, g := range groups {
		m := page.MapMark{Number: n + 1, X: g.x, Y: g.y, Count: len(g.of), Area: g.of[0].area}
		for _, s := range g.of[:min(len(g.of), mapNamed)] {
			card := d.s.card(d.v.L, s.hit, d.r, now)
			m.Items = append(m.Items, page.MapItem{Name: card.Name, Href: card.Href, Door: card.Door})
		}
		m.More = len(g.of) - len(m.Items)
		if len(g.of) > 1 && !m.Area && d.view.zoom < mapClosest {
			m.Closer = d.address(mapView{zoom: d.view.zoom + 2, at: mapPoint(d.x+float64(g.x), d.y+float64(g.y), d.view.zoom)})
		}
		d.page.Marks = append(d.page.Marks, m)
	}
}

// base draws what helps to know where one is, made of the directory's own
// names: towns and neighbourhoods where their services are, circles round the
// place that was asked for, and a scale. No map service is asked.
func (d *drawing) base(near *directory.Point, within int) {
	metre := d.metre()
	for _, length := range []int{50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000} {
		if units := int(float64(length) * metre); units >= 50 || length == 200_000 {
			d.page.Scale, d.page.ScaleText = units, d.v.L.Distance(float64(length))
			break
		}
	}
	if near != nil {
		x, y := d.place(*near)
		rings := []int{500, 1000, 2000}
		if within > 0 {
			rings = []int{within}
		}
		for _, ring := range rings {
			if units := int(float64(ring) * metre); units > 20 && units < 2*mapWide {
				d.page.Rings = append(d.page.Rings, page.MapRing{X: x, Y: y, R: units, Text: d.v.L.Distance(float64(ring))})
			}
		}
		d.page.Here = onSheet(x, y, 0)
		d.page.HereX, d.page.HereY = x, y
	}
	if d.s.MapTiles != "" {
		return // the tiles say the names
	}
	reach := math.Hypot(mapWide, mapHigh) / 2 / metre
	around := d.s.Finder.Search(directory.Query{Near: &d.view.at, WithinMetres: reach, Sort: directory.SortNearest, Limit: mapMost}, d.s.Clock.Now())
	d.names(around.Hits)
}

// names writes the towns of some services in their middle, the fullest first;
// nearer, the first half of postal codes. Names that would touch are left out.
func (d *drawing) names(hits []directory.Hit) {
	type sum struct{ lat, lon, n float64 }
	towns := map[string]sum{}
	for _, h := range hits {
		for i := range h.Listing.Places {
			p := &h.Listing.Places[i]
			if p.Hidden || p.AreaOnly || !p.HasPoint || p.Address == "" {
				continue
			}
			name := p.City
			if d.view.zoom >= 13 && len(p.Postal) >= 3 {
				name = strings.ToUpper(p.Postal[:3])
			}
			if name != "" {
				t := towns[name]
				towns[name] = sum{t.lat + p.Lat, t.lon + p.Lon, t.n + 1}
			}
		}
	}
	names := make([]string, 0, len(towns))
	for name := range towns {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if towns[a].n != towns[b].n {
			return int(towns[b].n - towns[a].n)
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		t := towns[name]
		x, y := d.place(directory.Point{Lat: t.lat / t.n, Lon: t.lon / t.n})
		for _, shift := range []int{0, -34, 34} { // beside a mark that stands there
			if n := (page.MapName{X: x, Y: y + shift, Text: name}); len(d.page.Names) < 10 && d.free(n) {
				d.page.Names = append(d.page.Names, n)
				break
			}
		}
	}
}

// free reports that a name can be read where it stands.
func (d *drawing) free(n page.MapName) bool {
	half := func(n page.MapName) int { return 4 * len([]rune(n.Text)) }
	return onSheet(n.X, n.Y, -half(n)) &&
		!slices.ContainsFunc(d.page.Names, func(o page.MapName) bool { return abs(o.X-n.X) < half(o)+half(n) && abs(o.Y-n.Y) < 18 }) &&
		!slices.ContainsFunc(d.page.Marks, func(m page.MapMark) bool { return abs(m.X-n.X) < half(n)+18 && abs(m.Y-n.Y+5) < 24 })
}

func abs(n int) int { return max(n, -n) }

// tiles are pictures of a map service that the operator chose. Without one,
// nothing of what people look at goes anywhere.
func (d *drawing) tiles() {
	if d.s.MapTiles == "" {
		return
	}
	d.v.W.Header().Set("Content-Security-Policy", strings.Replace(policyOf(d.v.R.Host), "img-src 'self'", "img-src 'self' "+origin(d.s.MapTiles), 1))
	last := 1<<d.view.zoom - 1
	for ty := int(math.Floor(d.y / 256)); float64(ty*256) < d.y+mapHigh; ty++ {
		for tx := int(math.Floor(d.x / 256)); float64(tx*256) < d.x+mapWide; tx++ {
			if tx < 0 || ty < 0 || tx > last || ty > last {
				continue
			}
			d.page.Tiles = append(d.page.Tiles, page.MapTile{
				X: int(float64(tx*256) - d.x), Y: int(float64(ty*256) - d.y),
				Src: strings.NewReplacer("{z}", strconv.Itoa(d.view.zoom), "{x}", strconv.Itoa(tx), "{y}", strconv.Itoa(ty)).Replace(d.s.MapTiles),
			})
		}
	}
}

// origin is the site of an address that the configuration has checked.
func origin(address string) string {
	u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(address))
	if err != nil {
		return "'none'"
	}
	return u.Scheme + "://" + u.Host
}
