package web

import (
	"net/http/httptest"
	"testing"
)

// TestATableRunsNoFormula: whatever people typed, a spreadsheet shows it.
func TestATableRunsNoFormula(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	v := &Visit{W: &recorder{ResponseWriter: w}, R: httptest.NewRequest("GET", "/", nil)}
	err := new(Site).table(v, "essai.csv", []string{"mots"}, [][]string{{`=HYPERLINK("x")`}, {"+1"}, {"-1"}, {"@x"}, {"\tx"}, {"\x00x"}, {"pain, lait"}})
	if err != nil {
		t.Fatal(err)
	}
	want := "\ufeffmots\n\"'=HYPERLINK(\"\"x\"\")\"\n'+1\n'-1\n'@x\n'\tx\n'\x00x\n\"pain, lait\"\n"
	if got := w.Body.String(); got != want || w.Header().Get("Content-Disposition") != `attachment; filename="essai.csv"` {
		t.Errorf("%q %v", got, w.Header())
	}
}
