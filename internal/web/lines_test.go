package web_test

import (
	"strings"
	"testing"

	"passerelle/internal/directory"
)

// TestLinesStayLines: what an organisation writes in several lines, a list or two
// paragraphs, is not run together.
func TestLinesStayLines(t *testing.T) {
	t.Parallel()
	all := quarter()
	words := func(s string) directory.Text { return directory.Text{FR: s} }
	all[0].Summary, all[0].Eligibility, all[0].Process, all[0].Fees = words("un\ndeux"), words("trois\nquatre"), words("cinq\nsix"), words("sept\nhuit")
	all[0].Places[0].Access, all[0].Alert = words("neuf\ndix"), words("onze\ndouze")
	_, body := openPublic(t, all).get("/fr/service/d1")
	for _, s := range []string{"un\ndeux", "trois\nquatre", "cinq\nsix", "sept\nhuit", "neuf\ndix", "onze\ndouze"} {
		at := strings.Index(body, s)
		if at < 0 {
			t.Errorf("%q is not there", s)
			continue
		}
		before := body[max(0, at-250):at]
		if last := strings.LastIndex(before, `typed"`); last < 0 || strings.Contains(before[last:], "</p>") || strings.Contains(before[last:], "</li>") {
			t.Errorf("%q: its lines are run together: %s", s, before)
		}
	}
}
