package text

import "strings"

// point stands for the middle points of inclusive writing while a text is cut
// into words: folding would make blanks of them.
const point = '\x1f'

// pointed marks the middle points.
func pointed(s string) string {
	// Their first bytes, which few texts hold, are looked for quicker than they.
	if strings.IndexByte(s, "·"[0]) < 0 && strings.IndexByte(s, "•"[0]) < 0 || !strings.ContainsAny(s, "·•‧⋅∙") {
		return s
	}
	return middlePoints.Replace(s)
}

var middlePoints = strings.NewReplacer("·", "\x1f", "•", "\x1f", "‧", "\x1f", "⋅", "\x1f", "∙", "\x1f")

// bothGenders returns how many bytes of s, which follows a word, only give its
// other forms: ·ère·s, (e)s, /euse, .e, -e-s. The sign alone does not tell: a
// hyphen joins many things, so what follows it must be one of few endings.
func bothGenders(s string) int {
	at := 0
	for at < len(s) {
		sign := s[at]
		if sign != point && sign != '.' && sign != '-' && sign != '/' && sign != '(' {
			return at
		}
		end := at + 1
		for end < len(s) && 'a' <= s[end] && s[end] <= 'z' {
			end++
		}
		ending := s[at+1 : end]
		if end < len(s) && s[end] >= 0x80 || !genderEnding(sign, ending, at > 0) {
			return at
		}
		if sign == '(' {
			if end >= len(s) || s[end] != ')' {
				return at
			}
			end++
			if end < len(s) && s[end] == 's' && (end+1 == len(s) || s[end+1] < '0' || s[end+1] > '9' && s[end+1] < 'a' || s[end+1] > 'z') {
				end++
			}
		}
		at = end
	}
	return at
}

func genderEnding(sign byte, ending string, after bool) bool {
	switch ending {
	case "e", "es", "ere", "eres", "euse", "euses", "rice", "rices", "trice", "trices", "ne", "nes", "ive", "ives", "ve", "ves":
		return true
	case "s":
		return sign != '/' && sign != '-' || after
	case "":
		return false
	}
	// A middle point serves for nothing else between letters.
	return sign == point && len(ending) <= 6
}
