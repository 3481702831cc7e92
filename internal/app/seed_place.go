package app

import (
	"context"
	"time"

	"passerelle/internal/place"
)

// holding is when places are held on the day the demo starts: some forty
// minutes before it, so that they still are.
const holding slot = 20

// counts are said by a worker of the house; a place of some is held by others.
func (s *seed) counts() {
	for _, c := range s.data.Counts {
		var offer string
		s.add(c.Service+c.Unit+c.Population, c.Said, first, "count", func(ctx context.Context) (err error) {
			offer, err = s.a.Place.Open(ctx, s.hats[[2]string{c.Worker, s.workers[c.Worker].Org}], s.act(), place.Opening{
				Service: service(c.Service), Unit: c.Unit, Population: c.Population, Free: c.Free, Minutes: c.Minutes, For: time.Duration(c.Hours) * time.Hour,
			})
			return err
		})
		for _, w := range c.HeldBy {
			s.add(c.Service+c.Unit+w, c.Said, holding, "hold", func(ctx context.Context) error {
				_, err := s.a.Place.Hold(ctx, s.hats[[2]string{w, s.workers[w].Org}], s.act(), offer)
				return err
			})
		}
	}
}
