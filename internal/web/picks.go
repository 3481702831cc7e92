package web

import (
	"slices"
	"strings"

	"passerelle/internal/web/page"
)

// picks is a short list as an address holds it: the codes of its services, in
// the order chosen. It lives nowhere else: no cookie, no account, no row. The
// list goes from page to page in the query "liste", and is itself a page.
type picks []string

// picksMost is how many services a list by link holds: they still fit in a
// text message and in a QR code that an old phone can read.
const picksMost = 12

// readPicks reads "k7m2.p2x9": at most picksMost codes, each once. What is not
// a code is left out, so that a mangled address still shows the rest.
func readPicks(s string) (list picks) {
	for c := range strings.SplitSeq(s, ".") {
		if isCode(c) && !slices.Contains(list, c) && len(list) < picksMost {
			list = append(list, c)
		}
	}
	return list
}

// listOf reads a list of which two services may have become one since: it stands
// there once, where the first of the two stood, and under its own code, by which
// it is moved and taken out.
func (s *Site) listOf(codes string) (list picks) {
	for _, code := range readPicks(codes) {
		if d := s.Finder.ByCode(code); d != nil && d.Code != "" {
			code = d.Code
		}
		if !list.has(code) {
			list = append(list, code)
		}
	}
	return list
}

// isCode reports that s has the shape of a short code.
func isCode(s string) bool {
	return len(s) >= 2 && len(s) <= 26 && !strings.ContainsFunc(s, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') })
}

func (p picks) String() string         { return strings.Join(p, ".") }
func (p picks) has(code string) bool   { return slices.Contains(p, code) }
func (p picks) with(code string) picks { return append(slices.Clone(p), code) }
func (p picks) without(code string) picks {
	return slices.DeleteFunc(slices.Clone(p), func(c string) bool { return c == code })
}

// swapped is the list with the neighbours i and i+1 in the other order.
func (p picks) swapped(i int) picks {
	q := slices.Clone(p)
	q[i], q[i+1] = q[i+1], q[i]
	return q
}

// path is the page of the list, without its language.
func (p picks) path() string {
	if len(p) == 0 {
		return "/liste"
	}
	return "/liste/" + p.String()
}

// basket is the list as the pages that add to it show it.
func (p picks) basket(v *Visit) page.Basket {
	return page.Basket{Count: len(p), Href: v.href(p.path())}
}
