package directory

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Pace is how an organisation answered what was sent to it lately. It is shown
// to both sides: an institution's silence as much as a small organisation's.
type Pace struct {
	Median   time.Duration // of those answered
	Answered int
	Silent   int // never answered in time
}

// PaceFewest is the fewest referrals of which a pace is shown: a figure about
// two of them tells who is late with whom.
const PaceFewest = 5

// PaceOver is the time that a pace looks back over.
const PaceOver = 90 * 24 * time.Hour

// Pace reads how an organisation answers, for a worker; ok is false while
// there is too little to tell.
func (s *Service) Pace(ctx context.Context, by access.Actor, org access.Org) (p Pace, ok bool, err error) {
	defer fault.Wrap(&err, "directory.Pace(%s)", org)
	if by.Kind() != access.Staff {
		return p, false, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		took, err := paces(ctx, tx, by.Region(), org, db.At(tx.Now.Add(-PaceOver)))
		if err != nil {
			return err
		}
		p, ok = paceOf(took)
		return nil
	})
	return p, ok, err
}

// paceOf sums up delays in minutes; a negative one is silence.
func paceOf(took []int) (p Pace, ok bool) {
	var answered []int
	for _, m := range took {
		if m < 0 {
			p.Silent++
		} else {
			answered = append(answered, m)
		}
	}
	if p.Answered = len(answered); len(took) < PaceFewest {
		return Pace{}, false
	}
	if n := len(answered); n > 0 {
		slices.Sort(answered)
		p.Median = time.Duration(answered[(n-1)/2]+answered[n/2]) * time.Minute / 2
	}
	return p, true
}

// OnAnswered reacts to an answer to something that was sent, by the event of
// kind sent: how long it took is kept, and nothing else.
func (s *Service) OnAnswered(sent string) event.Reaction {
	return func(ctx context.Context, tx *db.Tx, r event.Record) (err error) {
		defer fault.Wrap(&err, "directory.OnAnswered")
		all, err := event.History(ctx, tx, r.Region, r.Subject)
		if err != nil {
			return err
		}
		for _, e := range all {
			if e.Kind == sent {
				minutes := int(r.At.Sub(e.At) / time.Minute)
				return savePace(ctx, tx, r.Region, r.Org, &minutes)
			}
		}
		return nil // it was never sent: there is nothing to time
	}
}

// OnSilence reacts to something sent that nobody answered in time.
func (s *Service) OnSilence(ctx context.Context, tx *db.Tx, r event.Record) (err error) {
	defer fault.Wrap(&err, "directory.OnSilence")
	var told struct {
		Receiver access.Org `json:"receiver"`
	}
	if err := json.Unmarshal([]byte(r.Body), &told); err != nil {
		return err
	}
	if told.Receiver == "" {
		return nil
	}
	return savePace(ctx, tx, r.Region, told.Receiver, nil)
}
