package web

import (
	"net/http"
	"slices"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
)

// slips are eight to a sheet, to cut or to tear off: a service eight times, or
// each service of a list once. They hold no name of a person.
func (s *Site) slips(v *Visit) error {
	q := v.R.URL.Query()
	p := page.Slips{Frame: s.frame(v, v.L.T("share.slips")), Today: v.L.Date(s.Clock.Now().In(s.Zone))}
	p.NoIndex, p.Paper = true, true
	services, back, err := s.slipServices(v, s.listOf(q.Get("liste")), q.Get("l"))
	if err != nil {
		return err
	}
	p.Back = back
	for _, d := range services {
		if d == nil || !d.Searchable() {
			p.Gone++
			continue
		}
		e, err := s.pageOf(v, d)
		if err != nil {
			return err
		}
		onlyOpened(v.L, &e)
		p.Slips = append(p.Slips, e)
		p.Exit = p.Exit || d.Sensitive
	}
	if len(p.Slips) == 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	for len(services) == 1 && len(p.Slips) < slipsASheet {
		p.Slips = append(p.Slips, p.Slips[0])
	}
	return s.page(v, http.StatusOK, page.SlipsPage(p))
}

// opened are the hours without the days when a service is closed: small paper
// has no room to say no.
func opened(rows []page.HoursRow) []page.HoursRow {
	return slices.DeleteFunc(slices.Clone(rows), func(r page.HoursRow) bool { return r.Closed })
}

// slipsASheet is how many slips a sheet holds.
const slipsASheet = 8

func (s *Site) slipServices(v *Visit, list picks, saved string) (services []*directory.Listing, back string, err error) {
	if saved != "" {
		l, err := s.Share.ByCode(v.R.Context(), s.Region, saved)
		return s.listings(l.Services), v.href("/l/" + saved), err
	}
	for _, code := range list {
		services = append(services, s.Finder.ByCode(code))
	}
	back = v.href(list.path())
	if len(services) == 1 && services[0] != nil {
		back = v.href("/service/" + string(services[0].ID))
	}
	return services, back, nil
}
