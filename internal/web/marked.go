package web

import (
	personal "passerelle/internal/named"
	"passerelle/internal/text"
	"passerelle/internal/web/page"
)

// marked cuts what was typed where it looks like the name of a person.
func marked(words string, marks func(string) []personal.Span) (list []page.Marked) {
	from := 0
	for _, m := range marks(words) {
		list = append(list, page.Marked{S: text.Clean(words[from:m.Start])}, page.Marked{S: text.Clean(words[m.Start:m.End]), Mark: true})
		from = m.End
	}
	return append(list, page.Marked{S: text.Clean(words[from:])})
}
