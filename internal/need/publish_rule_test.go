package need

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"passerelle/internal/access"
)

// drawnTable is a family of needs over some places, many of them small.
func drawnTable(r *rand.Rand) table {
	t := table{family: "eat"}
	for i := range 1 + r.IntN(7) {
		c := counted{place: fmt.Sprint("p", i), sources: map[access.Org]bool{"": true}}
		switch r.IntN(3) {
		case 0:
			c.n = r.IntN(PublicLeast)
		case 1:
			c.n = PublicLeast + r.IntN(3*noiseMost)
		default:
			c.n = r.IntN(200)
		}
		if r.IntN(6) > 0 {
			c.sources["halte"] = true
		}
		t.cells = append(t.cells, c)
	}
	return t
}

// attack is what a reader of one table works out of each hidden cell, knowing
// the rules, the noise's bound, and why each cell is hidden: the fewest and the
// most that may stand there. It shares nothing with the protection but the
// constants, and is slow: it adds up boxes one by one.
func attack(t table, out []Public, step, move int) (narrowest int) {
	box := func(about int) (lo, hi int) { // every true count that may become this
		lo, hi = -1, -1
		for n := max(0, about-2*step-2*move); n <= about+2*step+2*move; n++ {
			for by := -move; by <= move; by++ {
				if n >= PublicLeast && n+by >= PublicLeast+move && (n+by+step/2)/step*step == about {
					if lo < 0 {
						lo = n
					}
					hi = n
				}
			}
		}
		return lo, hi
	}
	shown := map[string]int{}
	for _, c := range out {
		shown[c.Place] = c.About
	}
	narrowest = 1 << 20
	total, told := shown[Anywhere]
	if !told {
		return narrowest
	}
	type cell struct {
		lo, hi int
		hidden bool
	}
	var cells []cell
	for _, c := range t.cells {
		x := cell{hidden: shown[c.place] == 0}
		switch {
		case !x.hidden:
			x.lo, x.hi = box(shown[c.place])
		case len(c.sources) >= 2 && c.n < PublicLeast:
			x.hi = PublicLeast + 2*move - 1
		case len(c.sources) < 2:
			x.hi = 1 << 16
		default: // hidden by its noise, or for the sake of another: the reader does not know which
			x.hi = 1 << 16
		}
		cells = append(cells, x)
	}
	tlo, thi := box(total)
	for i, x := range cells {
		if !x.hidden {
			continue
		}
		lo, hi := tlo, thi
		for j, y := range cells {
			if j != i {
				lo, hi = lo-y.hi, hi-y.lo
			}
		}
		narrowest = min(narrowest, min(hi, x.hi)-max(lo, x.lo)+1)
	}
	return narrowest
}

