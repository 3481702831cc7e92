package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Box is which side of the desk to list.
type Box string

// The boxes. A person and a link have one box.
const (
	Both Box = ""
	Out  Box = "out" // sent by the actor's organisation
	In   Box = "in"  // received by it
)

// Filter narrows a queue.
type Filter struct {
	Box    Box
	Person access.Person // "" for all
	State  State         // "" for all
	Limit  int           // 0: 200
}

const defaultLimit = 200

// List is a queue: what the actor may follow, newest first, without any
// content. Its predicate is that of Show.
func (s *Service) List(ctx context.Context, by access.Actor, f Filter) (queue []Summary, err error) {
	defer fault.Wrap(&err, "referral.List")
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		queue = nil
		if by.Kind() == access.LinkedIn {
			if _, err := linkLives(ctx, tx, by); err != nil {
				return err
			}
		}
		rows, err := list(ctx, tx, by, by.Scope(access.Follow, tx.Now), f)
		if err != nil {
			return err
		}
		waits := map[access.Referral]int{}
		if by.Kind() == access.Staff {
			unread, err := unread(ctx, tx, by, by.Scope(access.ReadNeed, tx.Now))
			if err != nil {
				return err
			}
			for _, w := range unread {
				waits[w.id] = w.n
			}
		}
		for _, r := range rows {
			summary := r.summary(by, tx.Now)
			summary.Unread = waits[r.ID]
			queue = append(queue, summary)
		}
		return nil
	})
	return queue, err
}
