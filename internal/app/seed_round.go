package app

import (
	"context"

	"passerelle/internal/round"
)

// demoStreets are invented, as all of the demo.
const demoStreets = "rue du Vieux-Quai : 1-39 impairs, 2-40 pairs\nruelle des Cordages : 3 app. 1-6, 5 app. 1-6, 8, 10"

// rounds is one that is walked on the day the demo starts: some of it was typed
// in from paper, the rest waits for a phone.
func (s *seed) rounds() {
	var id string
	s.add("round", 0, first, "round", func(ctx context.Context) (err error) {
		if err := s.located(ctx); err != nil {
			return err
		}
		id, err = s.a.Round.Prepare(ctx, s.worker("malik"), s.act(), round.Preparing{
			Name: "Vieux-Quai, porte à porte", Place: "Vieux-Quai", Streets: demoStreets, Kit: "trousse d'hygiène", Langs: []string{"fr", "en"}, Days: round.DaysMost,
		})
		return err
	})
	s.add("round", 0, holding, "round on paper", func(ctx context.Context) error {
		x := round.Sheet{Needs: []round.Heard{{Need: "eat.bank"}, {Need: "sleep.warm"}}}
		for n, r := range []round.Result{round.Talked, round.Absent, round.Talked, round.Again, round.Absent, round.Never, round.Talked, round.Absent} {
			x.Doors = append(x.Doors, round.Typed{Door: n + 1, Result: r, Kits: map[round.Result]int{round.Talked: 1}[r]})
		}
		return s.a.Round.TypeIn(ctx, s.worker("maelle"), s.act(), id, x)
	})
}
