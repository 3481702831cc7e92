package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for typed, want := range map[string]string{
		"": "",
		"déjà vu 👩🏽\u200d🚀 \u202bسلام": "déjà vu 👩🏽\u200d🚀 \u202bسلام",
		"une\r\ndeux\ttrois\n":         "une\ndeux\ttrois\n",
		"a\x00b\x1b[31mc\x7f\u0085":    "ab[31mc",
		"a\xff\xfeb\xc3":               "a\uFFFDb\uFFFD",
		"\xed\xa0\x80":                 "\uFFFD",
	} {
		if got := Clean(typed); got != want {
			t.Errorf("Clean(%q) = %q, want %q", typed, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "a\r\nb", "a\x00b", "\xff", "\r", "é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := Clean(s)
		if !utf8.ValidString(c) || strings.ContainsFunc(c, unwritten) {
			t.Errorf("Clean(%q) = %q", s, c)
		}
		if Clean(c) != c {
			t.Errorf("Clean(%q) is not settled: %q then %q", s, c, Clean(c))
		}
	})
}

func TestIsLine(t *testing.T) {
	for s, want := range map[string]bool{"": true, "/fr/app": true, "é": true, "a\x00": false, "a\nb": false, "\xff": false} {
		if IsLine(s) != want {
			t.Errorf("IsLine(%q) = %v", s, !want)
		}
	}
}
