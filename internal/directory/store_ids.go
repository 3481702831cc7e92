package directory

import (
	"strconv"
	"strings"
)

// Lists of ids that one statement looks for.

// lookups are their lengths: one for one record, few for what hangs on it, many
// for a page, so that a page costs a handful of statements and each length is
// prepared once. A longer list than its ids repeats the last of them; and it is
// not free: PostgreSQL sizes its plan by the list, and reads a whole table of
// facts to find those of one service asked for sixty-four times.
var lookups = []int{1, 8, batch, 512}

// lookup is the least length that holds so many ids; the greatest of all when
// none does.
func lookup(ids int) int {
	for _, n := range lookups {
		if ids <= n {
			return n
		}
	}
	return lookups[len(lookups)-1]
}

// padded is up to a batch of ids as a list. None is one empty text.
func padded(ids []string) []any {
	if len(ids) == 0 {
		ids = []string{""}
	}
	return filled(ids, lookup(len(ids)))
}

// filled pads a list with its last id: an empty text would find all that hangs
// on nothing, thousands of rows when the column is a link.
func filled(ids []string, size int) []any {
	args := make([]any, size)
	for i := range args {
		args[i] = ids[min(i, len(ids)-1)]
	}
	return args
}

// inBatches reads by ids, a batch at a time.
func inBatches[T any](ids []string, read func(args []any) ([]T, error)) (out []T, err error) {
	for from := 0; from < len(ids); from += batch {
		rows, err := read(padded(ids[from:min(from+batch, len(ids))]))
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// tuples is the text ($1, $2, …), (…): as many tuples of a width as asked, all
// numbered in one row; a list is one tuple. Ask for few lengths: each text is
// prepared, and kept.
func tuples(width, times int) string { return tuplesFrom(1, width, times) }

// tuplesFrom is tuples numbered on from another number than one.
func tuplesFrom(first, width, times int) string {
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
