package app

import (
	"context"

	"passerelle/internal/access"
)

// savedLists are kept by a worker of each organisation, like any list.
func (s *seed) savedLists() {
	for _, l := range s.data.SavedLists {
		s.add(l.Org+l.Name, l.Saved, first, "list", func(ctx context.Context) error {
			var services []access.Service
			for _, code := range l.Services {
				services = append(services, service(code))
			}
			_, err := s.a.Share.Save(ctx, s.hats[[2]string{l.Worker, l.Org}], s.act(), l.Name, services)
			return err
		})
	}
}
