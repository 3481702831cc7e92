package consent

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// A person may be asked again AsksMost times within AsksWithin by the
// organisation that accompanies them; then only if they want it themself. A
// consent that a package waits for is not counted out: it is owed.
const (
	AsksMost   = 3
	AsksWithin = 30 * 24 * time.Hour
)

// Tired is how often somebody answered lately, and when they may be asked again.
type Tired struct {
	Asked int
	Until time.Time // zero: now
}

// Tired counts the questions that the actor's own organisation put to a person,
// from its own record of their answers: each receipt is one question, whatever
// its parts. What the person did by themself is no question. NotFound for whoever
// does not accompany the person.
func (s *Service) Tired(ctx context.Context, by access.Actor, p access.Person) (out Tired, err error) {
	defer fault.Wrap(&err, "consent.Tired(%s)", p)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out = Tired{}
		if err := s.Holds(ctx, tx, by, p); err != nil {
			return err
		}
		rows, err := answersAbout(ctx, tx, by, p)
		if err != nil {
			return err
		}
		out = tired(rows, tx.Now)
		return nil
	})
	return out, err
}

func tired(rows []Row, now time.Time) (out Tired) {
	at := map[string]time.Time{}
	for _, r := range rows {
		if r.Worker != "" && r.At.After(now.Add(-AsksWithin)) && !r.At.After(now) {
			at[r.Receipt] = r.At
		}
	}
	out.Asked = len(at)
	for len(at) >= AsksMost { // the oldest go first, until one more may be asked
		oldest := ""
		for id, t := range at {
			if oldest == "" || t.Before(at[oldest]) {
				oldest = id
			}
		}
		out.Until = at[oldest].Add(AsksWithin)
		delete(at, oldest)
	}
	return out
}
