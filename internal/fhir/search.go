package fhir

import (
	"encoding/base64"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/fhir/r4"
)

// Sizes of pages.
const (
	usualPage   = 50
	largestPage = 200
)

// search is what a search asks.
type search struct {
	given   url.Values // what was understood
	bad     []r4.Issue
	count   int
	summary bool   // _summary=count
	after   string // id of the last of the page before
}

// asked reads the parameters of a search. names are those that it has; another
// one is passed over, and absent from the address that the answer gives, or
// refused when the caller wants it strict.
func (c *Call) asked(names ...string) (q search, err error) {
	given, err := c.question()
	if err != nil {
		return q, err
	}
	q = search{given: url.Values{}, count: usualPage}
	if given.Has("_lastupdated") { // as an example of the guide writes it
		given["_lastUpdated"] = append(given["_lastUpdated"], given["_lastupdated"]...)
		delete(given, "_lastupdated")
	}
	for name, values := range given {
		plain, modifier, _ := strings.Cut(name, ":")
		modified := slices.Contains(names, plain) && plain != "name" && plain[0] != '_'
		switch {
		case name == "_format" || name == "_pretty":
		case modified && modifier == "missing":
			q.given[name] = values
			for _, v := range values {
				if v != "true" && v != "false" {
					q.wrong(name, "value", "fhir.not_a_boolean")
				}
			}
		case slices.Contains(names, name), modified && modifier == "not",
			slices.Contains([]string{"_id", "_lastUpdated", "_count", "_summary", "_page"}, name):
			q.given[name] = values
		case c.strict:
			q.wrong(name, "not-supported", "fhir.parameter_unknown", "name", short(name))
		}
	}
	if n := q.text("_count"); n != "" {
		count, err := strconv.Atoi(n)
		if err != nil || count < 0 {
			q.wrong("_count", "value", "fhir.not_a_count")
		}
		q.count = min(count, largestPage)
	}
	switch q.text("_summary") {
	case "", "false":
	case "count":
		q.summary = true
	default:
		q.wrong("_summary", "not-supported", "fhir.summary_count_only")
	}
	q.summary = q.summary || q.count == 0
	if p := q.text("_page"); p != "" {
		b, err := base64.RawURLEncoding.DecodeString(p)
		if err != nil {
			q.wrong("_page", "value", "fhir.page_unknown")
		}
		q.after = string(b)
	}
	return q, nil
}

// question is what is asked: in the address, and in the form of a search by POST,
// which leaves nothing in an address.
func (c *Call) question() (url.Values, error) {
	if c.R.Method == http.MethodPost {
		kind, _, err := mime.ParseMediaType(c.R.Header.Get("Content-Type"))
		if err != nil || kind != "application/x-www-form-urlencoded" {
			return nil, refusal(http.StatusUnsupportedMediaType, "", "not-supported", "fhir.token_form")
		}
		if err := c.R.ParseForm(); err != nil {
			if problemOf(err).status == http.StatusRequestEntityTooLarge {
				return nil, err
			}
			return nil, refusal(http.StatusBadRequest, "", "invalid", "fhir.query_unreadable")
		}
		return c.R.Form, nil
	}
	given, err := url.ParseQuery(c.R.URL.RawQuery)
	if err != nil {
		return nil, refusal(http.StatusBadRequest, "", "invalid", "fhir.query_unreadable")
	}
	return given, nil
}

// wrong notes a parameter that cannot be answered.
func (q *search) wrong(name, code, key string, args ...any) {
	q.bad = append(q.bad, r4.Issue{At: "http." + name, Code: code, Key: key, Args: args})
}

// err is what is wrong with the parameters, all at once.
func (q *search) err() error {
	if len(q.bad) == 0 {
		return nil
	}
	slices.SortStableFunc(q.bad, func(a, b r4.Issue) int { return strings.Compare(a.At, b.At) })
	return problem{http.StatusBadRequest, q.bad}
}

func (q *search) text(name string) string { return strings.TrimSpace(q.given.Get(name)) }

// has reports that a parameter was given.
func (q *search) has(name string) bool { return len(q.given[name]) > 0 }

