package hsds

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// What a program wrote for a letter is read where nothing else can be meant, and
// told; whatever may be meant as it stands is left.
func TestCellsAreReadAsTheyWereMeant(t *testing.T) {
	for raw, c := range map[string]struct {
		val string
		odd []string
	}{
		"Soupe &amp; pain":           {"Soupe & pain", []string{"entity"}},
		"Montr&eacute;al":            {"Montréal", []string{"entity"}},
		"Montr&amp;eacute;al":        {"Montréal", []string{"entity"}},
		"l&#39;aide, l&#x2019;eau":   {"l'aide, l’eau", []string{"entity"}},
		"&nbsp;Ouvert&nbsp;":         {"Ouvert", []string{"entity"}},
		"moins de 18 ans &lt; 25":    {"moins de 18 ans < 25", []string{"entity"}},
		"&lt;b&gt;gras&lt;/b&gt;":    {"&lt;b&gt;gras&lt;/b&gt;", []string{"entity"}},
		"R&D; A&W; Q&R;":             {"R&D; A&W; Q&R;", nil},
		"Vivre & grandir":            {"Vivre & grandir", nil},
		"?a=1&copy=2;x":              {"?a=1&copy=2;x", nil},
		"&notit; &zzz;":              {"&notit; &zzz;", nil},
		"Refuge\x1b[2J":              {"Refuge[2J", []string{"control_character"}},
		"Un\x0bDeux\x00":             {"Un\nDeux", []string{"control_character"}},
		"l\u0092aide":                {"l’aide", []string{"control_character"}},
		"sonne\u0081z\x7f":           {"sonnez", []string{"control_character"}},
		"MontrÃ©al":                  {"MontrÃ©al", []string{"broken_letters"}},
		"l\u00e2€™aide":              {"lâ€™aide", []string{"broken_letters"}},
		"Montr\ufffdal":              {"Montr\ufffdal", []string{"broken_letters"}},
		" Été à la pâte\tâpre\nÂge ": {"Été à la pâte\tâpre\nÂge", nil},
		"ÂME ÃO 「日本」 ﷺ «\u00a0oui\u00a0» …": {"ÂME ÃO 「日本」 ﷺ «\u00a0oui\u00a0» …", nil},
	} {
		if val, odd := clean(raw); val != c.val || !slices.Equal(odd, c.odd) {
			t.Errorf("%q: %q %v, want %q %v", raw, val, odd, c.val, c.odd)
		}
	}
}

// FuzzClean: no cell keeps what moves a screen, none that was text stops being text,
// and the quick look at a cell finds plain only what the thorough one leaves alone.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"Soupe &amp;amp; pain", "l\u0092aide\x1b", "Montr\ufffdal Ã©", "&lt;b&gt;", "&#0;&#7;&#x85;;", "â€™ Â\u00a0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return // a reader gives text
		}
		val, odd := clean(s)
		if !utf8.ValidString(val) {
			t.Errorf("%q becomes %q", s, val)
		}
		for _, r := range val {
			if r < ' ' && r != '\n' && r != '\r' && r != '\t' || 0x7f <= r && r < 0xa0 {
				t.Errorf("%q keeps %q", s, r)
			}
		}
		if trimmed := strings.TrimSpace(s); len(odd) == 0 && val != trimmed {
			t.Errorf("%q becomes %q, and nothing is told", s, val)
		} else if v, met := unescape(trimmed); plain(trimmed) && (met || visible(v) != trimmed || strings.ContainsRune(v, utf8.RuneError) || brokenAccents.MatchString(v)) {
			t.Errorf("%q is not plain", s)
		}
	})
}
