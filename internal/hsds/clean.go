package hsds

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// clean trims a cell, takes out what no text may hold, and reads what a program
// wrote otherwise than it was meant. odd are the reasons of issues: what was
// changed is told, and the cell is in the source row as it came.
func clean(s string) (val string, odd []string) {
	s = strings.TrimSpace(s)
	if plain(s) {
		return s, nil
	}
	if v, met := unescape(s); met {
		s, odd = v, append(odd, "entity")
	}
	if v := visible(s); v != s {
		s, odd = v, append(odd, "control_character")
	}
	if strings.ContainsRune(s, utf8.RuneError) || brokenAccents.MatchString(s) {
		odd = append(odd, "broken_letters")
	}
	return strings.TrimSpace(s), odd
}

// plain is the quick answer for most cells: ASCII that anybody can read, or
// accents, and no & before a ;.
func plain(s string) bool {
	amp := false
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ' && c != '\n' && c != '\r' && c != '\t', c == 0x7f:
			return false
		case c == '&':
			amp = true
		case c == ';' && amp:
			return false
		case c == 0xc2 || c == 0xc3 || c == 0xe2 || c == 0xef: // the first bytes of what is looked for
			if mayBeBroken(s[i:]) {
				return false
			}
		}
	}
	return true
}

// mayBeBroken looks at a character and what follows it.
func mayBeBroken(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return r == utf8.RuneError || 0x80 <= r && r < 0xa0 || (r == 'Â' || r == 'Ã' || r == 'â') && n < len(s) && s[n] >= utf8.RuneSelf
}

// brokenAccents are accents that were read in one alphabet and written in
// another. Which one nobody knows for sure: they are told, and left.
var brokenAccents = regexp.MustCompile(`[ÂÃ][\x{80}-\x{bf}]|Ã[ƒ‚‰Šš€œžŸ]|â€`)

// coded is a letter as pages of the web write it, up to its semicolon: without
// one, R&D and A&W would become something else.
var coded = regexp.MustCompile(`&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});`)

// mostCoats is how many times a text was made fit for a page, one over the
// other: &amp;eacute; has two.
const mostCoats = 3

// unescape reads letters written as on a page of the web. Where that would make
// a tag of what was none, the text stays as it came: whoever reads our feed could
// take it for one.
func unescape(s string) (string, bool) {
	out, met := s, false
	for range mostCoats {
		more := false
		out = coded.ReplaceAllStringFunc(out, func(e string) string {
			v := html.UnescapeString(e)
			if v == e || len(v) > 1 && strings.HasSuffix(v, ";") || v == string(utf8.RuneError) { // no letter of that name
				return e
			}
			more = true
			return v
		})
		if met = met || more; !more {
			break
		}
	}
	if tag.MatchString(out) && !tag.MatchString(s) {
		return s, met
	}
	return out, met
}

// visible takes out what moves a screen and means nothing. A line of a form is a
// line, and what stands where Unicode has nothing is a letter of Windows.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\v' || r == '\f':
			return '\n'
		case r < ' ' && r != '\n' && r != '\r' && r != '\t', r == 0x7f:
			return -1
		case 0x80 <= r && r < 0xa0:
			if w := charmap.Windows1252.DecodeByte(byte(r)); w >= 0xa0 && w != utf8.RuneError {
				return w
			}
			return -1
		}
		return r
	}, s)
}
