package consent_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db/dbtest"
)

// TestI3ExpiryNeverExtends: whatever is answered in which order, at whatever
// instant (the nights when the clocks change, the end of a short month, a leap
// day, 2038), what was allowed until an instant is not allowed at it or after,
// unless the person said Oui again. Nothing else makes it last: no Pas
// maintenant, no lifted Non, no Non about another, no time that jumps.
func TestI3ExpiryNeverExtends(t *testing.T) {
	toronto, err := time.LoadLocation("America/Toronto")
	must(t, err)
	starts := []time.Time{
		time.Date(2026, 3, 8, 1, 59, 59, 0, toronto), time.Date(2026, 11, 1, 0, 30, 0, 0, toronto), time.Date(2026, 11, 1, 1, 30, 0, 0, toronto).Add(time.Hour),
		time.Date(2027, 11, 30, 23, 59, 0, 0, toronto), time.Date(2028, 2, 29, 12, 0, 0, 0, toronto), time.Date(2038, 1, 19, 3, 14, 6, 0, time.UTC), dbtest.Start,
	}
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		seed := rand.Uint64()
		random := rand.New(rand.NewPCG(seed, 3))
		alive, over := 0, 0
		for _, start := range starts {
			u.Clock.Set(start)
			p := w.person(t)
			var until time.Time // of the last Oui, from the words of the choice
			for step := range 24 {
				now := u.Clock.Now()
				switch random.IntN(5) {
				case 0:
					q := asked(p, "dents", consent.Yes)
					q.LiftRefusal = true
					q.Until = []consent.Until{consent.SevenDays, consent.ThreeMonths, consent.UntilISay, consent.UntilDay}[random.IntN(4)]
					switch q.Until {
					case consent.SevenDays:
						until = now.Add(7 * 24 * time.Hour)
					case consent.ThreeMonths:
						until = now.AddDate(0, 3, 0)
					case consent.UntilISay:
						until = now.Add(30 * 24 * time.Hour)
					case consent.UntilDay:
						q.Day = now.Add(time.Duration(1+random.IntN(200*24)) * time.Hour)
						until = q.Day
					}
					w.record(t, q)
				case 1:
					w.record(t, asked(p, "dents", []consent.Answer{consent.No, consent.Later}[random.IntN(2)]))
					until = now // each takes the place of a Oui
				case 2:
					q := asked(p, "comptoir", []consent.Answer{consent.Yes, consent.No, consent.Later}[random.IntN(3)])
					q.LiftRefusal = true
					w.record(t, q)
				case 3:
					u.Clock.Advance(time.Duration(random.IntN(60*24)) * time.Hour)
				case 4: // to the very end, or a moment before or after it
					if until.After(now.Add(time.Second)) {
						u.Clock.Set(until.Add(time.Duration(random.IntN(3)-1) * time.Millisecond))
					}
				}
				granted, _ := w.standing(t, p, "dents", access.PartNeed)
				if want := u.Clock.Now().Before(until); granted != want {
					t.Fatalf("from %v, step %d (seed %d): at %v, allowed %v; it was said until %v", start, step, seed, u.Clock.Now(), granted, until)
				}
				if granted {
					alive++
				} else {
					over++
				}
			}
			for _, later := range []time.Duration{0, time.Millisecond, time.Hour, 24 * time.Hour, 3660 * 24 * time.Hour} {
				if at := until.Add(later); at.After(u.Clock.Now()) {
					u.Clock.Set(at)
				}
				if granted, _ := w.standing(t, p, "dents", access.PartNeed); granted {
					t.Errorf("from %v: allowed %v after its end", start, later)
				}
			}
		}
		if alive < 20 || over < 20 {
			t.Errorf("allowed %d times, over %d: too little to prove anything", alive, over)
		}
	})
}
