package id_test

import (
	"sort"
	"testing"
	"time"

	"passerelle/internal/id"
)

func TestNewRisesEvenWhenTheClockStepsBack(t *testing.T) {
	at := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	var ids []string
	for i := range 10_000 {
		if i == 5_000 {
			at = at.Add(-time.Hour)
		}
		u := id.New(at)
		if !id.IsUUID(u) || u[14] != '7' {
			t.Fatalf("%q is not a UUIDv7", u)
		}
		ids = append(ids, u)
	}
	if !sort.StringsAreSorted(ids) {
		t.Error("ids do not rise")
	}
}

func TestDerivedDependsOnEveryPartAndTheirLimits(t *testing.T) {
	if id.Derived("ab", "c") == id.Derived("a", "bc") {
		t.Error("parts run together")
	}
	if a, b := id.Derived("set", "service", "1"), id.Derived("set", "service", "1"); a != b || !id.IsUUID(a) || a[14] != '5' {
		t.Errorf("not a stable UUIDv5: %s, %s", a, b)
	}
}

func TestIsUUID(t *testing.T) {
	for s, want := range map[string]bool{
		"ac148810-d857-441c-9679-408f346de14b":   true,
		"AC148810-D857-441C-9679-408F346DE14B":   true,
		"{ac148810-d857-441c-9679-408f346de14b}": false,
		"ac148810-d857-441c-9679-408f346de14":    false,
		"ac148810-d857-441c-9679-408f346de14g":   false,
		"":                                       false,
	} {
		if got := id.IsUUID(s); got != want {
			t.Errorf("IsUUID(%q) = %v", s, got)
		}
	}
}

func TestBelowIsEven(t *testing.T) {
	seen := map[int]int{}
	for range 60_000 {
		seen[id.Below(6)]++
	}
	for n := range 6 {
		if seen[n] < 9_000 || seen[n] > 11_000 {
			t.Errorf("%d drawn %d times of 60,000", n, seen[n])
		}
	}
}
