package web

import (
	"slices"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// places fills where and when. Hours that are the same everywhere are said
// once; otherwise each place says its own.
func (s *Site) places(p *page.Service, l *i18n.Local, d *directory.Listing) {
	same := true
	for i := range d.Places {
		same = same && slices.EqualFunc(d.HoursOf(i), d.HoursOf(0), sameHours) && slices.Equal(d.HoursWordsOf(i), d.HoursWordsOf(0))
	}
	if len(d.Places) == 0 || same {
		p.Hours = s.hours(l, d, min(0, len(d.Places)-1))
	}
	for i := range d.Places {
		at := &d.Places[i]
		place := page.Place{
			Name: said(l, at.Name), Address: address(at), Hidden: at.Hidden, Area: areaOf(at), Directions: directions(at),
			Transport: said(l, at.Transport), Access: said(l, at.Access),
		}
		if at.Hidden {
			place.Transport, place.Access = i18n.Text{}, i18n.Text{} // a bus stop gives an address away
		}
		if b := at.Besides(); !at.Hidden && !at.AreaOnly {
			place.Online, place.URL, place.Mail = b.Kind == directory.Virtual, b.URL, b.Mail
			place.Also, place.Talk = said(l, b.Also), said(l, b.Talk)
			if b.Kind != directory.Physical {
				place.Address = "" // its town is no place to go to
			}
		}
		if at.AreaOnly {
			place.Address = "" // the town is said in a sentence of its own
		}
		if len(d.Places) > 1 {
			place.Phones, place.Written = numbers(l, at.Phones, (*directory.Phone).Voice), numbers(l, at.Phones, isWritten)
		}
		if !same {
			place.Hours = s.hours(l, d, i)
		}
		p.Places = append(p.Places, place)
	}
}

// areaOf is the town of a place of which the rest is not public.
func areaOf(p *directory.Place) string {
	if !p.AreaOnly {
		return ""
	}
	if p.City == "" {
		return p.Province
	}
	return p.City
}
