package app

import (
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/text"
)

// atlas is what needs ask of the directory.
type atlas struct{ a *App }

func (atlas) KnownNeed(code string) bool { return directory.KnownNeed(code) }

// NeedIn is the first need that words speak of: a need of the tree before a
// whole theme, and what names it before what only hints at it.
func (atlas) NeedIn(words string) string {
	found := directory.NeedsIn(words)
	if len(found) == 0 {
		found = directory.NeedsSaid(words)
	}
	for _, code := range found {
		if directory.ThemeOf(code) != code {
			return code
		}
	}
	if len(found) > 0 {
		return found[0]
	}
	return ""
}

// PlaceOf is the key of a place by its name as people write it.
func (x atlas) PlaceOf(typed string) (string, bool) {
	_, name, ok := directory.NewLocator(x.a.Index).Locate(typed)
	return placeKey(name), ok
}

// placeWords is how many words the name of a place has at most.
const placeWords = 4

// PlaceIn is the first place that words name in full. A word that only begins
// like one is not taken for it, as it is where somebody types a place.
func (x atlas) PlaceIn(words string) (string, bool) {
	all := text.Words(words)
	for i := range all {
		for n := min(placeWords, len(all)-i); n > 0; n-- {
			run := strings.Join(all[i:i+n], "-")
			if key, ok := x.PlaceOf(strings.ReplaceAll(run, "-", " ")); ok && key == run {
				return key, true
			}
		}
	}
	return "", false
}

// namesRead is how many services are looked at to know whether words are a name.
const namesRead = 20

// Named reports that words are the name of an organisation, a service or a place,
// or stand in one.
func (x atlas) Named(phrase string) (whole, part bool) {
	said := strings.Join(text.Words(phrase), " ")
	if said == "" {
		return false, false
	}
	if key, ok := x.PlaceOf(phrase); ok && key == placeKey(phrase) {
		return true, true
	}
	for _, h := range x.a.Index.Search(directory.Query{Text: phrase, Limit: namesRead}, x.a.Clock.Now()).Hits {
		names := []directory.Text{h.Listing.Name, h.Listing.OrgName}
		for _, p := range h.Listing.Places {
			names = append(names, p.Name, directory.Text{FR: p.City, EN: p.Neighbourhood})
		}
		for _, name := range names {
			for _, n := range []string{name.FR, name.EN} {
				n = strings.Join(text.Words(n), " ")
				whole = whole || n == said
				part = part || strings.Contains(" "+n+" ", " "+said+" ")
			}
		}
	}
	return whole, whole || part
}

func placeKey(name string) string { return strings.Join(text.Words(name), "-") }
