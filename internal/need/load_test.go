package need_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/need"
)

// senders write at the same time.
const senders = 64

// BenchmarkHear is a text message taken in, durable, classified and counted, by
// sixty-four senders, as a ratio to bare inserts of the same words that are each
// committed alone, in the same run and on the same disk.
func BenchmarkHear(b *testing.B) {
	u := dbtest.New(b, db.SQLite)
	w, _ := texting(b, u)
	bare := unbatched(b)
	b.Run("message", func(b *testing.B) {
		var n atomic.Int64
		for b.Loop() {
			hear(b, w, &n, 1024)
		}
		perSecond := float64(n.Load()) / b.Elapsed().Seconds()
		b.ReportMetric(perSecond, "messages/s")
		b.ReportMetric(bare, "bare/s")
		b.ReportMetric(perSecond/bare, "ratio")
	})
}

// hear brings messages by all senders at once.
func hear(b *testing.B, w *world, n *atomic.Int64, messages int) {
	var wg sync.WaitGroup
	for s := range senders {
		wg.Go(func() {
			for range messages / senders {
				i := n.Add(1)
				err := w.svc.Hear(context.Background(), dbtest.Region, need.Incoming{Channel: "x", ID: fmt.Sprint(i), From: fmt.Sprintf("+1514%07d", i), Text: "J’ai faim au Faubourg"})
				if err != nil {
					b.Error(s, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// unbatched is how many inserts a second a database of its own commits one by
// one, each durable before the next begins.
func unbatched(b *testing.B) float64 {
	d, err := db.Open(context.Background(), db.Options{Address: filepath.Join(b.TempDir(), "bare.db"), Clock: clock.System(), ReadConns: 1})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	write := func(do func(tx *db.Tx) error) {
		if err := d.Write(context.Background(), do); err != nil {
			b.Fatal(err)
		}
	}
	write(func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), `CREATE TABLE bare (id TEXT NOT NULL PRIMARY KEY, words TEXT NOT NULL) STRICT`)
		return err
	})
	const inserts = 2000
	took := clock.Stopwatch()
	for range inserts {
		write(func(tx *db.Tx) error {
			_, err := tx.Exec(context.Background(), `INSERT INTO bare (id, words) VALUES ($1, $2)`, tx.NewID(), "J’ai faim au Faubourg")
			return err
		})
	}
	return inserts / took().Seconds()
}
