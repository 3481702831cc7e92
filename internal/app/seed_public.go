package app

import (
	"context"
	"fmt"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/need"
)

// heardAtDoors is what two teams heard in the quarter that the public board
// shows: enough to be told, and in one place too little.
var heardAtDoors = []struct {
	need, place string
	n           int
}{
	{"eat.meal", "Vieux-Quai", 46}, {"sleep.shelter", "Vieux-Quai", 44}, {"health.doctor", "Gare-Est", 44}, {"eat.meal", "Gare-Est", 4},
}

// heard puts a walk from door to door into that quarter, and what came of it.
func (s *seed) heard() {
	q, _ := need.LastPublished(s.now, s.zone)
	from, _, _ := q.Span(s.zone)
	s.line = append(s.line, moment{from.AddDate(0, 1, 9).Add(14 * time.Hour), "doors heard", func(ctx context.Context) error {
		if err := s.located(ctx); err != nil {
			return err
		}
		teams := []access.Actor{s.worker("maelle"), s.worker("ximena")}
		heard := 0
		err := s.a.DB.Write(ctx, func(tx *db.Tx) error {
			heard = 0
			for _, h := range heardAtDoors {
				for i := range h.n {
					heard++
					if _, err := s.a.Need.SayIn(ctx, tx, teams[i%len(teams)], need.Said{Need: h.need, Place: h.place}, ""); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for heard > 0 { // each was told where to go, or that nothing was there
			b, err := s.a.Need.Board(ctx, teams[0], need.Filter{})
			if err != nil || len(b.Living) == 0 {
				return err
			}
			for _, n := range b.Living {
				heard--
				if err := s.a.Need.Answer(ctx, teams[0], fmt.Sprint("doors-", n.ID), n.ID, need.Reply{Reason: need.NoPlace}); err != nil {
					return err
				}
			}
		}
		return nil
	}})
}
