package access

import (
	"testing"
	"time"
)

// usual is a decision as a page makes it: the receiver opens the contact, after
// the call, of a person who answered nine times.
func usual() (Actor, Facts) {
	f := situation{"", func(f *Facts) { f.CallFirst, f.Opened = true, true }}.facts()
	for _, g := range f.Consents {
		g.Withdrawn = true
		older := g
		older.From, older.To = start.Add(-48*time.Hour), start.Add(-24*time.Hour)
		f.Consents = append([]Given{older, g}, f.Consents...)
	}
	return atWork("clinique", Intervention), f
}

// TestDecisionAllocatesNothing: a decision can be asked for each row of a list.
func TestDecisionAllocatesNothing(t *testing.T) {
	by, f := usual()
	if !by.Allows(ReadContact, f) {
		t.Fatal("the usual decision is yes")
	}
	for _, p := range Purposes {
		if n := testing.AllocsPerRun(100, func() { by.Allows(p, f) }); n != 0 {
			t.Errorf("%s: %v allocations, want 0", p, n)
		}
	}
}

func BenchmarkDecision(b *testing.B) {
	by, f := usual()
	b.ReportAllocs()
	for b.Loop() {
		by.Allows(ReadContact, f)
	}
}

func BenchmarkWhere(b *testing.B) {
	by, _ := usual()
	b.ReportAllocs()
	for b.Loop() {
		sc := by.Scope(ReadContact, start)
		sc.Where("r", 2)
		sc.Args()
	}
}
