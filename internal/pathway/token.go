package pathway

import "strings"

// tokenKind is a kind of word of a condition.
type tokenKind int

const (
	tokEnd tokenKind = iota
	tokName
	tokNumber
	tokOp    // = != < <= > >=
	tokOpen  // (
	tokClose // )
	tokComma
	tokAnd
	tokOr
	tokNot
	tokIn
)

type token struct {
	kind tokenKind
	text string
	at   int // byte where it begins
}

// keywords are the words of the language, in French and in English: who writes
// conditions reads either.
var keywords = map[string]tokenKind{
	"et": tokAnd, "and": tokAnd, "ou": tokOr, "or": tokOr, "pas": tokNot, "not": tokNot, "parmi": tokIn, "in": tokIn,
}

// literals are the answers that have a name in each language.
var literals = map[string]string{"oui": Yes, "yes": Yes, "non": No, "no": No, "incertain": Unsure, "unsure": Unsure}

// reserved reports a word that is no name of a step and no value of an option.
func reserved(s string) bool {
	_, key := keywords[s]
	_, lit := literals[s]
	return key || lit
}

// isName reports what may name a step, an end, an option: a small letter, then
// small letters, digits and low lines, thirty at most.
func isName(s string) bool {
	if s == "" || len(s) > 30 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// next reads one token of src from at on; ok is false at a sign of no meaning.
func next(src string, at int) (t token, ok bool) {
	for at < len(src) && (src[at] == ' ' || src[at] == '\t' || src[at] == '\n' || src[at] == '\r') {
		at++
	}
	t = token{at: at}
	if at == len(src) {
		return t, true
	}
	rest := src[at:]
	take := func(k tokenKind, n int) (token, bool) {
		t.kind, t.text = k, rest[:n]
		return t, true
	}
	switch c := rest[0]; {
	case c == '(':
		return take(tokOpen, 1)
	case c == ')':
		return take(tokClose, 1)
	case c == ',':
		return take(tokComma, 1)
	case strings.HasPrefix(rest, "!=") || strings.HasPrefix(rest, "<=") || strings.HasPrefix(rest, ">="):
		return take(tokOp, 2)
	case c == '=' || c == '<' || c == '>':
		return take(tokOp, 1)
	case c >= '0' && c <= '9':
		return take(tokNumber, span(rest, "0123456789"))
	case c >= 'a' && c <= 'z':
		n := span(rest, "abcdefghijklmnopqrstuvwxyz0123456789_")
		if k, key := keywords[rest[:n]]; key {
			return take(k, n)
		}
		return take(tokName, n)
	}
	return t, false
}

func span(s, of string) int {
	for i := range len(s) {
		if strings.IndexByte(of, s[i]) < 0 {
			return i
		}
	}
	return len(s)
}
