package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words cuts s into folded words. French elisions fall off (l'école → ecole),
// as does the English possessive (women's → women); other apostrophes join
// (aujourd'hui → aujourdhui); hyphens and every other sign separate; dotted
// initials close up (C.L.S.C. → clsc); of a word written for two genders the
// first form stays (usager·ère·s, étudiant(e)s → usager, etudiant). Digits are
// kept.
func Words(s string) []string { return AppendWords(nil, s) }

// AppendWords is Words into a slice the caller owns.
func AppendWords(to []string, s string) []string {
	s = Fold(pointed(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !letter(r) {
			i += n
			continue
		}
		start := i
		for i < len(s) {
			r, n = utf8.DecodeRuneInString(s[i:])
			if !letter(r) && !inside(s, i) {
				break
			}
			i += n
		}
		to = appendWord(to, s[start:i])
		if i-start > 2 || i < len(s) && s[i] == point {
			i += bothGenders(s[i:])
		}
	}
	return to
}

func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r)
}

// inside says that the sign at i holds a word together: an apostrophe between
// letters, or the dot of initials such as p.f.s.i.
func inside(s string, i int) bool {
	if i == 0 || i+1 >= len(s) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[i+1:])
	switch s[i] {
	case '\'':
		return letter(next)
	case '.':
		return lone(s, i-1) && unicode.IsLetter(next) && lone(s, i+1)
	}
	return false
}

// lone says that the ASCII letter at i stands between dots, blanks or ends.
func lone(s string, i int) bool {
	if s[i] < 'a' || s[i] > 'z' {
		return false
	}
	edge := func(j int) bool {
		return j < 0 || j >= len(s) || s[j] == '.' || s[j] < utf8.RuneSelf && !letter(rune(s[j])) && s[j] != '\''
	}
	return edge(i-1) && edge(i+1)
}

func appendWord(to []string, w string) []string {
	if strings.IndexByte(w, '.') >= 0 {
		w = strings.ReplaceAll(w, ".", "")
	}
	for {
		head, tail, ok := strings.Cut(w, "'")
		if !ok {
			return append(to, w)
		}
		switch {
		case tail == "s" && len(head) > 1: // women's
			return append(to, head)
		case elided(head):
			w = tail
		default:
			w = head + tail
		}
	}
}

func elided(s string) bool {
	switch s {
	case "l", "d", "qu", "j", "s", "n", "m", "c", "t", "jusqu", "lorsqu", "puisqu", "quoiqu":
		return true
	}
	return false
}
