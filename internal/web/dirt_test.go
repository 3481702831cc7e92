package web_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/directory"
)

// TestWhatSourcesLeaveReadsTrue: "None" under who can go is no "nobody", and what
// nobody confirmed for twenty years is not told in months.
func TestWhatSourcesLeaveReadsTrue(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		change      func(*directory.Listing)
		says, never string
	}{
		"none":            {func(l *directory.Listing) { l.Eligibility = directory.Text{EN: "None."} }, "Aucune condition, d'après la source", "None."},
		"aucune":          {func(l *directory.Listing) { l.Eligibility = directory.Text{FR: "Aucune"} }, "Aucune condition, d'après la source", ""},
		"none of these":   {func(l *directory.Listing) { l.Eligibility = directory.Text{EN: "None of these"} }, "None of these", "Aucune condition"},
		"months":          {func(l *directory.Listing) { l.ConfirmedAt = now.AddDate(0, -23, 0) }, "Pas confirmé depuis 23 mois.", ""},
		"two years":       {func(l *directory.Listing) { l.ConfirmedAt = now.AddDate(-2, -1, 0) }, "Pas confirmé depuis 2 ans.", "24 mois"},
		"another century": {func(l *directory.Listing) { l.ConfirmedAt = now.AddDate(-30, 0, 0) }, "Pas confirmé depuis 30 ans.", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := quarter()
			c.change(all[0])
			_, body := openPublic(t, all).get("/fr/service/d1")
			body = plainly(tags.ReplaceAllString(body, " "))
			if !strings.Contains(body, c.says) || c.never != "" && strings.Contains(body, c.never) {
				t.Errorf("not %q, or %q: %s", c.says, c.never, body)
			}
		})
	}
}
