package org

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"passerelle/internal/fault"
)

// maxLine is the longest name or title, in characters.
const maxLine = 200

// line is one typed line, cleaned; what is wrong goes to bad.
func line(bad *fault.Fields, field, typed string) string {
	s := strings.Join(strings.FieldsFunc(norm.NFC.String(strings.ToValidUTF8(typed, "")), blank), " ")
	switch {
	case s == "":
		*bad = append(*bad, fault.Field(field, "org.name_empty"))
	case utf8.RuneCountInString(s) > maxLine:
		*bad = append(*bad, fault.Field(field, "org.field_long", "max", maxLine))
	}
	return s
}

// optional is line for a field that may stay empty.
func optional(bad *fault.Fields, field, typed string) string {
	if strings.TrimSpace(typed) == "" {
		return ""
	}
	return line(bad, field, typed)
}

// address is an e-mail address, cleaned. Only its shape is looked at: the one
// proof that an address exists is that somebody answers from it.
func address(bad *fault.Fields, field, typed string) string {
	s := strings.TrimSpace(norm.NFC.String(strings.ToValidUTF8(typed, "")))
	local, domain, ok := strings.Cut(s, "@")
	switch {
	case !ok || local == "" || len(s) > 254 || strings.ContainsFunc(s, blank) || strings.Contains(domain, "@") ||
		strings.ContainsAny(s, `<>,;:"()[]\`) || !strings.Contains(domain, ".") || strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, "."):
		*bad = append(*bad, fault.Field(field, "org.email_shape"))
	}
	return s
}

// foldEmail is the form in which addresses are compared. Accents stay: they
// make another address.
func foldEmail(s string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFC.String(strings.ToValidUTF8(s, ""))))
}

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' }
