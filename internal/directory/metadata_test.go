package directory_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// exportedOf are the records of one table that leave.
func exportedOf(t *testing.T, u *dbtest.Universe, table string) (out []directory.Record) {
	t.Helper()
	must(t, services(u).Export(u.Ctx, access.Anyone(dbtest.Region), func(r directory.Record) error {
		if r.Table == table {
			out = append(out, r)
		}
		return nil
	}))
	return out
}

func TestHistoryLeavesAsMetadata(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		must(t, d.Correct(u.Ctx, ofThePont, l.ID, "name", "Refuge des Tilleuls"))
		must(t, d.Correct(u.Ctx, ofThePont, l.ID, "assurer_email", "lea@exemple.ca"))
		must(t, d.Declare(u.Ctx, ofThePont, l.ID, directory.Fact{Kind: directory.FactPaper, Code: "ramq", Value: "no"})) // a creation
		u.Clock.Advance(24 * time.Hour)
		must(t, d.Declare(u.Ctx, operator, l.ID, directory.Fact{Kind: directory.FactPaper, Code: "ramq", Value: "confirmed"}))
		must(t, d.Confirm(u.Ctx, ofThePont, l.ID, "Le Pont"))
		u.Clock.Advance(24 * time.Hour)
		must(t, d.Confirm(u.Ctx, ofThePont, l.ID, "Le Pont"))
		next := refuge()
		next.records[2].Set("transportation", "Métro Beaudry")
		mustImport(t, u, next)

		var got []string
		for _, r := range exportedOf(t, u, "metadata") {
			for _, v := range r.Values {
				if strings.Contains(v, "lea") {
					t.Errorf("a person leaves: %v", r.Values)
				}
			}
			if r.Get("last_action_type") != "update" { // who found a fact true is told apart
				continue
			}
			got = append(got, fmt.Sprintf("%s %s.%s %q→%q by %s", r.Get("last_action_date"), r.Get("resource_type"), r.Get("field_name"), r.Get("previous_value"), r.Get("replacement_value"), r.Get("updated_by")))
		}
		want := []string{
			`2026-03-02 service.name "Refuge de nuit"→"Refuge des Tilleuls" by Le Pont`,
			`2026-03-03 service.papers-accepted:ramq "no"→"confirmed" by operator`,
			`2026-03-04 service.assured_date "2026-03-03"→"2026-03-04" by Le Pont`,
			`2026-03-04 location.transportation "Métro Papineau"→"Métro Beaudry" by demo`,
		}
		if !slices.Equal(got, want) {
			t.Errorf("metadata\n  got  %s\n  want %s", strings.Join(got, "\n       "), strings.Join(want, "\n       "))
		}
		if first, again := exportedOf(t, u, "metadata"), exportedOf(t, u, "metadata"); fmt.Sprint(first) != fmt.Sprint(again) {
			t.Error("two exports of one state differ")
		}
		must(t, d.Public(u.Ctx, access.Anyone(dbtest.Region), func(r *directory.Reader) error {
			of, err := r.By(u.Ctx, "metadata", "resource_id", []string{string(l.ID)})
			if err == nil && len(of) != 3 {
				t.Errorf("read by service: %v", of)
			}
			return err
		}))
		must(t, d.HideAddress(u.Ctx, ofThePont, l.ID, l.Places[0].ID, true))
		for _, r := range exportedOf(t, u, "metadata") {
			if strings.Contains(fmt.Sprint(r.Values), "Métro") {
				t.Errorf("the way to a hidden place leaves by its history: %v", r.Values)
			}
		}
		must(t, d.Public(u.Ctx, access.Anyone(dbtest.Region), func(r *directory.Reader) error {
			of, err := r.By(u.Ctx, "metadata", "resource_id", []string{l.Places[0].ID})
			if len(of) != 0 {
				t.Errorf("read by place: %v", of)
			}
			return err
		}))
	})
}

// TestWhatWasSaidHereComesBackOnce: a package of ours, imported where it came
// from, neither doubles what was said here nor makes it disappear.
func TestWhatWasSaidHereComesBackOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		must(t, d.Declare(u.Ctx, ofThePont, l.ID, directory.Fact{Kind: directory.FactPaper, Code: "ramq", Value: "confirmed"}))
		must(t, d.Correct(u.Ctx, ofThePont, l.ID, "name", "Refuge des Tilleuls"))
		all := func() (out []directory.Record) {
			must(t, d.Export(u.Ctx, operator, func(r directory.Record) error { out = append(out, r); return nil }))
			return out
		}
		before := all()
		mustImport(t, u, told{"ours", before})
		after := all()
		// The source's own value of a corrected name is now ours: nothing else moves.
		if a, b := fmt.Sprint(before), fmt.Sprint(after); a != b {
			t.Errorf("after its own import the export says\n  %s\nbefore\n  %s", b, a)
		}
	})
}
