package directory_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// lastRevision is the latest act on a service.
func lastRevision(t *testing.T, u *dbtest.Universe, by access.Actor, service access.Service) string {
	t.Helper()
	u.Clock.Advance(time.Minute)
	h, err := services(u).History(u.Ctx, by, service)
	must(t, err)
	return h.Revisions[0].ID
}

// TestAnUndoDoesNotShowWhatItsSourceHid: while a page was one with another, its
// source said that nobody may see it.
func TestAnUndoDoesNotShowWhatItsSourceHid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keep, gone := two(t, u)
		d := services(u)
		must(t, d.Unite(u.Ctx, keeper, "a", keep.ID, gone.ID, nil))
		secret := otherRefuge()
		secret.records[1].Withheld = true
		mustImport(t, u, secret)
		must(t, d.Revert(u.Ctx, keeper, "b", lastRevision(t, u, keeper, keep.ID), false))
		if l := one(t, u); l.ID != keep.ID {
			t.Errorf("%s is shown", l.ID)
		}
	})
}

// TestRedoingAUnion: whoever may change the page that stays takes a union back
// for both, but makes it again only with the right to both, and only while the
// other page is itself and nobody waits for an answer on it.
func TestRedoingAUnion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keep, gone := two(t, u)
		d := services(u)
		must(t, d.Unite(u.Ctx, keeper, "a", keep.ID, gone.ID, nil))
		must(t, d.Revert(u.Ctx, ofThePont, "b", lastRevision(t, u, keeper, keep.ID), false))
		undo := lastRevision(t, u, ofThePont, keep.ID)
		if err := d.Revert(u.Ctx, ofThePont, "c", undo, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("the page of another organisation is taken away: %v", err)
		}
		_, err := upkeep(t, u).Suggest(u.Ctx, access.Anyone(dbtest.Region), "s", "here", directory.Proposal{Service: gone.ID, Field: directory.SuggestName, Value: "Autre"})
		must(t, err)
		if err := d.Revert(u.Ctx, keeper, "d", undo, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("what somebody proposed is lost: %v", err)
		}
		waiting, err := upkeep(t, u).Suggestions(u.Ctx, keeper)
		must(t, err)
		must(t, upkeep(t, u).DeclineSuggestion(u.Ctx, keeper, "e", waiting[0].ID, directory.DeclineReasons[0]))
		if n := len(loaded(t, u)); n != 2 {
			t.Fatalf("%d listings, want 2", n)
		}
		must(t, d.Revert(u.Ctx, keeper, "f", undo, false))
		one(t, u)
	})
}

// TestAPageShownByOurWordStaysInAUnion: a page that its source hid, shown here and
// then made one with another, does not come back when its source shows it, and
// comes back with the undo when its source still hides it.
func TestAPageShownByOurWordStaysInAUnion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		secret, open := otherRefuge(), otherRefuge()
		secret.records[1].Withheld = true
		mustImport(t, u, secret)
		keep := one(t, u)
		gone := access.Service(idOf("service", "shelter"))
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			return directory.SayShown(u.Ctx, tx, keeper, gone)
		}))
		d := services(u)
		must(t, d.Unite(u.Ctx, keeper, "a", keep.ID, gone, nil))
		mustImport(t, u, open)
		one(t, u)
		again := otherRefuge()
		again.records[1].Withheld = true
		mustImport(t, u, again)
		must(t, d.Revert(u.Ctx, keeper, "b", lastRevision(t, u, keeper, keep.ID), false))
		if n := len(loaded(t, u)); n != 2 {
			t.Errorf("%d listings after the undo, want 2", n)
		}
	})
}

// TestAUnionDoesNotLoseThePageOfAnotherSource: when the page that stays goes with
// its import, or is hidden by its source, the other is itself again.
func TestAUnionDoesNotLoseThePageOfAnotherSource(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		gone := one(t, u)
		run := mustImport(t, u, otherRefuge()).Run
		stays := access.Service(idOf("service", "shelter"))
		d := services(u)
		must(t, d.Unite(u.Ctx, keeper, "a", stays, gone.ID, nil))
		must(t, d.Undo(u.Ctx, operator, run))
		if l := one(t, u); l.ID != gone.ID {
			t.Errorf("%s is shown", l.ID)
		}

		mustImport(t, u, otherRefuge())
		must(t, d.Unite(u.Ctx, keeper, "b", stays, gone.ID, nil))
		secret := otherRefuge()
		secret.records[1].Withheld = true
		mustImport(t, u, secret)
		if l := one(t, u); l.ID != gone.ID {
			t.Errorf("%s is shown", l.ID)
		}
	})
}
