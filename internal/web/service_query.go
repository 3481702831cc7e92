package web

import (
	"net/url"
	"strconv"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
)

// pageSize is the number of cards of S2.
const pageSize = 10

// search is the GET form of S2, as an address holds it.
type search struct {
	words, need, near string
	paper, language   string
	open, women       bool
	within, page      int
	list              picks // the list that goes along
}

// readSearch reads an address. Until the form is sent (f), a search is about
// now, and in the reader's language when it is neither French nor English.
func (s *Site) readSearch(q url.Values, l *i18n.Local) search {
	r := search{
		words: strings.TrimSpace(cut(q.Get("q"), 200)), need: q.Get("besoin"), near: strings.TrimSpace(cut(q.Get("pres"), 80)),
		paper: q.Get("papier"), language: cut(q.Get("langue"), 12), women: q.Get("femmes") == "1",
	}
	if !directory.KnownNeed(r.need) {
		r.need = ""
	}
	if _, ok := paperKeys[directory.Paper(r.paper)]; !ok {
		r.paper = ""
	}
	if sent := q.Get("f") == "1"; sent {
		r.open = q.Get("ouvert") == "1"
	} else {
		r.open = true
		if l.Lang() != "fr" && l.Lang() != "en" && r.language == "" {
			r.language = string(l.Lang())
		}
	}
	r.within = between(q.Get("distance"), 100_000)
	r.page = between(q.Get("page"), 200)
	r.list = s.listOf(q.Get("liste"))
	return r
}

// onlyNeed reports that an address asks for one need and nothing else: the
// pages of results that search engines may keep, one for each need. All others
// are endless, and say what somebody looked for.
func onlyNeed(q url.Values) bool {
	return len(q) == 1 && len(q["besoin"]) == 1 && directory.KnownNeed(q.Get("besoin"))
}

// address is the search as an address; changing one condition makes the
// address of another search.
func (r search) address(l *i18n.Local) string {
	q := url.Values{"f": {"1"}}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("q", r.words)
	set("besoin", r.need)
	set("pres", r.near)
	set("papier", r.paper)
	set("langue", r.language)
	set("ouvert", flag(r.open))
	set("femmes", flag(r.women))
	set("distance", number(r.within))
	set("page", number(r.page))
	set("liste", r.list.String())
	return "/" + string(l.Lang()) + "/services?" + q.Encode()
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return ""
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// between reads a whole number from 0 to most; anything else is 0.
func between(s string, most int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > most {
		return 0
	}
	return n
}

// cut keeps the first n characters.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
