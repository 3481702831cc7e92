package pathway

import (
	"context"
	"maps"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Answer says something to the n-th question of a run of the worker's own, and
// returns the run as it then stands. A field error keeps all as it was;
// fault.Conflict when step is not what is asked there any more.
func (s *Service) Answer(ctx context.Context, by access.Actor, id string, n int, step, answer string) (r Run, err error) {
	defer fault.Wrap(&err, "pathway.Answer(%s)", id)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if r, err = s.own(ctx, tx, by, id); err != nil {
			return err
		}
		return s.change(ctx, tx, by, &r, answeredKind, func() error {
			before := r.Walk.Answers()
			if err := r.Walk.Answer(r.Pathway, n, step, answer); err != nil {
				return err
			}
			if !maps.Equal(before, r.Walk.Answers()) {
				r.Second = nil // it was said of other answers
			}
			return nil
		})
	})
	return r, err
}
