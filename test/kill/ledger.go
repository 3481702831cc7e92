package kill

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// Ledger is what the clients know.
type Ledger struct {
	mu    sync.Mutex
	acked map[string]bool // the program said: done
	open  map[string]bool // sent, and no answer came: done or not, nobody knows
}

// NewLedger knows nothing yet.
func NewLedger() *Ledger { return &Ledger{acked: map[string]bool{}, open: map[string]bool{}} }

// Sent notes an act before it is sent.
func (l *Ledger) Sent(act string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open[act] = true
}

// Acked notes that an act was acknowledged.
func (l *Ledger) Acked(act string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, act)
	l.acked[act] = true
}

// Take gives back the acts without an answer, to be sent again.
func (l *Ledger) Take() (acts []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for a := range l.open {
		acts = append(acts, a)
	}
	slices.Sort(acts)
	return acts
}

// All are the acts that were sent, acknowledged or not.
func (l *Ledger) All() []string {
	acts := l.Take()
	l.mu.Lock()
	defer l.mu.Unlock()
	for a := range l.acked {
		acts = append(acts, a)
	}
	return acts
}

// Count is how many acts were acknowledged.
func (l *Ledger) Count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acked)
}

// WaitFor waits until n acts were acknowledged, at most so long.
func (l *Ledger) WaitFor(n int, most time.Duration) {
	for end := time.Now().Add(most); l.Count() < n && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
}

// Judge compares with what is stored: act → how many times.
func (l *Ledger) Judge(stored map[string]int) (faults []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for a := range l.acked {
		if stored[a] == 0 {
			faults = append(faults, fmt.Sprintf("%s was acknowledged and is lost", a))
		}
	}
	for a, n := range stored {
		if n > 1 {
			faults = append(faults, fmt.Sprintf("%s is there %d times", a, n))
		}
		if !l.acked[a] && !l.open[a] {
			faults = append(faults, fmt.Sprintf("%s was never sent", a))
		}
	}
	slices.Sort(faults)
	return faults
}
