package directory

import "strings"

// PlaceKind is HSDS location.location_type.
type PlaceKind string

// The kinds. One goes to a Physical place, writes to a Postal one, and meets at a
// Virtual one without leaving home.
const (
	Physical PlaceKind = ""
	Postal   PlaceKind = "postal"
	Virtual  PlaceKind = "virtual"
)

// PlaceBesides is what few places say. It stands apart from Place for the sake of
// memory, as Particulars do.
type PlaceBesides struct {
	Kind PlaceKind
	URL  string // its own page; of a Virtual place, where one meets
	Also Text   // another name of it
	Talk Text   // what the source tells of it, and of the service there
	Mail string // where one writes, on one line, when one does not go there
}

var nothingBesides PlaceBesides

// Besides never returns nil.
func (p *Place) Besides() *PlaceBesides {
	if p.More == nil {
		return &nothingBesides
	}
	return p.More
}

// besides adds to a place what is said of it, unless its address is not public.
func (w *loader) besides(p *Place, place *locationRow, d *doorRow) {
	b := PlaceBesides{URL: place.URL, Also: w.words(place.Dataset, place.ID, "alternate_name", place.Alternate),
		Talk: w.words(place.Dataset, place.ID, "description", place.Description)}
	if b.Also == p.Name {
		b.Also = Text{}
	}
	if b.Talk == p.Name {
		b.Talk = Text{}
	}
	if here := w.words(d.Dataset, d.ID, "description", d.Description); here != b.Talk && here != p.Name {
		b.Talk = join(b.Talk, here)
	}
	switch kind := PlaceKind(place.Type); kind {
	case Postal, Virtual: // a point of theirs is nowhere to go to
		b.Kind, p.HasPoint, p.Lat, p.Lon = kind, false, 0, 0
	}
	for _, a := range w.children.addresses[place.ID] {
		if a.postal() && (a.Line1 != p.Address || a.City != p.City) {
			b.Mail = a.line()
			break
		}
	}
	if b != nothingBesides {
		p.More = &b
	}
}

func (a *addressRow) postal() bool { return a.Type == string(Postal) }

// line is an address on one line.
func (a *addressRow) line() string {
	var parts []string
	for _, s := range []string{a.Line1, a.Line2, a.City} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	s := strings.Join(parts, ", ")
	if a.Province != "" {
		s += " (" + a.Province + ")"
	}
	return strings.TrimSpace(s + " " + a.Postal)
}
