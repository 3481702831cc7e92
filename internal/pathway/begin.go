package pathway

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// RunsMost is how many runs one worker has at a time.
const RunsMost = 50

// Begin begins to walk a pathway: an example, or what an organisation of the
// region published. Those who accompany people may. A retried act begins once.
func (s *Service) Begin(ctx context.Context, by access.Actor, act, id string) (run string, err error) {
	defer fault.Wrap(&err, "pathway.Begin(%s)", id)
	if err := walks(by); err != nil {
		return "", err
	}
	return s.begin(ctx, by, act, func(tx *db.Tx) (Run, error) {
		if p, err := example(id); err == nil {
			return Run{Pathway: p, Of: id}, nil
		}
		v, err := publishedVersion(ctx, tx, by.Region(), id)
		if err != nil {
			return Run{}, err
		}
		return Run{Of: id, Number: v.Number}, nil
	})
}

// Simulate begins to walk the draft of a pathway of the worker's own
// organisation. Nothing comes of it: no code, no referral.
func (s *Service) Simulate(ctx context.Context, by access.Actor, act, id string) (run string, err error) {
	defer fault.Wrap(&err, "pathway.Simulate(%s)", id)
	if err := edits(by); err != nil {
		return "", err
	}
	return s.begin(ctx, by, act, func(tx *db.Tx) (Run, error) {
		v, err := s.draftOf(ctx, tx, by, id)
		if err != nil {
			return Run{}, err
		}
		return Run{Of: id, Number: v.Number, Trial: true}, nil
	})
}

func (s *Service) begin(ctx context.Context, by access.Actor, act string, of func(*db.Tx) (Run, error)) (id string, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = event.Once(ctx, tx, by, named("begin", act), func() (string, error) {
			r, err := of(tx)
			if err != nil {
				return "", err
			}
			return s.store(ctx, tx, by, r)
		})
		return err
	})
	return id, err
}

func (s *Service) store(ctx context.Context, tx *db.Tx, by access.Actor, r Run) (string, error) {
	switch n, err := countRuns(ctx, tx, by.Region(), by.Worker()); {
	case err != nil:
		return "", err
	case n >= RunsMost:
		return "", fault.New(fault.TooMany, "pathway.runs_full", "most", RunsMost)
	}
	r.ID = tx.NewID()
	var err error
	if r.Code, err = s.freeCode(ctx, tx, by.Region()); err != nil {
		return "", err
	}
	row := run{
		ID: r.ID, Org: by.Org(), Worker: by.Worker(), Of: r.Of, Number: r.Number, Trial: r.Trial, Mark: s.mark(r.Code), Begun: db.At(tx.Now), Ends: db.At(tx.Now.Add(Kept)),
	}
	if row.Sealed, err = s.sealed(ctx, tx, by.Region(), &r); err != nil {
		return "", err
	}
	if err := insertRun(ctx, tx, by.Region(), row); err != nil {
		return "", err
	}
	if err := s.queue.Enqueue(ctx, tx, by.Region(), forgetJob, r.ID, forgetting{r.ID}, row.Ends.Time); err != nil {
		return "", err
	}
	return r.ID, s.log.Append(ctx, tx, by, runEvent{begunKind, r.ID, r.Of})
}

// mark is what the database keeps of a code.
func (s *Service) mark(code string) string { return s.keys.Fingerprint("pathway-code", code) }

// freeCode draws a code that no run of the region has.
func (s *Service) freeCode(ctx context.Context, tx *db.Tx, region access.Region) (string, error) {
	for range 20 {
		code := newCode()
		switch taken, err := markTaken(ctx, tx, region, s.mark(code)); {
		case err != nil:
			return "", err
		case !taken:
			return code, nil
		}
	}
	return "", fault.New(fault.Unavailable, "error.busy")
}
