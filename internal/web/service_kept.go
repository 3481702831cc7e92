package web

import (
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// aspectKeys name the parts of a page that grow old by themselves.
var aspectKeys = map[directory.Aspect]string{
	directory.AspectPhones: "kept.aspect_phones", directory.AspectClosure: "kept.aspect_closure", directory.AspectHours: "kept.aspect_hours",
	directory.AspectAddress: "kept.aspect_address", directory.AspectWho: "kept.aspect_who", directory.AspectAsks: "kept.aspect_asks",
	directory.AspectPapers: "kept.aspect_papers", directory.AspectLanguages: "kept.aspect_languages",
	directory.AspectCapacity: "kept.aspect_capacity", directory.AspectWords: "kept.aspect_words",
}

// standings say how sure something is. What is old is not a fault, and is not
// red.
var standings = map[directory.Standing]struct {
	key  string
	tone ui.Tone
}{
	directory.Confirmed: {"kept.confirmed", ui.Ok}, directory.ToCheck: {"kept.to_check", ui.Late}, directory.Unconfirmed: {"kept.unconfirmed", ui.Calm},
}

// kept says who said each part of a page, and when.
func (s *Site) kept(l *i18n.Local, d *directory.Listing, now time.Time) (k page.Kept) {
	k.Correct = ui.Path(l, "/service/"+string(d.ID)+"/corriger")
	for _, a := range directory.Aspects {
		if !d.Says(a) {
			continue
		}
		seen := d.Sighted(a)
		how := standings[seen.Standing(now)]
		row := page.KeptAspect{Label: aspectKeys[a], Standing: how.key, Tone: how.tone, By: byWhom(l, d, seen.By)}
		if !seen.At.IsZero() {
			row.On = l.Date(seen.At.In(s.Zone))
		}
		k.Aspects = append(k.Aspects, row)
	}
	return k
}
