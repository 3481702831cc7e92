package referral

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Moment is one thing that happened, by whom and under which hat.
type Moment struct {
	At     time.Time
	Kind   string // "referral.accepted"…
	By     access.ActorKind
	Org    access.Org
	Team   access.Team
	Worker access.Worker
	Happened
}

// Timeline tells a referral's life to whoever may follow it. It holds no
// content; who opened what is the person's to read (consent.Overview).
func (s *Service) Timeline(ctx context.Context, by access.Actor, id access.Referral) (moments []Moment, err error) {
	defer fault.Wrap(&err, "referral.Timeline(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := s.find(ctx, tx, by, access.Follow, id)
		if err != nil {
			return err
		}
		records, err := event.History(ctx, tx, r.Region, string(r.ID))
		if err != nil {
			return err
		}
		moments, err = story(records, r.side(by))
		return err
	})
	return moments, err
}

// story keeps the moments that belong to a side: a draft is its writer's, and so
// is that another door is tried.
func story(records []event.Record, side Side) (moments []Moment, err error) {
	for _, e := range records {
		if !strings.HasPrefix(e.Kind, "referral.") || e.Kind == SavedKind || side == Target && (e.Kind == DraftedKind || e.Kind == FollowedKind) {
			continue
		}
		if e.Kind == SpaceAskedKind || e.Kind == SpaceSaidKind {
			var h Happened
			if err := json.Unmarshal([]byte(e.Body), &h); err != nil {
				return nil, err
			}
			if side != ThePerson && side != h.Side { // between the person and who was asked
				continue
			}
		}
		m := Moment{At: e.At, Kind: e.Kind, By: e.By, Org: e.Org, Team: e.Team, Worker: e.Worker}
		if err := json.Unmarshal([]byte(e.Body), &m.Happened); err != nil {
			return nil, err
		}
		moments = append(moments, m)
	}
	return moments, nil
}
