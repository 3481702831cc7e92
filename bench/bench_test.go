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
