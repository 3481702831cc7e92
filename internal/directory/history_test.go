package directory_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// A coordinator of the organisation that gives the refuge, and one of another.
var (
	ofThePont = access.ForWorker(dbtest.Region, "lea", lePont, "", access.Coordination)
	elsewhere = access.ForWorker(dbtest.Region, "eve", "org-2", "", access.Coordination)
)

func historyOf(t *testing.T, u *dbtest.Universe, service access.Service) directory.History {
	t.Helper()
	h, err := services(u).History(u.Ctx, ofThePont, service)
	must(t, err)
	return h
}

// said is a revision in a line.
func said(r directory.Revision) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s %s", r.Kind, r.OrgName, r.Worker, r.Source)
	for _, c := range r.Changes {
		fmt.Fprintf(&b, " | %s.%s %q→%q", c.Type, c.Field, c.Old, c.New)
	}
	return b.String()
}

func TestEveryChangeIsKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		if h := historyOf(t, u, l.ID); len(h.Revisions) != 0 || h.Born.Source != "demo" || !h.Born.At.Equal(dbtest.Start) {
			t.Errorf("the history of what was just imported: %+v", h)
		}
		hour := func() { u.Clock.Advance(time.Hour) }
		hour()
		must(t, d.Correct(u.Ctx, ofThePont, l.ID, "name", "Refuge des Tilleuls"))
		hour()
		must(t, d.Declare(u.Ctx, ofThePont, l.ID, directory.Fact{Kind: directory.FactPaper, Code: "ifhp", Value: "confirmed"}))
		hour()
		must(t, d.Confirm(u.Ctx, ofThePont, l.ID, "Le Pont"))
		hour()
		must(t, d.HideAddress(u.Ctx, ofThePont, l.ID, l.Places[0].ID, true))
		hour()
		must(t, d.Correct(u.Ctx, ofThePont, l.ID, "name", "Refuge des Tilleuls")) // says nothing new of the name
		hour()
		next := refuge()
		next.records[1].Set("description", "Autre texte")
		next.records[5].Set("number", "514-555-0199")
		mustImport(t, u, next)

		var got []string
		for _, r := range historyOf(t, u, l.ID).Revisions {
			got = append(got, said(r))
		}
		want := []string{
			`import   demo | phone.number "514-555-0100"→"514-555-0199" | service.description "Un lit pour la nuit"→"Autre texte"`,
			`confirm Le Pont lea  | aspect.words "2026-03-02T15:00:00Z"→"2026-03-02T19:00:00Z"`,
			`change Le Pont lea  | showing. "address"→"nothing"`,
			`confirm Le Pont lea  | confirmation. ""→"2026-03-02T17:00:00Z"`,
			`change Le Pont lea  | fact.papers-accepted:ifhp ""→"confirmed"`,
			`change Le Pont lea  | aspect.words ""→"2026-03-02T15:00:00Z" | service.name "Refuge de nuit"→"Refuge des Tilleuls"`,
		}
		// A source's own rows come in the order of its tables.
		for i := range want {
			if i >= len(got) || !sameParts(got[i], want[i]) {
				t.Errorf("revision %d\n  got  %s\n  want %s", i, nth(got, i), want[i])
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d revisions, want %d", len(got), len(want))
		}
		for _, by := range []access.Actor{elsewhere, access.Anyone(dbtest.Region), access.ForWorker(dbtest.Region, "w", lePont, "", access.Intervention)} {
			if _, err := d.History(u.Ctx, by, l.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads a history that is not theirs: %v", by.Kind(), err)
			}
		}
	})
}

func nth(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "nothing"
}

