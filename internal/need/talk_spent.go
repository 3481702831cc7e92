package need

import (
	"context"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// spentJob is the kind of the job that drops marks.
const spentJob = "need.spent_forget"

// SpentKept is how long the mark of a message that was forgotten stays: as long as
// a gateway may still tell it again.
const SpentKept = 7 * 24 * time.Hour

// madeID begins an id that we made of who said what: no mark is made of one.
const madeID = "~"

// spentMark is what stays of a message once its conversation is forgotten, so that
// a gateway that tells it again tells nothing new: a keyed fingerprint of the
// gateway's own id, which says neither who wrote nor what.
func (s *Service) spentMark(gateway string) string { return s.keys.Fingerprint("talk-spent", gateway) }

// spend leaves a mark of each message of a conversation that is about to be
// forgotten. All of a day end together: their end does not say which go together.
func (s *Service) spend(ctx context.Context, tx *db.Tx, region access.Region, talk string) (err error) {
	defer fault.Wrap(&err, "need.spend")
	ids, err := heardIDs(ctx, tx, region, talk)
	if err != nil || len(ids) == 0 {
		return err
	}
	ends := tx.Now.UTC().Truncate(24 * time.Hour).Add(24*time.Hour + SpentKept)
	for _, id := range ids {
		if strings.HasPrefix(id, madeID) {
			continue
		}
		if err := insertSpent(ctx, tx, region, s.spentMark(id), ends); err != nil {
			return err
		}
	}
	return s.queue.Enqueue(ctx, tx, region, spentJob, ends.Format(time.DateOnly), struct{}{}, ends)
}

// forgetSpent is the job that drops the marks whose time is over.
func (s *Service) forgetSpent(ctx context.Context, j job.Job) (err error) {
	defer fault.Wrap(&err, "need.forgetSpent")
	return s.db.Write(ctx, func(tx *db.Tx) error { return deleteSpent(ctx, tx, j.Region) })
}
