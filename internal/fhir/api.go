package fhir

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/consent"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/pace"
	"passerelle/internal/partner"
	"passerelle/internal/referral"
)

// Finder gives a service by its id; nil when there is none.
type Finder interface {
	Get(id access.Service) *directory.Listing
}

// API is the facade of one node. What it exports is set once, by package app.
type API struct {
	Region    access.Region
	Directory *directory.Service
	Finder    Finder
	Partners  *partner.Service
	Referral  *referral.Service
	Consents  *consent.Service
	Bundle    *i18n.Bundle
	Clock     clock.Clock
	Hosts     []string // that subscriptions may name; none: there are no subscriptions

	once     sync.Once
	requests *pace.Pace // of each system
}

// Call is one request.
type Call struct {
	W    http.ResponseWriter
	R    *http.Request
	By   access.Actor
	Base string // the public address of the site, without a slash at its end
	From string // where the request comes from, for the limit on guesses

	say    *i18n.Local
	lang   string // fr or en
	now    time.Time
	strict bool // Prefer: handling=strict
}

// Answer is what a route does with a call.
type Answer func(*API, *Call) error

// Serve answers a call, errors included. The error it returns was answered
// already: it is for the log.
func (a *API) Serve(c *Call, answer Answer) error {
	c.lang = languageFor(c.R.Header.Get("Accept-Language"))
	c.say, c.now = a.Bundle.In(c.lang), a.Clock.Now()
	c.strict = strings.Contains(strings.ReplaceAll(c.R.Header.Get("Prefer"), " ", ""), "handling=strict")
	h := c.W.Header()
	h.Set("Content-Language", c.lang+"-CA")
	h.Add("Vary", "Accept, Accept-Language, Authorization")
	h.Set("Cache-Control", "no-store")
	err := c.acceptable()
	if err == nil {
		err = answer(a, c)
	}
	if err != nil && !errors.As(err, new(answered)) {
		c.refuse(err)
	}
	return err
}

// Unknown answers an address under /fhir that no route has.
func Unknown(*API, *Call) error { return missing() }

// NotOffered answers a method that no route has at an address: what is there, if
// anything, is not told.
func NotOffered(_ *API, c *Call) error {
	if c.R.Method == http.MethodGet || c.R.Method == http.MethodHead {
		return missing()
	}
	c.W.Header().Set("Allow", "GET, HEAD, POST")
	return refusal(http.StatusMethodNotAllowed, "", "not-supported", "fhir.method_not_offered", "method", short(c.R.Method))
}

// missing is the one answer for what is not there and what is not allowed.
func missing() error { return fault.New(fault.NotFound, "fhir.not_found") }

// acceptable refuses XML, which we do not write.
func (c *Call) acceptable() error {
	for _, wanted := range []string{c.R.URL.Query().Get("_format"), c.R.Header.Get("Accept")} {
		if wanted == "" {
			continue
		}
		ok := false
		for _, one := range strings.Split(wanted, ",") {
			kind, _, _ := strings.Cut(one, ";")
			switch strings.ToLower(strings.ReplaceAll(strings.TrimSpace(kind), " ", "+")) { // + is a blank in an address
			case "json", "*/*", "application/*", "application/json", asFHIR, "text/json":
				ok = true
			}
		}
		if !ok {
			return refusal(http.StatusNotAcceptable, "", "not-supported", "fhir.json_only")
		}
		return nil
	}
	return nil
}

// tags are the languages of the answers; the first is for whoever asks for
// none.
var matcher = language.NewMatcher([]language.Tag{language.MustParse("fr-CA"), language.MustParse("en-CA")})

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
