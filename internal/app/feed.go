package app

import (
	"errors"
	"os"

	"passerelle/internal/config"
	"passerelle/internal/fault"
	"passerelle/internal/hsds/api"
	"passerelle/internal/i18n"
)

// feed makes the directory's feed for other programs.
func (a *App) feed(bundle *i18n.Bundle, s config.Feed) (*api.API, error) {
	areas, err := postalAreas(s.PostalAreas)
	if err != nil {
		return nil, err
	}
	f := &api.API{Directory: a.Directory, Bundle: bundle, Clock: a.Clock, About: s.About, Licence: s.Licence, Areas: areas,
		Publisher: api.Publisher{Name: s.Publisher, Identifier: s.PublisherID, Email: s.PublisherEmail}}
	if f.Publisher.Name == "" {
		f.Publisher.Name = string(a.Region)
	}
	if sites := s.PublisherSites; len(sites) > 0 {
		f.Publisher.Website, f.Publisher.Websites = sites[0], sites[1:]
	}
	if s.Rate > 0 {
		f.Rate = api.NewRate(a.Clock, s.Rate)
	}
	return f, nil
}

// postalAreas reads the operator's table; none without a file.
func postalAreas(path string) (_ api.Areas, err error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Field("postal-areas", "config.file_unreadable").With(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	areas, err := api.ReadAreas(f)
	if err != nil {
		return nil, fault.Field("postal-areas", "config.areas_malformed", "at", err.Error()).With(err)
	}
	return areas, nil
}
