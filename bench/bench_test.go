package main

import (
	"os"
	"testing"
)

// BenchmarkSearch lets go test -bench run the same table.
func BenchmarkSearch(b *testing.B) {
	for b.Loop() {
		if err := searchDirectory(newRun(os.Stdout, testing.Short())); err != nil {
			b.Fatal(err)
		}
	}
}

// A cell too short for the clock of the other process says nothing, and is no
// infinity: the figures could not be written down.
func TestACellTooShortIsLeftOut(t *testing.T) {
	if q := quotients([]float64{1, 2, 3}, []float64{2, 0, 2}); len(q) != 2 || q[0] != 0.5 || q[1] != 1.5 {
		t.Errorf("%v, want 0.5 and 1.5", q)
	}
	if q := quotients([]float64{1}, []float64{0}); len(q) != 1 || q[0] != 0 {
		t.Errorf("%v, want 0 alone", q)
	}
}
