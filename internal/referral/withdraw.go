package referral

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

var zero time.Time

// Withdraw ends one referral, by the person's own act. The receiver's next
// request finds nothing.
func (s *Service) Withdraw(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Withdraw, id, act, Withdraw, func(tx *db.Tx, r *referral) (event.Event, error) {
		if err := r.move(Withdraw, tx.Now); err != nil {
			return nil, err
		}
		if _, err := spendLinks(ctx, tx, r.Region, r.ID, ""); err != nil {
			return nil, err
		}
		e := happenedTo(r.ID, WithdrawnKind)
		e.Side = ThePerson
		return e, nil
	})
}

// ended is the part of a consent's event that is needed here.
type ended struct {
	Person    access.Person `json:"person"`
	Recipient access.Org    `json:"recipient"`
	Worker    access.Worker `json:"worker"`
	Parts     []access.Part `json:"parts"`
}

// OnConsentEnded reacts, in the same transaction, to a consent withdrawn or
// refused: what the person still had under way with that organisation is
// withdrawn. A refusal of one part, or of one worker, hides that and ends
// nothing.
func (s *Service) OnConsentEnded(ctx context.Context, tx *db.Tx, rec event.Record) (err error) {
	defer fault.Wrap(&err, "referral.OnConsentEnded")
	var c ended
	if err := json.Unmarshal([]byte(rec.Body), &c); err != nil {
		return err
	}
	if c.Worker != "" || !slices.Contains(c.Parts, access.PartNeed) {
		return nil
	}
	live, err := liveWith(ctx, tx, rec.Region, c.Person, c.Recipient)
	if err != nil {
		return err
	}
	for _, r := range live {
		if err := r.move(Withdraw, tx.Now); err != nil {
			return err
		}
		if err := saveByMachine(ctx, tx, &r); err != nil {
			return err
		}
		if err := s.quiet(ctx, tx, &r); err != nil {
			return err
		}
		if _, err := spendLinks(ctx, tx, r.Region, r.ID, ""); err != nil {
			return err
		}
		e := happenedTo(r.ID, WithdrawnKind)
		e.Side = ThePerson
		if err := s.log.Append(ctx, tx, access.System(rec.Region), e); err != nil {
			return err
		}
	}
	return nil
}
