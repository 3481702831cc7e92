package app

import (
	"context"

	"passerelle/internal/consortium"
)

// sharedOut is how two organisations share out the neighbourhoods of the quay:
// who covers which, and what nobody does.
func (s *seed) sharedOut() {
	var id string
	s.add("consortium", 12, first, "plan begun", func(ctx context.Context) (err error) {
		if err := s.located(ctx); err != nil {
			return err
		}
		id, err = s.a.Consortium.Begin(ctx, s.worker("idriss"), s.act(), consortium.Drawn{
			Name: "Ambassadeur·rice·s du quai", Places: "Vieux-Quai\nGare-Est\nFaubourg-du-Pont\nCôte-aux-Merles", Populations: "Personnes hispanophones\nPersonnes aînées\nFamilles",
		})
		return err
	})
	for i, t := range []struct{ worker, place, population, contact string }{
		{"idriss", "vieux-quai", "Personnes hispanophones", "Équipe de rue, 873 555-0171"},
		{"idriss", "gare-est", "Personnes hispanophones", "Équipe de rue, 873 555-0171"},
		{"genevieve", "vieux-quai", "Personnes aînées", "Liaison, 873 555-0172"},
		{"genevieve", "faubourg-du-pont", "Familles", ""},
		{"idriss", "faubourg-du-pont", "Familles", "Équipe de rue, 873 555-0171"},
	} {
		s.add("consortium", 11, first+slot(i), "part taken", func(ctx context.Context) error {
			return s.a.Consortium.Take(ctx, s.worker(t.worker), s.act(), id, consortium.Taking{Place: t.place, Population: t.population, Contact: t.contact})
		})
	}
}
