package corpus

import "math"

// Rand is a small generator with a fixed seed (splitmix64). The house allows
// chance in one package only, and a corpus must not change with a version of
// Go.
type Rand struct{ state uint64 }

// New returns a generator.
func New(seed uint64) *Rand { return &Rand{seed} }

func (r *Rand) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// N returns a number from 0 to n-1.
func (r *Rand) N(n int) int { return int(r.next() % uint64(n)) }

// Float returns a number in [0, 1).
func (r *Rand) Float() float64 { return float64(r.next()>>11) / (1 << 53) }

// One returns one of the values.
func One[T any](r *Rand, of []T) T { return of[r.N(len(of))] }

// zipf draws ranks from 0 to n-1, rank k about as often as 1/(k+1).
type zipf struct{ sums []float64 }

func newZipf(n int, exponent float64) zipf {
	sums := make([]float64, n)
	total := 0.0
	for k := range n {
		total += 1 / math.Pow(float64(k+1), exponent)
		sums[k] = total
	}
	return zipf{sums}
}

func (z zipf) draw(r *Rand) int {
	at := r.Float() * z.sums[len(z.sums)-1]
	lo, hi := 0, len(z.sums)-1
	for lo < hi {
		m := (lo + hi) / 2
		if z.sums[m] < at {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}