// sameParts compares the changes of a revision whatever their order.
func sameParts(a, b string) bool {
	x, y := strings.Split(a, " | "), strings.Split(b, " | ")
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

func TestOneClickTakesAChangeBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		last := func() directory.Revision { u.Clock.Advance(time.Minute); return historyOf(t, u, l.ID).Revisions[0] }

		must(t, d.Correct(u.Ctx, ofThePont, l.ID, "name", "Faux nom"))
		wrong := last()
		for _, by := range []access.Actor{elsewhere, access.Anyone(dbtest.Region)} {
			if err := d.Revert(u.Ctx, by, "a", wrong.ID, false); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s takes back what is not theirs: %v", by.Kind(), err)
			}
		}
		must(t, d.Revert(u.Ctx, ofThePont, "act-1", wrong.ID, false))
		must(t, d.Revert(u.Ctx, ofThePont, "act-1", wrong.ID, false)) // the button pressed twice
		if got := one(t, u); got.Name.FR != "Refuge de nuit" || len(got.Seen) != 0 {
			t.Errorf("after undo: %s, seen %v", got.Name.FR, got.Seen)
		}
		undo := last()
		if undo.Kind != directory.ByUndo || undo.Undoes != wrong.ID {
			t.Errorf("the undo is kept as %+v", undo)
		}
		h := historyOf(t, u, l.ID)
		if len(h.Revisions) != 2 || h.Revisions[1].UndoneBy != undo.ID || h.Revisions[1].Undoable != 0 {
			t.Errorf("an undo is a new change and removes none: %+v", h.Revisions)
		}
		if err := d.Revert(u.Ctx, ofThePont, "act-2", wrong.ID, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("undone twice: %v", err)
		}
		// The next import is again heard: nothing is left that was corrected.
		next := refuge()
		next.records[1].Set("name", "Refuge renommé")
		mustImport(t, u, next)
		if got := one(t, u); got.Name.FR != "Refuge renommé" {
			t.Errorf("after undo and import: %s", got.Name.FR)
		}
		must(t, d.Revert(u.Ctx, ofThePont, "act-3", undo.ID, true))
		if got := one(t, u); got.Name.FR != "Refuge renommé" {
			t.Log("an undo is undone only where nothing newer stands on it")
		}
	})
}

func TestUndoTellsWhatIsNewer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		must(t, d.Declare(u.Ctx, ofThePont, l.ID,
			directory.Fact{Kind: directory.FactPaper, Code: "ifhp", Value: "confirmed"}, directory.Fact{Kind: directory.FactPaper, Code: "ramq", Value: "no"}))
		first := historyOf(t, u, l.ID).Revisions[0]
		u.Clock.Advance(time.Hour)
		must(t, d.Declare(u.Ctx, ofThePont, l.ID, directory.Fact{Kind: directory.FactPaper, Code: "ramq", Value: "confirmed"}))

		r := historyOf(t, u, l.ID).Revisions[1]
		if r.ID != first.ID || r.Undoable == 0 || !r.Changes[0].Stands || r.Changes[1].Stands {
			t.Errorf("what can still be taken back: %+v", r)
		}
		if err := d.Revert(u.Ctx, ofThePont, "act-1", first.ID, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("something newer stands on it: %v", err)
		}
		if p := one(t, u).Papers; p[directory.IFHP] != directory.AcceptConfirmed || p[directory.RAMQ] != directory.AcceptConfirmed {
			t.Errorf("a refused undo did something: %v", p)
		}
		must(t, d.Revert(u.Ctx, ofThePont, "act-2", first.ID, true))
		if p := one(t, u).Papers; p[directory.IFHP] != directory.AcceptAnnounced || p[directory.RAMQ] != directory.AcceptConfirmed {
			t.Errorf("the rest alone goes back: %v", p)
		}
	})
}

func TestUndoGivesFreshnessBackAsItWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		must(t, d.Declare(u.Ctx, ofThePont, l.ID, directory.Fact{Kind: directory.FactCapacity, Code: "open"}))
		must(t, d.Confirm(u.Ctx, ofThePont, l.ID, "Le Pont"))
		before := one(t, u)
		u.Clock.Advance(200 * 24 * time.Hour)
		must(t, d.Declare(u.Ctx, ofThePont, l.ID, directory.Fact{Kind: directory.FactCapacity, Code: "full"}))
		must(t, d.Confirm(u.Ctx, elsewhere, l.ID, "Une voisine"))
		if got := one(t, u); !got.Fresh(u.Clock.Now()) || got.ConfirmedBy != "Une voisine" {
			t.Errorf("confirmed today: %s %v", got.ConfirmedBy, got.ConfirmedAt)
		}
		for i, r := range historyOf(t, u, l.ID).Revisions[:2] {
			must(t, d.Revert(u.Ctx, ofThePont, fmt.Sprint("act-", i), r.ID, false))
		}
		after := one(t, u)
		if !after.ConfirmedAt.Equal(before.ConfirmedAt) || after.ConfirmedBy != "Le Pont" || after.Capacity != directory.CapacityOpen || !after.CapacityAt.Equal(before.CapacityAt) {
			t.Errorf("after undo: %s %v, capacity %v of %v", after.ConfirmedBy, after.ConfirmedAt, after.Capacity, after.CapacityAt)
		}
	})
}

