package signal

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Relay carries a signal to another organisation, which is asked to answer
// within a time, and says why. The words go with it as they were said. Whoever
// relays what they were asked themselves has answered by that; the duty of
// others stays. fault.Conflict when that organisation is asked already.
func (s *Service) Relay(ctx context.Context, by access.Actor, act, id string, to access.Org, why string, due time.Duration, asked bool) (err error) {
	defer fault.Wrap(&err, "signal.Relay(%s)", id)
	var nobody *fault.Error
	if to == "" {
		nobody = fault.Field("to", "signal.to_missing")
	}
	if err := wrong(nobody, passage{"why", why, "signal.why_missing", MoreMost}.check(s.named, asked), within(due)); err != nil {
		return err
	}
	return s.on(ctx, by, act, id, func(tx *db.Tx, x *sealing) error {
		if err := s.vault.OnlyCounts(ctx, tx, by); err != nil {
			return err
		}
		if x.Duty(to) != nil {
			return fault.New(fault.Conflict, "signal.asked_already")
		}
		if mine := x.Duty(by.Org()); mine != nil {
			if err := settleLeg(ctx, tx, by.Region(), by.Scope(access.Heed, tx.Now), mine.ID, Relayed, nil); err != nil {
				return err
			}
		}
		return s.ask(ctx, tx, by, x, to, why, due)
	})
}

// ask starts the clock of an organisation, which sees the signal from then on.
func (s *Service) ask(ctx context.Context, tx *db.Tx, by access.Actor, x *sealing, to access.Org, why string, due time.Duration) error {
	staff, err := s.desks.StaffOf(ctx, tx, to)
	if err != nil {
		return err
	}
	if len(staff) == 0 {
		return wrong(fault.Field("to", "signal.to_nobody"))
	}
	l := Leg{ID: tx.NewID(), From: by.Org(), To: to, Asked: db.At(tx.Now), Due: db.At(tx.Now.Add(due)), State: Waiting}
	b, err := x.seal(l.ID, whyPart, why)
	if err != nil {
		return err
	}
	if err := insertLeg(ctx, tx, by.Region(), x.ID, l, b); err != nil {
		return err
	}
	// Whoever relays has taken it up, and follows what becomes of it.
	for _, org := range []access.Org{to, by.Org()} {
		if err := s.seat(ctx, tx, by.Region(), x.ID, org); err != nil {
			return err
		}
	}
	return s.log.Append(ctx, tx, by, happened{kind: RelayedKind, Signal: x.ID, Leg: l.ID, To: to, Due: l.Due})
}
