package clock_test

import (
	"testing"
	"time"

	"passerelle/internal/clock"
)

func TestReplayLivesThePastThenThePresent(t *testing.T) {
	t.Parallel()
	present := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	live := clock.Fixed(present)
	r := clock.NewReplay(live)
	if !r.Now().Equal(present) {
		t.Errorf("before it departs: %v", r.Now())
	}
	r.Depart(present.AddDate(0, 0, -10))
	for _, c := range []struct {
		what string
		set  time.Time
		want time.Time
	}{
		{"forwards", present.AddDate(0, 0, -5), present.AddDate(0, 0, -5)},
		{"never back", present.AddDate(0, 0, -9), present.AddDate(0, 0, -5)},
		{"never past the present", present.AddDate(0, 0, 1), present},
	} {
		if r.Set(c.set); !r.Now().Equal(c.want) {
			t.Errorf("%s: at %v, want %v", c.what, r.Now(), c.want)
		}
	}
	live.Advance(time.Hour)
	if !r.Now().Equal(present) {
		t.Errorf("before it arrived it moved by itself to %v", r.Now())
	}
	r.Arrive()
	live.Advance(time.Hour)
	if want := present.Add(2 * time.Hour); !r.Now().Equal(want) {
		t.Errorf("arrived: %v, want the live %v", r.Now(), want)
	}
}
