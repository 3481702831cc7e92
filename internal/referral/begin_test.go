package referral_test

import (
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// TestAPathwayBeginsADraft: what a walk found stands as what was observed, never
// as the person's own words; for somebody whom the organisation does not
// accompany there is no draft, and nothing is left of one.
func TestAPathwayBeginsADraft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		begin := func(by access.Actor, text string) (id access.Referral, err error) {
			err = u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				id, err = w.svc.Begin(u.Ctx, tx, by, w.person, text)
				return err
			})
			return id, err
		}
		id, err := begin(w.maelle, observed)
		must(t, err)
		view, err := w.svc.Show(u.Ctx, w.maelle, id)
		must(t, err)
		if view.Need == nil || view.Need.Observed != observed || view.Need.Words != "" || view.Receiver != "" {
			t.Errorf("the draft holds %+v for %q", view.Need, view.Receiver)
		}
		list, err := w.svc.Check(u.Ctx, w.maelle, id)
		must(t, err)
		if list.Ready {
			t.Error("a draft is ready without a door and a consent")
		}
		for name, by := range map[string]access.Actor{"another organisation": w.malik, "management": w.boss, "the person": w.holder} {
			_, err := begin(by, observed)
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := begin(w.maelle, strings.Repeat("é", 2001)); len(fault.FieldsOf(err)) != 1 {
			t.Errorf("a text too long: %v", err)
		}
		var drafts int
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT count(*) FROM referral`).Scan(&drafts)
		}))
		if drafts != 1 {
			t.Errorf("%d drafts, want the one", drafts)
		}
	})
}
