package app

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/directory"
	"passerelle/internal/need"
	"passerelle/internal/round"
)

// doorNeeds has what is needed at doors enter the board as any other need.
type doorNeeds struct{ a *App }

func (doorNeeds) Known(code string) bool { return directory.KnownNeed(code) }

func (x doorNeeds) Hear(ctx context.Context, tx *db.Tx, by access.Actor, h round.Heard) (bool, error) {
	if _, ok := (atlas{x.a}).PlaceOf(h.Place); !ok {
		h.Place = "" // the directory does not know the sector any more: the need is heard all the same
	}
	return x.a.Need.SayIn(ctx, tx, by, need.Said{Need: h.Need, Place: h.Place, Words: h.Words, Language: h.Language}, h.Slip)
}
