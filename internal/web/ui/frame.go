package ui

import (
	"net/url"

	"github.com/a-h/templ"

	"passerelle/internal/i18n"
)

// Frame is what surrounds a page. Every page holds one.
type Frame struct {
	L     *i18n.Local
	Title string // of the browser tab; neutral on a sensitive page
	Path  string // address of the page without its language, with its query
	Langs []i18n.Language

	Exit    bool   // quick exit shown: sensitive page
	NoIndex bool   // kept out of search engines
	Site    string // public address of the site, for Indexed
	Indexed string // address for search engines, without site and language; empty: not for them
	Paper   bool   // made to be printed: brings the sheet for paper
	Map     bool   // holds a map: brings its sheet
	Script  string // name of the one script that the page brings beside the quick exit: passkey.js, board.js; empty: none

	Again  int // seconds after which the browser asks again, while work goes on; 0: never
	Strip  templ.Component
	Hat    *Hat   // signed in: on whose behalf
	Shared bool   // the screen is turned to the person: the worker's menu steps aside
	Here   string // item of the worker's navigation: "today", "referrals", "needs", "services", "directory", "lists", "team", "me"
}

// Hat says on behalf of which team a worker acts (words.md: Hat).
type Hat struct {
	Worker, Team, Org string
	Others            bool // can change hats
	People            bool // accompanies persons: referrals are in the menu
	Keeps             bool // speaks for the organisation: its pages in the directory are in the menu
}

// working reports that the page is a worker's own: menu on top, languages below.
func (f Frame) working() bool { return f.Hat != nil && !f.Shared }

// Lang is the language of the page.
func (f Frame) Lang() string { return string(f.L.Lang()) }

// Path is an address in the language of the page: Path(l, "/services", "q",
// "dentiste") is /fr/services?q=dentiste. Empty values are left out.
func Path(l *i18n.Local, path string, query ...string) string {
	return PathIn(l.Lang(), path, query...)
}

// PathIn is Path in another language.
func PathIn(lang i18n.Lang, path string, query ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] != "" {
			q.Add(query[i], query[i+1])
		}
	}
	s := "/" + string(lang) + path
	if len(q) > 0 {
		s += "?" + q.Encode()
	}
	return s
}
