package org

import (
	"fmt"
	"testing"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/fault"
)

var start = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)

func TestGuessesComeBack(t *testing.T) {
	t.Parallel()
	c := clock.Fixed(start)
	g := newGuesses(c)
	tries := func(n int) (allowed int) {
		for range n {
			if g.try("awa", "192.0.2.1") == nil {
				allowed++
			}
		}
		return allowed
	}
	if n := tries(100); n != 10 {
		t.Errorf("at once %d", n)
	}
	c.Advance(5*time.Minute - time.Millisecond)
	if n := tries(10); n != 0 {
		t.Errorf("too early %d", n)
	}
	c.Advance(time.Millisecond)
	if n := tries(10); n != 1 {
		t.Errorf("after a period %d", n)
	}
	c.Advance(30 * 24 * time.Hour)
	if n := tries(100); n != 10 {
		t.Errorf("after a month %d", n)
	}
	g.giveBack("awa", "192.0.2.1")
	if n := tries(10); n != 1 {
		t.Errorf("given back %d", n)
	}
}

// A refused try costs nothing more: a person who waits is let in again.
func TestRefusedTriesAreNotCounted(t *testing.T) {
	t.Parallel()
	c := clock.Fixed(start)
	g := newGuesses(c)
	for range 10_000 {
		_ = g.try("awa", "192.0.2.1")
	}
	c.Advance(5 * time.Minute)
	if err := g.try("awa", "192.0.2.2"); err != nil {
		t.Error(err)
	}
}

func TestGuessesAreBoundedInMemory(t *testing.T) {
	t.Parallel()
	c := clock.Fixed(start)
	g := newGuesses(c)
	for i := range maxBuckets {
		_ = g.try(fmt.Sprint("a", i), fmt.Sprint("s", i))
	}
	if n := len(g.buckets); n > maxBuckets {
		t.Errorf("%d buckets", n)
	}
	if err := g.try("awa", "192.0.2.1"); !fault.Is(err, fault.TooMany) {
		t.Errorf("full, and yet %v", err)
	}
	c.Advance(time.Hour)
	if err := g.try("awa", "192.0.2.1"); err != nil {
		t.Error(err)
	}
	if n := len(g.buckets); n != 2 {
		t.Errorf("%d buckets kept", n)
	}
}

func TestSourceOf(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"192.0.2.7":            "192.0.2.7",
		"::ffff:192.0.2.7":     "192.0.2.7",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"fe80::1%eth0":         "fe80::/64",
		"":                     "",
		"not an address":       "not an address",
	} {
		if got := sourceOf(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
