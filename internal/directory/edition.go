package directory

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Edition is a state of the public directory, by what of the log it holds. The
// zero value is no state: nothing stands at it.
type Edition struct {
	made  bool
	next  int64
	loose map[string]bool // events it holds that had no position in the log yet
	day   string          // a closure begins and ends with the day
}

// WholeView is the public directory on one consistent view.
type WholeView struct {
	Edition Edition
	// Reader reads it, services with the instant of change that their row
	// tells: a file made from it does not hang on how far a follower has read.
	Reader *Reader
	tx     *db.Tx
}

// Records gives every public record to fn, as Export does.
func (w *WholeView) Records(ctx context.Context, fn func(Record) error) error {
	return Export(ctx, w.tx, fn)
}

// WholeView runs fn on the public directory. It is for what goes to a disk: a
// reader far away would hold the view while it waits.
func (s *Service) WholeView(ctx context.Context, by access.Actor, fn func(*WholeView) error) (err error) {
	defer fault.Wrap(&err, "directory.WholeView")
	return s.Public(ctx, by, func(r *Reader) error {
		r.asWritten = true
		e, _, err := editionNow(ctx, r.tx)
		if err != nil {
			return err
		}
		return fn(&WholeView{Edition: e, Reader: r, tx: r.tx})
	})
}

// editionNow is the state now, and what of it has no position in the log yet.
func editionNow(ctx context.Context, tx *db.Tx) (e Edition, loose []event.Record, err error) {
	e = Edition{made: true, loose: map[string]bool{}, day: tx.Now.In(Zone(HomeZone, time.UTC)).Format(time.DateOnly)}
	if e.next, err = event.Next(ctx, tx); err != nil {
		return e, nil, err
	}
	loose, err = event.Unlinked(ctx, tx, dueBatch)
	for _, r := range loose {
		e.loose[r.ID] = true
	}
	return e, loose, err
}

// Stands reports whether what was made of an edition still says what the public
// directory says, and gives the edition to ask about next time. What happened
// and changes no answer, such as a referral, does not end an edition. When in
// doubt it has ended.
func (s *Service) Stands(ctx context.Context, e Edition) (now Edition, stands bool, err error) {
	defer fault.Wrap(&err, "directory.Stands")
	if !e.made {
		return e, false, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		stands = false
		seen, err := event.Since(ctx, tx, e.next, dueBatch)
		if err != nil {
			return err
		}
		fresh, loose, err := editionNow(ctx, tx)
		if err != nil || fresh.day != e.day || len(loose) == dueBatch || len(seen) == dueBatch { // more happened than is worth reading
			return err
		}
		var since Due
		for _, r := range append(seen, loose...) {
			if !e.loose[r.ID] {
				since.take(r)
			}
		}
		now, stands = fresh, !since.whole && len(since.services) == 0
		return nil
	})
	return now, stands, err
}
