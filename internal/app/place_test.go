package app_test

import (
	"slices"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/app/demo"
	"passerelle/internal/directory"
)

// TestThePublicSeesNoHold: what an organisation counted is on its page of the
// directory; what others hold of it changes nothing there.
func TestThePublicSeesNoHold(t *testing.T) {
	eachLived(t, func(t *testing.T, set app.Settings) {
		a, err := app.OpenDemo(t.Context(), set)
		must(t, err)
		defer func() { must(t, a.Stop()) }()
		night := access.Service(demo.ID("service", "nuit-pont"))
		by := access.ForWorker(a.Region, "w", access.Org(demo.ID("organization", "neige")), "", access.Intervention)
		board, _, err := a.Place.Board(t.Context(), by)
		must(t, err)
		for _, o := range board {
			if o.Service != night {
				continue
			}
			if o.Held != 2 || o.Left() != 4 {
				t.Errorf("held %d, left %d; the demo holds 2 of 6", o.Held, o.Left())
			}
			_, err := a.Place.Hold(t.Context(), by, "act", o.ID)
			must(t, err)
			must(t, a.Refresh(t.Context(), night))
			rooms := a.Index.Get(night).Particulars().Rooms
			if !slices.ContainsFunc(rooms, func(r directory.Room) bool { return r.Code() == o.Unit && r.Available == 6 && r.Total == 40 }) {
				t.Errorf("the directory says %+v", rooms)
			}
			return
		}
		t.Error("the night room is not on the board")
	})
}
