// Package page holds the pages, <noun>_<action>.templ, each a pure function of
// a typed struct: no request, no database, no clock. A handler gathers the
// facts, a page arranges them with the components of ui.
//
// Guarantees: every word comes from the catalogue or from a person, in which
// case it is isolated and marked with its language; nothing is printed that the
// struct does not hold, so what was not disclosed cannot appear.
package page