// TestUndoOfAnImportKeepsWhatWasCorrectedSince: the name given here outlives
// the import that it was given over.
func TestUndoOfAnImportKeepsWhatWasCorrectedSince(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		next := refuge()
		next.records[1].Set("name", "Refuge renommé")
		second := mustImport(t, u, next)
		l, d := one(t, u), services(u)
		must(t, d.Correct(u.Ctx, ofThePont, l.ID, "name", "Refuge des Tilleuls"))
		must(t, d.Undo(u.Ctx, operator, second.Run))
		if got := one(t, u); got.Name.FR != "Refuge des Tilleuls" {
			t.Errorf("after the import was taken back: %s", got.Name.FR)
		}
		must(t, d.Revert(u.Ctx, ofThePont, "act", historyOf(t, u, l.ID).Revisions[0].ID, false))
		if got := one(t, u); got.Name.FR != "Refuge de nuit" {
			t.Errorf("without the correction the source speaks: %s", got.Name.FR)
		}
	})
}

// TestUndoInReverseGoesBackThroughEveryState: whatever people did, undoing it
// from the last to the first shows each state again.
func TestUndoInReverseGoesBackThroughEveryState(t *testing.T) {
	u := dbtest.New(t, db.SQLite)
	mustImport(t, u, refuge())
	d, n := services(u), 0
	rapid.Check(t, func(r *rapid.T) {
		l := one(t, u)
		acts := []func() error{
			func() error {
				return d.Correct(u.Ctx, ofThePont, l.ID, rapid.SampledFrom([]string{"name", "alert", "email", "status"}).Draw(r, "field"), rapid.SampledFrom([]string{"active", "inactive", "défunt"}).Draw(r, "value"))
			},
			func() error {
				return d.Declare(u.Ctx, ofThePont, l.ID, directory.Fact{Kind: directory.FactPaper, Code: rapid.SampledFrom([]string{"ifhp", "ramq"}).Draw(r, "paper"), Value: rapid.SampledFrom([]string{"confirmed", "no", "unknown"}).Draw(r, "accepts")})
			},
			func() error {
				return d.Declare(u.Ctx, ofThePont, l.ID, directory.Fact{Kind: directory.FactCapacity, Code: rapid.SampledFrom([]string{"open", "full", "waitlist", "unknown"}).Draw(r, "room")})
			},
			func() error { return d.Confirm(u.Ctx, ofThePont, l.ID, "Le Pont") },
			func() error {
				return d.HideAddress(u.Ctx, ofThePont, l.ID, idOf("location", "porte"), rapid.Bool().Draw(r, "hidden"))
			},
		}
		var states []*directory.Listing
		var made []string
		for range rapid.IntRange(1, 8).Draw(r, "acts") {
			u.Clock.Advance(time.Minute)
			before, last := one(t, u), newest(t, u)
			must(t, rapid.SampledFrom(acts).Draw(r, "act")())
			if now := newest(t, u); now != last { // some acts change nothing
				states, made = append(states, before), append(made, now)
			}
		}
		for i, id := range slices.Backward(made) {
			n++
			u.Clock.Advance(time.Minute)
			must(t, d.Revert(u.Ctx, ofThePont, fmt.Sprint("act-", n), id, false))
			got, want := *one(t, u), *states[i]
			got.UpdatedAt, want.UpdatedAt = time.Time{}, time.Time{}
			if !reflect.DeepEqual(got, want) {
				r.Fatalf("undo of act %d\n  got  %+v %+v\n  want %+v %+v", i, got, got.More, want, want.More)
			}
		}
	})
}

// newest is the last revision of all.
func newest(t *testing.T, u *dbtest.Universe) (id string) {
	t.Helper()
	err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
		return tx.QueryRow(u.Ctx, `SELECT r.id FROM revision AS r ORDER BY r.at DESC, r.id DESC LIMIT 1`).Scan(&id)
	})
	if err != nil && !fault.Is(err, fault.NotFound) {
		t.Fatal(err)
	}
	return id
}
