package api

import (
	"errors"
	"net/http"
	"sync"

	"golang.org/x/text/language"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/directory"
	"passerelle/internal/i18n"
)

// Publisher is who answers for the feed, as GET /hsds/ tells it.
type Publisher struct {
	Name       string   `json:"name,omitempty"`
	Identifier string   `json:"identifier,omitempty"` // org-id.guide
	Email      string   `json:"email,omitempty"`
	Website    string   `json:"website,omitempty"`
	Websites   []string `json:"additional_websites,omitempty"`
}

// API is the feed of one node. What it exports is set once, by package app.
type API struct {
	Directory *directory.Service
	Bundle    *i18n.Bundle
	Clock     clock.Clock
	Publisher Publisher
	About     string // what the feed is; empty: a sentence of the catalogue
	Licence   string // of the data, as a name
	Areas     Areas  // none: postcode is refused
	Rate      *Rate  // nil: as much as anyone likes

	tabular, nested wholeFile
	making          sync.Mutex // one file of the whole directory at a time
}

// Call is one request.
type Call struct {
	W    http.ResponseWriter
	R    *http.Request
	By   access.Actor
	Base string // the public address of the site, without a slash at its end
	From string // where the request comes from, for the limit

	say  *i18n.Local
	lang string // fr or en
}

// Answer is what a route does with a call.
type Answer func(*API, *Call) error

// Serve answers a call, errors included. The error it returns was answered
// already: it is for the log.
func (a *API) Serve(c *Call, answer Answer) error {
	c.lang = languageFor(c.R.Header.Get("Accept-Language"))
	c.say = a.Bundle.In(c.lang)
	h := c.W.Header()
	h.Set("Content-Language", c.lang+"-CA")
	h.Add("Vary", "Accept-Language, Accept-Encoding")
	w := &begun{ResponseWriter: c.W}
	c.W = w
	err := a.Rate.take(c, 1)
	if err == nil {
		err = answer(a, c)
	}
	switch {
	case err == nil:
	case w.yes:
		return errors.Join(ErrCut, err)
	default:
		c.refuse(err)
	}
	return err
}

// begun remembers that an answer has begun to leave.
type begun struct {
	http.ResponseWriter
	yes bool
}

// WriteHeader implements http.ResponseWriter.
func (b *begun) WriteHeader(status int) { b.yes = true; b.ResponseWriter.WriteHeader(status) }

// Write implements http.ResponseWriter.
func (b *begun) Write(p []byte) (int, error) { b.yes = true; return b.ResponseWriter.Write(p) }

// Unwrap gives http.ResponseController the connection.
func (b *begun) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// tags are the languages of the feed; the first is for whoever asks for none.
var (
	tags    = []language.Tag{language.MustParse("fr-CA"), language.MustParse("en-CA")}
	matcher = language.NewMatcher(tags)
)

// languageFor chooses fr or en.
func languageFor(accept string) string {
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return "fr"
	}
	for _, w := range wanted { // one at a time: a reader of Pashto and English reads English
		if _, i, sure := matcher.Match(w); sure >= language.High {
			return []string{"fr", "en"}[i]
		}
	}
	return "fr"
}
