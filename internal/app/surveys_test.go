package app_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/db"
)

// TestATableThatFillsAtOnceIsCounted well before the minute is over: until then
// PostgreSQL has writers of it meet, and repeat their work.
func TestATableThatFillsAtOnceIsCounted(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		if !db.IsPostgres(set.Store.DB) {
			return
		}
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		a, err := app.Open(ctx, set)
		must(t, err)
		a.Start(ctx)
		known := func() (n float64) {
			must(t, a.DB.Read(ctx, func(tx *db.Tx) error {
				return tx.QueryRow(ctx, `SELECT c.reltuples FROM pg_class AS c WHERE c.relname = 'log_checkpoint'`).Scan(&n)
			}))
			return n
		}
		// The first hundred may be seen as the node starts; the others are not.
		for filled := range 2 {
			must(t, a.DB.Write(ctx, func(tx *db.Tx) error {
				for n := range 100 {
					if _, err := tx.Exec(ctx, `INSERT INTO log_checkpoint (size, at, note) VALUES ($1, 0, $2)`, -1-100*filled-n, fmt.Sprint(n)); err != nil {
						return err
					}
				}
				return nil
			}))
			want := float64(100 * (filled + 1))
			for took := clock.Stopwatch(); known() < want; time.Sleep(100 * time.Millisecond) {
				if took() > 45*time.Second {
					t.Fatalf("of %g rows %g are known", want, known())
				}
			}
		}
		stop()
		must(t, a.Stop())
	})
}
