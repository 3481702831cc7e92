package web_test

import (
	"strings"
	"testing"
	"time"
)

// TestAPageSaysHowOldItsSourceIs: what came here today may be old, and the source
// may say so; a day that is yet to come says nothing.
func TestAPageSaysHowOldItsSourceIs(t *testing.T) {
	t.Parallel()
	day := func(s string) int32 {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return int32(at.Unix() / (24 * 60 * 60))
	}
	for said, want := range map[string]string{"2021-03-03": "Source : Le 211 , fiche du 3 mars 2021", "2026-03-02": "Source : Le 211 , fiche du 2 mars 2026", "2026-03-03": "Source : Le 211 "} {
		all := quarter()
		all[0].Source, all[0].SourceDay = "Le 211", day(said)
		_, body := openPublic(t, all).get("/fr/service/d1")
		if body = plainly(tags.ReplaceAllString(body, " ")); !strings.Contains(body, want) || strings.Contains(body, "fiche du") != strings.Contains(want, "fiche du") {
			t.Errorf("%s: not %q", said, want)
		}
	}
}
