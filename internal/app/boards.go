package app

import (
	"context"
	"time"

	"passerelle/internal/alert"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/need"
	"passerelle/internal/signal"
	"passerelle/internal/web"
)

// boards tells the boards that are open on this node that something changed: an
// event of a need, on whatever node it happened, or a need that nothing open
// nearby answers any more, which no event tells when an hour does it.
type boards struct {
	a        *App
	begun    bool
	position int64
	shown    int64 // position of the last event that a board shows
	looked   func() time.Duration
}

func newBoards(a *App) *boards { return &boards{a: a} }

// holesEvery is how often the holes are looked for while a board is open.
const holesEvery = 400 * time.Millisecond

// catchUp reads what happened since it last looked.
func (b *boards) catchUp(ctx context.Context) error {
	changed, err := b.events(ctx)
	if err != nil {
		return err
	}
	if b.a.Site.Live.Watched() && (changed || b.looked == nil || b.looked() >= holesEvery) {
		b.looked = clock.Stopwatch()
		cells, err := b.a.Need.Cells(ctx, b.a.Region)
		if err != nil {
			return err
		}
		changed = b.a.Site.Live.Looked(web.HolesMark(b.a.Site.Holes(cells, b.a.Clock.Now()))) || changed
	}
	if changed {
		b.a.Site.Live.Tell(b.shown)
	}
	return nil
}

// events reports whether an event that a board shows came since the last look.
func (b *boards) events(ctx context.Context) (changed bool, err error) {
	for more := true; more; {
		err = b.a.DB.Read(ctx, func(tx *db.Tx) (err error) {
			more = false
			if !b.begun {
				b.position, err = event.Next(ctx, tx)
				b.begun = err == nil
				return err
			}
			seen, err := event.Since(ctx, tx, b.position, followBatch)
			if err != nil || len(seen) == 0 {
				return err
			}
			more = true
			b.position = seen[len(seen)-1].Position + 1
			for _, r := range seen {
				if need.Shows(r.Kind) || signal.Shows(r.Kind) || alert.Shows(r.Kind) {
					changed, b.shown = true, r.Position
				}
			}
			return nil
		})
		if err != nil {
			return changed, err
		}
	}
	return changed, nil
}
