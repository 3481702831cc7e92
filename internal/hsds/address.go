package hsds

import (
	"net/url"
	"strings"
)

// WebAddress is an address as RFC 3986 spells it: whatever is no letter, digit
// or mark of the standard is percent-encoded, and what is encoded stays. Some
// readers refuse a space or an accent that others let through.
func WebAddress(s string) string {
	plain := true
	for i := range len(s) {
		if !addressByte(s[i]) && !escaped(s, i) {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; addressByte(c) || escaped(s, i) {
			b.WriteByte(c)
		} else {
			const hex = "0123456789ABCDEF"
			b.WriteString("%" + string(hex[c>>4]) + string(hex[c&15]))
		}
	}
	if _, err := url.Parse(b.String()); err != nil {
		return s
	}
	return b.String()
}

// addressByte reports whether RFC 3986 has a byte stand for itself in an
// address.
func addressByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~:/?#[]@!$&'()*+,;=", c) >= 0
}

// escaped reports whether the percent sign at i begins an escape.
func escaped(s string, i int) bool {
	return s[i] == '%' && i+2 < len(s) && hexDigit(s[i+1]) && hexDigit(s[i+2])
}

func hexDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
