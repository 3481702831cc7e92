package kill

import (
	"strings"
	"testing"
)

// TestJudge is the control: a lost, a doubled and an invented act are found,
// and an act without answer may be there or not.
func TestJudge(t *testing.T) {
	l := NewLedger()
	for _, a := range []string{"kept", "lost", "doubled", "unknown-there", "unknown-absent"} {
		l.Sent(a)
		if !strings.HasPrefix(a, "unknown") {
			l.Acked(a)
		}
	}
	got := l.Judge(map[string]int{"kept": 1, "doubled": 2, "unknown-there": 1, "invented": 1})
	want := []string{"doubled is there 2 times", "invented was never sent", "lost was acknowledged and is lost"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if again := l.Take(); len(again) != 2 {
		t.Errorf("to send again: %v", again)
	}
}
