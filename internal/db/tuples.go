package db

import (
	"strconv"
	"strings"
)

// Tuples is the text ($1, $2, …), (…): as many tuples of a width as asked, all
// numbered in one row; a list is one tuple. Ask for few lengths: each text is
// prepared, and kept.
func Tuples(width, times int) string { return TuplesFrom(1, width, times) }

// TuplesFrom is Tuples numbered on from another number than one.
func TuplesFrom(first, width, times int) string {
	var b strings.Builder
	for i := range width * times {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%width == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(first+i))
	}
	return b.String() + ")"
}
