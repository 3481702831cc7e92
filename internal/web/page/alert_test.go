package page_test

import (
	"strings"
	"testing"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// TestManyAlertsFold: two stand open above what the page is about, and the others
// are one press away; where there are two, nothing folds.
func TestManyAlertsFold(t *testing.T) {
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	l := b.In("fr")
	for n, want := range map[int]string{2: "", 3: "Un autre avis officiel", 8: "6 autres avis officiels"} {
		p := page.Crisis{Frame: work(l, l.T("crisis.title"), "today"), Back: "#", Title: fr("Grand froid")}
		for range n {
			p.Alerts = append(p.Alerts, page.Alert{Severe: true, Headline: fr("Froid extrême"), Instruction: fr("Restez dedans."), Until: "3 mars 2026, 8 h"})
		}
		var w strings.Builder
		if err := page.CrisisPage(p).Render(t.Context(), &w); err != nil {
			t.Fatal(err)
		}
		open, folded, _ := strings.Cut(w.String(), "<details><summary>"+want)
		if want == "" {
			open, folded = w.String(), ""
		}
		if got := strings.Count(open, "Restez dedans."); got != 2 {
			t.Errorf("of %d alerts, %d stand open, want 2", n, got)
		}
		if got := strings.Count(folded, "Restez dedans."); got != n-2 {
			t.Errorf("of %d alerts, %d are folded, want %d", n, got, n-2)
		}
	}
}
