package pathway

import (
	"strings"

	"passerelle/internal/id"
)

// A summary code is nine digits: eight that are drawn, and one that checks
// them. Digits are said alike in every language and stand on every telephone;
// letters are not, and M and N, or B and D, are one sound on a bad line. The
// last digit (Damm, 2004) is wrong when one digit was misheard or two
// neighbours were exchanged, whichever they are.
const codeDigits = 9

// damm is a quasigroup of order ten, weakly and totally anti-symmetric.
var damm = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
	{7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
	{1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
	{3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
	{8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
	{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}

func check(digits string) byte {
	at := byte(0)
	for i := range len(digits) {
		at = damm[at][digits[i]-'0']
	}
	return at
}

// newCode draws a code.
func newCode() string {
	b := make([]byte, codeDigits-1)
	for i := range b {
		b[i] = '0' + byte(id.Below(10))
	}
	return string(b) + string('0'+check(string(b)))
}

// ReadCode takes a code as it was typed, with whatever stands between the
// digits; ok is false when a digit was misheard.
func ReadCode(typed string) (code string, ok bool) {
	code = strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case strings.ContainsRune(" -.\u00a0\u202f\u2011", r):
			return -1
		}
		return 'x'
	}, strings.TrimSpace(typed))
	if len(code) != codeDigits || strings.Contains(code, "x") {
		return "", false
	}
	return code, check(code) == 0
}

// ShowCode writes a code as it is said: three times three digits.
func ShowCode(code string) string {
	if len(code) != codeDigits {
		return code
	}
	return code[:3] + "\u00a0" + code[3:6] + "\u00a0" + code[6:]
}
