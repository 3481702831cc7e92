package round

import (
	"context"
	"encoding/json"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Followed is a round as its organisation follows it.
type Followed struct {
	Round
	Doors    []Door
	Outcomes map[int]Outcome
	Figures  Figures
	Devices  []Device
	Needs    []Said
}

// Said is how many times a need was said at the doors of a round. Which doors,
// nothing tells.
type Said struct {
	Need string
	N    int
}

// Walked reports that somebody has it: a phone that is out, and not given back.
func (f Followed) Walked() bool {
	for _, d := range f.Devices {
		if d.State() == Out && !d.Paper {
			return true
		}
	}
	return false
}

// listMost is how many rounds are listed.
const listMost = 60

// List is the rounds of the actor's organisation, those that end last first.
func (s *Service) List(ctx context.Context, by access.Actor) (list []Round, now time.Time, err error) {
	defer fault.Wrap(&err, "round.List")
	if err := sees(by); err != nil {
		return nil, now, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		now = tx.Now
		list, err = roundsOf(ctx, tx, by.Region(), by.Org(), listMost)
		return err
	})
	return list, now, err
}

// Follow is one round: its doors, what was told of each, the phones, and the
// figures, in which each door counts once.
func (s *Service) Follow(ctx context.Context, by access.Actor, round string) (f Followed, now time.Time, err error) {
	defer fault.Wrap(&err, "round.Follow(%s)", round)
	if err := sees(by); err != nil {
		return f, now, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		now = tx.Now
		f = Followed{}
		if f.Round, err = findRound(ctx, tx, by.Region(), by.Org(), round); err != nil {
			return err
		}
		if f.Needs, err = needsOf(ctx, tx, by.Region(), f.ID); err != nil {
			return err
		}
		if f.Gone() {
			return json.Unmarshal([]byte(f.Round.Figures), &f.Figures)
		}
		if f.Doors, err = s.doorsOf(ctx, tx, by.Region(), f.Round); err != nil {
			return err
		}
		if f.Devices, err = devicesOf(ctx, tx, by.Region(), f.ID); err != nil {
			return err
		}
		visits, err := visitsOf(ctx, tx, by.Region(), f.ID)
		if err != nil {
			return err
		}
		f.Outcomes, f.Figures = outcomes(visits), Count(f.Doors, visits)
		return nil
	})
	return f, now, err
}
