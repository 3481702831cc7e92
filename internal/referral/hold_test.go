package referral

import (
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

// TestAJobHoldsWhatItJudged: a referral that ends between a job's reading and its
// writing is read again. SQLite writes one after the other: nothing comes between.
func TestAJobHoldsWhatItJudged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		if u.DB.Engine() == db.SQLite {
			return
		}
		r := written(t, u)
		var seen []State
		err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			found, err := findByMachine(u.Ctx, tx, dbtest.Region, r.ID)
			if err != nil {
				return err
			}
			if seen = append(seen, found.State); len(seen) == 1 {
				ended := make(chan error)
				go func() {
					ended <- u.DB.Write(u.Ctx, func(tx *db.Tx) error {
						_, err := tx.Exec(u.Ctx, `UPDATE referral SET state = 'withdrawn' WHERE region_id = $1 AND id = $2`, r.Region, r.ID)
						return err
					})
				}()
				if err := <-ended; err != nil {
					return err
				}
			}
			return hold(u.Ctx, tx, dbtest.Region, r.ID)
		})
		if err != nil || len(seen) != 2 || seen[1] != Withdrawn {
			t.Errorf("judged %v, %v; what had ended was to be read again", seen, err)
		}
	})
}
