package place_test

import (
	"strconv"
	"sync/atomic"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/place"
)

// BenchmarkHold is one place held and given back, by many organisations at
// once, at the same twenty counts: an evening of storm.
func BenchmarkHold(b *testing.B) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(string(e), func(b *testing.B) {
			u := dbtest.New(b, e)
			w := newWorld(u)
			var offers []string
			for range 20 {
				id, err := w.svc.Open(u.Ctx, w.night, w.act(), place.Opening{Service: "lits", Unit: "bed", Free: 500, For: place.SurgeMost})
				if err != nil {
					b.Fatal(err)
				}
				offers = append(offers, id)
			}
			var who atomic.Int64
			b.SetParallelism(16)
			b.RunParallel(func(pb *testing.PB) {
				n := int(who.Add(1))
				by := access.ForWorker(dbtest.Region, access.Worker(strconv.Itoa(n)), access.Org("org"+strconv.Itoa(n)), "", access.Intervention)
				for i := n; pb.Next(); i++ {
					id, err := w.svc.Hold(u.Ctx, by, w.act(), offers[i%len(offers)])
					if err == nil {
						err = w.svc.LetGo(u.Ctx, by, w.act(), id)
					}
					if err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}