// each asks whether something fits all that was asked under a name: a repeated
// parameter is "and", a comma is "or".
func (q *search) each(name string, fits func(value string) bool) bool {
	for _, given := range q.given[name] {
		if !slices.ContainsFunc(strings.Split(given, ","), func(v string) bool { return fits(strings.TrimSpace(v)) }) {
			return false
		}
	}
	for _, given := range q.given[name+":not"] {
		if slices.ContainsFunc(strings.Split(given, ","), func(v string) bool { return fits(strings.TrimSpace(v)) }) {
			return false
		}
	}
	return true
}

// there asks whether something that is given, or is not, is asked for by
// :missing.
func (q *search) there(name string, given bool) bool {
	return !slices.ContainsFunc(q.given[name+":missing"], func(missing string) bool { return (missing == "true") == given })
}

// token asks whether a code of a system is asked for under a name.
func (q *search) token(name, system, code string) bool {
	return q.there(name, code != "") && q.each(name, func(v string) bool {
		s, c, both := strings.Cut(v, "|")
		if !both {
			return v == code
		}
		return s == system && (c == "" || c == code)
	})
}

// reference asks whether a reference is asked for under a name, written as
// Type/id, as an address of ours, or as the id alone.
func (q *search) reference(c *Call, name, kind, id string) bool {
	return q.there(name, id != "") && q.each(name, func(v string) bool {
		v = strings.TrimPrefix(v, c.Base+"/fhir/")
		return id != "" && (v == id || v == kind+"/"+id)
	})
}

// within asks whether an instant is asked for by _lastUpdated.
func (q *search) within(at time.Time) bool {
	return q.each("_lastUpdated", func(v string) bool {
		prefix, from, to, ok := interval(v)
		if !ok {
			return false // told by dates
		}
		switch prefix {
		case "gt":
			return !at.Before(to)
		case "ge":
			return !at.Before(from)
		case "lt":
			return at.Before(from)
		case "le":
			return at.Before(to)
		}
		return !at.Before(from) && at.Before(to)
	})
}

// since is an instant before which nothing is asked for by _lastUpdated; zero when
// there is none.
func (q *search) since() (least time.Time) {
	for _, given := range q.given["_lastUpdated"] { // each of them must fit
		var first time.Time
		for i, v := range strings.Split(given, ",") { // one of these
			prefix, from, to, _ := interval(strings.TrimSpace(v))
			switch prefix {
			case "gt":
				from = to
			case "lt", "le":
				from = time.Time{}
			}
			if i == 0 || from.Before(first) {
				first = from
			}
		}
		if first.After(least) {
			least = first
		}
	}
	return least
}

// dates refuses what is no date, before anything is looked for.
func (q *search) dates() {
	for _, given := range q.given["_lastUpdated"] {
		for _, v := range strings.Split(given, ",") {
			if _, _, _, ok := interval(strings.TrimSpace(v)); !ok {
				q.wrong("_lastUpdated", "value", "fhir.not_a_date", "value", short(v))
			}
		}
	}
}

// undated passes over _lastUpdated, or refuses it when the caller wants it strict:
// of what is searched it is not known when it changed.
func (q *search) undated(c *Call) {
	if c.strict && q.has("_lastUpdated") {
		q.wrong("_lastUpdated", "not-supported", "fhir.parameter_unknown", "name", "_lastUpdated")
	}
	delete(q.given, "_lastUpdated")
}

// interval reads a prefix and a date, which stands for all of its year, month,
// day, minute, second or millisecond.
func interval(v string) (prefix string, from, to time.Time, ok bool) {
	prefix = "eq"
	if len(v) > 2 && slices.Contains([]string{"eq", "gt", "ge", "lt", "le"}, v[:2]) {
		prefix, v = v[:2], v[2:]
	}
	v = strings.Replace(v, " ", "+", 1) // a zone whose + was not encoded
	for _, x := range []struct {
		layout string
		next   func(time.Time) time.Time
	}{
		{"2006", func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }},
		{"2006-01", func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }},
		{"2006-01-02", func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }},
		{"2006-01-02T15:04Z07:00", func(t time.Time) time.Time { return t.Add(time.Minute) }},
		{time.RFC3339, func(t time.Time) time.Time {
			if strings.Contains(v, ".") {
				return t.Add(time.Millisecond)
			}
			return t.Add(time.Second)
		}},
	} {
		if t, err := time.Parse(x.layout, v); err == nil {
			return prefix, t.UTC(), x.next(t).UTC(), true
		}
	}
	return "", from, to, false
}

// short keeps an answer from repeating all that was sent.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
