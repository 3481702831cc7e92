package text

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s in the form used for comparing: lower case, without accents,
// ligatures opened, apostrophes, hyphens and spaces of one kind each, Arabic
// alef, yeh, kaf and ta marbuta of one form each, digits in 0-9.
func Fold(s string) string {
	if folded(s) {
		return s
	}
	if b, ok := common(s); ok {
		return b
	}
	return foldAny(s)
}

// foldAny is Fold for any alphabet.
func foldAny(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, " ")
	}
	if !ascii(s) {
		// Compatibility decomposition also opens ﬁ, ½ and full-width letters.
		s = norm.NFKD.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b.WriteByte(byte(r))
		case mark(r):
		default:
			other(&b, r)
		}
	}
	return b.String()
}

// The signs that French and English are written with: Latin letters with their
// accents, and the punctuation of printers. None of them combines with its
// neighbours, so each folds by itself.
const (
	latinEnd  = 0x0250
	signFrom  = 0x2000
	signEnd   = 0x2070
	signStart = latinEnd - signFrom // what brings a sign behind the letters
)

// commonFolds is what each of them becomes.
var commonFolds = sync.OnceValue(func() (t [latinEnd + signEnd - signFrom]string) {
	for r := range rune(latinEnd) {
		t[r] = foldAny(string(r))
	}
	for r := rune(signFrom); r < signEnd; r++ {
		t[r+signStart] = foldAny(string(r))
	}
	return t
})

// common folds what holds nothing else, five times quicker.
func common(s string) (string, bool) {
	t := commonFolds()
	b := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z' || r == ' ':
			b = append(b, byte(r))
		case r < latinEnd:
			b = append(b, t[r]...)
		case signFrom <= r && r < signEnd:
			b = append(b, t[r+signStart]...)
		default:
			return "", false // a byte that is no letter at all, too: it reads as U+FFFD
		}
	}
	return string(b), true
}

// folded spares the allocation for what is already plain.
func folded(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// mark says which combining signs are left out. Only those of alphabets that
// are commonly written without them: in Indic scripts a mark is a vowel, and a
// word without its vowels is another word.
func mark(r rune) bool {
	switch {
	case 0x0300 <= r && r <= 0x036f: // Latin, Greek, Cyrillic accents
	case 0x0591 <= r && r <= 0x05c7: // Hebrew points
	case 0x0610 <= r && r <= 0x061a, 0x064b <= r && r <= 0x065f, r == 0x0670, 0x06d6 <= r && r <= 0x06ed: // Arabic vowels
	case r == 0x0640: // Arabic tatweel, a stretch of the line
	case 0x200b <= r && r <= 0x200f, r == 0x00ad, r == 0xfeff, 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069: // invisible
	default:
		return false
	}
	return true
}

func other(b *strings.Builder, r rune) {
	if s, ok := spelled[r]; ok {
		b.WriteString(s)
		return
	}
	switch {
	case unicode.IsSpace(r):
		r = ' '
	case 0x2010 <= r && r <= 0x2015 || r == 0x2212:
		r = '-'
	case 0x0660 <= r && r <= 0x0669: // Arabic digits
		r = '0' + r - 0x0660
	case 0x06f0 <= r && r <= 0x06f9: // Persian digits
		r = '0' + r - 0x06f0
	default:
		r = unicode.ToLower(r)
	}
	// A capital may open into several signs of which one is a mark (İ).
	if s, ok := spelled[r]; ok {
		b.WriteString(s)
		return
	}
	b.WriteRune(r)
}

// spelled holds what decomposition leaves whole.
var spelled = map[rune]string{
	'œ': "oe", 'Œ': "oe", 'æ': "ae", 'Æ': "ae", 'ß': "ss", 'ẞ': "ss",
	'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d",
	'þ': "th", 'Þ': "th", 'ı': "i", 'ħ': "h", 'Ħ': "h",
	'’': "'", '‘': "'", 'ʼ': "'", 'ʻ': "'", '‛': "'", '′': "'", '´': "'", '＇': "'",
	'«': `"`, '»': `"`, '“': `"`, '”': `"`, '·': " ", '•': " ", '…': " ",
	'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ى': "ي", 'ی': "ي", 'ئ': "ي", 'ؤ': "و",
	'ة': "ه", 'ۀ': "ه", 'ک': "ك", 'ء': "",
}
