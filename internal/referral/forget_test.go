package referral_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/referral"
)

// TestWhatIsForgottenBreaksNoPage: once the package is destroyed, nothing that
// was sealed with its key is left to be opened, and every list that showed it is
// read as before, without it.
func TestWhatIsForgottenBreaksNoPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		must(t, w.svc.AskSpace(u.Ctx, w.holder, id, w.act(), "dents"))
		asked, err := w.svc.Spaces(u.Ctx, w.holder)
		must(t, err)
		must(t, w.svc.AnswerSpace(u.Ctx, w.ximena, id, w.act(), asked[0].ID, referral.SpaceTalk, "Quand vous voudrez."))
		must(t, w.svc.Decline(u.Ctx, w.ximena, id, w.act(), referral.Refusal{Reason: "not_eligible", Version: w.summary(t, w.ximena, id).Version}))
		w.asksToUnblock(t, id, referral.BlockedRule)
		u.Clock.Advance(24 * time.Hour)
		n, err := w.svc.Forget(u.Ctx, access.Region(dbtest.Region), u.Clock.Now())
		if err != nil || n != 1 {
			t.Fatalf("%d forgotten, %v", n, err)
		}
		for name, by := range map[string]access.Actor{"the sender": w.maelle, "the receiver": w.ximena, "the person": w.holder} {
			for _, of := range []access.Referral{id, ""} {
				if list, err := w.svc.Unblockings(u.Ctx, by, of); err != nil || len(list) != 0 {
					t.Errorf("%s: %d askings, %v", name, len(list), err)
				}
			}
			if list, err := w.svc.Spaces(u.Ctx, by); err != nil || len(list) != 0 {
				t.Errorf("%s: %d asked for space, %v", name, len(list), err)
			}
			if _, err := w.svc.List(u.Ctx, by, referral.Filter{}); err != nil {
				t.Errorf("%s: the queue: %v", name, err)
			}
		}
		for _, table := range sealedWithReferrals(t, u) {
			must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
				var left int
				err := tx.QueryRow(u.Ctx, `SELECT count(*) FROM `+table).Scan(&left)
				if left != 0 {
					t.Errorf("%d rows of %s are left of what is forgotten", left, table)
				}
				return err
			}))
		}
	})
}

// sealedWithReferrals are the tables that hold something sealed about one
// referral, by their columns: one that is added is among them.
func sealedWithReferrals(t *testing.T, u *dbtest.Universe) (tables []string) {
	t.Helper()
	must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
		q := `SELECT DISTINCT m.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS a, pragma_table_info(m.name) AS b
			WHERE m.type = 'table' AND a.name = 'referral_id' AND b.type = 'BLOB' ORDER BY m.name`
		if tx.Engine() == db.Postgres {
			q = `SELECT DISTINCT a.table_name::text FROM information_schema.columns AS a JOIN information_schema.columns AS b ON b.table_name = a.table_name
				WHERE a.table_schema = 'public' AND a.column_name = 'referral_id' AND b.data_type = 'bytea' ORDER BY 1`
		}
		tables, err = db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} }, q)
		return err
	}))
	if len(tables) < 5 {
		t.Fatalf("only %v are found: this would prove nothing", tables)
	}
	return tables
}