// TestNoHiddenCountIsNarrowed: of twenty thousand tables, no reader brings a
// hidden count down to fewer than twenty values. Without the complementary
// suppression some are, and with true counts thousands: the attack has teeth.
func TestNoHiddenCountIsNarrowed(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2026))
	bare, naked, seen, sums := 0, 0, 0, 0
	for i := range 20_000 {
		x := drawnTable(r)
		by := func(_, place string) int {
			return int(rand.New(rand.NewPCG(uint64(i), uint64(len(place))+uint64(place[len(place)-1]))).IntN(2*noiseMost+1)) - noiseMost
		}
		out := protected([]table{x}, by)
		if n := attack(x, out, PublicStep, noiseMost); n < PublicLeast {
			t.Fatalf("table %d: a hidden count keeps %d values\n%+v\n%+v", i, n, x, out)
		}
		for _, c := range out {
			seen++
			if c.Place == Anywhere {
				sums++
				continue
			}
			for _, cell := range x.cells {
				if cell.place == c.Place && (cell.n < PublicLeast || len(cell.sources) < sourcesLeast || c.About%PublicStep != 0) {
					t.Fatalf("%+v is told as %+v", cell, c)
				}
			}
		}
		var plain []Public // the same without complementary suppression
		total := 0
		for _, c := range x.cells {
			total += c.n
			if about := told(c, by(x.family, c.place)); about > 0 {
				plain = append(plain, Public{x.family, c.place, about})
			}
		}
		if about := moved(total, by(x.family, Anywhere)); about > 0 {
			plain = append(plain, Public{x.family, Anywhere, about})
		}
		if attack(x, plain, PublicStep, noiseMost) < PublicLeast {
			bare++
		}
		var exact []Public // and the counts as they are, small ones left out
		for _, c := range x.cells {
			if c.n >= PublicLeast {
				exact = append(exact, Public{x.family, c.place, c.n})
			}
		}
		if total >= PublicLeast {
			exact = append(exact, Public{x.family, Anywhere, total})
		}
		if attack(x, exact, 1, 0) == 1 {
			naked++
		}
	}
	t.Logf("%d counts told, %d of them over all places; without complementary suppression %d tables narrow a hidden count; with true counts %d give one away", seen, sums, bare, naked)
	if bare == 0 || naked < 2000 || sums < 5000 {
		t.Errorf("the attack succeeds %d and %d times without the protections, %d sums told: this proves nothing", bare, naked, sums)
	}
}

// TestOneVoiceMoreHardlyShows: whoever knows all voices but one guesses that one
// from what is published with at most a twentieth of an advantage, at every
// count; with the truth rounded and no noise they would know it for certain.
func TestOneVoiceMoreHardlyShows(t *testing.T) {
	apart := func(n, most int) float64 { // total variation between n and n+1
		seen := map[int]int{}
		for by := -most; by <= most; by++ {
			seen[moved(n, by)]++
			seen[moved(n+1, by)]--
		}
		sum := 0
		for _, d := range seen {
			sum += max(d, -d)
		}
		return float64(sum) / 2 / float64(2*most+1)
	}
	worst, bare := 0.0, 0.0
	for n := range 400 {
		worst, bare = max(worst, apart(n, noiseMost)), max(bare, apart(n, 0))
	}
	t.Logf("the best guess is right %.1f %% oftener than chance; without noise %.0f %%", 100*worst, 100*bare)
	if worst > 0.05 || bare < 1 {
		t.Errorf("advantage %.3f with noise (at most 0.05), %.3f without (must be 1)", worst, bare)
	}
	for n := range PublicLeast {
		for by := -noiseMost; by <= noiseMost; by++ {
			if moved(n, by) != 0 {
				t.Errorf("%d is told as %d", n, moved(n, by))
			}
		}
	}
}

// TestQuartersArePublishedThirtyDaysAfter their end, never two that overlap.
func TestQuartersArePublishedThirtyDaysAfter(t *testing.T) {
	zone, err := time.LoadLocation("America/Toronto")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]Quarter{"2026-01-29": "2025-3", "2026-01-31": "2025-4", "2026-05-02": "2026-1", "2026-11-29": "2026-3", "2026-12-31": "2026-3"} {
		at, _ := time.ParseInLocation(time.DateOnly, day, zone)
		q, next := LastPublished(at, zone)
		after, _ := LastPublished(next, zone)
		from, to, ok := q.Span(zone)
		begins, _, _ := after.Span(zone)
		if q != want || !ok || !next.After(at) || to.Add(publishDelay).After(at) || !begins.Equal(to) || from.AddDate(0, 3, 0) != to {
			t.Errorf("%s: %s (want %s), from %s to %s; then %s at %s", day, q, want, from, to, after, next)
		}
	}
	for _, wrong := range []Quarter{"", "2026", "2026-5", "2026-0", "2026-10", "x", "26-1", "2026-1 "} {
		if _, _, ok := wrong.Span(zone); ok {
			t.Errorf("%q is a quarter", wrong)
		}
	}
}
