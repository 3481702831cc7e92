package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean is what somebody typed, without what no keyboard writes: bytes that are
// not UTF-8 become U+FFFD, control characters go, and a line ends with one
// character whatever the browser sends.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if unwritten(r) {
			return -1
		}
		return r
	}, s)
}

func isClean(s string) bool { return utf8.ValidString(s) && !strings.ContainsFunc(s, unwritten) }

// unwritten are the control characters but for the tab and the end of a line.
func unwritten(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }

// IsLine reports whether s is text on one line: what an address may hold.
func IsLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}
