package house

import (
	"regexp"
	"strconv"
)

// sqlLiteral is a text in a statement; what stands in it is not SQL.
var sqlLiteral = regexp.MustCompile(`'(?:[^']|'')*'`)

// unportable are shapes that differ between the engines, found by comparing
// 38 statement shapes on both, with what to write instead.
var unportable = map[*regexp.Regexp]string{
	regexp.MustCompile(`(?i)\bnow\(\)|\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\bdatetime\(|\bstrftime\(|\binterval\b`): "the instant is an argument: tx.Now",
	regexp.MustCompile(`(?i)\b(lower|upper|ilike)\b\s*[('$\w]`):                                                  "accents are not folded alike: compare a column folded in Go (text.Fold)",
	regexp.MustCompile(`(?i)SELECT\s+(\w+\.)?\*|RETURNING\s+\*`):                                                 "columns are named, so that a new column changes no statement",
	regexp.MustCompile(`\w::\w`):                                 "write CAST(x AS type)",
	regexp.MustCompile(`\?`):                                     "write $1, $2 …: the one placeholder both accept",
	regexp.MustCompile(`(?i)\bjson\w*\(|->>?|\bARRAY\[|\bANY\(`): "JSON operators and arrays differ: read the text, decode in Go",
	regexp.MustCompile(`(?i)\bgreatest\(|\bleast\(`):             "differs: decide in Go",
	regexp.MustCompile(`(?i)FOR UPDATE|SKIP LOCKED`):             "goes through db.Claim",
}

var argument = regexp.MustCompile(`\$(\d+)`)

// ascending: arguments are numbered in the order of their first use, because
// one SQLite driver binds by order and would swap them in silence.
func ascending(s Statement) []Finding {
	next := 1
	for _, m := range argument.FindAllStringSubmatch(s.SQL, -1) {
		n, _ := strconv.Atoi(m[1])
		if n > next && !scopeCall.MatchString(s.SQL) {
			return []Finding{found(s.At, "$%d before $%d: number arguments in the order of first use", n, next)}
		}
		if n == next {
			next++
		}
	}
	return nil
}
