package org

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// The rules of a password (NIST SP 800-63B-4): long, not known, and nothing
// else. No composition rule, no expiry: both make people write worse ones.
const (
	MinPassword = 15
	maxPassword = 256 // longer is not stronger, and costs us work
)

//go:embed common_passwords.txt
var commonList string

// common are long passwords that everybody thinks of, folded to letters and
// digits.
var common = sync.OnceValue(func() []string {
	var out []string
	for l := range strings.Lines(commonList) {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			out = append(out, bare(l))
		}
	}
	slices.Sort(out)
	return out
})

// checkPassword says what to do when a new password will not do. owned are the
// name and address of its owner.
func checkPassword(typed string, owned ...string) *fault.Error {
	p := normalPassword(typed)
	b := bare(p)
	switch n := utf8.RuneCountInString(p); {
	case n < MinPassword:
		return fault.Field("password", "org.password_short", "min", MinPassword)
	case n > maxPassword:
		return fault.Field("password", "org.password_long", "max", maxPassword)
	case isCommon(b) || repeats(b):
		return fault.Field("password", "org.password_common")
	}
	for _, o := range owned {
		local, _, _ := strings.Cut(o, "@")
		if same(b, bare(o)) || same(b, bare(local)) {
			return fault.Field("password", "org.password_yours")
		}
	}
	return nil
}

// normalPassword is the same text whatever keyboard composed its accents.
func normalPassword(s string) string { return norm.NFKC.String(strings.ToValidUTF8(s, "\uFFFD")) }

// bare leaves letters and digits, folded: case, accents and punctuation around
// a common phrase do not make it rare.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text.Fold(s))
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

func isCommon(b string) bool {
	for _, s := range []string{b, strings.TrimRightFunc(b, unicode.IsDigit)} {
		if _, found := slices.BinarySearch(common(), s); found {
			return true
		}
	}
	return false
}

// repeats: one short piece written over and over ("aaaa…", "soleil soleil").
func repeats(b string) bool {
	for size := 1; size <= 8 && size*2 <= len(b); size++ {
		if strings.HasPrefix(b[size:], b[:len(b)-size]) {
			return true
		}
	}
	return b == ""
}

// same: the owner's own words, perhaps with a year after them.
func same(b, owned string) bool {
	return owned != "" && (b == owned || (letters(owned) != "" && letters(b) == letters(owned)))
}
