package round

import (
	"context"
	"encoding/json"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// forgotten are the arguments of the job that ends a round's visits.
type forgotten struct {
	Round string `json:"round"`
}

// forget counts a round for the last time, keeps the doors where nobody is to
// come back as fingerprints, destroys the key and deletes the rest. It may run
// twice.
func (s *Service) forget(ctx context.Context, j job.Job) (err error) {
	defer fault.Wrap(&err, "round.forget")
	var of forgotten
	if err := j.Args(&of); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := roundOfDevice(ctx, tx, j.Region, of.Round)
		if err != nil || r.Gone() {
			return err
		}
		return s.end(ctx, tx, j.Region, r)
	})
}

func (s *Service) end(ctx context.Context, tx *db.Tx, region access.Region, r Round) error {
	doors, err := s.doorsOf(ctx, tx, region, r)
	if err != nil {
		return err
	}
	visits, err := visitsOf(ctx, tx, region, r.ID)
	if err != nil {
		return err
	}
	marks, err := s.askedNever(ctx, tx, region, r.ID)
	if err != nil {
		return err
	}
	for _, m := range marks {
		if err := insertNever(ctx, tx, region, r.Org, m, db.At(tx.Now)); err != nil {
			return err
		}
	}
	figures, err := json.Marshal(Count(doors, visits))
	if err != nil {
		return err
	}
	if err := s.vault.Destroy(ctx, tx, region, ofRound(r.ID)); err != nil {
		return err
	}
	return forgetRound(ctx, tx, region, r.ID, string(figures))
}
