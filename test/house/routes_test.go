package house

import (
	"strings"
	"testing"

	"passerelle/internal/web"
)

// TestRoutesGolden: every address, with who it is for. A new line is a new
// door: its audience is read in the review.
func TestRoutesGolden(t *testing.T) {
	site := &web.Site{Demo: &web.Demo{}}
	lines := web.Table(site.Routes())
	if len(lines) < 40 {
		t.Fatalf("only %d routes", len(lines))
	}
	golden(t, "testdata/routes.golden", "# method, path, for whom. Written by: make golden.\n"+strings.Join(trimmed(lines), "\n")+"\n")
}

func trimmed(lines []string) []string {
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}
